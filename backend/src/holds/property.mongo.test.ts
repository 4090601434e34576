// Random histories of two servers that hold coins of two players: taking, settling (again), releasing
// and reserving in any order and at once. Every coin is where a simple account of it says.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import type { HoldEntry, HoldEntryState } from '@mintkeep/shared/holds.ts';
import { freeze, unfreeze } from '@mintkeep/shared/players.ts';
import { aKey, testApp } from '../../test/app.ts';
import { aPlayer, inTx } from '../../test/builders.ts';
import { gameServer } from '../../test/game-server.ts';
import { deposit, holding, pursesOf, withdrawal } from '../../test/holds.ts';
import type { Ask } from '../../test/holds.ts';
import { postEarning } from '../ledger/service.ts';
import { verifyLedger } from '../ledger/verify.ts';
import type { Player } from '../players/service.ts';
import type { AllowanceDoc } from './store.ts';

const dailyCoinsMax = 100_000;
const opened = testApp({ vaultMintDailyCoins: dailyCoinsMax });
const serverIds = ['survival', 'skyblock'] as const;
let asks: Ask[];
/** What was answered with a yes: a history of refusals alone would prove nothing. */
const worked = new Set<string>();

beforeAll(async () => {
  asks = [opened.ask, gameServer(opened.app, await aKey(opened, 'skyblock'))];
});

const at = { server: fc.nat({ max: 1 }), who: fc.nat({ max: 1 }) };
const coins = fc.integer({ min: 1, max: 120 });
/** More than a player had at first: without deposits nothing covers it. */
const tooMany = fc.integer({ min: 201, max: 400 });
const again = fc.record({ what: fc.constant('settle again' as const), ...at, n: fc.nat() });
const step = fc.oneof(
  fc.record({ what: fc.constant('take' as const), ...at, n: coins }),
  fc.record({ what: fc.constant('withdraw' as const), ...at, n: fc.oneof(coins, tooMany) }),
  fc.record({ what: fc.constant('deposit' as const), ...at, n: coins }),
  // Twice: often there is nothing yet that could be told again.
  again,
  again,
  fc.record({ what: fc.constant('release' as const), ...at, n: fc.constant(0) }),
  fc.record({ what: fc.constant('restart' as const), ...at, n: fc.constant(0) }),
  fc.record({ what: fc.constant('reserve' as const), ...at, n: coins }),
  fc.record({ what: fc.constant('freeze' as const), ...at, n: fc.nat({ max: 1 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface World {
  readonly players: readonly Player[];
  readonly epochs: string[];
  /** Every entry that was told, by its server, with what was answered. */
  readonly told: { readonly server: number; readonly entry: HoldEntry; state?: HoldEntryState }[];
}

async function run(world: World, { what, server, who, n }: Step): Promise<void> {
  const player = world.players[who] as Player;
  const here = holding(asks[server] as Ask, world.epochs[server]);
  const settle = async (telling: World['told'][number]): Promise<void> => {
    const { status, body } = await here.settle([telling.entry]);
    if (status !== 200) return expect([409, 503]).toContain(status);
    const state = body.entries[0]?.state;
    expect(telling.state ?? state).toBe(state);
    if (state) telling.state = state;
    worked.add(`${what} ${String(state)}`);
  };
  switch (what) {
    case 'take':
      await here.take(player, n);
      break;
    case 'withdraw':
    case 'deposit': {
      const entry = what === 'deposit' ? deposit(player, n) : withdrawal(player, n);
      const telling = { server, entry };
      world.told.push(telling);
      await settle(telling);
      break;
    }
    case 'settle again': {
      const earlier = world.told.filter((one) => one.server === server);
      const telling = earlier[n % earlier.length];
      if (telling) await settle(telling);
      break;
    }
    case 'release':
      await here.release([player]);
      break;
    case 'restart':
      world.epochs[server] = randomUUID();
      await holding(asks[server] as Ask, world.epochs[server]).releaseOlder();
      break;
    case 'reserve':
      await here.reserve(n);
      break;
    case 'freeze': {
      const doing = (n === 0 ? freeze : unfreeze) as typeof freeze;
      await opened.ask(doing, { id: player._id, reason: 'a property' }, { actor: 'console' });
      break;
    }
  }
}

/** What each player must have: what there was, and every entry that was settled, once. */
async function expectCoins({ players, told }: World): Promise<void> {
  for (const player of players) {
    const moved = told
      .filter(
        ({ entry, state }) => entry.minecraftUUID === player.minecraftUUID && state === 'SETTLED',
      )
      .reduce((sum, { entry: { kind, amountCoins } }) => {
        return sum + (kind === 'DEPOSIT' ? amountCoins : -amountCoins);
      }, 0);
    const [wallet, held] = await pursesOf(opened.ctx, player);
    expect(wallet + held).toBe(200 + moved);
    expect(Math.min(wallet, held)).toBeGreaterThanOrEqual(0);
  }
  const allowances = await opened.ctx.db
    .collection<AllowanceDoc>('hold_allowances')
    .find()
    .toArray();
  for (const { reservedCoins, mintedCoins } of allowances) {
    expect(mintedCoins).toBeLessThanOrEqual(reservedCoins);
    expect(reservedCoins).toBeLessThanOrEqual(dailyCoinsMax);
  }
}

test('Property: held coins are where they are said to be, whatever happens in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
      async (history) => {
        const players = [await aPlayer(opened.ctx), await aPlayer(opened.ctx)];
        for (const { _id: playerId } of players) {
          const given = { playerId, amountCoins: 200, reason: 'test', meta: {} };
          await inTx(opened.ctx, (tx) => postEarning(tx, given));
        }
        const world: World = { players, epochs: serverIds.map(() => randomUUID()), told: [] };
        for (const atOnce of history) await Promise.all(atOnce.map((one) => run(world, one)));
        // What nobody answered for is told again, as a server does until it is heard.
        for (const telling of world.told.filter(({ state }) => state === undefined)) {
          const { body } = await holding(asks[telling.server] as Ask).settle([telling.entry]);
          telling.state = body.entries[0]?.state as HoldEntryState;
        }
        await expectCoins(world);
        const report = await verifyLedger(opened.ctx);
        expect(report).toMatchObject({ sound: true, mismatches: [], brokenEntries: [] });
      },
    ),
    { numRuns: propertyRunsMin },
  );
  expect([...worked].sort()).toEqual([
    'deposit SETTLED',
    'deposit UNCOVERED',
    'settle again SETTLED',
    'settle again UNCOVERED',
    'withdraw SETTLED',
    'withdraw UNCOVERED',
  ]);
}, 240_000);
