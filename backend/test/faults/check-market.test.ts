// Each checker of the market is shown a database in which one thing is wrong, and must say which; and
// one in which all is right, and must be silent.
import { describe, expect, test } from 'vitest';
import { checkMarketLimits, checkOrders, checkThings, checkWords } from './check-market.ts';
import type { Final } from './final.ts';
import { asked } from './history.ts';
import type { Kind, Row } from './history.ts';
import { begunWith, freshStock } from './wares.ts';

const sku = 'gold_ingot';
const buyerId = 'b';

const goods = { _id: 'g', state: 'returned', sku, quantity: 10, listingId: 'l' };
const listing = {
  _id: 'l',
  sellerId: 's',
  status: 'cancelled',
  sku,
  quantity: 7,
  quantityListed: 10,
  quantityPerBuyerMax: 3,
  feeRatio: 0.08,
};
const order = {
  _id: 'o',
  listingId: 'l',
  buyerId,
  quantity: 3,
  unitPriceCoins: 10,
  escrowCoins: 30,
  feeCoins: 2,
  status: 'fulfilled',
  goodsReturned: false,
};
const home = {
  _id: 'r',
  ref: { refType: 'return', refId: 'g' },
  task: { action: 'goods', payload: { goods: [{ quantity: 7 }] } },
  state: { status: 'delivered' },
};
const handedOver = {
  _id: 'o',
  ref: { refType: 'order', refId: 'o' },
  task: { action: 'goods', payload: { goods: [{ quantity: 3 }] } },
  state: { status: 'delivered' },
};

const byId = <T extends { _id: string }>(...all: T[]): Map<string, T> =>
  new Map(all.map((one) => [one._id, one]));

/** Ten were listed, three of them bought and handed over, and seven taken back. */
const database = (changes: Record<string, unknown> = {}): Final =>
  ({
    players: [{ _id: buyerId, escrowBalanceCoins: 0 }],
    goods: byId(goods),
    listings: byId(listing),
    orders: byId(order),
    deliveries: byId(home, handedOver),
    sales: new Map(),
    vouchers: new Map(),
    events: ['order.made', 'order.fulfilled'].map((type) => ({ event: { type, orderId: 'o' } })),
    ...changes,
  }) as unknown as Final;

const bags = { players: 1, stock: freshStock(), notes: [] };
const rulesOf = (found: { rule: string }[]): string[] => [
  ...new Set(found.map(({ rule }) => rule)),
];

describe('things', () => {
  const rule = 'goods are in two places, or in none';

  test('are right when their parts add up', () => {
    expect(checkThings(database(), bags)).toEqual([]);
  });

  test('one too many or too few with the players is found', () => {
    for (const count of [begunWith - 1, begunWith + 1]) {
      const stock = freshStock().set(sku, count);
      expect(rulesOf(checkThings(database(), { ...bags, stock }))).toEqual([rule]);
    }
  });

  test('what is on its way in counts where it is, once', () => {
    const stock = freshStock().set(sku, begunWith - 4);
    const notes = [{ goodsId: 'n', sku, quantity: 4, wish: {} as never }];
    expect(checkThings(database(), { ...bags, stock, notes })).toEqual([]);
    expect(rulesOf(checkThings(database(), { ...bags, notes }))).toEqual([rule]);
  });

  test('what is for sale, held or sold to the shop is with nobody', () => {
    const stock = freshStock().set(sku, begunWith - 9);
    const held = { _id: 'h', state: 'held', sku, quantity: 4, listingId: null };
    const sale = { _id: 'x', state: 'sold', goodsSku: sku, quantity: 5 };
    const final = database({ goods: byId(goods, held as never), sales: byId(sale) });
    expect(checkThings(final, { ...bags, stock })).toEqual([]);
  });

  test('back in the listing and with the buyer, or home twice, is found', () => {
    const active = byId({ ...listing, status: 'active' });
    expect(rulesOf(checkThings(database({ listings: active }), bags))).toContain(rule);
    const twice = byId(home, handedOver, { ...home, _id: 'r2' });
    expect(rulesOf(checkThings(database({ deliveries: twice }), bags))).toEqual([rule]);
  });
});

describe('words about goods', () => {
  let requests = 0;
  const word = (kind: Kind, key: string, outcome: string): Row[] => {
    requests += 1;
    const about = { request: requests, kind, key, backend: 0, atMs: requests };
    const input = { goodsId: 'g' };
    return [
      { ...about, event: 'invoke', input },
      { ...about, event: 'ok', reply: { outcome } },
    ];
  };

  test('are the same for every key, and kept', () => {
    const same = asked([...word('handIn', 'a', 'taken'), ...word('handInCopy', 'b', 'taken')]);
    expect(checkWords(same, database())).toEqual([]);
    expect(rulesOf(checkWords(same, database({ goods: new Map() })))).toEqual([
      'an acknowledged operation is missing',
    ]);
  });

  test('a late copy that is taken after a refusal is found', () => {
    const two = asked([...word('handIn', 'c', 'refused'), ...word('handInCopy', 'd', 'taken')]);
    expect(rulesOf(checkWords(two, database()))).toEqual(['goods got two answers']);
  });
});

describe('orders', () => {
  const rule = 'an order does not fit its delivery or its coins';
  const check = (changes: Record<string, unknown>): string[] =>
    rulesOf(checkOrders([], database(changes)));

  test('are right when the goods are handed over and the seller is paid', () => {
    expect(checkOrders([], database())).toEqual([]);
  });

  test.each([
    ['one that never ended', { orders: byId({ ...order, status: 'pending' }) }],
    ['one refunded with its goods given', { orders: byId({ ...order, status: 'refunded' }) }],
    ['a fee that was rounded up', { orders: byId({ ...order, feeCoins: 3 }) }],
    ['another sum in escrow', { orders: byId({ ...order, escrowCoins: 31 }) }],
    ['coins in escrow of no order', { players: [{ _id: buyerId, escrowBalanceCoins: 1 }] }],
    ['one whose end nobody could hear', { events: [] }],
  ])('%s is found', (_, changes) => {
    expect(check(changes)).toEqual([rule]);
  });
});

describe('limits of the market', () => {
  const rule = 'a limit was exceeded';
  const check = (changes: Record<string, unknown>, sellers: string[] = []): string[] =>
    rulesOf(checkMarketLimits([], database(changes), { sellers }));

  test('are kept', () => {
    expect(check({}, ['s'])).toEqual([]);
  });

  test('one buyer with too many, a listing sold beyond itself, a seller with too many are found', () => {
    expect(check({ orders: byId({ ...order, quantity: 4 }) })).toEqual([rule]);
    expect(check({ listings: byId({ ...listing, quantityListed: 2 }) })).toEqual([rule]);
    const many = byId(...['a', 'b', 'c', 'd'].map((_id) => ({ ...listing, _id })));
    expect(check({ listings: many }, ['s'])).toEqual([rule]);
  });

  test('a voucher with two deliveries that count is found', () => {
    const redeemed = (_id: string, status: string) => ({
      _id,
      ref: { refType: 'voucher', refId: 'v' },
      state: { status },
    });
    const twice = (status: string) =>
      check({ deliveries: byId(redeemed('x', 'delivered'), redeemed('y', status)) });
    expect(twice('voided')).toEqual([]);
    expect(twice('delivered')).toEqual(['a voucher was redeemed twice']);
  });
});
