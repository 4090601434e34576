// The network front against garbage, impossible packets, failing writes and clients that come
// twice: one connection may end, never the process nor anybody else's game.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import type { Bot } from 'mineflayer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  clickPacket,
  closeHouse,
  dial,
  type House,
  openHouse,
  plain,
  quits,
  readingOf,
  send,
  until,
  versions,
  visit,
} from './front-notebook.ts';

let house: House;
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await closeHouse(house);
});

/** A connection that says these bytes and nothing more. */
async function say(bytes: Uint8Array | string): Promise<Socket> {
  const socket = connect(house.front.port, '127.0.0.1');
  sockets.push(socket);
  // Being cut off is what these connections deserve.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  await new Promise((written) => socket.write(bytes, written));
  return socket;
}

/** Whether the client knows that it is cut off. */
const hasEnded = (bot: Bot): boolean => (bot._client as unknown as { ended: boolean }).ended;

/** Bytes as hexadecimal digits tell them. */
const bytes = (digits: string): Uint8Array => Uint8Array.from(Buffer.from(digits, 'hex'));

let lastQuestion = 0;

/** Proves that a client is still served. */
async function expectServed({ bot }: Awaited<ReturnType<typeof visit>>): Promise<void> {
  lastQuestion += 1;
  const question = `question ${lastQuestion}`;
  const read = readingOf(bot);
  bot.chat(`/${question}`);
  await until(`an answer to ${question}`, () => read.includes(`ran ${question}`));
}

describe.each(versions)('startFront %s, who comes and goes', (version) => {
  beforeEach(async () => {
    house = await openHouse(version);
  });

  test('kicks with a component and tells the quit once', async () => {
    const { bot, guest } = await visit(house, 'Ada');
    const reasons: unknown[] = [];
    bot.on('kicked', (reason) => void reasons.push(reason));
    guest.client.kick({ text: 'Banned: ', color: 'red', extra: [{ text: 'testing' }] });
    guest.client.kick({ text: 'a second time' });
    await until('the quit', () => quits(guest));
    expect(reasons.map(plain)).toEqual(['Banned: testing']);
    expect(quits(guest)).toBe(1);
  });

  test('ends the older client when a name logs in again', async () => {
    const older = await visit(house, 'Ada');
    const reasons: unknown[] = [];
    older.bot.on('kicked', (reason) => void reasons.push(reason));
    const newer = await visit(house, 'Ada');
    await until('the kick', () => reasons[0]);
    expect(plain(reasons[0])).toBe('multiplayer.disconnect.duplicate_login');
    expect(newer.guest).not.toBe(older.guest);
    expect([quits(older.guest), quits(newer.guest)]).toEqual([1, 0]);
    await expectServed(newer);
    await until('the end', () => hasEnded(older.bot));
    const { bot: ben } = await visit(house, 'Ben');
    expect(Object.keys(ben.players).sort()).toEqual(['Ada', 'Ben']);
  });

  test('keeps the list of players true for the others', async () => {
    const { bot: ada } = await visit(house, 'Ada');
    const { bot: ben } = await visit(house, 'Ben');
    await until('Ben in the list', () => ada.players['Ben']);
    expect(Object.keys(ben.players).sort()).toEqual(['Ada', 'Ben']);
    ben.quit();
    await until('Ben to leave it', () => !ada.players['Ben']);
  });

  test('does nothing, and throws nothing, for a client that left', async () => {
    const { bot, guest } = await visit(house, 'Ada');
    bot.quit();
    await until('the quit', () => quits(guest));
    const { client } = guest;
    client.chat({ text: 'late' });
    client.actionBar({ text: 'late' });
    client.title({ text: 'late' }, {});
    client.sound('minecraft:late', 1, 1);
    client.experience(Number.NaN, 0, 0);
    client.commands(['late']);
    client.tabReply(1, '/late', ['late']);
    client.openWindow(1, 6, { text: 'late' });
    client.windowItems(1, [{ material: 'NO_SUCH_ITEM', amount: 1 }], null);
    client.windowSlot(1, 1e9, null);
    client.playerSlot(0, { material: 'NO_SUCH_ITEM', amount: 1 });
    client.cursor({ material: 'NO_SUCH_ITEM', amount: 1 });
    client.closeWindow(-1);
    client.kick({ text: 'late' });
    expect([quits(guest), house.errors]).toEqual([1, []]);
  });

  test('refuses a client whose join fails, and serves the next', async () => {
    house.failure = new Error('not yet open');
    const refused = dial(house, 'Ada');
    await until('the end', () => hasEnded(refused));
    expect(house.errors).toEqual(['Ada: not yet open']);
    house.failure = null;
    const next = await visit(house, 'Ben');
    expect(Object.keys(next.bot.players)).toEqual(['Ben']);
    await expectServed(next);
  });

  test('survives a model that fails when somebody leaves', async () => {
    const [ada, ben] = [await visit(house, 'Ada'), await visit(house, 'Ben')];
    house.failure = new Error('no farewell');
    ben.bot.quit();
    await until('the quit', () => quits(ben.guest));
    house.failure = null;
    expect(house.errors).toEqual(['Ben: no farewell']);
    await expectServed(ada);
  });

  test('serves twenty clients at once', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `Bot${index}`);
    const all = await Promise.all(names.map((name) => visit(house, name)));
    await Promise.all(all.map(expectServed));
    expect(house.errors).toEqual([]);
  }, 30_000);
});

