// Listings: how their sellers, staff, time and orders change them, and where their goods go.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import * as offers from '@mintkeep/shared/listings.ts';
import * as market from '@mintkeep/shared/market.ts';
import { testApp } from '../../test/app.ts';
import { aPlayer, counts, inTx, refusalOf } from '../../test/builders.ts';
import { aListing, goodsDocOf, handIn, letEnd, listingOf } from '../../test/market.ts';
import { quantityIn, returnsOf, uuidOf } from '../../test/market.ts';
import { buy } from '../../test/orders.ts';
import { Refusal } from '../core/errors.ts';
import type { Player } from '../players/service.ts';
import { expireListings } from './jobs.ts';
import { returnToListing } from './listings.ts';
import type { ListingDoc } from './store.ts';

const opened = testApp();
const console = { actor: 'console' };
const reason = 'a test';

const noticesOf = async (players: readonly Player[], told: string[] = []) =>
  (await opened.ask(market.takeMarketNotices, { players: players.map(uuidOf), told })).body.notices;
const withdraw = (player: Player, { _id: listingId }: ListingDoc, key?: string) =>
  opened.ask(
    offers.withdrawListing,
    { minecraftUUID: uuidOf(player), listingId },
    key === undefined ? {} : { idempotencyKey: key },
  );
const reprice = (player: Player, { _id: listingId }: ListingDoc, unitPriceCoins: number) =>
  opened.ask(offers.repriceListing, { minecraftUUID: uuidOf(player), listingId, unitPriceCoins });
/** A stranger buys so many; what refuses the order is thrown. */
async function take(listing: ListingDoc, quantity: number): Promise<void> {
  const stranger = await aPlayer(opened.ctx, { coins: 1_000_000 });
  const { error } = await buy(opened, stranger, listing, { quantity });
  if (error) throw new Refusal(error.code);
}
const putBack = ({ _id: listingId }: ListingDoc, quantity: number) =>
  inTx(opened.ctx, (tx) => returnToListing(tx, { listingId, quantity, refId: randomUUID() }));
const set = ({ _id }: Player, fields: Partial<Player>) =>
  opened.ctx.db.collection<Player>('players').updateOne({ _id }, { $set: fields });
const audits = (id: string) =>
  opened.ctx.db.collection('audit_log').find({ 'target.id': id }).toArray();

/** A sku whose sales of this week have a median. */
async function medianOf(medianCoins: number): Promise<string> {
  const sku = `diamond.${randomUUID()}`;
  const { db, clock } = opened.ctx;
  const now = clock.now();
  await db.collection('pricing_history').insertOne({
    ...{ sku, median7dCoins: medianCoins, volume24hCount: 1 },
    ...{ lastSoldAt: now, createdAt: now },
  });
  return sku;
}

