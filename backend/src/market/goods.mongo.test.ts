// Goods: what is taken, what is refused for ever, what many at once do, and that goods are always in
// exactly one place.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import * as market from '@mintkeep/shared/market.ts';
import { withdrawListing } from '@mintkeep/shared/listings.ts';
import { testApp } from '../../test/app.ts';
import { aPlayer, counts, inTx } from '../../test/builders.ts';
import * as given from '../../test/market.ts';
import { handIn, someGoods, uuidOf } from '../../test/market.ts';
import { cancelDelivery } from '../delivery/service.ts';
import type { Player } from '../players/service.ts';
import { heldMax } from './goods.ts';
import { holdVoidedReturn } from './jobs.ts';
import type { GoodsDoc } from './store.ts';

const opened = testApp();

const terms = { unitPriceCoins: 5, hours: 24 };
const heldOf = async (player: Player) =>
  (await opened.ask(market.listHeldGoods, { minecraftUUID: uuidOf(player) })).body.items;
const takeOut = (player: Pick<Player, 'minecraftUUID'>, goodsId: string, key?: string) =>
  opened.ask(
    market.takeOutGoods,
    { minecraftUUID: player.minecraftUUID, goodsId },
    key === undefined ? {} : { idempotencyKey: key },
  );
const list = (player: Player, goodsId: string, more: object = {}) =>
  opened.ask(market.createListing, {
    ...{ minecraftUUID: uuidOf(player), goodsId, listingsMax: 10 },
    ...terms,
    ...more,
  });
const ban = { reason: 'r', by: 'console:x', at: new Date(), untilAt: null };
const listingsOf = ({ _id: sellerId }: Player, status = 'active') =>
  opened.ctx.db.collection('listings').countDocuments({ sellerId, status });

