// The end of the network front: everybody hears of it, and nothing keeps the process alive.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import {
  closeHouse,
  type House,
  openHouse,
  packetsTo,
  plain,
  quits,
  until,
  visit,
} from './front-notebook.ts';

let house: House;

afterEach(() => closeHouse(house));

describe('stop', () => {
  beforeEach(async () => {
    house = await openHouse('1.21.11');
  });

  test('tells everybody why and the model that they left', async () => {
    const { bot, guest } = await visit(house, 'Ada');
    const kicks = packetsTo(bot, 'kick_disconnect');
    await house.front.stop();
    expect(quits(guest)).toBe(1);
    expect(plain((await until('the reason', () => kicks[0]))['reason'])).toBe('Server closed');
  });

  test.each([
    ['half a handshake', `socket.write(Uint8Array.of(0x10, 0x00)); await front.stop();`],
    [
      'somebody kicked twice',
      `const client = createClient({
         host: '127.0.0.1', port: front.port, version: '1.21.11', username: 'Ada', auth: 'offline',
       });
       await once(client, 'end');
       await front.stop();`,
    ],
  ])('lets the process end by itself after %s', async (_, happens) => {
    const front = JSON.stringify(new URL('front.ts', import.meta.url).href);
    const story = `
      import { once } from 'node:events';
      import { connect } from 'node:net';
      import { createClient } from 'minecraft-protocol';
      import { startFront } from ${front};
      const front = await startFront({
        version: '1.21.11', host: '127.0.0.1', port: 0, onClientError: () => undefined,
        onJoin(client) {
          client.kick({ text: 'once' });
          client.kick({ text: 'twice' });
          return { locale: () => undefined, quit: () => undefined };
        },
      });
      const socket = connect(front.port, '127.0.0.1');
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      ${happens}
      process.stdout.write('stopped');`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', story], {
      cwd: import.meta.dirname,
    });
    onTestFinished(() => void child.kill());
    let said = '';
    child.stdout.on('data', (data: Buffer) => (said += data.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    expect([code, said]).toEqual([0, 'stopped']);
  });
});
