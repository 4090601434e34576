// The network half of the embedded server: logins, chunks and packets on minecraft-protocol. What
// a click or a command means is the model's business.
import type { AddressInfo, Server as SocketServer } from 'node:net';
import type { Writable } from 'node:stream';
import { createServer, type ServerClient } from 'minecraft-protocol';
import { clientOf, type FrontClient } from './front-client.ts';
import { frameGuard } from './front-frames.ts';
import { greet, type World, worldOf } from './front-world.ts';
import { packetsOf } from './packets.ts';
import type { Front, FrontOptions, Visit, WireClick } from './wire.ts';

// How long a client has to read why the server closed.
const goodbyeMs = 1_000;

// As vanilla: a client that says nothing for so long while it is being configured is cut.
const configurationTimeoutMs = 30_000;

/** Who is in the world, by uuid. */
type Guests = Map<string, Guest>;

interface Guest {
  readonly client: ServerClient;
  readonly entry: FrontClient;
  visit: Visit | null;
}

/** A connection with what the library's types leave out. */
type Connection = ServerClient & { readonly ended: boolean; readonly splitter: Writable };

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** Starts listening; resolves with the port that was taken, rejects when it is in use. */
export async function startFront(options: FrontOptions): Promise<Front> {
  const packets = packetsOf(options.version);
  const world = worldOf(packets);
  const guests: Guests = new Map();
  const connections = new Set<Connection>();
  const locales = new WeakMap<ServerClient, string>();
  const failed = new WeakSet<ServerClient>();
  const fail = (client: ServerClient, error: Error): void => {
    // One failure has echoes: the writes and reads that were under way.
    if (failed.has(client)) return;
    failed.add(client);
    options.onClientError(client.username ?? 'a stranger', error);
    // After one failed write the library sends this client nothing more, not even a goodbye.
    client.socket.destroy();
  };
  const server = serverOf(options, fail);
  server.on('connection', (client) => {
    const connection = client as Connection;
    connections.add(connection);
    connection.socket.once('close', () => connections.delete(connection));
    shield(connection, (error) => fail(connection, error));
    // Clients tell their language before they are in the world, and again when it changes.
    connection.on(
      'settings' as never,
      ((data: { locale: unknown }) => {
        locales.set(connection, String(data.locale));
      }) as never,
    );
  });
  server.on('login', (client) => {
    const timeoutMs = options.configurationTimeoutMs ?? configurationTimeoutMs;
    limitConfiguration(client as Connection, timeoutMs, fail);
  });
  server.on('playerJoin', (client) => {
    const connection = client as Connection;
    if (connection.ended || connection.socket.destroyed) return;
    const entry = clientOf(client, packets, locales.get(client) ?? null);
    join(options, world, guests, { client, entry, visit: null });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
  server.on('error', (error: Error) => options.onClientError('the network', error));
  const { socketServer } = server as unknown as { socketServer: SocketServer };
  return {
    port: (socketServer.address() as AddressInfo).port,
    stackSizes: packets.stackSizes,
    stop: () => stop(socketServer, connections, guests),
  };
}

function serverOf(
  options: FrontOptions,
  fail: (client: ServerClient, error: Error) => void,
): ReturnType<typeof createServer> {
  return createServer({
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
    errorHandler: fail,
  } as unknown as Parameters<typeof createServer>[0]);
}

/** Lets nothing that a connection sends, or makes a listener throw, get further than itself. */
function shield(connection: Connection, fail: (error: Error) => void): void {
  const { socket, splitter } = connection;
  const guard = frameGuard();
  guard.on('error', fail);
  socket.unpipe(splitter);
  socket.pipe(guard).pipe(splitter);
  // Listeners are called from within streams, the library's own too: what one throws would be lost
  // there (a compressed packet) or end the process (a quit).
  const emit = connection.emit.bind(connection) as (...event: unknown[]) => boolean;
  const emitSafely = (...event: unknown[]): boolean => {
    try {
      return emit(...event);
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
      return true;
    }
  };
  connection.emit = emitSafely as typeof connection.emit;
}

/** Cuts a client that logged in and is not in the world in time. */
function limitConfiguration(
  connection: Connection,
  timeoutMs: number,
  fail: (client: ServerClient, error: Error) => void,
): void {
  const late = setTimeout(() => {
    fail(connection, new Error('took too long to be configured'));
  }, timeoutMs);
  const clear = (): void => clearTimeout(late);
  connection.socket.once('close', clear);
  const onState = (state: string): void => {
    if (state === 'play') clear();
  };
  connection.on('state' as never, onState as never);
}

async function stop(
  socketServer: SocketServer,
  connections: ReadonlySet<Connection>,
  guests: Guests,
): Promise<void> {
  const closed = new Promise<void>((resolve) => socketServer.close(() => resolve()));
  for (const connection of connections) {
    const guest = guests.get(connection.uuid);
    if (guest?.client === connection) guest.entry.kick({ text: 'Server closed' });
    else connection.socket.destroy();
  }
  const late = setTimeout(() => {
    for (const { socket } of connections) socket.destroy();
  }, goodbyeMs);
  await closed;
  clearTimeout(late);
}

const listed = ({ client: { uuid, username } }: Guest): object => ({
  uuid,
  player: { name: username, properties: [] },
  gamemode: 0,
  listed: 1,
  latency: 0,
});

const listing = {
  add_player: true,
  update_game_mode: true,
  update_listed: true,
  update_latency: true,
};

function join(options: FrontOptions, world: World, guests: Guests, guest: Guest): void {
  const { client, entry } = guest;
  // As Paper: who logs in again under a name ends the older connection.
  for (const other of guests.values()) {
    if (other.client.username.toLowerCase() !== client.username.toLowerCase()) continue;
    other.entry.kick({ translate: 'multiplayer.disconnect.duplicate_login' });
    leave(guests, other);
  }
  guests.set(client.uuid, guest);
  client.on('end', () => leave(guests, guest));
  greet(entry, world);
  entry.write('player_info', { action: listing, data: [...guests.values()].map(listed) });
  for (const other of guests.values()) {
    if (other !== guest)
      other.entry.write('player_info', { action: listing, data: [listed(guest)] });
  }
  hear(guest);
  guest.visit = options.onJoin(entry);
  // Clients take this for the sign that they are in the world, so it comes last.
  entry.write('update_health', { health: 20, food: 20, foodSaturation: 5 });
}

/** Takes a guest off the list and tells the model, once. */
function leave(guests: Guests, guest: Guest): void {
  const { client, entry, visit } = guest;
  if (guests.get(client.uuid) !== guest) return;
  guests.delete(client.uuid);
  guest.visit = null;
  entry.end();
  for (const other of guests.values()) {
    other.entry.write('player_remove', { players: [client.uuid] });
  }
  visit?.quit();
}

/** Passes on what a guest does, while there is a visit. */
function hear(guest: Guest): void {
  const on = (
    packet: string,
    tell: (visit: Visit, data: Record<string, unknown>) => void,
  ): void => {
    const listener = (data: Record<string, unknown>): void => {
      if (guest.visit) tell(guest.visit, data);
    };
    guest.client.on(packet as never, listener as never);
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
  on('use_item', (visit) => visit.useItem());
  on('held_item_slot', (visit, data) => visit.holdSlot(Number(data['slotId'])));
  on('settings', (visit, data) => visit.locale(String(data['locale'])));
  on('window_click', (visit, data) => visit.click(clickOf(data, guest.entry.stateId())));
}

function clickOf(data: Record<string, unknown>, stateId: number): WireClick {
  const changed: unknown[] = Array.isArray(data['changedSlots']) ? data['changedSlots'] : [];
  return {
    windowId: Number(data['windowId']),
    slot: Number(data['slot']),
    button: Number(data['mouseButton']),
    mode: Number(data['mode']),
    isCurrent: data['stateId'] === stateId,
    predictedSlots: changed.map((one) => (one as { location?: unknown }).location).filter(isNumber),
  };
}
