// What the shop's windows show: pure, from the catalogue and a balance to icons and what a click
// on each means.
import type { RewardCategory, ShopItem } from '@mintkeep/shared/shop.ts';
import { purchaseQuantityMax } from '@mintkeep/shared/constants.ts';
import type { Icon, Message } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import { shortDate } from '../messages.ts';

export type Act =
  | { readonly do: 'category'; readonly category: RewardCategory | null }
  | { readonly do: 'page'; readonly page: number }
  | { readonly do: 'choose'; readonly item: ShopItem }
  | { readonly do: 'buy'; readonly quantity: number }
  | { readonly do: 'back' }
  | { readonly do: 'close' };

export interface Button {
  readonly icon: Icon;
  readonly act?: Act;
}
export type Buttons = ReadonlyMap<number, Button>;

/** What a page is made from. */
export interface View {
  readonly items: readonly ShopItem[];
  readonly balanceCoins: number;
  readonly category: RewardCategory | null;
  readonly page: number;
  readonly language: string;
}

type Words = Pick<Plugin, 'words' | 'coins' | 'platform'>;

// Rows two to five hold goods; the first holds categories, the last the way on.
const goodsFrom = 9;
const goodsPerPage = 36;

const categoryIcons: Readonly<Record<RewardCategory, string>> = {
  money: 'GOLD_INGOT',
  rank: 'NAME_TAG',
  cosmetic: 'FIREWORK_ROCKET',
  voucher: 'PAPER',
  item: 'CHEST',
};

/** How many a player may still be offered: by coins, stock and what one purchase may hold. */
export function affordable(item: ShopItem, balanceCoins: number): number {
  const { quantityPerPlayerMax = purchaseQuantityMax, quantityPerDayMax = purchaseQuantityMax } =
    item.limits;
  return Math.min(
    Math.floor(balanceCoins / item.priceCoins),
    item.stock ?? purchaseQuantityMax,
    quantityPerPlayerMax,
    quantityPerDayMax,
    item.quantityPerPurchaseMax ?? purchaseQuantityMax,
  );
}

/** The lines under an item's name: what it costs, how many are left, whether one can afford it. */
export function itemLines(
  { words, coins, platform }: Words,
  item: ShopItem,
  language: string,
  balanceCoins: number | null,
): Message[] {
  const number = (value: number): string => platform.formatInteger(value, language);
  const lines = item.description.map((line) => words(language, 'menu.description', { line }));
  lines.push(...priceLines({ words, coins }, item, language));
  if (item.stock === null) lines.push(words(language, 'menu.stockEndless'));
  else if (item.stock === 0) lines.push(words(language, 'menu.soldOut'));
  else lines.push(words(language, 'menu.stock', { stock: number(item.stock) }));
  if (item.restockAt !== undefined && item.stock === 0) {
    lines.push(words(language, 'menu.restock', { date: shortDate(item.restockAt, language) }));
  }
  lines.push(...requirementLines({ words, platform }, item, language));
  const { quantityPerPlayerMax: ever, quantityPerDayMax: day } = item.limits;
  if (ever !== undefined) lines.push(words(language, 'menu.limitEver', { max: number(ever) }));
  if (day !== undefined) lines.push(words(language, 'menu.limitDay', { max: number(day) }));
  if (item.expiresAt !== null) {
    lines.push(words(language, 'menu.expires', { date: shortDate(item.expiresAt, language) }));
  }
  if (balanceCoins !== null && item.stock !== 0) {
    const missing = item.priceCoins - balanceCoins;
    lines.push(
      missing <= 0
        ? words(language, 'menu.affordable')
        : words(language, 'menu.tooExpensive', { missing: coins(missing, language) }),
    );
  }
  return lines;
}

/** What it costs, what it usually costs and until when it is cheaper, and what the shop pays for one. */
function priceLines(
  { words, coins }: Pick<Words, 'words' | 'coins'>,
  { priceCoins, listPriceCoins, cheaperUntil, sellPriceCoins }: ShopItem,
  language: string,
): Message[] {
  const price = coins(priceCoins, language);
  const lines =
    listPriceCoins === undefined || cheaperUntil === undefined
      ? [words(language, 'menu.price', { price })]
      : [
          words(language, 'menu.priceCheaper', { price, usual: coins(listPriceCoins, language) }),
          words(language, 'menu.cheaperUntil', { date: shortDate(cheaperUntil, language) }),
        ];
  if (sellPriceCoins !== undefined) {
    lines.push(words(language, 'menu.sellPrice', { price: coins(sellPriceCoins, language) }));
  }
  return lines;
}

/** What one must have before buying it. A permission has no name for people: it is told by buying. */
function requirementLines(
  { words, platform }: Pick<Words, 'words' | 'platform'>,
  { requirements }: ShopItem,
  language: string,
): Message[] {
  const { levelMin, rewardSku, rewardName = rewardSku } = requirements ?? {};
  return [
    ...(levelMin === undefined
      ? []
      : [
          words(language, 'menu.needsLevel', { level: platform.formatInteger(levelMin, language) }),
        ]),
    ...(rewardName === undefined
      ? []
      : [words(language, 'menu.needsReward', { item: rewardName })]),
  ];
}

