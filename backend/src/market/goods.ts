// Goods: what game servers hand in after it has left an inventory, what is held, and how it comes out
// again (D25). Knows no HTTP.
import assert from 'node:assert/strict';
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import type { HeldGoods } from '@mintkeep/shared/market.ts';
import type * as contracts from '@mintkeep/shared/market.ts';
import { Refusal } from '../core/errors.ts';
import { fingerprintOf } from '../core/identity.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import { logEvent } from '../event-log/service.ts';
import { findPlayers, getPlayer } from '../players/service.ts';
import type { Player } from '../players/service.ts';
import { getTrader, judgeOffer, openListing, whyStopped } from './offers.ts';
import type { Refused } from './offers.ts';
import { returnGoods } from './returns.ts';
import * as store from './store.ts';
import type { GoodsDoc, ListingDoc } from './store.ts';

type HandIn = InputOf<typeof contracts.handInGoods>;
type HandInReply = ReplyOf<typeof contracts.handInGoods>;

/** Goods of a player that are held and not listed: more than anybody needs, less than a store room. */
export const heldMax = 200;

/** What a hand-in is about: permissions may change before it is asked again, the rest may not. */
export const contentOf = ({ listingsMax: _listingsMax, ...content }: HandIn) => content;

/**
 * Takes goods that have left an inventory: holds them, or lists them in the same commit. A no is
 * committed under the goodsId, too, and both are answered again for ever, whatever key comes with it:
 * a copy of the request that arrives late can neither take nor refuse anything more. Throws only
 * `GOODS_ID_REUSED`, for other content.
 */
export async function handInGoods(tx: Tx, input: HandIn): Promise<HandInReply> {
  const contentHash = fingerprintOf(contentOf(input));
  const earlier = await store.findGoods(tx, input.goodsId);
  if (earlier) return answerAgain(earlier, contentHash);

  const { minecraftUUID, goods, terms, listingsMax } = input;
  const [owner = null] = await findPlayers(tx, [minecraftUUID]);
  if (!owner) return refuse(tx, input, null, { code: 'PLAYER_UNKNOWN', details: {} });
  const stopped = whyStopped(owner, tx.now);
  if (stopped) return refuse(tx, input, owner, stopped);
  if (!terms) {
    const heldCount = await store.countForMoreHeld(tx, owner._id);
    if (heldCount < heldMax) return take(tx, input, owner, null);
    const details = { listingsMax: heldMax, openCount: heldCount };
    return refuse(tx, input, owner, { code: 'LISTING_LIMIT_REACHED', details });
  }
  const offer = { seller: owner, sku: goods.sku, quantity: goods.quantity, terms, listingsMax };
  const judged = await judgeOffer(tx, offer);
  if ('code' in judged) return refuse(tx, input, owner, judged);
  const listing = await openListing(tx, {
    listingId: tx.operationId,
    seller: owner,
    goods: { _id: input.goodsId, ...goods },
    terms,
    feeRatio: judged.feeRatio,
  });
  return take(tx, input, owner, listing);
}

function answerAgain(earlier: GoodsDoc, contentHash: string): HandInReply {
  const { _id: goodsId, handedIn, refusal } = earlier;
  if (handedIn?.contentHash !== contentHash) throw new Refusal('GOODS_ID_REUSED', { goodsId });
  if (refusal) return { outcome: 'refused', ...refusal };
  return { outcome: 'taken', goodsId, listing: handedIn.listing };
}

async function take(
  tx: Tx,
  input: HandIn,
  owner: Player,
  opened: ListingDoc | null,
): Promise<HandInReply> {
  const listing = opened && offerOf(opened);
  const { goodsId } = input;
  const { bytes: _bytes, ...shown } = input.goods;
  const state = listing ? ('listed' as const) : ('held' as const);
  const listingId = listing?.listingId ?? null;
  await store.insertGoods(tx, {
    ...newGoods(tx, input, owner),
    ...{ state, listingId, refusal: null },
    handedIn: { contentHash: fingerprintOf(contentOf(input)), listing },
  });
  await logEvent(tx, {
    eventType: 'goods',
    playerId: owner._id,
    before: {},
    after: { goodsId, state, listingId, ...shown },
  });
  return { outcome: 'taken', goodsId, listing };
}

