// A TCP proxy in this process, to stand between a driver and its mongod: it can cut connections,
// refuse new ones, and pass a request on but lose the answer.
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';

export interface Proxy {
  readonly port: number;
  /** Passes requests on and loses every answer; then cuts, and refuses until `heal`. */
  loseAnswers(): void;
  /** Keeps every connection and loses every answer, until `heal`; what was lost stays lost. */
  freeze(): void;
  /** Cuts what is open and refuses what comes, until `heal`. */
  cut(): void;
  heal(): void;
  close(): Promise<void>;
}

/** Opens a proxy on 127.0.0.1 to a port of the same host. */
export async function openProxy(targetPort: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let mode: 'pass' | 'loseAnswers' | 'freeze' | 'refuse' = 'pass';
  const cutAll = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const server = createServer((client) => {
    if (mode === 'refuse') {
      client.destroy();
      return;
    }
    const target = connect(targetPort, '127.0.0.1');
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        target.destroy();
      });
    }
    client.pipe(target);
    target.on('data', (bytes) => {
      if (mode === 'pass') client.write(bytes);
      else if (mode !== 'freeze') {
        // The first answer that is lost ends the connection: the server has done its part.
        mode = 'refuse';
        cutAll();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    loseAnswers: () => (mode = 'loseAnswers'),
    freeze: () => (mode = 'freeze'),
    cut: () => {
      mode = 'refuse';
      cutAll();
    },
    heal: () => (mode = 'pass'),
    close: async () => {
      cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
