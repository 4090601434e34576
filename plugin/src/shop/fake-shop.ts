// A shop with one player in it, for the shop's unit tests: the fake backend sells what it is given
// and answers each purchase with a yes, until a test says otherwise.
import { getCard } from '@mintkeep/shared/presence.ts';
import { getShopItem, listShopItems, purchase, type ShopItem } from '@mintkeep/shared/shop.ts';
import { startFakePlugin, type FakeWorld } from '../fake-plugin.ts';
import type { FakePlayer } from '../platform/fake-players.ts';
import { shop } from './shop.ts';

const someId = '00000000-0000-4000-8000-00000000000a';

/** What the backend answers a purchase with. */
export const bought = {
  purchaseId: someId,
  sku: 'diamond',
  quantity: 8,
  totalCostCoins: 40,
  walletBalanceCoins: 60,
  deliveryId: someId,
};

/** What the player reads of it. */
export const boughtLine = 'You bought 8 × Diamond for 40 coins.';

/** A reward on sale that differs from a plain diamond only in what is given. */
export const fakeItem = (changed: Partial<ShopItem> = {}): ShopItem => ({
  sku: 'diamond',
  name: 'Diamond',
  category: 'item',
  description: ['Shines.'],
  icon: 'DIAMOND',
  priceCoins: 5,
  stock: null,
  limits: {},
  expiresAt: null,
  ...changed,
});

export interface FakeShop extends FakeWorld {
  readonly ann: FakePlayer;
  /** Runs a command of Ann's. */
  run(line: string): Promise<void>;
  /** The keys of all purchases asked for. */
  keys(): (string | undefined)[];
  /** The slot of an icon in Ann's window by its name; throws when there is none. */
  slotOf(name: string): number;
}

/** Opens it; Ann has 100 coins. `properties` are settings. */
export function openFakeShop(
  items: readonly ShopItem[] = [fakeItem()],
  properties: Readonly<Record<string, string>> = {},
): FakeShop {
  const world = startFakePlugin({ commandCooldownMs: '0', ...properties });
  const { fake, server, plugin } = world;
  server.on(listShopItems, () => ({ yes: { items: [...items] } }));
  server.on(getShopItem, ({ call }) => {
    const item = items.find(({ sku }) => sku === call.sku);
    return item ? { yes: item } : { no: 'REWARD_UNKNOWN', status: 404 };
  });
  server.on(getCard, () => ({
    yes: {
      playerId: someId,
      name: 'Ann',
      walletBalanceCoins: 100,
      escrowBalanceCoins: 0,
      frozen: false,
      linked: false,
      streakDays: 0,
      badges: 0,
      season: null,
      pendingDeliveries: 0,
      lastEntries: [],
    },
  }));
  server.on(purchase, () => ({ yes: bought }));
  shop(plugin);
  const ann = fake.join('Ann');
  return {
    ...world,
    ann,
    run: (line) => fake.run(ann, line),
    keys: () => server.asked(purchase).map(({ key }) => key),
    slotOf(name) {
      const found = [...(ann.menu()?.icons ?? [])].find(([, icon]) => icon.name === name);
      if (!found) throw new Error(`There is no ${name}.`);
      return found[0];
    },
  };
}
