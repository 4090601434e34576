// Selling in the game: what a seller is told before anything leaves the inventory, what leaves it, and
// what is said afterwards.
import { describe, expect, test } from 'vitest';
import { listOwnListings, repriceListing, withdrawListing } from '@mintkeep/shared/listings.ts';
import {
  appraise,
  createListing,
  handInGoods,
  listHeldGoods,
  takeOutGoods,
} from '@mintkeep/shared/market.ts';
import { fakeListing, openFakeMarket, someId, type FakeMarket } from './fake-market.ts';

const day = '2026-01-02T03:04:05.000Z';
const heldGoods = {
  goodsId: someId,
  sku: 'diamond',
  material: 'DIAMOND',
  title: 'Diamond',
  details: [],
  quantity: 6,
  takenAt: day,
};

function openWithDiamonds(properties: Readonly<Record<string, string>> = {}): FakeMarket {
  const opened = openFakeMarket([], properties);
  opened.ann.give([{ material: 'DIAMOND', amount: 10 }]);
  opened.ann.save();
  return opened;
}
const handedIn = ({ server }: FakeMarket) => server.asked(handInGoods).map(({ call }) => call);

describe('/market sell', () => {
  test('says fee, proceeds, floor and median first; takes and lists at the yes (S1-069, S1-187)', async () => {
    const opened = openWithDiamonds();
    const { ann, run, press, loreOf, fake } = opened;
    await run('market sell 1k 4 12');
    expect(loreOf('Offer 4')).toEqual([
      'Price of one: 1,000 coins',
      'Fee when all is sold: 320 coins (8 %)',
      'You get 3,680 coins',
      'Lowest price allowed: 4 coins',
      'Middle price of 7 days: 12 coins',
      'On offer for 12 hours',
      'Click to offer it. The things leave your inventory now.',
    ]);
    expect(ann.count('DIAMOND')).toBe(10);
    await Promise.allSettled([press('Offer 4'), press('Offer 4')]);
    expect(ann.count('DIAMOND')).toBe(6);
    await fake.advance(1_000);
    expect(handedIn(opened)).toMatchObject([
      { goods: { quantity: 4 }, listingsMax: 5, terms: { unitPriceCoins: 1_000, hours: 12 } },
    ]);
    expect(ann.heard.at(-1)).toContain('On offer: 4 × Diamond for 1,000 coins each.');
    expect(ann.heard.at(-1)).toContain('number 0000abcd');
    // By its number at once, though nobody has looked at the market since.
    expect(fake.complete(ann, 'market cancel ')).toEqual(['0000abcd']);
  });

  test('refuses a price outside the guards with what it may be, and takes nothing (S1-187)', async () => {
    const opened = openWithDiamonds();
    const { ann, run, server } = opened;
    const guards = { feeRatio: 0.08, medianCoins: 12, priceMinCoins: 4, priceMaxCoins: 90 };
    server.on(appraise, () => ({ yes: { ...guards, problem: 'PRICE_BELOW_FLOOR' as const } }));
    await run('market sell 3');
    expect(ann.heard.at(-1)).toBe('That is too cheap: at least 4 coins each.');
    server.on(appraise, () => ({ yes: { ...guards, problem: 'PRICE_ABOVE_CEILING' as const } }));
    await run('market sell 91');
    expect(ann.heard.at(-1)).toBe('That is too dear: at most 90 coins each.');
    expect([ann.count('DIAMOND'), ann.menu(), handedIn(opened)]).toEqual([10, null, []]);
  });

  test('gives back what is refused after it was taken, with the reason (S1-069, pain 20)', async () => {
    const opened = openWithDiamonds({ market: '{"confirm":false}' });
    const { ann, run, server, fake } = opened;
    server.on(handInGoods, () => ({
      yes: {
        outcome: 'refused' as const,
        code: 'LISTING_LIMIT_REACHED' as const,
        details: { listingsMax: 5, openCount: 5 },
      },
    }));
    await run('market sell 5 4');
    await fake.advance(1_000);
    expect(ann.heard.slice(-2)).toEqual([
      'You have as many offers as you may: 5.',
      'You have 4 × Diamond back.',
    ]);
    expect(ann.count('DIAMOND')).toBe(10);
  });

  test.each([
    ['market sell x', '“x” is not a price'],
    ['market sell 5 0', '“0” is not a quantity'],
    ['market sell 5 9999', '“9999” is not a quantity'],
    ['market sell 5 1 721', '“721” is no number of hours'],
    ['market sell 1e3', '“1e3” is not a price'],
  ])('refuses %s, and takes nothing', async (line, words) => {
    const opened = openWithDiamonds({ market: '{"confirm":false}' });
    await opened.run(line);
    expect(opened.ann.heard.at(-1)).toContain(words);
    expect([opened.ann.count('DIAMOND'), handedIn(opened)]).toEqual([10, []]);
  });

  test('sells nothing of an empty hand, nor in creative mode', async () => {
    const { ann, run } = openWithDiamonds();
    ann.mode = 'creative';
    await run('market sell 5');
    expect(ann.heard.at(-1)).toContain('creative mode');
    ann.heldSlot = 8;
    await run('market sell 5');
    expect(ann.heard.at(-1)).toContain('Your hand is empty');
  });

  test.each([
    [[], 5],
    [['2'], 2],
    [['10', '75', '3'], 75],
    [['1000', '1'], 1_000],
  ])('with the permissions for %j open listings allows %d (D35)', async (tiers, max) => {
    const opened = openWithDiamonds({ market: '{"confirm":false}' });
    for (const tier of tiers) opened.ann.grants.set(`mintkeep.market.listings.${tier}`, true);
    await opened.run('market sell 5');
    await opened.fake.advance(1_000);
    expect(handedIn(opened)).toMatchObject([{ listingsMax: max }]);
  });

  test('by its windows: thing, price by buttons and proposals, hours, limits per buyer', async () => {
    const opened = openWithDiamonds();
    const { run, press, icons, fake, ann } = opened;
    await run('market sell');
    expect(ann.menu()?.title).toBe('What do you want to sell?');
    await press('DIAMOND');
    expect(icons()).toContain('Price of one: 12 coins');
    await press('+10', 'shift');
    expect(icons()).toContain('Price of one: 1,012 coins');
    await press('−100', 'shift');
    expect(icons()).toContain('Price of one: 1 coin');
    await press('Lowest price allowed: 4 coins');
    await press('8');
    await press('On offer for 48 hours', 'right');
    await press('Each buyer at most: –');
    await press('Go on');
    await press('Offer 8');
    await fake.advance(1_000);
    expect(handedIn(opened)).toMatchObject([
      {
        goods: { quantity: 8 },
        terms: { unitPriceCoins: 4, hours: 24, quantityPerBuyerMax: 1 },
      },
    ]);
  });
});