describe('prices', () => {
  test('below the floor nothing is listed, and the refusal says what may be asked (S1-187, D26)', async () => {
    const sku = await medianOf(100);
    const ann = await aPlayer(opened.ctx);
    const asked = (unitPriceCoins: number) =>
      handIn(opened, ann, { goods: { sku }, terms: { unitPriceCoins, hours: 1 } });
    const refused = (await asked(10)).body;
    expect(refused).toMatchObject({
      outcome: 'refused',
      code: 'PRICE_BELOW_FLOOR',
      details: { unitPriceCoins: 10, medianCoins: 100 },
    });
    if (refused.outcome !== 'refused') throw new Error('not refused');
    const priceMinCoins = Number(refused.details['priceMinCoins']);
    expect(priceMinCoins).toBeGreaterThan(10);
    expect((await asked(priceMinCoins - 1)).body.outcome).toBe('refused');
    expect((await asked(priceMinCoins)).body.outcome).toBe('taken');
    const appraised = await opened.ask(market.appraise, { sku, unitPriceCoins: '10' });
    expect(appraised.body).toMatchObject({ problem: 'PRICE_BELOW_FLOOR', medianCoins: 100 });
  });

  test('a change of price is guarded, and brings the fee of the new price (S1-072, S1-187)', async () => {
    const { ctx } = opened;
    const sku = await medianOf(100);
    const ann = await aPlayer(ctx);
    const listing = await aListing(opened, ann, { goods: { sku }, terms: { unitPriceCoins: 100 } });
    const dear = await reprice(ann, listing, 10_000);
    expect(dear.body).toMatchObject({ listingId: listing._id, unitPriceCoins: 10_000 });
    expect(dear.body.feeRatio).toBeGreaterThan(listing.feeRatio);
    const { unitPriceCoins, feeRatio } = dear.body;
    expect(await listingOf(ctx, listing._id)).toMatchObject({
      ...{ unitPriceCoins, feeRatio, version: 2 },
    });
    const cheap = await reprice(ann, listing, 1);
    expect([cheap.status, cheap.error?.code]).toEqual([409, 'PRICE_BELOW_FLOOR']);
    expect(cheap.error?.details).toMatchObject({ unitPriceCoins: 1, medianCoins: 100 });
    expect((await listingOf(ctx, listing._id)).unitPriceCoins).toBe(10_000);
  });
});

describe('the seller', () => {
  test('withdraws what is left, which comes home once (S1-041, S1-177)', async () => {
    const { ctx } = opened;
    const ann = await aPlayer(ctx);
    const listing = await aListing(opened, ann);
    await take(listing, 3);
    const key = randomUUID();
    const answer = await withdraw(ann, listing, key);
    expect(answer.body).toMatchObject({ listingId: listing._id, quantity: 7 });
    expect((await withdraw(ann, listing, key)).body).toEqual(answer.body);
    expect((await withdraw(ann, listing)).error?.code).toBe('LISTING_NOT_ACTIVE');
    const home = await returnsOf(ctx, listing.goodsId);
    expect(home.map(quantityIn)).toEqual([7]);
    expect(home[0]?._id).toBe(answer.body.deliveryId);
    expect((await listingOf(ctx, listing._id)).status).toBe('cancelled');
    expect((await goodsDocOf(ctx, listing.goodsId))?.state).toBe('returned');
    expect(await noticesOf([ann])).toEqual([]);
    const log = await ctx.db.collection('event_log').find({ playerId: ann._id }).toArray();
    expect(log.map((one) => String(one['eventType'])).sort()).toEqual(['goods', 'list', 'unlist']);
  });

  test('alone changes and ends a listing, and not while stopped', async () => {
    const { ctx } = opened;
    const [ann, bob] = [await aPlayer(ctx), await aPlayer(ctx)];
    const listing = await aListing(opened, ann);
    const before = await counts(ctx);
    expect((await withdraw(bob, listing)).error?.code).toBe('LISTING_NOT_YOURS');
    expect((await reprice(bob, listing, 9)).error?.code).toBe('LISTING_NOT_YOURS');
    const none = { ...listing, _id: randomUUID() };
    expect((await withdraw(ann, none)).error?.code).toBe('LISTING_UNKNOWN');
    expect((await reprice(ann, none, 9)).error?.code).toBe('LISTING_UNKNOWN');
    await set(ann, { frozen: true });
    expect((await withdraw(ann, listing)).error?.code).toBe('PLAYER_FROZEN');
    expect((await reprice(ann, listing, 9)).error?.code).toBe('PLAYER_FROZEN');
    expect(await counts(ctx)).toEqual(before);
    expect(await listingOf(ctx, listing._id)).toEqual(listing);
  });

  test('withdrawing beside buyers: every unit is sold or comes home (S0-003)', async () => {
    const { ctx } = opened;
    const ann = await aPlayer(ctx);
    const listing = await aListing(opened, ann);
    const buying = Array.from({ length: 12 }, () =>
      take(listing, 1).then(
        () => 1,
        () => 0,
      ),
    );
    const withdrawn = await withdraw(ann, listing);
    const bought = (await Promise.all(buying)).reduce<number>((sum, one) => sum + one, 0);
    const home = (await returnsOf(ctx, listing.goodsId)).map(quantityIn);
    expect(withdrawn.status === 200 ? home : []).toEqual(home);
    expect(bought + home.reduce((sum, one) => sum + one, 0)).toBe(10);
  });
});

