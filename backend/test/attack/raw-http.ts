// Bytes to a port, and all that comes back: for requests that no client library would send.
import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends the bytes and reads until the other side hangs up, which it must within ten seconds. */
export function sendBytes(port: number, bytes: string | Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.setTimeout(10_000, () => {
      socket.destroy(new Error(`no end after ${JSON.stringify(heard.slice(0, 200))}`));
    });
    socket.on('data', (more) => (heard += more.toString('utf8')));
    socket.on('close', () => {
      const [head = '', ...body] = heard.split('\r\n\r\n');
      resolve({ status: Number(head.slice(9, 12)), head, body: body.join('\r\n\r\n') });
    });
    socket.on('error', reject);
    socket.write(bytes);
  });
}