describe('who wants no questions', () => {
  test('offers once by the windows, whatever a macro clicks (pain 21)', async () => {
    const opened = openWithDiamonds({ market: '{"confirm":false}' });
    const { run, press, fake, ann } = opened;
    await run('market sell');
    await press('DIAMOND');
    await press('1');
    await Promise.allSettled(Array.from({ length: 5 }, () => press('Go on')));
    await expect(press('Go on')).rejects.toThrow();
    await fake.advance(1_000);
    expect([handedIn(opened).length, ann.count('DIAMOND')]).toEqual([1, 9]);
  });
});

describe('goods that Mintkeep holds', () => {
  test('get there by /market deposit, and are told of at a join', async () => {
    const opened = openWithDiamonds();
    const { ann, run, fake, server } = opened;
    await run('market deposit 3');
    await fake.advance(1_000);
    expect(handedIn(opened)[0]).not.toHaveProperty('terms');
    expect(ann.heard.at(-1)).toContain('Mintkeep holds 3 × Diamond for you now.');
    server.on(listHeldGoods, () => ({ yes: { items: [heldGoods], total: 1, page: 1 } }));
    const bob = fake.join('Bob');
    await fake.settle();
    expect(bob.heard).toEqual([expect.stringContaining('holds 1 kinds of things')]);
  });

  test('are listed by a left click and taken out by a right one, once (D25)', async () => {
    const { run, press, server, ann } = openFakeMarket([]);
    server.on(listHeldGoods, () => ({ yes: { items: [heldGoods], total: 1, page: 1 } }));
    server.on(createListing, () => ({ yes: { listingId: someId, feeRatio: 0, expiresAt: day } }));
    server.on(takeOutGoods, () => ({ yes: { deliveryId: someId } }));
    await run('market held');
    await press('Diamond');
    await press('Go on');
    await press('Offer 6');
    expect(server.asked(createListing).map(({ call }) => call)).toMatchObject([
      { goodsId: someId, unitPriceCoins: 12, listingsMax: 5, hours: 48 },
    ]);
    expect(ann.heard.at(-1)).toContain('On offer: 6 × Diamond');
    await run('market held');
    await Promise.allSettled([press('Diamond', 'right'), press('Diamond', 'right')]);
    expect(server.asked(takeOutGoods)).toHaveLength(1);
    expect(ann.heard.at(-1)).toContain('6 × Diamond come to you');
  });
});

describe("a seller's own listings", () => {
  const own = fakeListing({ sellerName: 'Ann' });

  test('are taken back and repriced from their window (S1-093, S1-094)', async () => {
    const { run, press, server, ann } = openFakeMarket([own]);
    server.on(listOwnListings, () => ({ yes: { items: [own], total: 1, page: 1 } }));
    server.on(withdrawListing, () => ({
      yes: { listingId: someId, quantity: 10, deliveryId: someId },
    }));
    server.on(repriceListing, ({ call: { unitPriceCoins } }) => ({
      yes: { listingId: someId, unitPriceCoins, feeRatio: 0.1 },
    }));
    await run('market mine');
    await press('Diamond');
    await press('Change the price');
    await press('+1');
    await press('Ask 6 coins for each');
    expect(ann.heard.at(-1)).toBe('Diamond costs 6 coins each now. Fee of a sale: 10 %.');
    await run('market mine');
    await press('Diamond');
    await press('Take it back');
    expect(server.asked(withdrawListing)).toEqual([]);
    const sure = 'Really? Click again to take it back';
    await Promise.allSettled([press(sure), press(sure)]);
    expect(server.asked(withdrawListing)).toHaveLength(1);
    expect(ann.heard.at(-1)).toContain('Your offer is taken back: 10 come to you');
  });

  test('are managed, not bought, when they are clicked in the market', async () => {
    const { run, press, ann } = openFakeMarket([own]);
    await run('market');
    await press('Diamond');
    expect(ann.menu()?.title).toBe('Your offer: Diamond');
  });

  test('say so when there are none', async () => {
    const { run, server, ann } = openFakeMarket([]);
    server.on(listOwnListings, () => ({ yes: { items: [], total: 0, page: 1 } }));
    await run('market mine');
    expect([ann.menu(), ann.heard.at(-1)]).toEqual([
      null,
      expect.stringContaining('You offer nothing'),
    ]);
  });
});
