// What hovering over a thing's name shows: the name, the lines on the thing, how many, the price of
// one. Knows no feature; what players or the backend wrote stays plain text.
import { keep, type Kept } from './kept.ts';
import type { Message } from './platform/platform.ts';
import type { Plugin } from './plugin.ts';

/** As many lines of a thing are shown. */
const detailsShown = 8;

export interface CardedItem {
  readonly name: string;
  readonly details?: readonly string[];
  readonly quantity: number;
  readonly unitPriceCoins?: number;
}

/** The same things are told of again and again: whoever shows them may keep what was made of them. */
const cardsKeptMax = 500;
const cards = new WeakMap<Plugin, Kept<Message>>();

/** The name of a thing, with its card. */
export function withCard(plugin: Plugin, language: string, item: CardedItem): Message {
  const kept = cards.get(plugin) ?? keep<Message>(cardsKeptMax);
  cards.set(plugin, kept);
  return kept(JSON.stringify([language, item]), () => makeCard(plugin, language, item));
}

function makeCard(
  { words, platform, coins }: Plugin,
  language: string,
  { name, details = [], quantity, unitPriceCoins }: CardedItem,
): Message {
  const lines: readonly Message[] = [
    words(language, 'itemCard.name', { name }),
    ...details.slice(0, detailsShown).map((line) => words(language, 'itemCard.detail', { line })),
    words(language, 'itemCard.quantity', { quantity: platform.formatInteger(quantity, language) }),
    ...(unitPriceCoins === undefined
      ? []
      : [words(language, 'itemCard.each', { price: coins(unitPriceCoins, language) })]),
  ];
  return {
    template: '<name>',
    values: { name },
    hover: {
      template: lines.map((_, place) => `<line${String(place)}>`).join('<newline>'),
      values: Object.fromEntries(lines.map((line, place) => [`line${String(place)}`, line])),
    },
  };
}
