// The shop in the game: /shop and its windows, /buy. Prices, limits and stock are the backend's to
// decide; what is shown here is what it said last.
import { purchaseQuantityMax } from '@mintkeep/shared/constants.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import { sku as skuSchema } from '@mintkeep/shared/primitives.ts';
import {
  getShopItem,
  rewardCategory,
  type RewardCategory,
  type ShopItem,
} from '@mintkeep/shared/shop.ts';
import { readAmount } from '../amount.ts';
import type { OpenMenu, Player } from '../platform/platform.ts';
import { playerCommand } from '../player-command.ts';
import type { Answer, Plugin } from '../plugin.ts';
import { openTill, type Wish } from './buy.ts';
import { keepCatalogue, type Catalogue } from './catalogue.ts';
import {
  confirmPage,
  iconsOf,
  itemLines,
  shopPage,
  type Act,
  type Buttons,
  type View,
} from './menu.ts';

type Buy = (player: Player, wish: Wish) => Promise<void>;

/** Registers the shop. */
export function shop(plugin: Plugin): void {
  const catalogue = keepCatalogue(plugin);
  const till = openTill(plugin);
  const buy: Buy = async (player, wish) => {
    if ((await till(player, wish)) === 'told') return;
    await askAnew(plugin, catalogue, buy, player, wish);
  };
  playerCommand(plugin, {
    name: 'shop',
    run: (player, args) => shopCommand(plugin, catalogue, buy, player, args),
    complete: (_player, args) => {
      if (args.length === 1) return ['info', ...rewardCategory.options];
      return args[0] === 'info' && args.length === 2 ? skus(catalogue) : [];
    },
  });
  playerCommand(plugin, {
    name: 'buy',
    tellsWhenSlow: true,
    run: (player, args) => buyCommand(plugin, catalogue, buy, player, args),
    complete: (_player, args) => {
      if (args.length === 1) return skus(catalogue);
      return args.length === 2 ? ['1', '8', '16', '64'] : [];
    },
  });
}

const skus = (catalogue: Catalogue): string[] => catalogue.items().map(({ sku }) => sku);

async function shopCommand(
  plugin: Plugin,
  catalogue: Catalogue,
  buy: Buy,
  player: Player,
  [word = '', skuText]: readonly string[],
): Promise<void> {
  if (word === 'info') return showItem(plugin, player, skuText);
  const category = rewardCategory.safeParse(word.toLowerCase());
  if (word !== '' && !category.success) {
    return plugin.say(player, 'shop.unknownCategory', {
      category: word,
      categories: rewardCategory.options.join(', '),
    });
  }
  await openShop(plugin, catalogue, buy, player, category.success ? category.data : null);
}

/** Asks for a reward by what a player typed; what cannot be a sku is not asked for. */
async function askForItem({ backend }: Plugin, skuText: string): Promise<Answer<ShopItem>> {
  const sku = skuSchema.safeParse(skuText.toLowerCase());
  if (!sku.success) return { ok: false, code: 'REWARD_UNKNOWN', details: {} };
  return backend.send(getShopItem, { sku: sku.data });
}

async function showItem(
  plugin: Plugin,
  player: Player,
  skuText: string | undefined,
): Promise<void> {
  if (skuText === undefined) return plugin.say(player, 'shop.infoUsage');
  const answer = await askForItem(plugin, skuText);
  const { language } = player;
  if (!answer.ok) return player.tell(plugin.refusal(answer.code, answer.details, language));
  const item = answer.value;
  const price = plugin.coins(item.priceCoins, language);
  plugin.say(player, 'shop.info', { item: item.name, sku: item.sku, price });
  for (const line of itemLines(plugin, item, language, null)) player.tell(line);
}

async function buyCommand(
  plugin: Plugin,
  catalogue: Catalogue,
  buy: Buy,
  player: Player,
  [skuText, quantityText = '1']: readonly string[],
): Promise<void> {
  if (skuText === undefined) return plugin.say(player, 'shop.buyUsage');
  const quantity = readAmount(quantityText);
  if (quantity === null) {
    return plugin.say(player, 'shop.unknownQuantity', { quantity: quantityText });
  }
  if (quantity > purchaseQuantityMax) {
    return player.tell(plugin.refusal('PURCHASE_TOO_LARGE', {}, player.language));
  }
  const key = plugin.platform.newId();
  const known = catalogue.find(skuText.toLowerCase());
  if (known) return buy(player, { item: known, quantity, key });
  const answer = await askForItem(plugin, skuText);
  if (answer.ok) return buy(player, { item: answer.value, quantity, key });
  player.tell(plugin.refusal(answer.code, answer.details, player.language));
}

