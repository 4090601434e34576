// /sell: what is taken is what is paid for, at the price that was seen; what is refused comes back.
import { describe, expect, test } from 'vitest';
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import { listSellPrices, sell, type SellPrice } from '@mintkeep/shared/shop.ts';
import { cut, refused } from '../backend/fake-backend.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import { openTaking } from '../goods/open-taking.ts';
import { fakeGoods, type FakeStack } from '../platform/fake-goods.ts';
import { createFakeDisk } from '../platform/fake.ts';
import { keepSaves } from '../saves.ts';
import { allSlot } from './menu.ts';
import { sellToShop } from './sell.ts';

const priceOf = (goodsSku: string, sellPriceCoins: number): SellPrice => ({
  sku: `reward-${goodsSku}`,
  goodsSku,
  name: goodsSku,
  icon: goodsSku.toUpperCase(),
  sellPriceCoins,
});
const prices = [priceOf('diamond', 10), priceOf('bread', 2), priceOf('dirt', 1)];
const sword: FakeStack = { material: 'DIAMOND', amount: 1, name: 'Mine' };

type SellAnswer = ReplyOf<typeof sell>;

/** A server whose backend buys; Ann holds what is given. */
function open(
  stacks: readonly FakeStack[],
  {
    properties = {},
    disk = createFakeDisk(),
  }: { properties?: Record<string, string>; disk?: ReturnType<typeof createFakeDisk> } = {},
) {
  const given = { commandCooldownMs: '0', retryPauseMs: '1000', ...properties };
  const { fake, server, plugin } = startFakePlugin(given, { disk });
  server.on(listSellPrices, () => ({ yes: { prices } }));
  let balance = 100;
  const buy = (call: {
    goodsId: string;
    goods: { sku: string; quantity: number };
    quotedPriceCoins?: number | undefined;
  }): SellAnswer => {
    const { goodsId, goods } = call;
    const unitPriceCoins = prices.find((one) => one.goodsSku === goods.sku)?.sellPriceCoins ?? 1;
    const totalCoins = unitPriceCoins * goods.quantity;
    balance += totalCoins;
    const { quantity } = goods;
    const paid = { unitPriceCoins, totalCoins, walletBalanceCoins: balance };
    return { outcome: 'taken', goodsId, quantity, ...paid };
  };
  server.on(sell, ({ call }) => ({ yes: buy(call) }));
  sellToShop(plugin, openTaking(plugin, keepSaves(plugin)));
  const ann = fake.join('Ann');
  stacks.forEach((stack, slot) => (ann.slots[slot] = stack));
  ann.save();
  return {
    ...{ fake, server, ann, disk, buy },
    /** Runs a command of Ann's, and lets the file be saved and the backend answer. */
    async run(line: string, ms = 3_000) {
      await fake.run(ann, line);
      await fake.advance(ms);
    },
    sold: () => server.asked(sell).map(({ call }) => [call.goods.sku, call.goods.quantity]),
  };
}

const stack = (material: string, amount: number): FakeStack => ({ material, amount });

describe('/sell hand', () => {
  test('sells the stack in the hand at the price that was seen, and tells what it brought (D29)', async () => {
    const { ann, server, run } = open([stack('DIAMOND', 5), stack('DIAMOND', 3)]);
    await run('sell hand');
    const [asked] = server.asked(sell);
    expect(asked?.call).toMatchObject({ quotedPriceCoins: 10, minecraftUUID: ann.id });
    expect(asked?.key).toBe(asked?.call.goodsId);
    expect(ann.count('DIAMOND')).toBe(3);
    expect(ann.heard).toEqual(['You sold 5 × Diamond for 50 coins. You have 150 coins now.']);
    expect(ann.cards).toEqual(['Diamond\nQuantity: 5\nEach: 10 coins']);
  });

  test('a renamed thing is not even taken, and an empty hand is named (pain 23)', async () => {
    const { ann, run, sold } = open([sword]);
    await run('sell hand');
    ann.heldSlot = 5;
    await run('sell hand');
    expect(ann.heard).toEqual([
      expect.stringContaining('does not buy Mine as it is'),
      expect.stringContaining('hand is empty'),
    ]);
    expect([sold(), ann.count('DIAMOND')]).toEqual([[], 1]);
  });

  test('creative mode is refused in words, and takes nothing (pain 20)', async () => {
    const { ann, run, sold } = open([stack('DIAMOND', 5)]);
    ann.mode = 'creative';
    await run('sell hand');
    await run('sell all');
    expect(ann.heard).toEqual(Array(2).fill('Nothing can be sold in creative mode.'));
    expect([sold(), ann.count('DIAMOND')]).toEqual([[], 5]);
  });
});

