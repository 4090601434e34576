// Rolling back random histories of a player: whatever happened after a time, undoing it newest first
// restores what was there then.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import * as moderation from '@mintkeep/shared/players.ts';
import * as contracts from '@mintkeep/shared/shop.ts';
import { testApp } from '../../test/app.ts';
import { aPlayer, aReward, expectSoundLedger, inTx } from '../../test/builders.ts';
import { findPlayerById } from '../players/service.ts';
import type { Player } from '../players/service.ts';
import { planRollback, rollBack } from './service.ts';

const opened = testApp();
const reason = 'test';

type Act =
  | { act: 'buy'; quantity: number }
  | { act: 'refund'; which: number }
  | { act: 'adjust'; amountCoins: number }
  | { act: 'freeze' | 'unfreeze' | 'banPlayer' | 'unbanPlayer' };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ act: fc.constant('buy' as const), quantity: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ act: fc.constant('refund' as const), which: fc.nat({ max: 5 }) }),
  fc.record({
    act: fc.constant('adjust' as const),
    amountCoins: fc.integer({ min: -60, max: 60 }).filter((coins) => coins !== 0),
  }),
  fc.record({ act: fc.constantFrom('freeze', 'unfreeze', 'banPlayer', 'unbanPlayer') }),
);

/** Does one act; what is refused has changed nothing and is no part of the history. */
async function happen(player: Player, sku: string, bought: string[], one: Act): Promise<void> {
  const who = { id: player._id, reason };
  const byConsole = { actor: 'console' };
  switch (one.act) {
    case 'buy': {
      const { minecraftUUID } = player;
      const wish = { minecraftUUID, sku, quantity: one.quantity };
      const { status, body } = await opened.ask(contracts.purchase, wish);
      if (status === 201) bought.push(body.purchaseId);
      break;
    }
    case 'refund': {
      const purchaseId = bought[one.which % Math.max(1, bought.length)];
      if (purchaseId) await opened.ask(contracts.refundPurchase, { purchaseId, reason });
      break;
    }
    case 'adjust':
      await opened.ask(moderation.adjust, { ...who, amountCoins: one.amountCoins }, byConsole);
      break;
    case 'freeze':
    case 'unfreeze':
    case 'banPlayer':
    case 'unbanPlayer':
      await opened.ask(moderation[one.act], who, byConsole);
  }
}

const stateOf = async ({ _id }: Player) => {
  const { walletBalanceCoins, frozen, banned } = (await findPlayerById(opened.ctx, _id)) ?? {};
  return { walletBalanceCoins, frozen, banned };
};

describe('planRollback and rollBack (S0-057)', () => {
  test('restore the wallet, the freeze and the ban that were there at the time', async () => {
    const { ctx } = opened;
    const { _id: sku } = await aReward(ctx, { priceCoins: 10 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { maxLength: 5 }),
        fc.array(act, { minLength: 1, maxLength: 8 }),
        async (before, after) => {
          const player = await aPlayer(ctx, { coins: 100 });
          const bought: string[] = [];
          for (const one of before) await happen(player, sku, bought, one);
          const then = await stateOf(player);
          // The time of the last of them: what comes later has begun after its commit.
          const [last] = await planRollback(ctx, player._id, new Date(0));
          const to = last?.event.timestamp ?? player.createdAt;
          for (const one of after) await happen(player, sku, bought, one);

          for (const { event, left } of await planRollback(ctx, player._id, to)) {
            const wish = { eventId: event._id, reason };
            if (left === null) await inTx(ctx, (tx) => rollBack(tx, wish));
          }
          expect(await stateOf(player)).toEqual(then);
          const rest = await planRollback(ctx, player._id, to);
          expect(rest.filter(({ left }) => left === null)).toEqual([]);
        },
      ),
      { numRuns: propertyRunsMin, verbose: 1 },
    );
    await expectSoundLedger(ctx);
  }, 120_000);
});
