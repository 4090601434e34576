// Random histories of goods: whatever is done with them in whatever order, every unit that was taken is
// in exactly one place.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import * as offers from '@mintkeep/shared/listings.ts';
import * as market from '@mintkeep/shared/market.ts';
import { testApp } from '../../test/app.ts';
import { aPlayer, inTx } from '../../test/builders.ts';
import { goodsDocOf, handIn, letEnd, quantityIn, uuidOf } from '../../test/market.ts';
import { buy } from '../../test/orders.ts';
import { Refusal } from '../core/errors.ts';
import { cancelDelivery } from '../delivery/service.ts';
import type { DeliveryDoc } from '../delivery/store.ts';
import type { Player } from '../players/service.ts';
import { expireListing, returnToListing } from './listings.ts';
import { holdReturned } from './returns.ts';
import type { GoodsDoc, ListingDoc } from './store.ts';

const opened = testApp();

const deeds = [
  'list',
  'reprice',
  'withdraw',
  'buy',
  'buyAll',
  'refund',
  'expire',
  'cancel',
  'takeOut',
  'voidReturn',
  'handInAgain',
] as const;
type Deed = (typeof deeds)[number];

/** Goods of one hand-in, known by a sku of their own, and what orders took of them. */
interface Story {
  readonly seller: Player;
  readonly buyer: Player;
  readonly goodsId: string;
  readonly sku: string;
  readonly quantity: number;
  readonly isListed: boolean;
  orders: { listingId: string; quantity: number }[];
}

const all = <T extends object>(name: string, filter: object): Promise<T[]> =>
  opened.ctx.db.collection(name).find(filter).toArray() as unknown as Promise<T[]>;

/** What an order owes its buyer is counted with the orders. */
const goingHome = (sku: string) => ({
  'task.payload.goods.sku': sku,
  'ref.refType': { $ne: 'order' },
});

/** How many of a story's things are in each place. */
async function placesOf({ sku, orders }: Story) {
  const [goods, listings, deliveries] = [
    await all<GoodsDoc>('market_goods', { sku, state: 'held' }),
    await all<ListingDoc>('listings', { sku }),
    await all<DeliveryDoc>('deliveries', goingHome(sku)),
  ];
  const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0);
  const isHome = ({ state }: DeliveryDoc): boolean =>
    !['voided', 'refunded'].includes(state.status);
  return {
    held: sum(goods.map(({ quantity }) => quantity)),
    listed: sum(listings.map((one) => (one.status === 'active' ? one.quantity : 0))),
    ordered: sum(orders.map(({ quantity }) => quantity)),
    home: sum(deliveries.filter(isHome).map(quantityIn)),
  };
}

/** Does one thing with the goods where they are; what cannot be is refused and changes nothing. */
async function act(story: Story, deed: Deed, amount: number): Promise<void> {
  const { ctx, ask } = opened;
  const { sku, seller, buyer } = story;
  const minecraftUUID = uuidOf(seller);
  const [held] = await all<GoodsDoc>('market_goods', { sku, state: 'held' });
  const newest = (await all<ListingDoc>('listings', { sku })).at(-1);
  const goodsId = held?._id ?? story.goodsId;
  const listingId = newest?._id ?? randomUUID();
  const unitPriceCoins = amount;
  const take = async (quantity: number) => {
    const { status } = await buy(opened, buyer, { _id: listingId }, { quantity });
    if (status === 201) story.orders.push({ listingId, quantity });
  };
  const doing: Record<Deed, () => Promise<unknown>> = {
    list: () =>
      ask(market.createListing, {
        minecraftUUID,
        goodsId,
        unitPriceCoins,
        hours: 1,
        listingsMax: 3,
      }),
    reprice: () => ask(offers.repriceListing, { minecraftUUID, listingId, unitPriceCoins }),
    withdraw: () => ask(offers.withdrawListing, { minecraftUUID, listingId }),
    buy: () => take(amount),
    buyAll: () => take(newest?.quantity ?? 1),
    refund: async () => {
      const [order, ...rest] = story.orders;
      if (!order) return;
      await inTx(ctx, (tx) => returnToListing(tx, { ...order, refId: randomUUID() }));
      story.orders = rest;
    },
    expire: async () => {
      if (newest) await letEnd(ctx, listingId);
      if (newest) await inTx(ctx, (tx) => expireListing(tx, listingId));
    },
    cancel: () => ask(offers.cancelListing, { listingId, reason: 'a test' }, { actor: 'console' }),
    takeOut: () => ask(market.takeOutGoods, { minecraftUUID, goodsId }),
    voidReturn: async () => {
      const open = { ...goingHome(sku), 'state.status': 'pending' };
      const [home] = await all<DeliveryDoc>('deliveries', open);
      if (!home) return;
      await inTx(ctx, (tx) => cancelDelivery(tx, home._id, 'a test'));
      await inTx(ctx, (tx) => holdReturned(tx, home._id));
      await inTx(ctx, (tx) => holdReturned(tx, home._id));
    },
    handInAgain: () => begin(story),
  };
  await doing[deed]().catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
  });
}

async function begin({ seller, goodsId, sku, quantity, isListed }: Story): Promise<void> {
  const terms = isListed ? { terms: { unitPriceCoins: 5, hours: 24 } } : {};
  const again = { goodsId, key: randomUUID(), goods: { sku, quantity }, ...terms };
  const { body } = await handIn(opened, seller, again);
  expect(body.outcome).toBe('taken');
}

const steps = fc.array(
  fc.record({ deed: fc.constantFrom(...deeds), amount: fc.integer({ min: 1, max: 4 }) }),
  { minLength: 3, maxLength: 12 },
);
const first = fc.record({ quantity: fc.integer({ min: 1, max: 8 }), isListed: fc.boolean() });

test('Property: goods are in exactly one place (D25, S1-177)', async () => {
  const seller = await aPlayer(opened.ctx);
  const buyer = await aPlayer(opened.ctx, { coins: 1_000_000 });
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(first, steps, async ({ quantity, isListed }, history) => {
      const goodsId = randomUUID();
      const sku = `diamond.${goodsId}`;
      const story: Story = { seller, buyer, goodsId, sku, quantity, isListed, orders: [] };
      await begin(story);
      for (const { deed, amount } of history) {
        await act(story, deed, amount);
        const places = await placesOf(story);
        for (const [place, count] of Object.entries(places)) if (count > 0) seen.add(place);
        const { held, listed, ordered, home } = places;
        expect([deed, held + listed + ordered + home]).toEqual([deed, quantity]);
      }
      const open = await all<ListingDoc>('listings', { sku, status: 'active' });
      expect(open.every((listing) => listing.quantity > 0)).toBe(true);
      const states = { held: [0, 0], listed: [0, 1], returned: [0, 0], refused: [0, 0] };
      const state = (await goodsDocOf(opened.ctx, goodsId))?.state ?? 'refused';
      const ofIt = open.filter((listing) => listing.goodsId === goodsId).length;
      expect(states[state]).toContain(ofIt);
      // What is for sale no longer stands in the way of the next story.
      await opened.ctx.db
        .collection('listings')
        .updateMany({ sku, status: 'active' }, { $set: { status: 'expired' } });
    }),
    { numRuns: propertyRunsMin },
  );
  // Every place was used, or the histories proved little.
  expect([...seen].sort()).toEqual(['held', 'home', 'listed', 'ordered']);
}, 120_000);