describe('orders', () => {
  test('take to the last one, which makes it sold; of sixteen at once the last wins once', async () => {
    const { ctx } = opened;
    const ann = await aPlayer(ctx);
    const listing = await aListing(opened, ann, { goods: { quantity: 5 } });
    const ends = await Promise.allSettled(Array.from({ length: 16 }, () => take(listing, 1)));
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(await listingOf(ctx, listing._id)).toMatchObject({ quantity: 0, status: 'sold' });
    expect(await refusalOf(take(listing, 1))).toBe('LISTING_SOLD_OUT');
    const sold = { 'events.type': 'listing.ended', 'events.listingId': listing._id };
    expect(await ctx.db.collection('outbox').countDocuments(sold)).toBe(1);
    expect(await refusalOf(take(await aListing(opened, ann), 11))).toBe('LISTING_SOLD_OUT');
  });

  test('put back what was proved not given: to the listing, or home when it is over (D23)', async () => {
    const { ctx } = opened;
    const ann = await aPlayer(ctx);
    const listing = await aListing(opened, ann);
    await take(listing, 10);
    expect(await putBack(listing, 4)).toEqual({ deliveryId: null });
    expect(await listingOf(ctx, listing._id)).toMatchObject({ quantity: 4, status: 'active' });
    await withdraw(ann, listing);
    const { deliveryId } = await putBack(listing, 6);
    const home = await returnsOf(ctx, listing.goodsId);
    expect(home.map(quantityIn)).toEqual([4, 6]);
    expect(home[1]?._id).toBe(deliveryId);
    const late = await aListing(opened, ann);
    await take(late, 10);
    await letEnd(ctx, late._id);
    expect((await putBack(late, 10)).deliveryId).not.toBeNull();
    expect(await listingOf(ctx, late._id)).toMatchObject({ quantity: 0, status: 'sold' });
  });
});

describe('listing:expire', () => {
  test('ends each listing past its end once, sends goods home, and leaves a notice (S1-121, S1-041)', async () => {
    const { ctx } = opened;
    const [ann, bob] = [await aPlayer(ctx), await aPlayer(ctx)];
    const over = [await aListing(opened, ann), await aListing(opened, ann)];
    const open = await aListing(opened, bob);
    for (const { _id } of over) await letEnd(ctx, _id);
    // Over is over, before any job looks.
    expect(await refusalOf(take(over[0] as ListingDoc, 1))).toBe('LISTING_NOT_ACTIVE');
    await Promise.all([expireListings.run(ctx), expireListings.run(ctx)]);
    await expireListings.run(ctx);
    for (const { _id, goodsId } of over) {
      expect((await listingOf(ctx, _id)).status).toBe('expired');
      expect((await returnsOf(ctx, goodsId)).map(quantityIn)).toEqual([10]);
    }
    expect(await listingOf(ctx, open._id)).toEqual(open);
    const heard = await noticesOf([ann, bob]);
    expect(heard).toMatchObject(
      over.map(() => ({
        ...{ kind: 'expired', minecraftUUID: uuidOf(ann), title: 'Diamond', quantity: 10 },
        ...{ coins: 0, otherName: null, reason: null },
      })),
    );
  });

  test('a listing that cannot be ended keeps no other waiting', async () => {
    const { ctx } = opened;
    const ann = await aPlayer(ctx);
    const [broken, whole] = [await aListing(opened, ann), await aListing(opened, ann)];
    for (const { _id } of [broken, whole]) await letEnd(ctx, _id);
    const goods = ctx.db.collection<{ _id: string }>('market_goods');
    await goods.updateOne({ _id: broken.goodsId }, { $set: { ownerId: null } });
    await expect(expireListings.run(ctx)).rejects.toThrow('1 listings');
    expect((await listingOf(ctx, whole._id)).status).toBe('expired');
    await goods.updateOne({ _id: broken.goodsId }, { $set: { ownerId: ann._id } });
    await expireListings.run(ctx);
    expect((await listingOf(ctx, broken._id)).status).toBe('expired');
  });
});

