// /market: from words to what they mean, and the words that can follow each other. Completing asks
// nobody: it knows what was seen last.
import { goodsSku } from '@mintkeep/shared/goods.ts';
import { marketCategory } from '@mintkeep/shared/listings.ts';
import { readAmount } from '../amount.ts';
import type { Player, Sender } from '../platform/platform.ts';
import { openMarket } from './browse.ts';
import type { Desk } from './desk.ts';
import { openHeld } from './held.ts';
import { setConfirm } from './limits.ts';
import { askForListing, askToBuy, openListing } from './listing.ts';
import { openOwn, withdraw } from './own.ts';
import { tellPrice } from './prices.ts';
import { everything, filterNames, readQuery } from './query.ts';
import { shortOf } from './seen.ts';
import { depositHand, openSellMenu, sellHand } from './sell.ts';
import { staffCommand, staffPermission, staffWords } from './staff.ts';
import { tellTrades } from './trades.ts';

type Run = (desk: Desk, player: Player, args: readonly string[]) => void | Promise<void>;

const runs: Readonly<Record<string, Run>> = {
  search: (desk, player, args) => search(desk, player, args),
  buy: (desk, player, args) => buy(desk, player, args),
  show: (desk, player, [listing = '']) =>
    withListing(desk, player, listing, (id) => openListing(desk, player, id)),
  sell: (desk, player, args) =>
    args.length === 0 ? openSellMenu(desk, player) : sellHand(desk, player, args),
  deposit: (desk, player, [count]) => depositHand(desk, player, count),
  mine: (desk, player) => openOwn(desk, player),
  held: (desk, player) => openHeld(desk, player),
  history: (desk, player, args) => tellTrades(desk, player, args),
  cancel: (desk, player, [listing = '']) =>
    withListing(desk, player, listing, (id) => {
      // The till itself says when it takes long.
      void withdraw(desk, player, id, desk.plugin.platform.newId());
    }),
  price: (desk, player, [word]) => tellPrice(desk, player, word),
  confirm: (desk, player, [wish]) => confirm(desk, player, wish),
  help: ({ plugin }, player) => plugin.say(player, 'market.usage'),
};
const names = Object.keys(runs);

/** Whether words are a command of staff, of one who may give it. */
export const isStaffCommand = (sender: Sender, [word = '']: readonly string[]): boolean =>
  (staffWords as readonly string[]).includes(word.toLowerCase()) && sender.may(staffPermission);

/** Runs `/market …` of a player. */
export async function marketCommand(
  desk: Desk,
  player: Player,
  [first = '', ...args]: readonly string[],
): Promise<void> {
  const word = first.toLowerCase();
  if (isStaffCommand(player, [word])) return staffCommand(desk, player, [word, ...args]);
  // An own property alone: nobody may type the name of what all objects have.
  const run = Object.hasOwn(runs, word) ? runs[word] : undefined;
  if (run) return run(desk, player, args);
  if (word === '') return openMarket(desk, player, everything);
  const category = marketCategory.safeParse(word);
  if (category.success && args.length === 0) {
    return openMarket(desk, player, { ...everything, category: category.data });
  }
  const sku = goodsSku.safeParse(word);
  if (!sku.success || args.length > 0) return desk.plugin.say(player, 'market.usage');
  return openMarket(desk, player, { ...everything, sku: sku.data });
}

async function search(desk: Desk, player: Player, args: readonly string[]): Promise<void> {
  if (args.length === 0) return desk.plugin.say(player, 'market.searchUsage');
  const query = readQuery(args);
  if ('wrong' in query) return desk.plugin.say(player, 'market.wrongWord', { word: query.wrong });
  return openMarket(desk, player, query);
}

async function withListing(
  { plugin, seen }: Desk,
  player: Player,
  listing: string,
  run: (listingId: string) => void | Promise<void>,
): Promise<void> {
  const listingId = await seen.idOf(listing);
  if (listingId === null) return plugin.say(player, 'market.unknownListing', { listing });
  await run(listingId);
}

/** `/market buy <listing> [quantity]`: without a quantity the least that can be bought. */
async function buy(
  desk: Desk,
  player: Player,
  [listing = '', count]: readonly string[],
): Promise<void> {
  const quantity = count === undefined ? undefined : readAmount(count);
  if (quantity === null) {
    return desk.plugin.say(player, 'shop.unknownQuantity', { quantity: count ?? '' });
  }
  await withListing(desk, player, listing, async (listingId) => {
    const found = await askForListing(desk, player, listingId);
    if (!found) return;
    const wanted = quantity ?? found.quantityPerBuyerMin ?? 1;
    await askToBuy(desk, player, { listing: found, quantity: wanted });
  });
}

function confirm({ plugin }: Desk, player: Player, wish = ''): void {
  if (wish !== 'on' && wish !== 'off') return plugin.say(player, 'market.confirmUsage');
  setConfirm(player, wish);
  plugin.say(player, `market.confirm.${wish}`);
}

const wordsShown = 50;
const quantities = ['1', '8', '16', '64'];
const prices = ['1', '10', '100', '1k'];

/** The words that may stand in place of the last argument. */
export function marketWords(desk: Desk, sender: Sender, args: readonly string[]): string[] {
  const [first = '', ...more] = args;
  const isStaff = sender.may(staffPermission);
  if (more.length === 0) {
    const staff = isStaff ? staffWords : [];
    return [...names, ...staff, ...marketCategory.options, ...skus(desk)];
  }
  const word = first.toLowerCase();
  if (word === 'search') return searchWords(desk);
  if (more.length === 1) return secondWords(desk, sender, word, isStaff);
  if (more.length === 2) {
    if (word === 'buy' || word === 'sell') return quantities;
    if (word === 'editprice' && isStaff) return prices;
  }
  return more.length === 3 && word === 'sell' ? ['1', '6', '12', '24', '48', '168'] : [];
}

function secondWords(desk: Desk, sender: Sender, word: string, isStaff: boolean): string[] {
  const listings = desk.seen.all().slice().reverse();
  const shorts = (isWanted: (isOwn: boolean) => boolean): string[] =>
    listings
      .filter(({ sellerName }) => isWanted(sellerName === sender.name))
      .slice(0, wordsShown)
      .map(({ listingId }) => shortOf(listingId));
  if (word === 'buy') return shorts((isOwn) => !isOwn);
  if (word === 'cancel') return shorts((isOwn) => isOwn);
  if (word === 'show') return shorts(() => true);
  if (isStaff && (staffWords as readonly string[]).includes(word)) return shorts(() => true);
  if (word === 'sell') return prices;
  if (word === 'deposit') return quantities;
  if (word === 'history') return ['bought', 'sold'];
  if (word === 'price') return ['hand', ...skus(desk)];
  return word === 'confirm' ? ['on', 'off'] : [];
}

const skus = ({ seen }: Desk): string[] =>
  [...new Set(seen.all().map(({ sku }) => sku))].slice(-wordsShown);

const searchWords = ({ seen }: Desk): string[] => [
  ...filterNames,
  ...[...new Set(seen.all().map(({ sellerName }) => `seller:${sellerName}`))].slice(-wordsShown),
];
