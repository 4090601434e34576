// Browsing and buying in the game: what is asked, what is shown, and that one yes buys once.
import { describe, expect, test } from 'vitest';
import { listListings } from '@mintkeep/shared/listings.ts';
import { buyFromListing, quoteOrder } from '@mintkeep/shared/orders.ts';
import { cut, refused, silence } from '../backend/fake-backend.ts';
import { fakeListing, openFakeMarket, someId } from './fake-market.ts';

const boughtLine = 'You bought 2 × Diamond for 10 coins.';

async function choose({ run, press }: ReturnType<typeof openFakeMarket>): Promise<void> {
  await run('market');
  await press('Diamond');
}

describe('/market', () => {
  test('shows listings with price, seller, what is left and how old the answer is (S1-070)', async () => {
    const { run, ann, fake, loreOf } = openFakeMarket();
    await run('market');
    expect(ann.menu()).toMatchObject({ title: 'Market', rows: 6 });
    expect(loreOf('Diamond')).toEqual([
      'Price of one: 5 coins',
      'Left: 10',
      'From Bob',
      'Until 2026-01-02 03:04 UTC',
      'Number 0000abcd',
      'Click to look closer and buy.',
    ]);
    await fake.advance(16_000);
    expect(loreOf('Look again')).toEqual(['Offers: 1', 'Heard 15 seconds ago']);
  });

  test('asks for a category, an order and a page as its buttons are clicked (S1-070)', async () => {
    const many = Array.from({ length: 36 }, (_, index) =>
      fakeListing({ listingId: someId.replace(/^0000/, String(1000 + index)), title: `N${index}` }),
    );
    const { run, press, server } = openFakeMarket(many);
    server.on(listListings, ({ call }) => ({
      yes: { items: many, total: 80, page: Number(call.page), categories: ['combat' as const] },
    }));
    await run('market');
    await press('Combat');
    await press('Sorted: newest first');
    await press('Page 2 »');
    await press('Page 3 »');
    await press('« Page 2');
    expect(server.asked(listListings).at(-1)?.call).toEqual({
      category: 'combat',
      sort: 'cheapest',
      page: '2',
      pageSize: '36',
    });
  });

  test('shows tabs of categories that have something for sale, and the one that is open', async () => {
    const { run, icons, server, loreOf } = openFakeMarket();
    const tabs = () => icons().filter((name) => ['Everything', ...all].includes(name));
    const all = ['Blocks', 'Tools', 'Combat', 'Food', 'Redstone', 'Other'];
    await run('market');
    expect(tabs()).toEqual(expect.arrayContaining(['Blocks', 'Tools', 'Combat', 'Other']));
    expect(tabs()).not.toContain('Food');
    server.on(listListings, () => ({
      yes: { items: [], total: 1_000, page: 1, categories: [] },
    }));
    await run('market food');
    expect(tabs().filter((name) => all.includes(name))).toEqual(['Food']);
    expect(loreOf('Look again')[0]).toBe('Offers: 1,000+');
  });

  test('searches by words, seller, sku and prices with suffixes, and says what it searches', async () => {
    const { run, server, icons, press, ann } = openFakeMarket([]);
    await run('market search old sword seller:Bob min:1k max:2.5m sku:diamond');
    const search = { search: 'old sword', seller: 'Bob', sku: 'diamond' };
    const prices = { priceMinCoins: '1000', priceMaxCoins: '2500000' };
    expect(server.asked(listListings).at(-1)?.call).toMatchObject({ ...search, ...prices });
    expect(icons()).toContain('Nothing like that is on offer.');
    await press('Search: old sword seller:Bob sku:diamond min:1000 max:2500000');
    expect(server.asked(listListings).at(-1)?.call).not.toHaveProperty('search');
    expect(icons()).toContain('Nobody offers anything right now.');
    await run('market search min:-1');
    expect(ann.heard.at(-1)).toContain('“min:-1” does not fit here');
  });

  test('says so when the backend is away, and keeps what it showed', async () => {
    const { run, server, ann, press, icons } = openFakeMarket();
    await run('market');
    server.on(listListings, refused);
    await press('Look again');
    expect(ann.heard.at(-1)).toContain('cannot be reached');
    expect(icons()).toContain('Diamond');
    await ann.closeMenu();
    await run('market');
    expect(ann.menu()).toBeNull();
  });

  test('completes subcommands, numbers and kinds from what was seen, without asking (D36)', async () => {
    const { fake, ann } = openFakeMarket([
      fakeListing({ listingId: someId.replace(/^0/, '1') }),
      fakeListing({ sellerName: 'Ann' }),
    ]);
    await fake.settle();
    const before = fake.requests.length;
    expect(fake.complete(ann, 'market ')).toEqual(expect.arrayContaining(['buy', 'food']));
    expect(fake.complete(ann, 'market di')).toEqual(['diamond']);
    expect(fake.complete(ann, 'market search sel')).toContain('seller:Ann');
    expect(fake.complete(ann, 'market cancel ')).toEqual(['0000abcd']);
    expect(fake.complete(ann, 'market sell 10 ')).toContain('64');
    expect(fake.complete(ann, 'market ')).not.toContain('remove');
    expect(fake.requests).toHaveLength(before);
  });
});

