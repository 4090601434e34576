// Handing over, branch by branch: what the player holds, what the file says, what the backend hears.
import { describe, expect, test } from 'vitest';
import type { Goods } from '@mintkeep/shared/goods.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import { fakeGoods } from '../platform/fake-goods.ts';
import { createFakeDisk } from '../platform/fake.ts';
import { listReceipts, readReceipt, writeReceipt } from '../receipts.ts';
import { hearReports, idOf, leased } from './fake-leases.ts';
import { openHands } from './hand-over.ts';
import { openJournal } from './journal.ts';
import { keepSaves } from '../saves.ts';

const tickMs = 50;

function start(disk = createFakeDisk()) {
  const { plugin, fake: platform, server } = startFakePlugin({}, { disk });
  const journal = openJournal(platform.files, platform.log, () => platform.nowMs());
  const hands = openHands(plugin, keepSaves(plugin), journal);
  return { platform, hands, reports: hearReports(server) };
}

const dirt = (amount: number) => ({
  action: 'give' as const,
  payload: { items: [{ material: 'DIRT', amount }] },
});
const fullOfDirt = 36 * 64;

describe('handOver', () => {
  test('gives goods and receipt in one tick, and says so only after the save (D22, pain 2, pain 4)', async () => {
    const { platform, hands, reports } = start();
    const alex = platform.join('Alex');
    expect(hands.handOver([leased(1, alex.id)])).toEqual({ came: 1, slotsMissing: 0 });
    expect(alex.count('DIAMOND')).toBe(3);
    expect(readReceipt(alex, idOf(1))).toBe('given');
    await platform.settle();
    expect(reports()).toEqual([]);
    await platform.advance(4 * tickMs);
    expect(reports()).toMatchObject([{ deliveryId: idOf(1), outcome: 'given' }]);
    expect(alex.heard).toEqual(['You got 3 × diamond.']);
    expect(alex.cards).toEqual(['diamond\nQuantity: 3']);
  });

  test('gives once what is leased twice, and answers both leases (D22, pain 1)', async () => {
    const { platform, hands, reports } = start();
    const alex = platform.join('Alex');
    hands.handOver([leased(1, alex.id), leased(1, alex.id, { attempt: 2 })]);
    hands.handOver([leased(1, alex.id, { attempt: 3 })]);
    await platform.advance(10 * tickMs);
    expect(alex.count('DIAMOND')).toBe(3);
    expect(reports().map(({ outcome }) => outcome)).toEqual(['given', 'given', 'given']);
  });

  test('writes a void receipt for a cancelled one, and never gives it after (D23)', async () => {
    const { platform, hands, reports } = start();
    const alex = platform.join('Alex');
    hands.handOver([leased(1, alex.id, { cancelled: true })]);
    expect(readReceipt(alex, idOf(1))).toBe('void');
    expect(reports()).toEqual([]);
    hands.handOver([leased(1, alex.id)]);
    await platform.advance(10 * tickMs);
    expect(alex.count('DIAMOND')).toBe(0);
    expect(reports().map(({ outcome }) => outcome)).toEqual(['void', 'void']);
  });

  test('answers given for a cancelled one whose receipt says given (D23)', async () => {
    const { platform, hands, reports } = start();
    const alex = platform.join('Alex');
    writeReceipt(alex, idOf(1), 'given', platform.nowMs());
    hands.handOver([leased(1, alex.id, { cancelled: true })]);
    await platform.advance(4 * tickMs);
    expect(reports()).toMatchObject([{ outcome: 'given' }]);
  });

  test('releases for a player who left, with no try counted (pain 3)', async () => {
    const { platform, hands, reports } = start();
    const alex = platform.join('Alex');
    platform.quit(alex);
    hands.handOver([leased(1, alex.id)]);
    await platform.settle();
    expect(reports()).toMatchObject([{ outcome: 'released', reason: 'playerLeft' }]);
  });

  test('releases what has no room, telling the player once a visit how many slots (pain 4)', async () => {
    const { platform, hands, reports } = start();
    const alex = platform.join('Alex');
    alex.give([{ material: 'DIRT', amount: fullOfDirt }]);
    expect(hands.handOver([leased(1, alex.id)])).toEqual({ came: 0, slotsMissing: 1 });
    hands.handOver([leased(1, alex.id)]);
    await platform.settle();
    expect(reports()).toMatchObject([
      { outcome: 'released', reason: 'noRoom' },
      { outcome: 'released', reason: 'noRoom' },
    ]);
    expect(alex.heard.filter((line) => line.includes('1 more slots'))).toHaveLength(1);
    expect(listReceipts(alex)).toEqual([]);
  });

  test.each([
    ['an unknown material', 'NO_SUCH_ITEM', 1, /no item NO_SUCH_ITEM/],
    ['more than an empty inventory holds', 'DIRT', fullOfDirt + 1, /37 slots/],
    ['more single swords than slots', 'DIAMOND_SWORD', 37, /37 slots/],
  ])('fails %s for good', async (_what, material, amount, error) => {
    const { platform, hands, reports } = start();
    const alex = platform.join('Alex');
    const task = { action: 'give' as const, payload: { items: [{ material, amount }] } };
    hands.handOver([leased(1, alex.id, { task })]);
    await platform.settle();
    expect(reports()).toMatchObject([{ outcome: 'released', reason: 'failed', permanent: true }]);
    expect(reports()[0]?.error).toMatch(error);
    expect(listReceipts(alex)).toEqual([]);
  });

  test('gives exactly a full inventory to an empty one', async () => {
    const { platform, hands } = start();
    const alex = platform.join('Alex');
    hands.handOver([leased(1, alex.id, { task: dirt(fullOfDirt) })]);
    expect(alex.count('DIRT')).toBe(fullOfDirt);
  });

  test('gives the small one behind a big one that has no room', async () => {
    const { platform, hands } = start();
    const alex = platform.join('Alex');
    alex.give([{ material: 'DIRT', amount: 35 * 64 }]);
    hands.handOver([leased(1, alex.id, { task: dirt(2 * 64) }), leased(2, alex.id)]);
    expect(readReceipt(alex, idOf(1))).toBeNull();
    expect(readReceipt(alex, idOf(2))).toBe('given');
  });

  test('goes on with the rest when the journal cannot be written (B-13)', async () => {
    const { platform, hands, reports } = start();
    const alex = platform.join('Alex');
    const rank = { action: 'rank' as const, payload: { group: 'vip' } };
    platform.faults.appends = true;
    expect(hands.handOver([leased(1, alex.id, { task: rank }), leased(2, alex.id)])).toEqual({
      came: 1,
      slotsMissing: 0,
    });
    await platform.advance(4 * tickMs);
    expect(platform.consoleLines).toEqual([]);
    expect(reports()).toMatchObject([{ deliveryId: idOf(2), outcome: 'given' }]);
    expect(platform.logged.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  test('counts in hand what waits for its save as well', async () => {
    const { platform, hands } = start();
    const alex = platform.join('Alex');
    hands.handOver([leased(1, alex.id)]);
    expect(hands.inHand()).toBe(1);
    await platform.advance(4 * tickMs);
    expect(hands.inHand()).toBe(0);
  });

  test('loses nothing and gives nothing twice when the server dies before the save', async () => {
    const disk = createFakeDisk();
    const before = start(disk);
    const alex = before.platform.join('Alex');
    before.platform.faults.saves = true;
    before.hands.handOver([leased(1, alex.id)]);
    before.platform.crash();
    const after = start(disk);
    const again = after.platform.join('Alex');
    expect(again.count('DIAMOND')).toBe(0);
    after.hands.handOver([leased(1, again.id)]);
    await after.platform.advance(4 * tickMs);
    expect(again.count('DIAMOND')).toBe(3);
    expect(before.reports()).toEqual([]);
    expect(after.reports()).toMatchObject([{ outcome: 'given' }]);
  });

  test('gives nothing again when the server dies between the save and the word', async () => {
    const disk = createFakeDisk();
    const before = start(disk);
    const alex = before.platform.join('Alex');
    before.hands.handOver([leased(1, alex.id)]);
    alex.save();
    before.platform.crash();
    const after = start(disk);
    const again = after.platform.join('Alex');
    after.hands.handOver([leased(1, again.id)]);
    await after.platform.advance(4 * tickMs);
    expect(again.count('DIAMOND')).toBe(3);
    expect(after.reports()).toMatchObject([{ outcome: 'given' }]);
  });
});

describe('goods of players (D25)', () => {
  const sword = fakeGoods({ material: 'DIAMOND_SWORD', amount: 2, name: 'Old', damage: 7 });
  const ofGoods = (goods: Goods) => ({ action: 'goods' as const, payload: { goods: [goods] } });

  test('come from their bytes in one tick with the receipt, once for two leases', async () => {
    const { platform, hands, reports } = start();
    const alex = platform.join('Alex');
    const task = ofGoods(sword);
    hands.handOver([leased(1, alex.id, { task }), leased(1, alex.id, { task, attempt: 2 })]);
    expect(alex.holdings()).toEqual([sword]);
    expect(readReceipt(alex, idOf(1))).toBe('given');
    await platform.advance(4 * tickMs);
    expect(reports().map(({ outcome }) => outcome)).toEqual(['given', 'given']);
    expect(alex.heard).toEqual(['You got 2 × Old.']);
  });

  test('go back without room, and get a void receipt when cancelled', async () => {
    const { platform, hands, reports } = start();
    const alex = platform.join('Alex');
    alex.give([{ material: 'DIRT', amount: 35 * 64 }]);
    const task = ofGoods(sword);
    expect(hands.handOver([leased(1, alex.id, { task })])).toEqual({ came: 0, slotsMissing: 1 });
    hands.handOver([leased(1, alex.id, { task, cancelled: true })]);
    await platform.advance(4 * tickMs);
    expect(reports()).toMatchObject([
      { outcome: 'released', reason: 'noRoom' },
      { outcome: 'void' },
    ]);
    expect(alex.count('DIAMOND_SWORD')).toBe(0);
  });

  test.each([
    ['bytes that this game cannot read', { ...sword, bytes: 'AAAA' }, /cannot read its bytes/],
    ['more than any inventory holds', { ...sword, quantity: 37 }, /needs 37 slots/],
  ])('with %s wait for people: never cancelled, never lost', async (_what, goods, problem) => {
    const { platform, hands, reports } = start();
    const alex = platform.join('Alex');
    hands.handOver([leased(1, alex.id, { task: ofGoods(goods) })]);
    await platform.advance(4 * tickMs);
    expect(reports()).toMatchObject([
      { outcome: 'unclear', error: expect.stringMatching(problem) as unknown },
    ]);
    expect(readReceipt(alex, idOf(1))).toBeNull();
    expect(alex.holdings()).toEqual([]);
  });
});