/** How many pages a category has; at least one. */
export const pagesOf = ({ items, category }: Pick<View, 'items' | 'category'>): number =>
  Math.max(1, Math.ceil(inCategory(items, category).length / goodsPerPage));

const inCategory = (
  items: readonly ShopItem[],
  category: RewardCategory | null,
): readonly ShopItem[] =>
  category === null ? items : items.filter((item) => item.category === category);

/** The shop's page: six rows. */
export function shopPage(words: Words, view: View): Buttons {
  const { items, category, language, balanceCoins } = view;
  const say = (key: Parameters<Words['words']>[1], values?: Message['values']): Message =>
    words.words(language, key, values);
  const buttons = new Map<number, Button>();
  categoryRow(view).forEach((one, slot) => {
    const name =
      one === null
        ? say('menu.categoryAll')
        : say('menu.category', { category: say(`category.${one}`) });
    const isHere = one === category;
    const lore = [say(isHere ? 'menu.categoryHere' : 'menu.categoryOpen')];
    const material = one === null ? 'COMPASS' : categoryIcons[one];
    buttons.set(slot, {
      icon: { material, name, lore, glow: isHere },
      act: { do: 'category', category: one },
    });
  });
  const balance = words.coins(balanceCoins, language);
  buttons.set(8, { icon: { material: 'GOLD_NUGGET', name: say('menu.balance', { balance }) } });
  const pages = pagesOf(view);
  const page = Math.min(Math.max(0, view.page), pages - 1);
  inCategory(items, category)
    .slice(page * goodsPerPage, (page + 1) * goodsPerPage)
    .forEach((item, index) => {
      buttons.set(goodsFrom + index, {
        icon: {
          material: item.icon,
          name: say('menu.itemName', { item: item.name }),
          lore: itemLines(words, item, language, balanceCoins),
        },
        act: { do: 'choose', item },
      });
    });
  const way = (slot: number, key: 'menu.previous' | 'menu.next', to: number): void => {
    const icon: Icon = { material: 'ARROW', name: say(key, { page: String(to + 1) }) };
    buttons.set(slot, { icon, act: { do: 'page', page: to } });
  };
  if (page > 0) way(45, 'menu.previous', page - 1);
  if (page < pages - 1) way(53, 'menu.next', page + 1);
  buttons.set(49, { icon: { material: 'BARRIER', name: say('menu.close') }, act: { do: 'close' } });
  return buttons;
}

/** The categories that have something, after "everything". */
function categoryRow({ items }: View): (RewardCategory | null)[] {
  const order = Object.keys(categoryIcons) as RewardCategory[];
  return [null, ...order.filter((one) => items.some(({ category }) => category === one))];
}

/** The quantities a confirm screen offers; the last is as many as one can. */
export function quantitiesFor(item: ShopItem, balanceCoins: number): number[] {
  const max = affordable(item, balanceCoins);
  const offered = [1, 8, 16, 64].filter((quantity) => quantity <= max);
  return max > 0 && !offered.includes(max) ? [...offered, max] : offered;
}

/** The confirm screen: three rows, one click buys. */
export function confirmPage(
  words: Words,
  item: ShopItem,
  balanceCoins: number,
  language: string,
  wished?: number,
): Buttons {
  const say = (key: Parameters<Words['words']>[1], values?: Message['values']): Message =>
    words.words(language, key, values);
  const buttons = new Map<number, Button>();
  buttons.set(4, {
    icon: {
      material: item.icon,
      name: say('menu.itemName', { item: item.name }),
      lore: itemLines(words, item, language, balanceCoins),
    },
  });
  const most = quantitiesFor(item, balanceCoins);
  const isWish = wished !== undefined && wished <= (most.at(-1) ?? 0);
  const quantities = isWish ? [wished] : most;
  // A click too many on the last question must not say yes to this one.
  const from = isWish ? 15 : 11;
  quantities.forEach((quantity, index) => {
    const isMost = !isWish && index === quantities.length - 1 && quantity > 1;
    const total = words.coins(quantity * item.priceCoins, language);
    const shown = words.platform.formatInteger(quantity, language);
    buttons.set(from + index, {
      icon: {
        material: 'LIME_CONCRETE',
        amount: Math.min(quantity, 64),
        name: say(isMost ? 'menu.confirmMax' : 'menu.confirmQuantity', { quantity: shown }),
        lore: [say('menu.confirmTotal', { total }), say('menu.confirmClick')],
      },
      act: { do: 'buy', quantity },
    });
  });
  if (quantities.length === 0) {
    const key = item.stock === 0 ? 'menu.soldOut' : 'menu.confirmUnaffordable';
    buttons.set(13, { icon: { material: 'RED_CONCRETE', name: say(key) } });
  }
  buttons.set(18, { icon: { material: 'ARROW', name: say('menu.back') }, act: { do: 'back' } });
  buttons.set(26, { icon: { material: 'BARRIER', name: say('menu.close') }, act: { do: 'close' } });
  return buttons;
}

/** Only the icons, as a window wants them. */
export const iconsOf = (buttons: Buttons): ReadonlyMap<number, Icon> =>
  new Map([...buttons].map(([slot, { icon }]) => [slot, icon]));
