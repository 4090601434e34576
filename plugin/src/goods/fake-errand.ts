// A feature that hands goods in, and a backend that remembers them, for unit tests of taking: the
// backend's answer to a goodsId never changes, as the contract promises.
import * as z from 'zod';
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import { handInGoods } from '@mintkeep/shared/market.ts';
import type { FakeBackendServer } from '../backend/fake-backend.ts';
import type { FakePlayer } from '../platform/fake-players.ts';
import type { HandInDesk, Taking } from './taking.ts';

export interface FakeErrand {
  readonly desk: HandInDesk<{ readonly priceCoins: number }>;
  /** What the feature was told, as `taken 5 diamond` or `refused 5 diamond: CODE`. */
  readonly told: string[];
}

/** Registers the errand of a feature that lists goods. */
export function registerErrand(taking: Taking, atOnceMax = 1): FakeErrand {
  const told: string[] = [];
  const desk = taking.errand({
    name: 'test.list',
    contract: handInGoods,
    data: z.strictObject({ priceCoins: z.int() }),
    atOnceMax,
    callOf: ({ goodsId, minecraftUUID, goods }) => ({
      goodsId,
      minecraftUUID,
      goods,
      listingsMax: 10,
    }),
    taken: (_player, _reply, { goods }) =>
      void told.push(`taken ${String(goods.quantity)} ${goods.sku}`),
    refused: (_player, { code }, { goods }) =>
      void told.push(`refused ${String(goods.quantity)} ${goods.sku}: ${code}`),
  });
  return { desk, told };
}

type Outcome = 'taken' | 'refused';

export interface FakeVault {
  /** What a goodsId that was never heard of is answered with. */
  next: Outcome;
  /** Every goodsId, with what became of it. */
  readonly goods: Map<string, { readonly outcome: Outcome; readonly quantity: number }>;
  /** How many things the backend has. */
  count(): number;
}

/** The backend's side: remembers what it said, and says it again. */
export function openVault(server: FakeBackendServer): FakeVault {
  const vault: FakeVault = {
    next: 'taken',
    goods: new Map(),
    count: () =>
      [...vault.goods.values()].reduce(
        (sum, { outcome, quantity }) => sum + (outcome === 'taken' ? quantity : 0),
        0,
      ),
  };
  server.on(handInGoods, ({ call }) => ({ yes: decide(vault, call.goodsId, call.goods.quantity) }));
  return vault;
}

/** Says what becomes of goods, once. */
export function decide(
  vault: FakeVault,
  goodsId: string,
  quantity: number,
): ReplyOf<typeof handInGoods> {
  const known = vault.goods.get(goodsId) ?? { outcome: vault.next, quantity };
  vault.goods.set(goodsId, known);
  return known.outcome === 'taken'
    ? { outcome: 'taken', goodsId, listing: null }
    : { outcome: 'refused', code: 'LISTING_LIMIT_REACHED', details: {} };
}

/** Things of a sku that a player has: in the slots, and in notes. */
export const heldOf = (player: FakePlayer, sku: string): number =>
  player.holdings().find((one) => one.sku === sku)?.quantity ?? 0;