describe('staff', () => {
  test('change a price within the guards, audited once, and the seller is told why (S1-093)', async () => {
    const { ctx, ask } = opened;
    const sku = await medianOf(100);
    const ann = await aPlayer(ctx);
    const listing = await aListing(opened, ann, { goods: { sku }, terms: { unitPriceCoins: 100 } });
    const edit = (unitPriceCoins: number, listingId = listing._id) =>
      ask(offers.editListingPrice, { listingId, unitPriceCoins, reason }, console);
    const done = await edit(120);
    expect(done.body).toMatchObject({ listingId: listing._id, unitPriceCoins: 120 });
    expect((await edit(1)).error?.code).toBe('PRICE_BELOW_FLOOR');
    expect((await edit(120, randomUUID())).error?.code).toBe('LISTING_UNKNOWN');
    expect((await listingOf(ctx, listing._id)).unitPriceCoins).toBe(120);
    expect(await audits(listing._id)).toMatchObject([
      {
        ...{ action: 'listing.edit-price', reason },
        before: { unitPriceCoins: 100 },
        after: { unitPriceCoins: 120 },
      },
    ]);
    expect(await noticesOf([ann])).toMatchObject([{ kind: 'repriced', coins: 120, reason }]);
  });

  test('end a listing: goods go home, audited once, and the seller is told why (S1-094)', async () => {
    const { ctx, ask } = opened;
    const ann = await aPlayer(ctx, { frozen: false });
    const listing = await aListing(opened, ann);
    await take(listing, 4);
    const cancel = (listingId = listing._id, idempotencyKey: string = randomUUID()) =>
      ask(offers.cancelListing, { listingId, reason }, { ...console, idempotencyKey });
    const key = randomUUID();
    const done = await cancel(listing._id, key);
    expect(done.body).toMatchObject({ listingId: listing._id, quantity: 6 });
    expect((await cancel(listing._id, key)).body).toEqual(done.body);
    expect((await cancel()).error?.code).toBe('LISTING_NOT_ACTIVE');
    expect((await cancel(randomUUID())).error?.code).toBe('LISTING_UNKNOWN');
    expect((await returnsOf(ctx, listing.goodsId)).map(quantityIn)).toEqual([6]);
    expect(await audits(listing._id)).toMatchObject([
      { action: 'listing.cancel', reason, before: { quantity: 6 }, after: { status: 'cancelled' } },
    ]);
    expect(await noticesOf([ann])).toMatchObject([
      { kind: 'removed', quantity: 6, coins: 0, reason, title: 'Diamond' },
    ]);
  });
});

describe('POST /api/market/notices', () => {
  test('tells until it is said to be told: an answer that gets lost loses nothing', async () => {
    const { ctx } = opened;
    const ann = await aPlayer(ctx);
    const listings = [await aListing(opened, ann), await aListing(opened, ann)];
    for (const { _id } of listings) await letEnd(ctx, _id);
    await expireListings.run(ctx);
    const heard = await noticesOf([ann]);
    expect(heard).toHaveLength(2);
    expect(await noticesOf([ann])).toEqual(heard);
    const [first] = heard;
    expect(await noticesOf([ann], [first?.noticeId ?? ''])).toEqual(heard.slice(1));
    expect(await noticesOf([])).toEqual([]);
  });
});