/** Who was told of another price is asked whether to buy at that one, as when a sale has just begun. */
async function askAnew(
  plugin: Plugin,
  catalogue: Catalogue,
  buy: Buy,
  player: Player,
  { item: { sku }, quantity }: Wish,
): Promise<void> {
  const view = await lookAround(plugin, catalogue, player);
  const item = view.ok && view.value.items.find((one) => one.sku === sku);
  if (!view.ok || !item || !player.isOnline()) return;
  new Browsing(plugin, buy, player, view.value).confirm(item, quantity);
}

/** The whole shop and the player's balance as they are now. */
async function lookAround(
  plugin: Plugin,
  catalogue: Catalogue,
  player: Player,
): Promise<Answer<View>> {
  const [goods, card] = await Promise.all([
    catalogue.refresh(),
    plugin.backend.send(getCard, { minecraftUUID: player.id }),
  ]);
  if (!goods.ok) return goods;
  if (!card.ok) return card;
  const balanceCoins = card.value.walletBalanceCoins;
  const { language } = player;
  return {
    ok: true,
    value: { items: goods.value, balanceCoins, category: null, page: 0, language },
  };
}

/** Opens the shop with fresh goods and a fresh balance. */
async function openShop(
  plugin: Plugin,
  catalogue: Catalogue,
  buy: Buy,
  player: Player,
  category: RewardCategory | null,
): Promise<void> {
  const view = await lookAround(plugin, catalogue, player);
  if (!view.ok) return player.tell(plugin.refusal(view.code, view.details, player.language));
  if (!player.isOnline()) return;
  if (view.value.items.length === 0) return plugin.say(player, 'shop.empty');
  new Browsing(plugin, buy, player, { ...view.value, category }).browse();
}

/** One player's way through the windows. */
class Browsing {
  readonly #plugin: Plugin;
  readonly #buy: Buy;
  readonly #player: Player;
  #view: View;

  constructor(plugin: Plugin, buy: Buy, player: Player, view: View) {
    this.#plugin = plugin;
    this.#buy = buy;
    this.#player = player;
    this.#view = view;
  }

  browse(): void {
    const { words } = this.#plugin;
    const { category, language } = this.#view;
    const title =
      category === null
        ? words(language, 'shop.title')
        : words(language, 'shop.titleCategory', {
            category: words(language, `category.${category}`),
          });
    this.#open(title, 6, shopPage(this.#plugin, this.#view), (act, menu) => {
      if (act.do === 'category') this.#turnTo({ ...this.#view, category: act.category, page: 0 });
      else if (act.do === 'page') this.#turnTo({ ...this.#view, page: act.page });
      else if (act.do === 'choose') this.confirm(act.item);
      else menu.close();
    });
  }

  #turnTo(view: View): void {
    this.#view = view;
    this.browse();
  }

  /** Asks whether to buy, and how many unless that was said. */
  confirm(item: ShopItem, wished?: number): void {
    const { words, platform } = this.#plugin;
    const { language, balanceCoins } = this.#view;
    // The key belongs to this question: a double click answers it once.
    const key = platform.newId();
    const title = words(language, 'menu.confirmTitle', { item: item.name });
    const page = confirmPage(this.#plugin, item, balanceCoins, language, wished);
    this.#open(title, 3, page, (act, menu) => {
      if (act.do === 'back') return this.browse();
      menu.close();
      if (act.do === 'buy') void this.#buy(this.#player, { item, quantity: act.quantity, key });
    });
  }

  #open(
    title: ReturnType<Plugin['words']>,
    rows: 3 | 6,
    buttons: Buttons,
    run: (act: Act, menu: OpenMenu) => void,
  ): void {
    const menu: OpenMenu = this.#plugin.platform.openMenu(this.#player, {
      title,
      rows,
      icons: iconsOf(buttons),
      onClick: (slot) => {
        const act = buttons.get(slot)?.act;
        if (act) run(act, menu);
      },
    });
  }
}
