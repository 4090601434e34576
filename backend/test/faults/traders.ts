// The market's everyday load: players who list things, change prices, take them back, buy from each
// other, pay each other, sell to the shop, and buy and redeem vouchers, much of it at the same moment.
import { createListing, takeOutGoods } from '@mintkeep/shared/market.ts';
import { repriceListing, withdrawListing } from '@mintkeep/shared/listings.ts';
import { buyFromListing, refundOrder } from '@mintkeep/shared/orders.ts';
import { pay } from '@mintkeep/shared/pay.ts';
import { purchase, refundPurchase } from '@mintkeep/shared/shop.ts';
import { redeemVoucher } from '@mintkeep/shared/vouchers.ts';
import { oneOf } from '../model/random.ts';
import type { Random } from '../model/random.ts';
import { coupon } from './catalogue.ts';
import type { Client, Wish } from './client.ts';
import type { Game } from './game.ts';
import { startLoops } from './loops.ts';
import type { Beside } from './loops.ts';
import { orderIdOf, purchaseIdOf } from './operation.ts';
import { pause } from './pause.ts';
import { wish } from './shoppers.ts';
import type { Shopper } from './shoppers.ts';
import { handInOf, saleOf, traded } from './wares.ts';
import type { Terms } from './wares.ts';

const pausesMs = { min: 10, max: 110 } as const;
const recentMax = 30;
/** So many that sellers often reach it. */
const listingsMax = 12;

interface Offer {
  readonly listingId: string;
  readonly seller: Shopper;
}

/** What traders share: who is there, what is on offer, and what goes on beside their trades. */
interface Market {
  readonly client: Client;
  readonly game: Game;
  readonly shoppers: readonly Shopper[];
  readonly offers: Offer[];
  readonly run: Beside;
}

/** Lets players trade until it is stopped; `stop` waits for what is under way. */
export function startTraders(
  client: Client,
  game: Game,
  shoppers: readonly Shopper[],
  { seed, loops }: { seed: number; loops: number },
): { stop(): Promise<void> } {
  const offers: Offer[] = [];
  return startLoops({ seed: seed * 2_000, count: loops, pausesMs }, (random, run) =>
    trade({ client, game, shoppers, offers, run }, random),
  );
}

async function trade(market: Market, random: Random): Promise<void> {
  const { shoppers, offers, client } = market;
  const shopper = oneOf(random, shoppers);
  const dice = random();
  if (dice < 0.28 || offers.length === 0) return offer(market, random, shopper);
  if (dice < 0.34) return hold(market, random, shopper);
  if (dice < 0.64) return buy(market, random, shopper);
  if (dice < 0.74) return change(market, random, oneOf(random, offers));
  if (dice < 0.84) {
    await market.game.handIn(saleOf(client, shopper.minecraftUUID, 1 + size(random, 3)));
    return;
  }
  if (dice < 0.92) return give(market, random, shopper);
  return redeem(market, random, shopper);
}

const size = (random: Random, max: number): number => Math.floor(random() * max);

/** Some never hold, so that they are refused. */
function termsOf(random: Random): Terms {
  const terms = { unitPriceCoins: 1 + size(random, 30), hours: 24 };
  const dice = random();
  if (dice < 0.3) return { ...terms, quantityPerBuyerMax: 2 + size(random, 3) };
  if (dice < 0.36) return { ...terms, quantityPerBuyerMin: 5, quantityPerBuyerMax: 2 };
  return terms;
}

async function offer(market: Market, random: Random, seller: Shopper): Promise<void> {
  const { client, game, offers } = market;
  const note = handInOf(client, {
    minecraftUUID: seller.minecraftUUID,
    sku: oneOf(random, traded),
    quantity: 2 + size(random, 12),
    listingsMax,
    terms: termsOf(random),
  });
  const word = await game.handIn(note);
  if (word?.outcome !== 'taken' || !word.listing) return;
  offers.push({ listingId: word.listing.listingId, seller });
  if (offers.length > recentMax) offers.shift();
}

