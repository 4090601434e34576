// One listing: what it is, how many one wants, what they cost, and the yes that buys them. The price
// is the one that the backend quoted; another by now is shown anew and asked about again.
import { purchaseQuantityMax } from '@mintkeep/shared/constants.ts';
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import { getListing } from '@mintkeep/shared/listings.ts';
import { buyFromListing, quoteOrder } from '@mintkeep/shared/orders.ts';
import { getPriceHistory } from '@mintkeep/shared/pricing.ts';
import { withCard } from '../item-card.ts';
import type { Icon, Message, Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import { listingLines, tellNo, thingIcon, voiceFor, type Desk } from './desk.ts';
import { wantsToConfirm } from './limits.ts';
import { openManage } from './own.ts';
import { quantityRow } from './pickers.ts';
import { priceLines } from './prices.ts';
import { closeButton, openWindow, type Button } from './windows.ts';

type Listing = ReplyOf<typeof getListing>;
type Quote = ReplyOf<typeof quoteOrder>;
type Back = (() => void) | undefined;

/** The listing with the thing itself; null when the player was told why not. */
export async function askForListing(
  { plugin, seen }: Desk,
  player: Player,
  listingId: string,
): Promise<Listing | null> {
  const answer = await plugin.backend.send(getListing, { listingId });
  if (answer.ok) {
    const { bytes: _itself, ...record } = answer.value;
    if (record.status === 'active') seen.note([record]);
    return player.isOnline() ? answer.value : null;
  }
  if (answer.code === 'LISTING_UNKNOWN') seen.forget(listingId);
  tellNo(plugin, player, answer);
  return null;
}

/** Opens the window of a listing; one's own is managed instead. */
export async function openListing(
  desk: Desk,
  player: Player,
  listingId: string,
  back?: () => void,
): Promise<void> {
  const listing = await askForListing(desk, player, listingId);
  if (!listing) return;
  if (listing.sellerName === player.name) return openManage(desk, player, listing, back);
  const prices = await desk.plugin.backend.send(getPriceHistory, { sku: listing.sku });
  if (!player.isOnline()) return;
  const history = prices.ok ? priceLines(desk.plugin, player, prices.value) : [];
  chooseQuantity(desk, player, { listing, history, back });
}

/** The least and the most of a listing that one purchase may take; the backend knows what was bought. */
function boundsOf(listing: Listing): { readonly min: number; readonly max: number } {
  const max = Math.min(
    listing.quantity,
    listing.quantityPerBuyerMax ?? purchaseQuantityMax,
    purchaseQuantityMax,
  );
  return { min: Math.min(listing.quantityPerBuyerMin ?? 1, max), max };
}

function chooseQuantity(
  desk: Desk,
  player: Player,
  { listing, history, back }: { listing: Listing; history: readonly Message[]; back: Back },
): void {
  const { plugin } = desk;
  const { words, coins, number } = voiceFor(plugin, player);
  const { min, max } = boundsOf(listing);
  const isOver = listing.status !== 'active' || max < 1;
  let quantity = min;
  let isAsking = false;

  function buttons(): Map<number, Button> {
    const shown = new Map<number, Button>();
    shown.set(4, {
      icon: thingIcon(plugin, player, listing, listingLines(plugin, player, listing)),
    });
    const lore = history.length > 0 ? history : [words('market.priceNone')];
    shown.set(8, { icon: { material: 'PAPER', name: words('market.priceTitle'), lore } });
    if (isOver) {
      shown.set(22, { icon: { material: 'RED_CONCRETE', name: words('market.over') } });
    } else {
      const change = (to: number): void => {
        quantity = to;
        window.show(buttons());
      };
      quantityRow(plugin, player, { from: 19, quantity, min, max, change }, shown);
      const total = coins(quantity * listing.unitPriceCoins);
      shown.set(31, {
        icon: {
          material: 'LIME_CONCRETE',
          amount: Math.min(quantity, 64),
          name: words('market.take', { quantity: number(quantity) }),
          lore: [words('menu.confirmTotal', { total }), words('market.takeHint')],
        },
        run: () => void goOn(),
      });
    }
    if (back) shown.set(36, { icon: { material: 'ARROW', name: words('menu.back') }, run: back });
    shown.set(
      44,
      closeButton(words('menu.close'), () => window.close()),
    );
    return shown;
  }
  async function goOn(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    await askToBuy(desk, player, { listing, quantity, back, close: () => window.close() });
    isAsking = false;
  }
  const title = words('market.listingTitle', { item: listing.title });
  const window = openWindow(plugin, player, { title, rows: 5, buttons: buttons() });
}

interface Wish {
  /** As the player saw it. */
  readonly listing: Listing;
  readonly quantity: number;
  readonly back?: Back;
  /** Closes the window of the wish: what is bought without a question is bought once. */
  readonly close?: () => void;
  /** Another price than the one that was agreed to. */
  readonly isAnew?: boolean;
}

/** Quotes so many of a listing, and asks whether to buy them unless the player wants no questions. */
export async function askToBuy(desk: Desk, player: Player, wish: Wish): Promise<void> {
  const { plugin } = desk;
  const { listing, quantity } = wish;
  const call = { listingId: listing.listingId, minecraftUUID: player.id, quantity };
  const answer = await plugin.backend.send(quoteOrder, call);
  if (!player.isOnline()) return;
  if (!answer.ok) return tellNo(plugin, player, answer);
  // The key belongs to this question: a double click or a macro answers it once (pain 21).
  const key = plugin.platform.newId();
  const buy = (): void => void buyQuoted(desk, player, { ...wish, quote: answer.value, key });
  // Even who wants no questions is asked about another price: it was never agreed to.
  const isOther = wish.isAnew === true || answer.value.unitPriceCoins !== listing.unitPriceCoins;
  if (!isOther && !wantsToConfirm(plugin, player)) {
    wish.close?.();
    return buy();
  }
  confirmPurchase(desk, player, { ...wish, quote: answer.value, buy });
}

function confirmPurchase(
  { plugin }: Desk,
  player: Player,
  asked: Wish & { readonly quote: Quote; buy(): void },
): void {
  const { words, coins, number } = voiceFor(plugin, player);
  const { listing, quote, buy, back, isAnew } = asked;
  const { totalCoins, walletBalanceCoins: haveCoins } = quote;
  const missingCoins = totalCoins - haveCoins;
  const yes: Icon = {
    material: 'LIME_CONCRETE',
    amount: Math.min(quote.quantity, 64),
    name: words('market.buyYes', { quantity: number(quote.quantity), total: coins(totalCoins) }),
    lore: [
      words('market.each', { price: coins(quote.unitPriceCoins) }),
      words('market.balanceAfter', { balance: coins(Math.max(0, haveCoins - totalCoins)) }),
      words('market.feeOfSeller', { fee: coins(quote.feeCoins) }),
      words('menu.confirmClick'),
    ],
  };
  const no: Icon = {
    material: 'RED_CONCRETE',
    name: words('menu.confirmUnaffordable'),
    lore: [words('menu.tooExpensive', { missing: coins(missingCoins) })],
  };
  // A click too many on the last question must not say yes to this one.
  const [yesSlot, noSlot] = isAnew ? [15, 11] : [11, 15];
  const buttons = new Map<number, Button>([
    [4, { icon: thingIcon(plugin, player, { ...listing, quantity: quote.quantity }, []) }],
    [yesSlot, missingCoins > 0 ? { icon: no } : { icon: yes, run: confirmed }],
    [noSlot, closeButton(words('market.buyNo'), () => window.close())],
  ]);
  if (back) buttons.set(18, { icon: { material: 'ARROW', name: words('menu.back') }, run: back });
  function confirmed(): void {
    window.close();
    buy();
  }
  const title = words('menu.confirmTitle', { item: listing.title });
  const window = openWindow(plugin, player, { title, rows: 3, buttons });
}

/** A wish whose price was shown. */
type Quoted = Wish & { readonly quote: Quote };

async function buyQuoted(
  desk: Desk,
  player: Player,
  wish: Quoted & { readonly key: string },
): Promise<void> {
  const { plugin, till } = desk;
  const { listing, quote, key } = wish;
  const call = {
    listingId: listing.listingId,
    minecraftUUID: player.id,
    quantity: quote.quantity,
    quotedPriceCoins: quote.unitPriceCoins,
  };
  const heard = await till.ask(player, buyFromListing, call, key);
  if (!heard) return;
  const { to, answer } = heard;
  if (answer.ok) return tellBought(plugin, to, wish, answer.value);
  tellNo(plugin, to, answer);
  if (answer.code !== 'PRICE_CHANGED' || to !== player) return;
  const again = await askForListing(desk, player, listing.listingId);
  if (again) await askToBuy(desk, player, { ...wish, listing: again, isAnew: true });
}

function tellBought(
  plugin: Plugin,
  player: Player,
  { listing: { details }, quote: { unitPriceCoins } }: Quoted,
  { title, quantity, totalCoins, walletBalanceCoins }: ReplyOf<typeof buyFromListing>,
): void {
  const { coins, number } = voiceFor(plugin, player);
  const price = coins(totalCoins);
  const thing = { name: title, details, quantity, unitPriceCoins };
  const item = withCard(plugin, player.language, thing);
  plugin.say(player, 'shop.bought', { item, quantity: number(quantity), price });
  plugin.say(player, 'shop.balanceLeft', { balance: coins(walletBalanceCoins) });
  plugin.sound(player, 'success');
}
