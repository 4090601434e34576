// What the shop sells, as last heard: for completing words and quoting prices, never for deciding.
import { listShopItems, type ShopItem } from '@mintkeep/shared/shop.ts';
import type { Answer, Plugin } from '../plugin.ts';

const refreshMs = 60_000;

export interface Catalogue {
  /** As last heard; empty before. */
  items(): readonly ShopItem[];
  find(sku: string): ShopItem | null;
  /** Asks the backend. */
  refresh(): Promise<Answer<readonly ShopItem[]>>;
}

/** Keeps the catalogue fresh while players are here. */
export function keepCatalogue({ platform, backend }: Plugin): Catalogue {
  let known: readonly ShopItem[] = [];
  const catalogue: Catalogue = {
    items: () => known,
    find: (sku) => known.find((item) => item.sku === sku) ?? null,
    async refresh() {
      const answer = await backend.send(listShopItems, {});
      if (!answer.ok) return answer;
      known = answer.value.items;
      return { ok: true, value: known };
    },
  };
  platform.every('catalogue', refreshMs, () => {
    if (platform.players().length > 0) void catalogue.refresh();
  });
  platform.onJoin(() => {
    if (known.length === 0) void catalogue.refresh();
  });
  return catalogue;
}
