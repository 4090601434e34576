// The network half of the embedded server: logins, chunks and packets on minecraft-protocol. What
// a click or a command means is the model's business.
import { createServer, type ServerClient } from 'minecraft-protocol';
import { clientOf } from './front-client.ts';
import { greet, type World, worldOf } from './front-world.ts';
import { packetsOf } from './packets.ts';
import type { Front, FrontOptions, Visit, WireClick } from './wire.ts';

interface Connected {
  readonly client: ServerClient;
  readonly entry: ReturnType<typeof clientOf>;
  visit: Visit | null;
}

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** Starts listening; resolves with the port that was taken, rejects when it is in use. */
export async function startFront(options: FrontOptions): Promise<Front> {
  const packets = packetsOf(options.version);
  const world = worldOf(packets);
  const connected = new Map<string, Connected>();
  const server = createServer({
    host: options.host,
    port: options.port,
    version: options.version,
    'online-mode': false,
    motd: 'Mintkeep',
    maxPlayers: 100,
    keepAlive: true,
    checkTimeoutInterval: 5_000,
    kickTimeout: 30_000,
    hideErrors: true,
    // After one failed write a connection says nothing more to anybody: it must go.
    errorHandler: (client: ServerClient, error: Error) => {
      options.onClientError(client.username ?? 'a client', error);
      client.socket.destroy();
    },
  } as unknown as Parameters<typeof createServer>[0]);

  server.on('playerJoin', (client: ServerClient) => {
    // As Paper: who logs in again under a name ends the older connection.
    for (const other of connected.values()) {
      if (other.client.username.toLowerCase() === client.username.toLowerCase()) {
        other.entry.kick({ translate: 'multiplayer.disconnect.duplicate_login' });
        leave(connected, other);
      }
    }
    const one: Connected = { client, entry: clientOf(client, packets), visit: null };
    join(options, world, connected, one);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
  server.on('error', (error: Error) => options.onClientError('the network', error));
  const socketServer = (server as unknown as { socketServer: import('node:net').Server })
    .socketServer;
  const address = socketServer.address() as { port: number };
  return {
    port: address.port,
    stackSizes: new Map(
      Object.entries(packets.registry.itemsByName).map(([name, item]) => [
        name.toUpperCase(),
        item?.stackSize ?? 64,
      ]),
    ),
    async stop() {
      for (const one of connected.values()) one.entry.kick({ text: 'Server closed' });
      const closed = new Promise<void>((resolve) => socketServer.close(() => resolve()));
      // Whoever does not say goodbye is not waited for.
      const late = setTimeout(() => {
        const all = Object.values(server.clients) as ServerClient[];
        for (const client of all) client.socket.destroy();
      }, 1_000);
      await closed;
      clearTimeout(late);
    },
  };
}

function leave(connected: Map<string, Connected>, one: Connected): void {
  one.entry.end();
  if (connected.get(one.client.uuid) === one) connected.delete(one.client.uuid);
  for (const other of connected.values()) {
    other.entry.write('player_remove', { players: [one.client.uuid] });
  }
  const { visit } = one;
  one.visit = null;
  visit?.quit();
}

function join(
  options: FrontOptions,
  world: World,
  connected: Map<string, Connected>,
  one: Connected,
): void {
  const { client, entry } = one;
  greet(entry, world);
  connected.set(client.uuid, one);
  const listed = ({ client: { uuid, username } }: Connected) => ({
    uuid,
    player: { name: username, properties: [] },
    gamemode: 0,
    listed: 1,
    latency: 0,
  });
  const action = {
    add_player: true,
    update_game_mode: true,
    update_listed: true,
    update_latency: true,
  };
  entry.write('player_info', { action, data: [...connected.values()].map(listed) });
  for (const other of connected.values()) {
    if (other !== one) other.entry.write('player_info', { action, data: [listed(one)] });
  }
  client.on('end', () => {
    if (one.visit) leave(connected, one);
  });
  one.visit = options.onJoin(entry);
  hear(options, one);
  entry.write('update_health', { health: 20, food: 20, foodSaturation: 5 });
}

/** Passes on what the client does. A packet the model cannot serve ends this client alone. */
function hear(options: FrontOptions, one: Connected): void {
  const { client, entry } = one;
  const on = (packet: string, run: (visit: Visit, data: Record<string, unknown>) => void): void => {
    client.on(
      packet as never,
      ((data: Record<string, unknown>) => {
        if (!one.visit) return;
        try {
          run(one.visit, data);
        } catch (error) {
          options.onClientError(client.username, error as Error);
          client.socket.destroy();
        }
      }) as never,
    );
  };
  const command = (visit: Visit, data: Record<string, unknown>): void =>
    visit.command(String(data['command']));
  on('chat_command', command);
  on('chat_command_signed', command);
  on('chat_message', (visit, data) => visit.chat(String(data['message'])));
  on('tab_complete', (visit, data) =>
    visit.tab(Number(data['transactionId']), String(data['text'])),
  );
  on('close_window', (visit, data) => visit.closeWindow(Number(data['windowId'])));
  on('settings', (visit, data) => visit.locale(String(data['locale'])));
  on('window_click', (visit, data) => {
    const changed = Array.isArray(data['changedSlots']) ? data['changedSlots'] : [];
    const click: WireClick = {
      windowId: Number(data['windowId']),
      slot: Number(data['slot']),
      button: Number(data['mouseButton']),
      mode: Number(data['mode']),
      isCurrent: data['stateId'] === entry.stateId(),
      predictedSlots: changed.map((slot: { location?: unknown }) => slot.location).filter(isNumber),
    };
    visit.click(click);
  });
}
