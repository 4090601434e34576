// /sell: things of a player to the shop, at the prices it said last. What is really taken is what is
// paid for; whether it is, and what for, the backend says.
import { purchaseQuantityMax } from '@mintkeep/shared/constants.ts';
import { isPlainSku } from '@mintkeep/shared/goods.ts';
import { readAmount } from '../amount.ts';
import type { Taking } from '../goods/taking.ts';
import type { OpenMenu, Player } from '../platform/platform.ts';
import { playerCommand } from '../player-command.ts';
import type { Plugin } from '../plugin.ts';
import { allSlot, closeSlot, sellPage, totalOf, type Offer } from './menu.ts';
import { keepSellPrices, type SellPrices } from './prices.ts';
import { openSellTill, type Lot, type SellTill } from './till.ts';

const confirmWithinMs = 30_000;

interface Desk {
  readonly plugin: Plugin;
  readonly prices: SellPrices;
  readonly till: SellTill;
  /** Who was asked whether to sell everything, for how much, and when. */
  readonly asked: Map<Player, { readonly totalCoins: number; readonly atMs: number }>;
}

/** Registers /sell (D29, D35). */
export function sellToShop(plugin: Plugin, taking: Taking): void {
  const prices = keepSellPrices(plugin);
  const till = openSellTill(plugin, taking, prices);
  const desk: Desk = { plugin, prices, till, asked: new Map() };
  plugin.platform.onQuit((player) => void desk.asked.delete(player));
  playerCommand(plugin, {
    name: 'sell',
    run: (player, args) => sellCommand(desk, player, args),
    complete: (player, [first = '', ...more]) => {
      if (more.length === 0) return ['hand', 'all', ...prices.all().map((one) => one.goodsSku)];
      if (more.length > 1 || first === 'hand') return [];
      if (first === 'all') return desk.asked.has(player) ? ['confirm'] : [];
      return ['1', '8', '16', '64', 'all'];
    },
  });
}

async function sellCommand(desk: Desk, player: Player, args: readonly string[]): Promise<void> {
  const { plugin, prices, till } = desk;
  const [first = '', second, ...more] = args.map((word) => word.toLowerCase());
  if (more.length > 0 || (first === 'hand' && second !== undefined)) {
    return plugin.say(player, 'sell.usage');
  }
  if (till.isBusy(player)) return plugin.say(player, 'sell.busy');
  const answer = await prices.fresh();
  if (!answer.ok) return player.tell(plugin.refusal(answer.code, answer.details, player.language));
  if (!player.isOnline()) return;
  if (first === '') return openWindow(desk, player);
  if (first === 'hand') return sellHand(desk, player);
  if (first === 'all') return sellAll(desk, player, second);
  sellNamed(desk, player, first, second);
}

function sellHand({ plugin, prices, till }: Desk, player: Player): void {
  const goods = player.inHand();
  if (!goods) return plugin.say(player, 'sell.handEmpty');
  const price = prices.find(goods.sku);
  if (price?.goodsSku !== goods.sku) {
    // A thing that would be bought if it were like new is worth a word of its own.
    const isChanged = !isPlainSku(goods.sku) && prices.find(goods.material.toLowerCase());
    if (!isChanged) return plugin.say(player, 'sell.notBought', { item: goods.title });
    // Its sku is what an admin names to have the shop buy it.
    return plugin.say(player, 'sell.changed', { item: goods.title, sku: goods.sku });
  }
  till.sell(player, [lotOf(goods.sku, goods.quantity, price.sellPriceCoins)]);
}

const lotOf = (sku: string, quantity: number, unitPriceCoins: number): Lot => ({
  sku,
  quantity: Math.min(quantity, purchaseQuantityMax),
  unitPriceCoins,
});

const lotsOf = (offers: readonly Offer[]): Lot[] =>
  offers.map(({ goods, unitPriceCoins }) => lotOf(goods.sku, goods.quantity, unitPriceCoins));

