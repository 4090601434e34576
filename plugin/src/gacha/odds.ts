// Odds as people read them: pure, from weights to a percentage and its exact fraction.
import type { ShownEntry, ShownTable } from '@mintkeep/shared/gacha.ts';
import { decimalPoint } from '../messages.ts';
import type { Message } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';

export type Words = Pick<Plugin, 'words' | 'coins' | 'platform'>;

/** A share of a hundred as readers of a language write it: two digits, and never a false zero. */
export function percent(weight: number, total: number, language: string): string {
  const point = decimalPoint(language);
  const hundredths = Math.round((weight * 10_000) / total);
  // What can happen must not look impossible, nor what can fail certain.
  if (hundredths === 0) return `< 0${point}01 %`;
  if (hundredths === 10_000 && weight < total) return `> 99${point}99 %`;
  const digits = String(hundredths % 100).padStart(2, '0');
  return `${Math.floor(hundredths / 100)}${point}${digits} %`;
}

const numbersOf = (
  { platform }: Words,
  { weight }: ShownEntry,
  { weightTotal }: ShownTable,
  language: string,
) => ({
  percent: percent(weight, weightTotal, language),
  weight: platform.formatInteger(weight, language),
  total: platform.formatInteger(weightTotal, language),
});

/** The lines under an entry in a window. */
export function oddsLore(
  words: Words,
  table: ShownTable,
  entry: ShownEntry,
  language: string,
): Message[] {
  const { percent: share, weight, total } = numbersOf(words, entry, table, language);
  return [
    words.words(language, 'gacha.odds', { percent: share }),
    words.words(language, 'gacha.oddsExact', { weight, total }),
  ];
}

/** What a table costs, in words. */
export const costOf = ({ words, coins }: Words, table: ShownTable, language: string): Message =>
  table.kind === 'starter'
    ? words(language, 'gacha.free')
    : words(language, 'gacha.cost', { price: coins(table.costCoins, language) });

/** A whole table as lines of chat: its cost, then every entry with its odds. */
export function oddsLines(words: Words, table: ShownTable, language: string): Message[] {
  const cost = costOf(words, table, language);
  return [
    words.words(language, 'gacha.head', { table: table.name, cost }),
    ...table.entries.map((entry) =>
      words.words(language, 'gacha.line', {
        item: entry.name,
        ...numbersOf(words, entry, table, language),
      }),
    ),
  ];
}
