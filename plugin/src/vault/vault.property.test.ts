// The economy for other plugins against everything at once: crashes, reloads, lost and late words, a
// disk that refuses, players who come and go, coins that others move. What was said yes to is settled
// exactly once and always covered; what was said no to changes nothing.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { releaseHolds, settleHolds, takeHold } from '@mintkeep/shared/holds.ts';
import { allCoinsOf, createFakeHolds, type FakeHolds } from './fake-holds.ts';
import { ann, bob, startVault, type FakeVault } from './fake-vault.ts';
import { openVaultJournal } from './journal.ts';

type Act =
  | { readonly do: 'ask'; readonly who: 'Ann' | 'Bob'; readonly coins: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'network'; readonly mode: FakeHolds['network']; readonly only: string | null }
  | { readonly do: 'visit' | 'giveBack'; readonly who: 'Ann' | 'Bob' }
  | { readonly do: 'wallet'; readonly coins: number }
  | { readonly do: 'crash' | 'stop' | 'disk' | 'lateOne' };

const who = fc.constantFrom<'Ann' | 'Bob'>('Ann', 'Bob');
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('ask'),
      who,
      coins: fc.oneof(fc.integer({ min: -120, max: -1 }), fc.integer({ min: 1, max: 60 })),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.constantFrom(50, 300, 2_000, 9_000) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('network'),
      mode: fc.constantFrom<FakeHolds['network']>(
        'fine',
        'fine',
        'fine',
        'lost',
        'answerLost',
        'late',
        'silent',
        'away',
        'fault',
        'doneAndFault',
      ),
      only: fc.constantFrom(null, null, settleHolds.path, takeHold.path, releaseHolds.path),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('visit', 'giveBack'), who }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wallet'), coins: fc.constantFrom(-1_000, 50, 200) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('crash', 'stop', 'disk', 'lateOne') }) },
);

/** One story: a disk and a backend that outlive every server. */
function tell() {
  const coins = createFakeHolds({ [ann]: 500, [bob]: 100 });
  const idOf = { Ann: ann, Bob: bob } as const;
  /** What each player must have in all, by every yes that was said. */
  const due = new Map<string, number>([
    [ann, 500],
    [bob, 100],
  ]);
  let yes = 0;
  let here: FakeVault = startVault({ coins, holdCoins: 100 });

  function ask(name: 'Ann' | 'Bob', amount: number): void {
    const id = idOf[name];
    const shown = here.bridge.coins(id);
    const answer = here.bridge.ask(id, amount, 'Jobs');
    if (answer === null) {
      yes += 1;
      due.set(id, (due.get(id) ?? 0) + amount);
      expect(amount < 0 ? -amount : 0).toBeLessThanOrEqual(shown?.spendable ?? 0);
    } else expect(here.bridge.coins(id)?.total).toBe(shown?.total);
  }
  /**
   * What plugins are shown is held there, with what is still to be settled counted in: otherwise a yes
   * would have no cover.
   */
  function expectCover(): void {
    const journal = openVaultJournal(here.fake.files, here.fake.log).open();
    for (const id of [ann, bob]) {
      const open = journal.filter(
        (one) => one.minecraftUUID === id && !coins.settled.has(one.entryId),
      );
      const change = open.reduce(
        (sum, { kind, amountCoins }) => sum + (kind === 'DEPOSIT' ? amountCoins : -amountCoins),
        coins.holds.get(id)?.coins ?? 0,
      );
      expect(here.bridge.coins(id)?.spendable ?? 0).toBeLessThanOrEqual(Math.max(0, change));
    }
  }
  /** Somebody else pays Ann, or takes from her wallet what is there. */
  function moveWallet(amount: number): void {
    const wallet = coins.wallets.get(ann) ?? 0;
    const moved = Math.max(-wallet, amount);
    coins.wallets.set(ann, wallet + moved);
    due.set(ann, (due.get(ann) ?? 0) + moved);
  }
  function visit(name: 'Ann' | 'Bob'): void {
    const player = here.fake.player(idOf[name]);
    if (player) here.fake.quit(player as never);
    else here.fake.join(name);
  }
  async function restart(): Promise<void> {
    const online = here.fake.players().map(({ name }) => name);
    here.fake.crash();
    // What was on its way ends with its connection.
    coins.late.length = 0;
    here = here.again({ online });
    await here.fake.settle();
  }
  async function run(one: Act): Promise<void> {
    switch (one.do) {
      case 'ask':
        return ask(one.who, one.coins);
      case 'wait':
        return here.fake.advance(one.ms);
      case 'network':
        coins.only = one.only;
        return void (coins.network = one.mode);
      case 'visit':
        return visit(one.who);
      case 'giveBack':
        // As a purchase that wants more than the wallet has.
        return void here.aside.giveBack(idOf[one.who]);
      case 'wallet':
        return moveWallet(one.coins);
      case 'disk':
        return void (here.fake.faults.appends = !here.fake.faults.appends);
      case 'lateOne':
        return coins.late.shift()?.();
      case 'crash':
        return restart();
      case 'stop':
        here.fake.stop();
        return restart();
    }
  }
  /** All is well again, and everybody leaves: every coin is in a wallet. */
  async function end(): Promise<void> {
    coins.network = 'fine';
    for (const one of coins.late.splice(0)) one();
    here.fake.faults.appends = false;
    await here.fake.advance(90_000);
    for (const player of here.fake.players()) here.fake.quit(player as never);
    await here.fake.advance(30_000);
    const states = [...coins.settled.values()].map(({ state }) => state);
    expect(states.filter((state) => state !== 'SETTLED')).toEqual([]);
    expect(coins.settled.size).toBe(yes);
    for (const [id, amount] of due) expect(allCoinsOf(coins, id)).toBe(amount);
    expect([...coins.holds.values()].filter((hold) => hold.coins > 0)).toEqual([]);
    expect(here.aside.status().open).toBe(0);
  }
  return { run, end, expectCover };
}

test('Property: each yes to another plugin is settled once and covered, whatever dies (row 13, pain 14)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 60 }), async (acts) => {
      const story = tell();
      await story.run({ do: 'visit', who: 'Ann' });
      await story.run({ do: 'wait', ms: 300 });
      for (const one of acts) {
        await story.run(one);
        story.expectCover();
      }
      await story.end();
    }),
    { numRuns: propertyRunsMin },
  );
}, 120_000);