describe('/sell <item> [quantity]', () => {
  test.each([
    ['sell diamond 3', 3],
    ['sell DIAMOND 1k', 7],
    ['sell diamond', 7],
    ['sell reward-diamond all', 7],
  ])('%s sells %d of it: at most what is held', async (line, quantity) => {
    const { run, sold } = open([stack('DIAMOND', 5), stack('DIAMOND', 2), sword]);
    await run(line);
    expect(sold()).toEqual([['diamond', quantity]]);
  });

  test.each([
    ['sell emerald', 'does not buy emerald'],
    ['sell diamond -1', 'not a quantity'],
    ['sell diamond 0', 'not a quantity'],
    ['sell bread', 'hold none of that'],
    ['sell hand 3', 'Write /sell'],
    ['sell all please', 'Write /sell'],
    ['sell diamond 1 2', 'Write /sell'],
  ])('%s: %s', async (line, part) => {
    const { ann, run, sold } = open([stack('DIAMOND', 5)]);
    await run(line);
    expect([sold(), ann.heard]).toEqual([[], [expect.stringContaining(part)]]);
  });
});

describe('/sell all', () => {
  const mixed = [
    stack('DIAMOND', 5),
    stack('BREAD', 9),
    stack('STICK', 3),
    stack('DIRT', 64),
    sword,
  ];

  test('sells every kind that is bought, told in one line', async () => {
    const { ann, run, sold } = open(mixed);
    await run('sell all', 10_000);
    expect(sold().sort()).toEqual([
      ['bread', 9],
      ['diamond', 5],
      ['dirt', 64],
    ]);
    expect(ann.heard).toEqual([
      'You sold 78 things of 3 kinds for 132 coins. You have 232 coins now.',
    ]);
    expect([ann.count('STICK'), ann.count('DIAMOND')]).toEqual([3, 1]);
  });

  test('above the threshold it asks first, and sells what was asked about', async () => {
    const { ann, run, sold } = open(mixed, { properties: { sellConfirmCoins: '100' } });
    await run('sell all confirm');
    expect(ann.heard.at(-1)).toContain('Sell everything the shop buys, 3 kinds, for 132 coins?');
    ann.give([{ material: 'DIRT', amount: 1 }]);
    await run('sell all confirm');
    expect([sold(), ann.heard.at(-1)]).toEqual([[], expect.stringContaining('for 133 coins?')]);
    await run('sell all confirm', 10_000);
    expect(sold()).toHaveLength(3);
  });

  test('a question is over after half a minute', async () => {
    const { fake, run, sold } = open(mixed, { properties: { sellConfirmCoins: '100' } });
    await run('sell all');
    await fake.advance(31_000);
    await run('sell all confirm');
    expect(sold()).toEqual([]);
  });

  test('more kinds than can be under way at once are sold one after the other', async () => {
    const kinds = Array.from({ length: 9 }, (_, i) => priceOf(`kind_${String(i)}`, 1));
    const world = open(kinds.map(({ goodsSku }) => stack(goodsSku.toUpperCase(), 2)));
    world.server.on(listSellPrices, () => ({ yes: { prices: kinds } }));
    await world.fake.advance(61_000);
    await world.run('sell all', 20_000);
    expect(world.sold()).toHaveLength(9);
    expect(world.ann.heard.at(-1)).toContain('You sold 18 things of 9 kinds');
  });
});

