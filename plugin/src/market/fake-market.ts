// A market with one player in it, for unit tests: the fake backend offers what it is given and answers
// every wish with a yes, until a test says otherwise. Its prices are whatever the test says.
import {
  getListing,
  listListings,
  type ListingRecord,
  type MarketCategory,
} from '@mintkeep/shared/listings.ts';
import { appraise, handInGoods, listHeldGoods } from '@mintkeep/shared/market.ts';
import { buyFromListing, quoteOrder } from '@mintkeep/shared/orders.ts';
import { getPriceHistory } from '@mintkeep/shared/pricing.ts';
import { startFakePlugin, type FakeWorld } from '../fake-plugin.ts';
import { openTaking } from '../goods/open-taking.ts';
import { fakeGoods } from '../platform/fake-goods.ts';
import type { FakePlayer } from '../platform/fake-players.ts';
import { keepSaves } from '../saves.ts';
import { market } from './market.ts';

export const someId = '0000abcd-0000-4000-8000-00000000000a';
const day = '2026-01-02T03:04:05.000Z';

/** A listing of ten plain diamonds by Bob that differs only in what is given. */
export const fakeListing = (changed: Partial<ListingRecord> = {}): ListingRecord => ({
  listingId: someId,
  sellerId: '00000000-0000-4000-8000-0000000000b0',
  sellerName: 'Bob',
  sku: 'diamond',
  material: 'DIAMOND',
  title: 'Diamond',
  details: [],
  quantity: 10,
  unitPriceCoins: 5,
  feeRatio: 0.08,
  quantityPerBuyerMin: null,
  quantityPerBuyerMax: null,
  status: 'active',
  createdAt: day,
  expiresAt: day,
  ...changed,
});

export interface FakeMarket extends FakeWorld {
  readonly ann: FakePlayer;
  /** What is on offer; a test may change it. */
  readonly offered: ListingRecord[];
  run(line: string): Promise<void>;
  /** Clicks the icon of that name in Ann's window; throws when there is none. */
  press(name: string, click?: 'left' | 'right' | 'shift' | 'other'): Promise<void>;
  /** The names of the icons in Ann's window. */
  icons(): string[];
  /** What stands under an icon. */
  loreOf(name: string): readonly string[];
  /** The keys of all purchases asked for. */
  keys(): (string | undefined)[];
}

/** Opens it; Ann has 100 coins. `properties` are settings. */
export function openFakeMarket(
  offered: ListingRecord[] = [fakeListing()],
  properties: Readonly<Record<string, string>> = {},
): FakeMarket {
  const world = startFakePlugin({ commandCooldownMs: '0', ...properties });
  const { fake, server, plugin } = world;
  serveListings(world, offered);
  server.on(appraise, () => ({
    yes: {
      feeRatio: 0.08,
      medianCoins: 12,
      priceMinCoins: 4,
      priceMaxCoins: null,
      problem: null,
    },
  }));
  server.on(handInGoods, ({ call: { goodsId, terms } }) => ({
    yes: {
      outcome: 'taken' as const,
      goodsId,
      listing: terms ? { listingId: someId, feeRatio: 0.08, expiresAt: day } : null,
    },
  }));
  server.on(listHeldGoods, () => ({ yes: { items: [], total: 0, page: 1 } }));
  market(plugin, openTaking(plugin, keepSaves(plugin)));
  const ann = fake.join('Ann');
  const slotOf = (name: string): number => {
    const found = [...(ann.menu()?.icons ?? [])].find(([, icon]) => icon.name === name);
    if (found) return found[0];
    throw new Error(`There is no ${name} among ${iconNames(ann).join(', ')}.`);
  };
  return {
    ...world,
    ann,
    offered,
    async run(line) {
      // What the plugin asks for at a join is there before anybody types.
      await fake.settle();
      await fake.run(ann, line);
    },
    press: async (name, click = 'left') => ann.click(slotOf(name), click),
    icons: () => iconNames(ann),
    loreOf: (name) => ann.menu()?.icons.get(slotOf(name))?.lore ?? [],
    keys: () => server.asked(buyFromListing).map(({ key }) => key),
  };
}

const iconNames = (player: FakePlayer): string[] =>
  [...(player.menu()?.icons.values() ?? [])].map(({ name }) => name);

/** What the fake market says has anything for sale. */
const categories: readonly MarketCategory[] = ['blocks', 'tools', 'combat', 'other'];

function serveListings({ server }: FakeWorld, offered: ListingRecord[]): void {
  const find = (listingId: string) => offered.find((one) => one.listingId === listingId);
  const unknown = { no: 'LISTING_UNKNOWN', status: 404 } as const;
  server.on(listListings, ({ call }) => ({
    yes: {
      ...{ items: offered, total: offered.length, page: Number(call.page ?? '1') },
      categories: [...categories],
    },
  }));
  server.on(getListing, ({ call }) => {
    const listing = find(call.listingId);
    const { bytes } = fakeGoods({ material: listing?.material ?? 'STONE', amount: 1 });
    return listing ? { yes: { ...listing, bytes } } : unknown;
  });
  server.on(getPriceHistory, ({ call: { sku } }) => ({
    yes: {
      sku,
      medianCoins: 12,
      points: [{ at: day, median7dCoins: 11, volume24hCount: 3 }],
    },
  }));
  server.on(quoteOrder, ({ call: { listingId, quantity } }) => {
    const listing = find(listingId);
    if (!listing) return unknown;
    const { sellerName, title, unitPriceCoins, expiresAt } = listing;
    const totalCoins = unitPriceCoins * quantity;
    const shown = { sellerName, title, unitPriceCoins, expiresAt, quantity, totalCoins };
    return { yes: { listingId, ...shown, feeCoins: 1, walletBalanceCoins: 100 } };
  });
  server.on(buyFromListing, ({ call: { quantity, quotedPriceCoins = 0 } }) => {
    const totalCoins = quantity * quotedPriceCoins;
    return {
      yes: {
        orderId: someId,
        title: 'Diamond',
        quantity,
        totalCoins,
        walletBalanceCoins: 100 - totalCoins,
      },
    };
  });
}