describe('POST /api/market/goods', () => {
  test('takes no thing under the name of another: the sku is one of the material', async () => {
    const ann = await aPlayer(opened.ctx);
    for (const sku of ['dirt', 'diamond_sword', 'diamonds.ab', 'diamon', 'a.diamond']) {
      const { status, error } = await handIn(opened, ann, { goods: { sku } });
      expect([sku, status, error?.code]).toEqual([sku, 400, 'REQUEST_INVALID']);
    }
    expect(await heldOf(ann)).toEqual([]);
    expect((await handIn(opened, ann, { goods: { sku: 'diamond.0a' } })).body.outcome).toBe(
      'taken',
    );
  });

  test('holds goods with all their data, logs them, and shows them to their owner (D25, S1-069)', async () => {
    const ann = await aPlayer(opened.ctx);
    const goods = someGoods({
      sku: 'diamond_sword.5d41402abc4b',
      material: 'DIAMOND_SWORD',
      title: "Ann's Edge",
      details: ['Sharpness V', 'Damage 12'],
      quantity: 1,
    });
    const taken = await handIn(opened, ann, { goods });
    expect([taken.status, taken.signed]).toEqual([200, true]);
    expect(taken.body).toMatchObject({ outcome: 'taken', listing: null });
    const { bytes, ...shown } = goods;
    expect(await heldOf(ann)).toEqual([
      expect.objectContaining({ ...shown, goodsId: expect.any(String) }),
    ]);
    const [held] = await heldOf(ann);
    expect(await given.goodsDocOf(opened.ctx, held?.goodsId ?? '')).toMatchObject({
      ...{ state: 'held', ownerId: ann._id, bytes, refusal: null },
    });
    const log = await opened.ctx.db.collection('event_log').find({ playerId: ann._id }).toArray();
    expect(log).toMatchObject([
      { eventType: 'goods', data: { after: { state: 'held', ...shown } } },
    ]);
  });

  test('lists at once where terms come with it, in the same commit (S1-041, S1-069, S1-177)', async () => {
    const { ctx } = opened;
    const ann = await aPlayer(ctx);
    const goodsId = randomUUID();
    const { body } = await handIn(opened, ann, {
      goodsId,
      terms: { ...terms, quantityPerBuyerMin: 2, quantityPerBuyerMax: 4 },
    });
    if (body.outcome !== 'taken' || !body.listing) throw new Error(JSON.stringify(body));
    const { listingId, feeRatio, expiresAt } = body.listing;
    const listing = await given.listingOf(ctx, listingId);
    expect(listing).toMatchObject({
      ...{ sellerId: ann._id, sellerName: ann.minecraftName, goodsId, sku: 'diamond', feeRatio },
      ...{ quantity: 10, quantityListed: 10, unitPriceCoins: 5, status: 'active', version: 1 },
      ...{ quantityPerBuyerMin: 2, quantityPerBuyerMax: 4, words: ['diamond'] },
      ...{ category: 'other' },
    });
    expect(listing.expiresAt.toISOString()).toBe(expiresAt);
    expect(listing.expiresAt.getTime() - listing.createdAt.getTime()).toBe(24 * 3_600_000);
    expect(await given.goodsDocOf(ctx, goodsId)).toMatchObject({ state: 'listed', listingId });
    expect(await heldOf(ann)).toEqual([]);
    const events = await ctx.db
      .collection('outbox')
      .find({ 'events.listingId': listingId })
      .toArray();
    expect(events).toMatchObject([{ events: [{ type: 'listing.opened', quantity: 10 }] }]);
  });

  test('answers a copy as it did first, under any key, and takes goods once (D15, D25)', async () => {
    const { ctx } = opened;
    const ann = await aPlayer(ctx);
    const goodsId = randomUUID();
    const first = await handIn(opened, ann, { goodsId, terms });
    const before = await counts(ctx);
    const replay = await handIn(opened, ann, { goodsId, terms });
    expect(replay.headers['idempotent-replayed']).toBe('true');
    const late = await handIn(opened, ann, { goodsId, terms, key: randomUUID(), listingsMax: 0 });
    expect([replay.body, late.body]).toEqual([first.body, first.body]);
    const after = await counts(ctx);
    expect(after).toEqual({ ...before, operations: (before['operations'] ?? 0) + 1 });

    // The answer is of the hand-in, whatever became of the listing since.
    if (first.body.outcome !== 'taken' || !first.body.listing) throw new Error('not taken');
    const { listingId } = first.body.listing;
    await opened.ask(withdrawListing, { minecraftUUID: uuidOf(ann), listingId });
    const later = await handIn(opened, ann, { goodsId, terms, key: randomUUID() });
    expect(later.body).toEqual(first.body);
    expect(await listingsOf(ann)).toBe(0);
  });

  test('the same id with other content is refused, and changes nothing', async () => {
    const { ctx } = opened;
    const [ann, bob] = [await aPlayer(ctx), await aPlayer(ctx)];
    const goodsId = randomUUID();
    await handIn(opened, ann, { goodsId });
    const before = await counts(ctx);
    const others = [
      await handIn(opened, ann, { goodsId, key: randomUUID(), goods: { quantity: 11 } }),
      await handIn(opened, ann, { goodsId, key: randomUUID(), goods: { bytes: 'AAEC' } }),
      await handIn(opened, ann, { goodsId, key: randomUUID(), terms }),
      await handIn(opened, bob, { goodsId, key: randomUUID() }),
    ];
    expect(others.map(({ status, error }) => [status, error?.code])).toEqual(
      others.map(() => [422, 'GOODS_ID_REUSED']),
    );
    expect(await counts(ctx)).toEqual(before);
    expect(await heldOf(bob)).toEqual([]);
  });

  test('a refusal is final for its id: a late copy takes nothing (D25)', async () => {
    const { ctx } = opened;
    const ice = await aPlayer(ctx, { frozen: true });
    const goodsId = randomUUID();
    const refused = await handIn(opened, ice, { goodsId, terms });
    expect([refused.status, refused.body]).toMatchObject([
      200,
      { outcome: 'refused', code: 'PLAYER_FROZEN' },
    ]);
    await ctx.db
      .collection<Player>('players')
      .updateOne({ _id: ice._id }, { $set: { frozen: false } });
    const late = await handIn(opened, ice, { goodsId, terms, key: randomUUID() });
    expect(late.body).toEqual(refused.body);
    expect(await given.goodsDocOf(ctx, goodsId)).toMatchObject({ state: 'refused', bytes: '' });
    expect((await takeOut(ice, goodsId)).error?.code).toBe('GOODS_UNKNOWN');
    expect((await list(ice, goodsId)).error?.code).toBe('GOODS_UNKNOWN');
    expect(await listingsOf(ice)).toBe(0);
    // Handed in anew it is another id, and welcome.
    expect((await handIn(opened, ice, { terms })).body.outcome).toBe('taken');
  });

  test('refuses each no as an answer that names it (S1-187, D26)', async () => {
    const { ctx } = opened;
    const ann = await aPlayer(ctx);
    const out = await aPlayer(ctx, { banned: ban });
    const nobody = { minecraftUUID: randomUUID() };
    const cases: [Pick<Player, 'minecraftUUID'>, given.HandIn, string][] = [
      [nobody, {}, 'PLAYER_UNKNOWN'],
      [out, {}, 'PLAYER_BANNED'],
      [ann, { terms: { ...terms, quantityPerBuyerMin: 11 } }, 'LISTING_TERMS_WRONG'],
      [
        ann,
        { terms: { ...terms, quantityPerBuyerMin: 3, quantityPerBuyerMax: 2 } },
        'LISTING_TERMS_WRONG',
      ],
      [ann, { terms, listingsMax: 0 }, 'LISTING_LIMIT_REACHED'],
    ];
    for (const [player, what, code] of cases) {
      const { status, body } = await handIn(opened, player, what);
      expect([status, body]).toMatchObject([200, { outcome: 'refused', code }]);
    }
    expect(await listingsOf(ann)).toBe(0);
    expect(await heldOf(ann)).toEqual([]);
  });

  test('sixteen at once take one hand-in once (S0-003)', async () => {
    const ann = await aPlayer(opened.ctx);
    const goodsId = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => handIn(opened, ann, { goodsId, key: randomUUID(), terms })),
    );
    const bodies = new Set(
      answers.filter(({ status }) => status === 200).map(({ body }) => JSON.stringify(body)),
    );
    expect(bodies.size).toBe(1);
    expect(await listingsOf(ann)).toBe(1);
  });

  test('sixteen listings at once never exceed the limit of the seller (S1-177, issue 6)', async () => {
    const ann = await aPlayer(opened.ctx);
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => handIn(opened, ann, { terms, listingsMax: 5 })),
    );
    const taken = answers.filter(({ body }) => body.outcome === 'taken');
    const limited = answers.filter(
      ({ body }) => body.outcome === 'refused' && body.code === 'LISTING_LIMIT_REACHED',
    );
    expect([taken.length, limited.length]).toEqual([5, 11]);
    expect(await listingsOf(ann)).toBe(5);
  }, 30_000);
});

