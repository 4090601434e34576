// An offer: from what a seller wishes to ask, over what it would mean, to a yes. The backend is asked
// before anything leaves an inventory, so that a price that is refused costs nobody a moment's worry.
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import type { Goods } from '@mintkeep/shared/goods.ts';
import { appraise, createListing, type HeldGoods } from '@mintkeep/shared/market.ts';
import type { Icon, Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import { tellListed, type Terms } from './counter.ts';
import { feeCoinsOf, percentOf, tellNo, thingIcon, voiceFor, type Desk } from './desk.ts';
import { listingsMaxOf, wantsToConfirm } from './limits.ts';
import { closeButton, openWindow, type Button } from './windows.ts';

/** Where the things are: with the player, or in Mintkeep's hands already. */
export type Thing =
  | { readonly from: 'inventory'; readonly goods: Goods }
  | { readonly from: 'held'; readonly goods: HeldGoods };

export interface Offer {
  readonly thing: Thing;
  readonly quantity: number;
  readonly terms: Terms;
}

/** The window that an offer comes from. */
export interface From {
  readonly back?: () => void;
  /** Closes it: what is offered without a question is offered once. */
  readonly close?: () => void;
}

type Appraisal = ReplyOf<typeof appraise>;

/** What a price would mean; null when the player was told why nobody knows. */
export async function appraised(
  { plugin }: Desk,
  player: Player,
  sku: string,
  unitPriceCoins: number,
): Promise<Appraisal | null> {
  const call = { sku, unitPriceCoins: String(unitPriceCoins) };
  const answer = await plugin.backend.send(appraise, call);
  if (!answer.ok) {
    tellNo(plugin, player, answer);
    return null;
  }
  return player.isOnline() ? answer.value : null;
}

/** Appraises an offer and asks the player; a price that would be refused is said, with what it may be. */
export async function makeOffer(
  desk: Desk,
  player: Player,
  offer: Offer,
  from: From = {},
): Promise<void> {
  const { plugin } = desk;
  const { unitPriceCoins } = offer.terms;
  const appraisal = await appraised(desk, player, offer.thing.goods.sku, unitPriceCoins);
  if (!appraisal) return;
  const { problem, ...range } = appraisal;
  if (problem !== null) return tellNo(plugin, player, { code: problem, details: range });
  // The key belongs to this question: a double click answers it once.
  const key = plugin.platform.newId();
  if (wantsToConfirm(plugin, player)) {
    return confirmOffer(desk, player, { offer, appraisal, key, back: from.back });
  }
  from.close?.();
  place(desk, player, offer, key);
}

function confirmOffer(
  desk: Desk,
  player: Player,
  asked: { offer: Offer; appraisal: Appraisal; key: string; back: (() => void) | undefined },
): void {
  const { plugin } = desk;
  const { offer, appraisal, key, back } = asked;
  const { words, number } = voiceFor(plugin, player);
  const { goods } = offer.thing;
  const shown = { ...goods, quantity: offer.quantity };
  const yes: Icon = {
    material: 'LIME_CONCRETE',
    amount: Math.min(offer.quantity, 64),
    name: words('market.offerYes', { quantity: number(offer.quantity) }),
    lore: offerLines(plugin, player, offer, appraisal),
  };
  const buttons = new Map<number, Button>([
    [4, { icon: thingIcon(plugin, player, shown, []) }],
    [11, { icon: yes, run: confirmed }],
    [15, closeButton(words('market.offerNo'), () => window.close())],
  ]);
  if (back) buttons.set(18, { icon: { material: 'ARROW', name: words('menu.back') }, run: back });
  function confirmed(): void {
    window.close();
    place(desk, player, offer, key);
  }
  const title = words('market.offerTitle', { item: goods.title });
  const window = openWindow(plugin, player, { title, rows: 3, buttons });
}

/** What an offer means in coins: each, all, the fee, what is left of it, the guards, and the terms. */
function offerLines(plugin: Plugin, player: Player, offer: Offer, appraisal: Appraisal) {
  const { words, coins, number } = voiceFor(plugin, player);
  const { terms, quantity } = offer;
  const { feeRatio, medianCoins, priceMinCoins, priceMaxCoins } = appraisal;
  const totalCoins = terms.unitPriceCoins * quantity;
  const feeCoins = feeCoinsOf(totalCoins, feeRatio);
  const { quantityPerBuyerMin: min, quantityPerBuyerMax: max } = terms;
  return [
    words('market.each', { price: coins(terms.unitPriceCoins) }),
    words('market.fee', { fee: coins(feeCoins), percent: percentOf(feeRatio, player.language) }),
    words('market.net', { net: coins(totalCoins - feeCoins) }),
    words('market.floor', { price: coins(priceMinCoins) }),
    ...(priceMaxCoins === null ? [] : [words('market.ceiling', { price: coins(priceMaxCoins) })]),
    medianCoins === null
      ? words('market.medianNone')
      : words('market.median', { price: coins(medianCoins) }),
    words('market.hours', { hours: number(terms.hours) }),
    ...(min === undefined ? [] : [words('market.buyerMin', { min: number(min) })]),
    ...(max === undefined ? [] : [words('market.buyerMax', { max: number(max) })]),
    words('market.offerHint'),
  ];
}

/** Lists it: goods of an inventory by the counter, held ones by a word to the backend. */
function place(desk: Desk, player: Player, { thing, quantity, terms }: Offer, key: string): void {
  if (thing.from === 'held') void placeHeld(desk, player, thing.goods, terms, key);
  else desk.counter.list(player, thing.goods.sku, quantity, terms);
}

async function placeHeld(
  { plugin, till, seen }: Desk,
  player: Player,
  { goodsId, sku, title, quantity }: HeldGoods,
  terms: Terms,
  key: string,
): Promise<void> {
  const listingsMax = listingsMaxOf(player, plugin.settings.market.listingsDefault);
  const call = { minecraftUUID: player.id, goodsId, listingsMax, ...terms };
  const heard = await till.ask(player, createListing, call, key);
  if (!heard) return;
  const { to, answer } = heard;
  if (!answer.ok) return tellNo(plugin, to, answer);
  const { unitPriceCoins } = terms;
  seen.note([{ listingId: answer.value.listingId, sku, sellerName: to.name }]);
  tellListed(plugin, to, { ...answer.value, title, quantity, unitPriceCoins });
}