describe('buying', () => {
  test('goes over a quantity and a quote to one request at the price shown (S1-070)', async () => {
    const opened = openFakeMarket();
    const { ann, press, loreOf, server } = opened;
    await choose(opened);
    expect(loreOf('What others paid')).toEqual([
      'Middle price of 7 days: 12 coins',
      '01-02 03:04 UTC: 11 coins, 3 sold that day',
    ]);
    await press('One more');
    await press('Take 2');
    expect(loreOf('Buy 2 for 10 coins')).toEqual([
      'Price of one: 5 coins',
      'You keep 90 coins',
      'The seller pays a fee of 1 coin out of it.',
      'Click to buy. You are asked no more.',
    ]);
    expect(server.asked(buyFromListing)).toEqual([]);
    await press('Buy 2 for 10 coins');
    expect(server.asked(buyFromListing).map(({ call }) => call)).toEqual([
      { listingId: someId, minecraftUUID: ann.id, quantity: 2, quotedPriceCoins: 5 },
    ]);
    expect(ann.heard.slice(0, 1)).toEqual([boughtLine]);
    expect(ann.cards).toEqual([expect.stringMatching(/^Diamond\n.*Quantity: 2\nEach: 5 coins$/s)]);
    expect(ann.menu()).toBeNull();
  });

  test('keeps to the limits of one buyer and what is left', async () => {
    const opened = openFakeMarket([
      fakeListing({ quantity: 30, quantityPerBuyerMin: 4, quantityPerBuyerMax: 20 }),
    ]);
    const { press, icons } = opened;
    await choose(opened);
    expect(icons()).toContain('Take 4');
    expect(icons()).not.toContain('64');
    await press('One fewer');
    expect(icons()).toContain('Take 4');
    await press('One more', 'shift');
    await press('One more', 'shift');
    expect(icons()).toContain('Take 20');
    await press('8');
    expect(icons()).toContain('Take 8');
  });

  test('happens once for a double click, and never for a number key (pain 21)', async () => {
    const { run, ann, press, keys } = openFakeMarket();
    await run('market buy 0000abcd 2');
    await press('Buy 2 for 10 coins', 'other');
    expect(keys()).toEqual([]);
    await Promise.allSettled([press('Buy 2 for 10 coins'), press('Buy 2 for 10 coins')]);
    expect(keys()).toHaveLength(1);
    expect(ann.heard.filter((line) => line === boughtLine)).toHaveLength(1);
  });

  test('asks no question of who switched them off, and again when they are on', async () => {
    const { run, ann, keys } = openFakeMarket();
    await run('market confirm off');
    await run('market buy 0000abcd 2');
    expect([keys().length, ann.menu()]).toEqual([1, null]);
    await run('market confirm on');
    await run('market buy 0000abcd 2');
    expect([keys().length, ann.menu()?.title]).toEqual([1, 'Buy Diamond?']);
  });

  test('without questions buys once by the window, and asks about a price that was not shown', async () => {
    const opened = openFakeMarket([fakeListing()], { market: '{"confirm":false}' });
    const { press, keys, offered, ann } = opened;
    await choose(opened);
    await Promise.allSettled(Array.from({ length: 5 }, () => press('Take 1')));
    await expect(press('Take 1')).rejects.toThrow();
    expect(keys()).toHaveLength(1);
    await choose(opened);
    offered[0] = fakeListing({ unitPriceCoins: 7 });
    await press('Take 1');
    expect([keys().length, ann.menu()?.title]).toEqual([1, 'Buy Diamond?']);
  });

  test('takes the setting where the player said nothing', async () => {
    const { run, keys } = openFakeMarket([fakeListing()], { market: '{"confirm":false}' });
    await run('market buy 0000abcd');
    expect(keys()).toHaveLength(1);
  });

  test('shows a price that changed anew, with another key (pain 21)', async () => {
    const { run, ann, press, server, offered, keys } = openFakeMarket();
    await run('market buy 0000abcd 2');
    server.on(buyFromListing, () => ({
      no: 'PRICE_CHANGED',
      status: 409,
      details: { priceCoins: 7 },
    }));
    offered[0] = fakeListing({ unitPriceCoins: 7 });
    await press('Buy 2 for 10 coins');
    expect(ann.heard[0]).toContain('it is 7 coins now');
    // A click too many on the old question lands on the no.
    expect(ann.menu()?.icons.get(11)?.name).toBe('No, do not buy');
    await press('Buy 2 for 14 coins');
    expect(new Set(keys()).size).toBe(2);
  });

  test('tells at a glance that one cannot afford it, and asks for nothing', async () => {
    const { run, icons, press, keys, loreOf } = openFakeMarket([
      fakeListing({ unitPriceCoins: 99 }),
    ]);
    await run('market buy 0000abcd 2');
    expect(loreOf('You cannot afford one.')).toEqual(['✘ You need 98 coins more.']);
    await press('You cannot afford one.');
    expect([keys(), icons().some((name) => name.startsWith('Buy'))]).toEqual([[], false]);
  });

  test('says the refusal of a quote in words: limits, sold out, unknown', async () => {
    const { run, ann, server } = openFakeMarket();
    const details = { quantityPerBuyerMin: 2, quantityPerBuyerMax: null, quantityBought: 1 };
    server.on(quoteOrder, () => ({ no: 'LISTING_BUYER_LIMIT', status: 409, details }));
    await run('market buy 0000abcd');
    expect(ann.heard.at(-1)).toContain(
      'at least 2, at most ∞; you have bought 1, so you may take ∞ more',
    );
    server.on(quoteOrder, () => ({
      ...{ no: 'LISTING_BUYER_LIMIT', status: 409 },
      details: { quantityPerBuyerMin: null, quantityPerBuyerMax: 5, quantityBought: 3 },
    }));
    await run('market buy 0000abcd');
    expect(ann.heard.at(-1)).toContain('at most 5; you have bought 3, so you may take 2 more');
    server.on(quoteOrder, () => ({ no: 'LISTING_SOLD_OUT', status: 409, details: { stock: 3 } }));
    await run('market buy 0000abcd');
    expect(ann.heard.at(-1)).toContain('only 3 left');
    await run('market buy ffffffff');
    expect(ann.heard.at(-1)).toContain('There is no offer “ffffffff”');
  });

  test('is asked for on with the same key until it is clear, and told (D15)', async () => {
    const { run, ann, server, fake, keys } = openFakeMarket();
    await run('market confirm off');
    server.on(buyFromListing, cut);
    await run('market buy 0000abcd 2');
    await fake.advance(200);
    expect(ann.heard.at(-1)).toContain('Nothing is lost');
    server.on(buyFromListing, () => ({
      yes: {
        orderId: someId,
        title: 'Diamond',
        quantity: 2,
        totalCoins: 10,
        walletBalanceCoins: 9,
      },
    }));
    await fake.advance(100_000);
    expect(ann.heard).toContain(boughtLine);
    expect([keys().length > 1, new Set(keys()).size]).toEqual([true, 1]);
  });

  test('lets one wish of a player be open at a time, and says within 200 ms that it is slow', async () => {
    const { run, ann, server, fake, keys } = openFakeMarket();
    await run('market confirm off');
    server.on(buyFromListing, silence);
    await run('market buy 0000abcd 2');
    await fake.advance(200);
    expect(ann.heard.at(-1)).toContain('The market is slow');
    await run('market buy 0000abcd 2');
    await fake.settle();
    expect(ann.heard.at(-1)).toBe('Your last wish is still being worked on.');
    expect(keys()).toHaveLength(1);
  });
});
