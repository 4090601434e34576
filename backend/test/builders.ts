// What tests begin with: players, rewards, commands, each with what the test cares about and
// sensible rest. Coins come from the ledger like all coins.
import { randomUUID } from 'node:crypto';
import type { Actor, Context } from '../src/core/context.ts';
import { Refusal } from '../src/core/errors.ts';
import { transact } from '../src/core/transact.ts';
import type { Tx } from '../src/core/transact.ts';
import { postEarning } from '../src/ledger/service.ts';
import { verifyLedger } from '../src/ledger/verify.ts';
import * as players from '../src/players/service.ts';
import type { Player } from '../src/players/service.ts';
import type { PurchaseCommand } from '../src/shop/decide.ts';
import { putRewards } from '../src/shop/service.ts';
import type { Reward } from '../src/shop/service.ts';
import { operationOf } from '../src/core/transact.ts';

export const server: Actor = { kind: 'server', id: 'survival' };

/** Runs work in a transaction of its own, as a command with a fresh key. */
export async function inTx<T>(ctx: Context, work: (tx: Tx) => Promise<T>): Promise<T> {
  const command = { actor: server, route: 'test', key: undefined, input: null };
  return (await transact(ctx, command, work)).reply;
}

let playersMade = 0;

/** A player who is online, with coins. */
export async function aPlayer(
  ctx: Context,
  { coins = 0, ...fields }: Partial<Player> & { coins?: number } = {},
): Promise<Player> {
  playersMade += 1;
  const seen = { minecraftUUID: randomUUID(), name: `Player_${String(playersMade)}` };
  const player = await inTx(ctx, async (tx) => {
    const joined = await players.join(tx, seen);
    if (coins > 0) {
      await postEarning(tx, {
        playerId: joined._id,
        amountCoins: coins,
        reason: 'test',
        meta: {},
      });
    }
    return joined;
  });
  if (Object.keys(fields).length > 0) {
    await ctx.db.collection<Player>('players').updateOne({ _id: player._id }, { $set: fields });
  }
  return (await players.findPlayerById(ctx, player._id)) ?? player;
}

/** A reward on sale: one diamond for 10 coins, endless, unless told otherwise. */
export async function aReward(ctx: Context, fields: Partial<Reward> = {}): Promise<Reward> {
  const reward: Reward = {
    _id: `reward-${randomUUID()}`,
    name: 'Diamond',
    category: 'item',
    description: [],
    icon: 'DIAMOND',
    priceCoins: 10,
    task: { action: 'give', payload: { items: [{ material: 'DIAMOND', amount: 1 }] } },
    stock: null,
    limits: {},
    visible: true,
    expiresAt: null,
    ...fields,
  };
  await inTx(ctx, (tx) => putRewards(tx, [reward]));
  return reward;
}

/** A wish to buy, as the route makes it of a request. */
export function aPurchase(
  player: { minecraftUUID: string },
  reward: { _id: string },
  {
    key = randomUUID(),
    quantity = 1,
    ...rest
  }: { key?: string; quantity?: number } & {
    quotedPriceCoins?: number;
  } = {},
): PurchaseCommand {
  const input = { minecraftUUID: player.minecraftUUID, sku: reward._id, quantity, ...rest };
  return { ...operationOf({ actor: server, route: 'purchase', key, input }), input };
}

export const coinsOf = async (ctx: Context, { _id }: { _id: string }): Promise<number> =>
  (await players.findPlayerById(ctx, _id))?.walletBalanceCoins ?? Number.NaN;

export const stockOf = async (ctx: Context, { _id }: { _id: string }): Promise<number | null> =>
  (await ctx.db.collection<Reward>('rewards').findOne({ _id }))?.stock ?? null;

/** The code of the refusal, or a failure when it was none. */
export async function refusalOf(doing: Promise<unknown>): Promise<string> {
  try {
    await doing;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  throw new Error('It was not refused.');
}

/** How many documents each collection of money and goods holds: what "changes nothing" means. */
export async function counts(ctx: Context): Promise<Record<string, number>> {
  const names = ['transactions', 'shop_transactions', 'deliveries', 'outbox', 'operations'];
  const entries = names.map(
    async (name) => [name, await ctx.db.collection(name).countDocuments()] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** Throws when the ledger does not replay to every balance. */
export async function expectSoundLedger(ctx: Context): Promise<void> {
  const report = await verifyLedger(ctx);
  if (!report.sound) throw new Error(`The ledger is not sound: ${JSON.stringify(report)}`);
}