describe('a sale that is refused or unclear', () => {
  test.each([
    ['PRICE_CHANGED', { priceCoins: 7 }, 'one brings 7 coins now'],
    ['SALE_LIMIT_REACHED', { quantityPerDayMax: 9, leftToday: 4 }, '4 more today'],
    ['PLAYER_FROZEN', {}, 'frozen'],
  ] as const)('%s: the things come back, and it is told why', async (code, details, part) => {
    const { ann, server, run } = open([stack('DIAMOND', 5)]);
    server.on(sell, () => ({ yes: { outcome: 'refused' as const, code, details } }));
    await run('sell hand', 10_000);
    expect(ann.count('DIAMOND')).toBe(5);
    expect(ann.heard).toEqual([expect.stringContaining(part), 'You have 5 × Diamond back.']);
  });

  test('a backend that is away for a while: told once, paid once, never given back (pain 20)', async () => {
    const { ann, server, run, fake, buy } = open([stack('DIAMOND', 5)]);
    server.on(sell, cut);
    await run('sell hand', 8_000);
    expect(ann.heard).toEqual([expect.stringContaining('Nothing is lost')]);
    await run('sell diamond');
    expect(ann.heard.at(-1)).toContain('still being worked on');
    server.on(sell, ({ call }) => ({ yes: buy(call) }));
    await fake.advance(120_000);
    expect(ann.heard.at(-1)).toContain('You sold 5 × Diamond');
    expect(new Set(server.asked(sell).map(({ key }) => key)).size).toBe(1);
    expect(ann.count('DIAMOND')).toBe(0);
  });

  test('the game server dies in between: the next visit is paid, and told (pain 20)', async () => {
    const world = open([stack('DIAMOND', 5)]);
    world.server.on(sell, cut);
    await world.run('sell hand', 3_000);
    const after = open([], { disk: world.disk });
    await after.fake.advance(60_000);
    expect(after.ann.heard.at(-1)).toContain('You sold 5 × Diamond for 50 coins.');
    expect(after.server.asked(sell)[0]?.call.goodsId).toBe(
      world.server.asked(sell)[0]?.call.goodsId,
    );
    expect(after.ann.count('DIAMOND')).toBe(0);
  });

  test('prices that cannot be heard take nothing', async () => {
    const { ann, server, run, fake, sold } = open([stack('DIAMOND', 5)]);
    await fake.advance(61_000);
    server.on(listSellPrices, refused);
    await fake.advance(61_000);
    await run('sell hand');
    expect([sold(), ann.heard]).toEqual([[], [expect.stringContaining('cannot be reached')]]);
  });
});

describe('the window of /sell', () => {
  test('shows what is held and bought with its price and total; a click sells (S1: sell GUI)', async () => {
    const { ann, run, sold, fake } = open([
      stack('DIAMOND', 64),
      stack('DIAMOND', 6),
      stack('STICK', 1),
    ]);
    await run('sell');
    expect(ann.menu()).toMatchObject({ title: 'Sell to the shop', rows: 6 });
    expect([...(ann.menu()?.icons.keys() ?? [])]).toEqual([0, allSlot, 53]);
    expect(ann.menu()?.icons.get(0)?.lore).toEqual([
      'Price of one: 10 coins',
      'You hold 70: 700 coins',
      expect.stringContaining('Shift click'),
    ]);
    await ann.click(0, 'left');
    await ann.click(0, 'left');
    await fake.advance(3_000);
    expect(sold()).toEqual([['diamond', 64]]);
    expect(ann.menu()?.icons.get(0)?.lore[1]).toBe('You hold 6: 60 coins');
    await ann.click(0, 'right');
    await fake.advance(3_000);
    await ann.click(0, 'shift');
    await fake.advance(3_000);
    expect(sold().slice(1)).toEqual([
      ['diamond', 1],
      ['diamond', 5],
    ]);
    expect(ann.menu()).toBeNull();
  });

  test('everything is asked about above the threshold by a second click', async () => {
    const { ann, run, sold, fake } = open([stack('DIAMOND', 64), stack('BREAD', 300)]);
    await run('sell');
    await ann.click(allSlot);
    expect([sold(), ann.menu()?.icons.get(allSlot)?.name]).toEqual([
      [],
      'Really? Click again to sell everything for 1,240 coins',
    ]);
    await ann.click(allSlot);
    await fake.advance(5_000);
    expect(sold()).toHaveLength(2);
  });

  test.each([
    [[], 'hold nothing that the shop buys. It buys: diamond, bread, dirt'],
    [[sword], 'hold nothing that the shop buys'],
  ])('is not opened for nothing: %j', async (stacks, part) => {
    const { ann, run } = open(stacks);
    await run('sell');
    expect([ann.menu(), ann.heard]).toEqual([null, [expect.stringContaining(part)]]);
  });

  test('clicks that mean nothing sell nothing', async () => {
    const { ann, run, sold } = open([stack('DIAMOND', 64)]);
    await run('sell');
    await ann.click(0, 'other');
    await ann.click(30, 'shift');
    expect(sold()).toEqual([]);
  });
});

test('completes from what was heard, without asking', async () => {
  const { fake, ann } = open([]);
  await fake.settle();
  const asked = fake.requests.length;
  expect(fake.complete(ann, 'sell ')).toEqual(['hand', 'all', 'diamond', 'bread', 'dirt']);
  expect(fake.complete(ann, 'sell d')).toEqual(['diamond', 'dirt']);
  expect(fake.complete(ann, 'sell diamond ')).toContain('all');
  expect(fake.requests).toHaveLength(asked);
});

test('the sku of a plain thing is its material', () => {
  expect(fakeGoods(stack('DIAMOND', 1)).sku).toBe('diamond');
  expect(fakeGoods(sword).sku).toMatch(/^diamond\./);
});