/** Hands in to be held, then lists it or takes it out again; both at once, now and then. */
async function hold(market: Market, random: Random, { minecraftUUID }: Shopper): Promise<void> {
  const { client, game } = market;
  const sku = oneOf(random, traded);
  const note = handInOf(client, { minecraftUUID, sku, quantity: 3, listingsMax });
  const { goodsId } = note;
  const terms = { unitPriceCoins: 5, hours: 24 };
  const list = wish(
    'list',
    createListing,
    { minecraftUUID, goodsId, listingsMax, ...terms },
    client.newKey('list'),
  );
  const out = wish('takeOut', takeOutGoods, { minecraftUUID, goodsId }, client.newKey('out'));
  const dice = random();
  const wanted: Wish[] = dice < 0.4 ? [out] : dice < 0.7 ? [list] : [list, out];
  const word = await game.handIn(note);
  if (word?.outcome !== 'taken') return;
  await Promise.all(wanted.map((one) => client.settle(one)));
}

async function buy(market: Market, random: Random, buyer: Shopper): Promise<void> {
  const { client, offers, run } = market;
  // The newest is what everybody looks at.
  const offered = random() < 0.3 ? offers.at(-1) : oneOf(random, offers);
  if (!offered) return;
  const { minecraftUUID } = buyer;
  const call = { listingId: offered.listingId, minecraftUUID, quantity: 1 + size(random, 4) };
  const one = wish('buy', buyFromListing, call, client.newKey('buy'));
  if (random() < 0.15) {
    for (let backend = 0; backend < client.backends; backend += 1) run(client.ask(one, backend));
  }
  const answer = await client.settle(one, { tries: random() < 0.1 ? 1 : 12 });
  if (random() < 0.1) run(pause(1_000 + random() * 4_000).then(() => client.settle(one)));
  if (answer.outcome === 'refused' || random() > 0.35) return;
  const refund = wish(
    'orderRefund',
    refundOrder,
    { orderId: orderIdOf(one.key), reason: 'thought better of it' },
    client.newKey('order-refund'),
    'console',
  );
  // Some come while a game server has the goods in its hands.
  run(pause(random() * 800).then(() => client.settle(refund)));
}

async function change(market: Market, random: Random, offered: Offer): Promise<void> {
  const { client, offers } = market;
  const { listingId, seller } = offered;
  const { minecraftUUID } = seller;
  if (random() < 0.4) {
    const call = { listingId, minecraftUUID, unitPriceCoins: 1 + size(random, 30) };
    await client.settle(wish('reprice', repriceListing, call, client.newKey('reprice')));
    return;
  }
  offers.splice(offers.indexOf(offered), 1);
  const call = { listingId, minecraftUUID };
  await client.settle(wish('withdraw', withdrawListing, call, client.newKey('withdraw')));
}

async function give({ client, shoppers }: Market, random: Random, from: Shopper): Promise<void> {
  const to = oneOf(random, shoppers);
  const amountCoins = 1 + size(random, 40);
  const { minecraftUUID } = from;
  const call = { minecraftUUID, toMinecraftUUID: to.minecraftUUID, amountCoins };
  await client.settle(wish('pay', pay, call, client.newKey('pay')));
}

/** Buys a code; the buyer, a friend and a refund go for it at once. */
async function redeem(
  { client, shoppers, run }: Market,
  random: Random,
  { minecraftUUID }: Shopper,
): Promise<void> {
  const call = { minecraftUUID, sku: coupon, quantity: 1 };
  const bought = wish('voucher', purchase, call, client.newKey('voucher'));
  const answer = await client.settle(bought, { tries: random() < 0.1 ? 1 : 12 });
  if (answer.outcome !== 'ok') return;
  const code = answer.reply.voucherCode ?? '';
  const friend = oneOf(random, shoppers).minecraftUUID;
  for (const who of random() < 0.5 ? [minecraftUUID, friend] : [friend]) {
    const one = wish(
      'redeem',
      redeemVoucher,
      { minecraftUUID: who, code },
      client.newKey('redeem'),
    );
    run(client.settle(one));
  }
  if (random() > 0.25) return;
  const refund = { purchaseId: purchaseIdOf(bought.key), reason: 'changed my mind' };
  const key = client.newKey('refund');
  run(pause(random() * 100).then(() => client.settle(wish('refund', refundPurchase, refund, key))));
}