async function refuse(
  tx: Tx,
  input: HandIn,
  owner: Player | null,
  { code, details }: Refused,
): Promise<HandInReply> {
  await store.insertGoods(tx, {
    ...newGoods(tx, input, owner),
    // The game server has them; kept is only that they are not ours.
    bytes: '',
    ...{ state: 'refused', listingId: null, refusal: { code, details } },
    handedIn: { contentHash: fingerprintOf(contentOf(input)), listing: null },
  });
  return { outcome: 'refused', code, details };
}

const newGoods = (tx: Tx, { goodsId, goods, minecraftUUID }: HandIn, owner: Player | null) => ({
  _id: goodsId,
  ownerId: owner?._id ?? null,
  ownerMinecraftUUID: minecraftUUID,
  ...goods,
  returns: 0,
  takenAt: tx.now,
  updatedAt: tx.now,
});

const offerOf = ({ _id: listingId, feeRatio, expiresAt }: ListingDoc) => ({
  listingId,
  feeRatio,
  expiresAt: expiresAt.toISOString(),
});

/**
 * Lists all of goods that are held (S1-069). Refuses as the contract says; then they are held as
 * before.
 */
export async function createListing(
  tx: Tx,
  input: InputOf<typeof contracts.createListing>,
): Promise<ReplyOf<typeof contracts.createListing>> {
  const { minecraftUUID, goodsId, listingsMax, ...terms } = input;
  const seller = await getTrader(tx, minecraftUUID);
  const goods = await getHeldGoods(tx, seller, goodsId);
  const { sku, quantity } = goods;
  const judged = await judgeOffer(tx, { seller, sku, quantity, terms, listingsMax });
  if ('code' in judged) throw new Refusal(judged.code, judged.details);
  const { feeRatio } = judged;
  const listingId = tx.operationId;
  const listing = await openListing(tx, { listingId, seller, goods, terms, feeRatio });
  const moved = await store.moveGoods(tx, goods, { state: 'listed', listingId });
  assert(moved, 'goods changed inside their own transaction');
  return offerOf(listing);
}

/** Gives all of goods that are held back to their owner. */
export async function takeOutGoods(
  tx: Tx,
  { minecraftUUID, goodsId }: InputOf<typeof contracts.takeOutGoods>,
): Promise<ReplyOf<typeof contracts.takeOutGoods>> {
  const owner = await getTrader(tx, minecraftUUID);
  const { sku, title, quantity } = await getHeldGoods(tx, owner, goodsId);
  const deliveryId = await returnGoods(tx, goodsId, quantity);
  await logEvent(tx, {
    eventType: 'goods',
    playerId: owner._id,
    before: { goodsId, state: 'held', sku, title, quantity },
    after: { goodsId, state: 'returned', deliveryId },
  });
  return { deliveryId };
}

/** A player's held goods. Refuses `GOODS_UNKNOWN`, also those of others, and `GOODS_NOT_HELD`. */
async function getHeldGoods(tx: Tx, owner: Player, goodsId: string): Promise<GoodsDoc> {
  const goods = await store.findGoods(tx, goodsId);
  if (goods?.ownerId !== owner._id || goods.state === 'refused') {
    throw new Refusal('GOODS_UNKNOWN', { goodsId });
  }
  if (goods.state !== 'held') throw new Refusal('GOODS_NOT_HELD', { goodsId, state: goods.state });
  return goods;
}

/** A page of what is held for a player, oldest first. Refuses `PLAYER_UNKNOWN`. */
export async function listHeldGoods(
  scope: ReadScope,
  { minecraftUUID, ...page }: InputOf<typeof contracts.listHeldGoods>,
): Promise<ReplyOf<typeof contracts.listHeldGoods>> {
  const { _id: ownerId } = await getPlayer(scope, minecraftUUID);
  const { items, total } = await store.pageOfHeld(scope, ownerId, page);
  return { items: items.map(heldOf), total, page: page.page };
}

const heldOf = (goods: GoodsDoc): HeldGoods => {
  const { _id: goodsId, sku, material, title, details, quantity, takenAt } = goods;
  return { goodsId, sku, material, title, details, quantity, takenAt: takenAt.toISOString() };
};