/** A click whose list of changed slots is longer than the packet. */
function hugeClick(bot: Bot): Buffer {
  const { serializer } = bot._client as unknown as {
    serializer: { createPacketBuffer(packet: object): Buffer };
  };
  const params = clickPacket(house, {});
  const packet = serializer.createPacketBuffer({ name: 'window_click', params });
  // The last two bytes are the length of the list and the empty cursor.
  return Buffer.concat([packet.subarray(0, -2), bytes('ffffffff07')]);
}

describe.each(versions)('startFront %s, what nobody should send', (version) => {
  beforeEach(async () => {
    house = await openHouse(version);
  });

  test.each([
    ['text of another protocol', Buffer.from('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')],
    ['a ping of the old protocol', bytes('fe01')],
    ['ones', new Uint8Array(4_096).fill(0xff)],
    ['half a handshake', bytes('100086')],
    ['a frame of no bytes', bytes('00')],
    // The library would read the same five bytes for ever.
    ['a frame of minus five bytes', bytes('fbffffff0f')],
    ['a frame of two gigabytes', bytes('ffffffff07')],
  ])('serves on while a stranger says %s', async (_, garbage) => {
    const ada = await visit(house, 'Ada');
    await say(garbage);
    await expectServed(ada);
    await visit(house, 'Ben');
    expect(quits(ada.guest)).toBe(0);
  });

  test('serves on whatever bytes come in first', async () => {
    const ada = await visit(house, 'Ada');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 64 }), async (bytes) => {
        (await say(bytes)).end();
      }),
      { numRuns: 100 },
    );
    await expectServed(ada);
  });

  test.each([
    ['announces a billion slots', (eve: Bot) => eve._client.writeRaw(hugeClick(eve))],
    [
      'brings a key that is none',
      (eve: Bot) =>
        send(eve, 'chat_session_update', {
          ...{ sessionUUID: eve._client.uuid, expireTime: 0n },
          ...{ publicKey: Buffer.from('no key'), signature: Buffer.from('no signature') },
        }),
    ],
    [
      'saw messages nobody sent',
      (eve: Bot) => send(eve, 'message_acknowledgement', { count: 1_000 }),
    ],
  ])('ends only the client that %s', async (_, misbehave) => {
    const [ada, eve] = [await visit(house, 'Ada'), await visit(house, 'Eve')];
    misbehave(eve.bot);
    await until('the quit', () => quits(eve.guest));
    expect(quits(eve.guest)).toBe(1);
    expect(house.errors.map((error) => error.split(':')[0])).toEqual(['Eve']);
    await expectServed(ada);
  });

  test('hands hostile numbers to the model as plain numbers', async () => {
    const eve = await visit(house, 'Eve');
    const click = { windowId: 2_000_000_000, slot: 32_767, mouseButton: -128, mode: 99 };
    send(eve.bot, 'window_click', clickPacket(house, { ...click, stateId: -1 }));
    expect(await until('the click', () => eve.guest.clicks[0])).toEqual({
      ...{ windowId: 2_000_000_000, slot: 32_767, button: -128, mode: 99 },
      ...{ isCurrent: false, predictedSlots: [] },
    });
    send(eve.bot, 'held_item_slot', { slotId: -32_768 });
    const nowhere = { x: Number.NaN, y: Number.POSITIVE_INFINITY, z: Number.NaN };
    const flags = { onGround: false, hasHorizontalCollision: false };
    send(eve.bot, 'position', { ...nowhere, flags });
    await expectServed(eve);
    expect(house.errors).toEqual([]);
  });

  test.each([
    ['command', 'boom'],
    // Long packets come compressed, on a way where the library drops what a listener throws.
    ['long command', `boom ${'x'.repeat(400)}`],
  ])('ends a client whose %s the model could not serve', async (_, command) => {
    const [ada, eve] = [await visit(house, 'Ada'), await visit(house, 'Eve')];
    send(eve.bot, 'chat_command', { command });
    await until('the quit', () => quits(eve.guest));
    expect(house.errors).toEqual(['Eve: the model could not']);
    await expectServed(ada);
  });

  test.each([
    ['a slot no packet can hold', { slot: 1e9, material: 'DIRT' }],
    ['an item this version lacks', { slot: 1, material: 'NO_SUCH_ITEM' }],
  ])('cuts a client off that was to be sent %s', async (_, { slot, material }) => {
    const [ada, eve] = [await visit(house, 'Ada'), await visit(house, 'Eve')];
    eve.guest.client.windowSlot(0, slot, { material, amount: 1 });
    eve.guest.client.windowSlot(0, slot, { material, amount: 1 });
    await until('the quit', () => quits(eve.guest));
    await until('the end', () => hasEnded(eve.bot));
    expect([quits(eve.guest), house.errors.length]).toEqual([1, 1]);
    expect(house.errors[0]).toMatch(/^Eve: /);
    await expectServed(ada);
  });
});

describe.each(versions)('startFront %s, who never gets in', (version) => {
  test('cuts a client that stalls while it is configured, and no other', async () => {
    house = await openHouse(version, { configurationTimeoutMs: 500 });
    const ada = await visit(house, 'Ada');
    const eve = dial(house, 'Eve');
    const write = eve._client.write.bind(eve._client);
    eve._client.write = (name, data: object) => {
      if (name !== 'finish_configuration') write(name, data);
    };
    await until('the end', () => hasEnded(eve));
    expect(house.errors).toEqual(['Eve: took too long to be configured']);
    expect(house.guests).toEqual([ada.guest]);
    await expectServed(ada);
  });
});
