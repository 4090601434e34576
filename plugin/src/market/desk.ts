// What every part of the market works with, and the words that several of them say.
import type { ListingRecord } from '@mintkeep/shared/listings.ts';
import { decimalPoint, longDate, type MessageKey } from '../messages.ts';
import type { Icon, Message, Player } from '../platform/platform.ts';
import type { NoCode, Plugin } from '../plugin.ts';
import type { Counter } from './counter.ts';
import { shortOf, type Seen } from './seen.ts';
import type { Till } from './till.ts';

export interface Desk {
  readonly plugin: Plugin;
  readonly seen: Seen;
  readonly till: Till;
  readonly counter: Counter;
}

/** Speaks to one player. */
export interface Voice {
  words(key: MessageKey, values?: Message['values']): Message;
  coins(amountCoins: number): string;
  number(value: number): string;
}

export const voiceFor = ({ words, coins, platform }: Plugin, { language }: Player): Voice => ({
  words: (key, values) => words(language, key, values),
  coins: (amountCoins) => coins(amountCoins, language),
  number: (value) => platform.formatInteger(value, language),
});

/** Rounded down, as the backend does; what is shown here decides nothing. */
export const feeCoinsOf = (totalCoins: number, feeRatio: number): number =>
  Math.floor(totalCoins * feeRatio + 1e-9);

/** A ratio in per cent, with as many digits as it has: 8, 8.25. */
export const percentOf = (ratio: number, language: string): string =>
  String(Math.round(ratio * 10_000) / 100).replace('.', decimalPoint(language));

const detailsShown = 8;

/** A thing as an icon: itself where its bytes are known, else its material and its name. */
export function thingIcon(
  plugin: Plugin,
  player: Player,
  thing: {
    readonly material: string;
    readonly title: string;
    readonly details: readonly string[];
    readonly quantity: number;
    readonly bytes?: string;
  },
  lore: readonly Message[],
): Icon {
  const { words } = voiceFor(plugin, player);
  const { material, title, details, quantity, bytes } = thing;
  const shown = bytes === undefined ? details.slice(0, detailsShown) : [];
  return {
    material,
    amount: Math.min(Math.max(quantity, 1), 64),
    name: words('market.itemName', { item: title }),
    lore: [...shown.map((line) => words('menu.description', { line })), ...lore],
    glow: details.length > 0,
    ...(bytes === undefined ? {} : { thing: bytes }),
  };
}

/** The lines under a listing: price, what is left, who sells it, until when, how much of it. */
export function listingLines(plugin: Plugin, player: Player, listing: ListingRecord): Message[] {
  const { words, coins, number } = voiceFor(plugin, player);
  const { quantityPerBuyerMin: min, quantityPerBuyerMax: max } = listing;
  return [
    words('market.each', { price: coins(listing.unitPriceCoins) }),
    words('market.left', { quantity: number(listing.quantity) }),
    words('market.seller', { seller: listing.sellerName }),
    words('market.until', { date: longDate(listing.expiresAt, player.language) }),
    ...(min === null ? [] : [words('market.buyerMin', { min: number(min) })]),
    ...(max === null ? [] : [words('market.buyerMax', { max: number(max) })]),
    words('market.id', { id: shortOf(listing.listingId) }),
  ];
}

/** Says a no in words, and sounds it. */
export function tellNo(
  plugin: Plugin,
  player: Player,
  { code, details }: { code: NoCode; details: Readonly<Record<string, unknown>> },
): void {
  const { number } = voiceFor(plugin, player);
  const count = (name: string): string => number(Number(details[name] ?? 0));
  const min = details['quantityPerBuyerMin'] ?? null;
  const max = details['quantityPerBuyerMax'] ?? null;
  if (code !== 'LISTING_BUYER_LIMIT') {
    player.tell(plugin.refusal(code, details, player.language));
  } else {
    plugin.say(player, 'market.buyerLimit', {
      min: min === null ? '1' : count('quantityPerBuyerMin'),
      max: max === null ? '∞' : count('quantityPerBuyerMax'),
      bought: count('quantityBought'),
      left:
        max === null
          ? '∞'
          : number(Math.max(0, Number(max) - Number(details['quantityBought'] ?? 0))),
    });
  }
  plugin.sound(player, 'refused');
}

/**
 * Words with an id in a click: what a click runs is no text, so no placeholder goes there. Ids are
 * hexadecimal digits and dashes alone: they cannot be a tag.
 */
export function withId(message: Message, id: string): Message {
  if (!/^[0-9a-f-]+$/.test(id)) throw new Error('not an id');
  return { ...message, template: message.template.replaceAll('{id}', id) };
}