/** All that a player holds and the shop buys here and now. */
function offersOf({ prices, till }: Desk, player: Player): Offer[] {
  return player.holdings().flatMap((goods): Offer[] => {
    const price = prices.find(goods.sku);
    if (price?.goodsSku !== goods.sku || till.whyNot(player, goods.sku)) return [];
    const { sellPriceCoins: unitPriceCoins, quantityPerDayMax } = price;
    return [{ goods, unitPriceCoins, quantityPerDayMax }];
  });
}

function tellNothing({ plugin, prices, till }: Desk, player: Player): void {
  // What stands in the way of one thing, as creative mode, stands in the way of all.
  const held = player.holdings().find(({ sku }) => prices.find(sku)?.goodsSku === sku);
  const why = held && till.whyNot(player, held.sku);
  if (why) return player.tell(why);
  const names = prices.all().slice(0, 8);
  if (names.length === 0) return plugin.say(player, 'sell.buysNothing');
  plugin.say(player, 'sell.empty', { items: names.map(({ goodsSku }) => goodsSku).join(', ') });
}

function sellAll(desk: Desk, player: Player, word: string | undefined): void {
  const { plugin, till, asked } = desk;
  if (word !== undefined && word !== 'confirm') return plugin.say(player, 'sell.usage');
  const offers = offersOf(desk, player);
  if (offers.length === 0) return tellNothing(desk, player);
  const totalCoins = totalOf(offers);
  const question = asked.get(player);
  asked.delete(player);
  const { platform, settings } = plugin;
  const isSure =
    word === 'confirm' &&
    question?.totalCoins === totalCoins &&
    platform.nowMs() - question.atMs <= confirmWithinMs;
  if (totalCoins <= settings.sellConfirmCoins || isSure) return till.sell(player, lotsOf(offers));
  asked.set(player, { totalCoins, atMs: platform.nowMs() });
  plugin.say(player, 'sell.ask', {
    kinds: platform.formatInteger(offers.length, player.language),
    total: plugin.coins(totalCoins, player.language),
    seconds: String(confirmWithinMs / 1_000),
  });
}

function sellNamed(desk: Desk, player: Player, name: string, amount = 'all'): void {
  const { plugin, prices, till } = desk;
  const price = prices.find(name);
  if (!price) return plugin.say(player, 'sell.notBought', { item: name });
  const quantity = amount === 'all' ? purchaseQuantityMax : readAmount(amount);
  if (quantity === null) return plugin.say(player, 'shop.unknownQuantity', { quantity: amount });
  till.sell(player, [lotOf(price.goodsSku, quantity, price.sellPriceCoins)]);
}

/** Opens the window and keeps it true to what the player holds after each sale. */
function openWindow(desk: Desk, player: Player): void {
  const { plugin, till } = desk;
  const { platform, words, settings } = plugin;
  const { language } = player;
  let offers = offersOf(desk, player);
  let asksAgain = false;
  if (offers.length === 0) return tellNothing(desk, player);

  const page = () => sellPage(plugin, offers, { language, asksAgain });
  function sold(): void {
    if (!menu.isOpen()) return;
    offers = offersOf(desk, player);
    asksAgain = false;
    if (offers.length === 0) menu.close();
    else menu.show(page());
  }
  function clickAll(): void {
    if (totalOf(offers) > settings.sellConfirmCoins && !asksAgain) {
      asksAgain = true;
      return menu.show(page());
    }
    till.sell(player, lotsOf(offers), sold);
  }
  const menu: OpenMenu = platform.openMenu(player, {
    title: words(language, 'sell.title'),
    rows: 6,
    icons: page(),
    onClick(slot, click) {
      if (slot === closeSlot) return menu.close();
      if (till.isBusy(player)) return;
      if (slot === allSlot) return clickAll();
      const offer = offers[slot];
      if (!offer) return;
      const { goods, unitPriceCoins } = offer;
      const quantity = { left: 64, right: 1, shift: goods.quantity, other: 0 }[click];
      if (quantity > 0) till.sell(player, [lotOf(goods.sku, quantity, unitPriceCoins)], sold);
    },
  });
}
