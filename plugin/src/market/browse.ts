// Browsing: the market in a window, by categories, words, sellers and prices, in the order asked for,
// page by page, with the age of what is shown. One window; each question changes what lies in it.
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import {
  listingsCountedMax,
  listListings,
  marketCategory,
  type MarketCategory,
} from '@mintkeep/shared/listings.ts';
import type { Cancel, Player } from '../platform/platform.ts';
import { listingLines, tellNo, thingIcon, voiceFor, type Desk } from './desk.ts';
import { openHeld } from './held.ts';
import { openListing } from './listing.ts';
import { openOwn } from './own.ts';
import { callOf, everything, sorts, type Query } from './query.ts';
import { openSellMenu } from './sell.ts';
import { openWindow, type Button, type Buttons } from './windows.ts';

// The first row holds categories, the last the ways on; between them lie the listings.
const listingsFrom = 9;
const perPage = 36;
const emptySlot = 22;
/** All icons are made anew for it, so not more often. */
const ageEveryMs = 15_000;

const categoryIcons: Readonly<Record<MarketCategory, string>> = {
  blocks: 'BRICKS',
  tools: 'IRON_PICKAXE',
  combat: 'IRON_SWORD',
  food: 'BREAD',
  redstone: 'REDSTONE',
  other: 'CHEST',
};

interface View {
  readonly query: Query;
  readonly found: ReplyOf<typeof listListings>;
  readonly heardAtMs: number;
}

/** Opens the market at a query, once the backend has answered. */
export async function openMarket(desk: Desk, player: Player, query: Query): Promise<void> {
  const { plugin } = desk;
  const { platform } = plugin;
  const { words } = voiceFor(plugin, player);
  const first = await look(desk, player, query);
  if (!first) return;
  let view: View = first;
  let isLooking = false;
  let stopAgeing: Cancel = () => undefined;

  async function turnTo(next: Query): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    const found = await look(desk, player, next);
    isLooking = false;
    if (!found || !window.isOpen()) return;
    view = found;
    window.show(buttons());
  }
  const buttons = (): Buttons =>
    marketPage(desk, player, view, {
      turnTo: (next) => void turnTo(next),
      close: () => window.close(),
      again: () => void openMarket(desk, player, view.query),
    });
  const window = openWindow(plugin, player, {
    title: words('market.title'),
    rows: 6,
    buttons: buttons(),
    closed: () => stopAgeing(),
  });
  stopAgeing = platform.every('age of the market', ageEveryMs, () => {
    if (window.isOpen()) window.show(buttons());
    else stopAgeing();
  });
}

/** Asks the backend; null when the player was told why there is no answer. */
async function look({ plugin, seen }: Desk, player: Player, query: Query): Promise<View | null> {
  const answer = await plugin.backend.send(listListings, callOf(query, perPage));
  if (!answer.ok) {
    tellNo(plugin, player, answer);
    return null;
  }
  seen.note(answer.value.items);
  if (!player.isOnline()) return null;
  return { query, found: answer.value, heardAtMs: plugin.platform.nowMs() };
}

interface Ways {
  turnTo(query: Query): void;
  close(): void;
  /** Opens the market again where it was. */
  again(): void;
}

function marketPage(desk: Desk, player: Player, view: View, ways: Ways): Buttons {
  const { plugin } = desk;
  const { words } = voiceFor(plugin, player);
  const { query, found } = view;
  const buttons = new Map<number, Button>();
  categoryRow(desk, player, view, ways, buttons);
  found.items.forEach((listing, index) => {
    const isOwn = listing.sellerName === player.name;
    const hint = words(isOwn ? 'market.manageHint' : 'market.buyHint');
    const lore = [...listingLines(plugin, player, listing), hint];
    buttons.set(listingsFrom + index, {
      icon: thingIcon(plugin, player, listing, lore),
      run: () => void openListing(desk, player, listing.listingId, ways.again),
    });
  });
  if (found.items.length === 0) {
    const isFiltered = filtersOf(query) !== '';
    const lore = [words(isFiltered ? 'market.noneFoundHint' : 'market.emptyHint')];
    const name = words(isFiltered ? 'market.noneFound' : 'market.empty');
    buttons.set(emptySlot, { icon: { material: 'GLASS_BOTTLE', name, lore } });
  }
  bottomRow(desk, player, view, ways, buttons);
  return buttons;
}

