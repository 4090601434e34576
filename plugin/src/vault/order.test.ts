// The order in which the backend is asked, and what an answer may be read against: each wrong step would
// let a plugin spend coins that are not held any more (pain 14).
import { describe, expect, test } from 'vitest';
import { releaseHolds, releaseOlderHolds, settleHolds, takeHold } from '@mintkeep/shared/holds.ts';
import { allCoinsOf, createFakeHolds } from './fake-holds.ts';
import { ann, startVault, withAnn, type FakeVault } from './fake-vault.ts';
import { vaultJournalPath } from './journal.ts';

const journalLinesOf = (disk: FakeVault['disk'], word: string): string[] =>
  (disk.files.get(vaultJournalPath) ?? '')
    .split('\n')
    .filter((line) => line.startsWith(`{"${word}"`));

describe('what is asked in order', () => {
  test('a request to give back that comes late takes nothing from what was set aside since', async () => {
    const { bridge, coins, fake, quit } = await withAnn();
    coins.network = 'late';
    quit();
    await fake.advance(3_000);
    expect(coins.late.length).toBeGreaterThan(1);
    coins.network = 'fine';
    await fake.advance(20_000);
    fake.join('Ann');
    await fake.advance(5_000);
    expect(bridge.coins(ann)?.spendable).toBe(1_000);
    for (const one of coins.late) one();
    expect(coins.holds.get(ann)?.coins).toBe(1_000);
  });

  test.each(['leaves', 'buys'] as const)(
    'gives nothing back of one who %s before what is open is settled',
    async (what) => {
      const { aside, bridge, coins, fake, quit } = await withAnn();
      coins.network = 'fault';
      coins.only = settleHolds.path;
      bridge.ask(ann, -300);
      await fake.advance(100);
      if (what === 'leaves') quit();
      else void aside.giveBack(ann);
      await fake.advance(60_000);
      expect(coins.done).not.toContain(releaseHolds.path);
      expect(coins.holds.get(ann)?.coins).toBe(1_000);
      coins.network = 'fine';
      await fake.advance(60_000);
      expect(coins.done).toContain(releaseHolds.path);
      expect(allCoinsOf(coins, ann)).toBe(700);
    },
  );

  test('counts nothing twice that may have been settled without a word', async () => {
    const coins = createFakeHolds({ [ann]: 100 });
    const { bridge, fake } = await withAnn({ coins });
    coins.network = 'doneAndFault';
    coins.only = settleHolds.path;
    expect(bridge.ask(ann, 200)).toBeNull();
    coins.wallets.set(ann, 50);
    for (let second = 0; second < 90; second += 1) {
      await fake.advance(1_000);
      expect(bridge.coins(ann)?.spendable).toBeLessThanOrEqual(coins.holds.get(ann)?.coins ?? 0);
    }
    coins.network = 'fine';
    await fake.advance(30_000);
    expect(bridge.coins(ann)).toEqual({ spendable: 350, total: 350 });
  });

  test('counts nothing twice that is settled one by one after a fault', async () => {
    const coins = createFakeHolds({ [ann]: 100 });
    const { bridge, disk, fake } = await withAnn({ coins });
    const { epoch } = coins.holds.get(ann) ?? { epoch: '' };
    coins.network = 'away';
    for (const amount of [-10, 200, 200, -50]) expect(bridge.ask(ann, amount)).toBeNull();
    coins.network = 'doneAndFaultOfMany';
    // The others are heard of, one by one; this one is not, for a while.
    const { open } = JSON.parse(journalLinesOf(disk, 'open')[2] ?? '{}') as {
      open: { entryId: string };
    };
    coins.poison.add(open.entryId);
    await fake.advance(400);
    expect(coins.settled.size).toBe(4);
    for (let second = 0; second < 60; second += 1) {
      await fake.advance(1_000);
      expect(bridge.coins(ann)?.spendable).toBe(440);
    }
    coins.poison.clear();
    await fake.advance(60_000);
    expect(bridge.coins(ann)?.spendable).toBe(440);
    expect(coins.holds.get(ann)).toEqual({ coins: 440, epoch });
  });

  test('gives nothing back of an earlier run before its journal is settled', async () => {
    const first = await withAnn();
    first.coins.network = 'fault';
    first.coins.only = settleHolds.path;
    first.bridge.ask(ann, -300);
    first.fake.crash();
    first.coins.done.length = 0;
    const next = first.again();
    await next.fake.advance(60_000);
    expect(next.coins.done).not.toContain(releaseOlderHolds.path);
    expect(next.coins.holds.get(ann)?.coins).toBe(1_000);
  });

  test('counts nothing that an earlier run held before it is given back', async () => {
    const first = await withAnn();
    first.bridge.ask(ann, -300);
    first.fake.crash();
    first.coins.network = 'fault';
    first.coins.only = releaseOlderHolds.path;
    const next = first.again({ online: ['Ann'] });
    await next.fake.advance(10_000);
    expect(next.coins.settled.size).toBe(1);
    expect(next.bridge.coins(ann)?.spendable).toBe(0);
    expect(next.aside.status()).toMatchObject({ state: 'starting', open: 0 });
  });

  test('what cannot be given back in time is not waited for, and not spent either', async () => {
    const { aside, bridge, coins, fake } = await withAnn();
    coins.network = 'silent';
    const back = aside.giveBack(ann);
    await fake.advance(1_100);
    expect(await back).toBe(false);
    expect(bridge.ask(ann, -1)).toMatch(/being counted/);
    coins.network = 'fine';
    await fake.advance(30_000);
    expect(bridge.coins(ann)).toEqual({ spendable: 1_000, total: 1_000 });
  });

  test('gives back at once, also to two who ask together, and sets aside anew later', async () => {
    const { aside, bridge, coins, fake } = await withAnn();
    const both = Promise.all([aside.giveBack(ann), aside.giveBack(ann)]);
    await fake.advance(50);
    expect(await both).toEqual([true, true]);
    expect([coins.wallets.get(ann), coins.holds.size]).toEqual([1_000, 0]);
    expect(await aside.giveBack(ann)).toBe(false);
    expect(bridge.coins(ann)).toEqual({ spendable: 0, total: 1_000 });
    await fake.advance(4_000);
    expect(bridge.coins(ann)?.spendable).toBe(1_000);
  });

  test('gives back what was just taken and not heard of yet (row 13)', async () => {
    const { aside, coins, fake } = startVault();
    await fake.advance(100);
    // Taken, and the answer has not come: the coins are aside, and nobody here knows.
    coins.network = 'answerLost';
    coins.only = takeHold.path;
    fake.join('Ann');
    await fake.advance(100);
    expect([coins.wallets.get(ann), aside.of(ann), aside.moves(ann)]).toEqual([0, 0, null]);
    coins.network = 'fine';
    const back = aside.giveBack(ann);
    await fake.advance(2_000);
    expect(await back).toBe(true);
    expect(coins.wallets.get(ann)).toBe(1_000);
  });
});