describe('many hand-ins of one seller at once', () => {
  test('wait for each other: all are taken, none is told that there is no database', async () => {
    const ann = await aPlayer(opened.ctx);
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, place) =>
        handIn(opened, ann, { listingsMax: 50, ...(place % 2 === 0 ? { terms } : {}) }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(answers.map(({ body }) => body.outcome)).toEqual(answers.map(() => 'taken'));
    expect(await heldOf(ann)).toHaveLength(20);
    expect(await listingsOf(ann)).toBe(20);
  });
});

describe('held goods', () => {
  test('are bounded, also for many at once', async () => {
    const { ctx } = opened;
    const ann = await aPlayer(ctx);
    await handIn(opened, ann);
    const first = await ctx.db.collection<GoodsDoc>('market_goods').findOne({ ownerId: ann._id });
    const rows = Array.from({ length: heldMax - 3 }, () => ({ ...first, _id: randomUUID() }));
    await ctx.db.collection<GoodsDoc>('market_goods').insertMany(rows as GoodsDoc[]);
    const answers = await Promise.all(Array.from({ length: 5 }, () => handIn(opened, ann)));
    const codes = answers.map(({ body }) => (body.outcome === 'refused' ? body.code : 'taken'));
    const limited = Array.from({ length: 3 }, () => 'LISTING_LIMIT_REACHED');
    expect(codes.sort()).toEqual([...limited, 'taken', 'taken']);
    expect((await handIn(opened, ann, { terms })).body.outcome).toBe('taken');
  });

  test('go home as one delivery, however often and at once it is asked', async () => {
    const { ctx } = opened;
    const ann = await aPlayer(ctx);
    const goodsId = randomUUID();
    await handIn(opened, ann, { goodsId, goods: { title: 'Named' } });
    const key = randomUUID();
    const answers = await Promise.all([
      ...Array.from({ length: 8 }, () => takeOut(ann, goodsId)),
      takeOut(ann, goodsId, key),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const codes = new Set(answers.flatMap(({ error }) => error?.code ?? []));
    expect([...codes]).toEqual(['GOODS_NOT_HELD']);
    const [home, ...others] = await given.returnsOf(ctx, goodsId);
    expect(others).toEqual([]);
    expect(home).toMatchObject({
      ...{ playerId: ann._id, minecraftUUID: uuidOf(ann) },
      task: { action: 'goods', payload: { goods: [someGoods({ title: 'Named' })] } },
    });
    expect(await heldOf(ann)).toEqual([]);
  });

  test('are listed as a whole, once, and only by their owner (S1-069, D25)', async () => {
    const { ctx } = opened;
    const [ann, bob] = [await aPlayer(ctx), await aPlayer(ctx)];
    const goodsId = randomUUID();
    await handIn(opened, ann, { goodsId });
    expect((await list(bob, goodsId)).error?.code).toBe('GOODS_UNKNOWN');
    expect((await takeOut(bob, goodsId)).error?.code).toBe('GOODS_UNKNOWN');
    expect((await list(ann, randomUUID())).error?.code).toBe('GOODS_UNKNOWN');
    expect((await list(ann, goodsId, { quantityPerBuyerMin: 11 })).error).toMatchObject({
      code: 'LISTING_TERMS_WRONG',
    });
    const limited = await list(ann, goodsId, { listingsMax: 0 });
    expect([limited.status, limited.error?.code]).toEqual([409, 'LISTING_LIMIT_REACHED']);
    expect(await heldOf(ann)).toHaveLength(1);
    const answers = await Promise.all(Array.from({ length: 8 }, () => list(ann, goodsId)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await listingsOf(ann)).toBe(1);
    expect((await takeOut(ann, goodsId)).error?.code).toBe('GOODS_NOT_HELD');
  });

  test('stay where they are while their owner is frozen or banned', async () => {
    for (const fields of [{ frozen: true }, { banned: ban }]) {
      const ann = await aPlayer(opened.ctx);
      const goodsId = randomUUID();
      await handIn(opened, ann, { goodsId });
      await opened.ctx.db
        .collection<Player>('players')
        .updateOne({ _id: ann._id }, { $set: fields });
      const code = 'frozen' in fields ? 'PLAYER_FROZEN' : 'PLAYER_BANNED';
      expect((await takeOut(ann, goodsId)).error?.code).toBe(code);
      expect((await list(ann, goodsId)).error?.code).toBe(code);
      expect(await heldOf(ann)).toHaveLength(1);
    }
  });

  test('a return that is proved not given is held again, once, and can be asked for anew (D25)', async () => {
    const { ctx } = opened;
    const ann = await aPlayer(ctx);
    const goodsId = randomUUID();
    await handIn(opened, ann, { goodsId });
    const { deliveryId } = (await takeOut(ann, goodsId)).body;
    expect(await inTx(ctx, (tx) => cancelDelivery(tx, deliveryId, 'a test'))).toBe('voided');
    const ref = { refType: 'return' as const, refId: goodsId };
    const voided = {
      type: 'delivery.voided' as const,
      deliveryId,
      ref,
      minecraftUUID: uuidOf(ann),
    };
    for (let heard = 0; heard < 2; heard += 1) {
      await inTx(ctx, (tx) => holdVoidedReturn.run(tx, voided));
    }
    const held = await heldOf(ann);
    expect(held).toMatchObject([{ quantity: 10, sku: 'diamond' }]);
    const again = await takeOut(ann, held[0]?.goodsId ?? '');
    expect(again.status).toBe(200);
    expect(again.body.deliveryId).not.toBe(deliveryId);
    expect(await heldOf(ann)).toEqual([]);
  });
});
