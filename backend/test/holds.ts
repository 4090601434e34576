// What tests of holds begin with: two game servers that set coins aside, and what plugins there do.
import { randomUUID } from 'node:crypto';
import * as contracts from '@mintkeep/shared/holds.ts';
import type { HoldEntry } from '@mintkeep/shared/holds.ts';
import type { Context } from '../src/core/context.ts';
import { findPlayerById, sumOfHolds } from '../src/players/service.ts';
import type { Player } from '../src/players/service.ts';
import type { TestApp } from './app.ts';

export type Ask = TestApp['ask'];

/** One start of a server's plugin: what it asks of its player's holds. */
export function holding(ask: Ask, epoch: string = randomUUID()) {
  return {
    epoch,
    take: ({ minecraftUUID }: Player, wishCoins: number, idempotencyKey?: string) =>
      ask(contracts.takeHold, { epoch, minecraftUUID, wishCoins }, { idempotencyKey }),
    settle: (entries: readonly HoldEntry[], idempotencyKey?: string) =>
      ask(contracts.settleHolds, { entries: [...entries] }, { idempotencyKey }),
    release: (players: readonly Player[], idempotencyKey?: string) =>
      ask(
        contracts.releaseHolds,
        { minecraftUUIDs: players.map(({ minecraftUUID }) => minecraftUUID) },
        { idempotencyKey },
      ),
    releaseOlder: () => ask(contracts.releaseOlderHolds, { epoch }),
    reserve: (wishCoins: number) => ask(contracts.reserveAllowance, { wishCoins }),
  };
}

const common = ({ minecraftUUID }: Player, amountCoins: number) => ({
  ...{ entryId: randomUUID(), minecraftUUID, amountCoins, plugin: 'Jobs' },
  at: new Date().toISOString(),
});

export const withdrawal = (player: Player, amountCoins: number): HoldEntry => ({
  kind: 'WITHDRAW',
  ...common(player, amountCoins),
});

export const deposit = (
  player: Player,
  amountCoins: number,
  allowanceDay = today(),
): HoldEntry => ({
  ...{ kind: 'DEPOSIT', allowanceDay },
  ...common(player, amountCoins),
});

/** The day of UTC. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** What a player has: in the wallet, and held. */
export async function pursesOf(ctx: Context, { _id }: Player): Promise<[number, number]> {
  const player = await findPlayerById(ctx, _id);
  return [player?.walletBalanceCoins ?? Number.NaN, player ? sumOfHolds(player) : Number.NaN];
}