function categoryRow(
  { plugin }: Desk,
  player: Player,
  { query, found }: View,
  { turnTo }: Ways,
  into: Map<number, Button>,
): void {
  const { words } = voiceFor(plugin, player);
  // Those that have something for sale, each in the place it always has.
  const shown = [null, query.category, ...found.categories];
  [null, ...marketCategory.options].forEach((one, slot) => {
    if (!shown.includes(one)) return;
    const isHere = (query.category ?? null) === one;
    const { category: _left, ...others } = query;
    const next: Query = { ...others, ...(one === null ? {} : { category: one }), page: 1 };
    into.set(slot, {
      icon: {
        material: one === null ? 'COMPASS' : categoryIcons[one],
        name:
          one === null
            ? words('menu.categoryAll')
            : words('menu.category', { category: words(`market.category.${one}`) }),
        lore: [words(isHere ? 'menu.categoryHere' : 'menu.categoryOpen')],
        glow: isHere,
      },
      run: () => turnTo(next),
    });
  });
}

function bottomRow(
  desk: Desk,
  player: Player,
  { query, found, heardAtMs }: View,
  { turnTo, close }: Ways,
  into: Map<number, Button>,
): void {
  const { plugin } = desk;
  const { words, number } = voiceFor(plugin, player);
  const put = (
    slot: number,
    material: string,
    name: Button['icon']['name'],
    run: () => void,
    lore: Button['icon']['lore'] = [],
  ): void => void into.set(slot, { icon: { material, name, lore }, run });

  const { page, sort } = query;
  const pages = Math.max(1, Math.ceil(found.total / perPage));
  const to = (next: number) => () => turnTo({ ...query, page: next });
  if (page > 1) {
    put(45, 'ARROW', words('menu.previous', { page: String(page - 1) }), to(page - 1));
  }
  if (page < pages) put(53, 'ARROW', words('menu.next', { page: String(page + 1) }), to(page + 1));
  put(46, 'CHEST_MINECART', words('market.sellButton'), () => openSellMenu(desk, player));
  put(47, 'WRITABLE_BOOK', words('market.ownTitle'), () => void openOwn(desk, player));
  put(48, 'BARREL', words('market.heldTitle'), () => void openHeld(desk, player));
  put(49, 'BARRIER', words('menu.close'), close);
  const nextSort = sorts[(sorts.indexOf(sort) + 1) % sorts.length] ?? sort;
  const sorted = words('market.sort', { sort: words(`market.sort.${sort}`) });
  put(50, 'COMPARATOR', sorted, () => turnTo({ ...query, sort: nextSort, page: 1 }), [
    words('market.sortHint', { sort: words(`market.sort.${nextSort}`) }),
  ]);
  const filters = filtersOf(query);
  put(
    51,
    'SPYGLASS',
    filters === '' ? words('market.search') : words('market.searching', { filters }),
    () => turnTo({ ...everything, sort }),
    [words(filters === '' ? 'market.searchHint' : 'market.searchClear')],
  );
  // More than the backend counts are that many or more.
  const countOf = (total: number): string =>
    `${number(total)}${total >= listingsCountedMax ? '+' : ''}`;
  const seconds = number(Math.floor((plugin.platform.nowMs() - heardAtMs) / 1_000));
  put(52, 'SUNFLOWER', words('market.refresh'), () => turnTo(query), [
    words('market.found', { count: countOf(found.total) }),
    words('market.age', { seconds }),
  ]);
}

/** What is searched for, as a player would write it. */
function filtersOf({ search, seller, sku, priceMinCoins, priceMaxCoins }: Query): string {
  const parts = [
    search,
    seller && `seller:${seller}`,
    sku && `sku:${sku}`,
    priceMinCoins && `min:${String(priceMinCoins)}`,
    priceMaxCoins && `max:${String(priceMaxCoins)}`,
  ];
  return parts.filter(Boolean).join(' ');
}
