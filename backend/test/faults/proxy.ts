// A TCP proxy in front of one member of the replica set. The member is advertised by the proxy's
// port, so clients and the other members all come through it, and it can hold, lose or cut what they
// say. Of the protocol it knows only how to tell a driver from a member.
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { listenLocally } from './ports.ts';

export interface MemberProxy {
  readonly port: number;
  /** Passes everything on so many milliseconds later, both ways; or only what members say. */
  delay(ms: number, whose?: 'all' | 'members'): void;
  /** Accepts and swallows: nobody hears an answer and nobody an error. */
  blackHole(): void;
  /** Breaks what is open and refuses what comes. */
  cut(): void;
  /** As `cut`, for the other members alone: clients still reach it, and it cannot replicate. */
  part(): void;
  /** Passes on what clients ask, and swallows what they would hear; members hear each other. */
  mute(): void;
  heal(): void;
  close(): Promise<void>;
}

/** What every driver of ours says in its greeting, and no member does. */
const driverName = 'nodejs';

/** Opens a proxy on a free port of 127.0.0.1. */
export async function openMemberProxy(targetPort: number): Promise<MemberProxy> {
  let mode: 'pass' | 'blackHole' | 'cut' | 'part' | 'mute' = 'pass';
  let delayMs = 0;
  let delayed: 'all' | 'members' = 'all';
  const sockets = new Set<Socket>();
  const fromMembers = new Set<Socket>();
  const breakAll = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const forward = (from: Socket, to: Socket, isAnswer: boolean): void => {
    from.on('data', (bytes) => {
      if (mode === 'blackHole' || from.destroyed) return;
      const isMember = fromMembers.has(isAnswer ? to : from);
      if (mode === 'mute' && isAnswer && !isMember) return;
      const pass = (): void => {
        if (to.destroyed || to.write(bytes)) return;
        from.pause();
        to.once('drain', () => from.resume());
      };
      // Timers of one length run in their order, so bytes keep theirs.
      if (delayMs > 0 && (isMember || delayed === 'all')) setTimeout(pass, delayMs);
      else pass();
    });
  };
  const server = createServer((client) => {
    if (mode === 'cut') {
      client.destroy();
      return;
    }
    const target = connect(targetPort, '127.0.0.1');
    for (const socket of [client, target]) {
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        target.destroy();
      });
    }
    client.once('data', (greeting) => {
      if (greeting.includes(driverName)) return;
      fromMembers.add(client);
      client.once('close', () => fromMembers.delete(client));
      if (mode === 'part') client.destroy();
    });
    forward(client, target, false);
    forward(target, client, true);
  });
  const port = await listenLocally(server);
  return {
    port,
    delay: (ms, whose = 'all') => {
      delayMs = ms;
      delayed = whose;
    },
    blackHole: () => (mode = 'blackHole'),
    cut: () => {
      mode = 'cut';
      breakAll();
    },
    part: () => {
      mode = 'part';
      for (const socket of fromMembers) socket.destroy();
    },
    mute: () => (mode = 'mute'),
    heal: () => {
      // What went into the hole is lost, so its connections can never make sense again; and bytes
      // that still wait for their delay must not be overtaken.
      if (mode === 'blackHole' || mode === 'mute' || delayMs > 0) breakAll();
      mode = 'pass';
      delayMs = 0;
    },
    close: async () => {
      breakAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
