// Every word a player reads: templates by key and language, with what admins changed on top.
import type { RefusalCode } from '@mintkeep/shared/errors.ts';
import { nameCommands } from './command-names.ts';
import { keep } from './kept.ts';
import { findLanguages, type MessageKey, type Texts } from './languages.ts';
import { en } from './locales/en.ts';
import type { Platform } from './platform/platform.ts';
import type { Plugin } from './plugin.ts';
import type { Settings } from './settings.ts';

export type { MessageKey } from './languages.ts';

// A refusal without words does not compile: each code must be a key.
type Worded = `refusal.${RefusalCode | 'BACKEND_AWAY'}` extends MessageKey ? true : never;
export const everyRefusalHasWords: Worded = true;

/** Every key that has words. */
export const messageKeys = Object.keys(en) as readonly MessageKey[];

type Words = Pick<Plugin, 'words' | 'say' | 'coins' | 'refusal' | 'languages' | 'commands'>;

const tagsKeptMax = 200;

/** Opens the words of every language, with the commands in them by the names they have here. */
export function createWords(platform: Platform, settings: Settings): Words {
  const commands = nameCommands(platform, settings);
  const languages = findLanguages(platform);
  const open = new Map<string, Texts>();
  const textsOf = (tag: string): Texts => {
    const texts = open.get(tag) ?? renamed(languages.get(tag)?.() ?? en, commands.shown);
    open.set(tag, texts);
    return texts;
  };
  const known = (tag: string): string | undefined =>
    [tag, tag.split('-', 1)[0] ?? ''].find((one) => languages.has(one));
  const own = known(settings.locale.toLowerCase());
  if (own === undefined) {
    const there = [...languages.keys()].join(', ');
    platform.log.warn(`Setting "locale" names no language that is there; there are ${there}.`);
  }
  // Every word that is said asks for it; tags are what clients say they are, any text.
  const ofTags = keep<Texts>(tagsKeptMax);
  const textsFor = (tag: string): Texts =>
    ofTags(tag, () => textsOf(known(tag.toLowerCase()) ?? own ?? 'en'));

  const words: Words['words'] = (language, key, values) => ({
    template: textsFor(language)[key],
    ...(values ? { values } : {}),
  });
  const coins: Words['coins'] = (amountCoins, language) => {
    if (amountCoins === 1) return textsFor(language)['coins.one'];
    const amount = platform.formatInteger(amountCoins, language);
    return textsFor(language)['coins.amount'].replace('<amount>', amount);
  };
  return {
    commands,
    languages: [...languages.keys()],
    words,
    say: (to, key, values) => to.tell(words(to.language, key, values)),
    coins,
    refusal(code, details, language) {
      const number = (name: string): number => Number(details[name] ?? 0);
      return words(language, `refusal.${code}`, {
        price: coins(number(boundOf[code] ?? 'totalCostCoins') || number('priceCoins'), language),
        balance: coins(number('walletBalanceCoins'), language),
        stock: platform.formatInteger(number('stock'), language),
        max: platform.formatInteger(
          number('quantityPerPurchaseMax') ||
            number('quantityPerDayMax') ||
            number('quantityPerPlayerMax') ||
            number('listingsMax'),
          language,
        ),
      });
    },
  };
}

/** Where a refusal of a price says what may be asked. */
const boundOf: Partial<Record<string, string>> = {
  PRICE_BELOW_FLOOR: 'priceMinCoins',
  PRICE_ABOVE_CEILING: 'priceMaxCoins',
};

/** Texts are the same objects as long as no command has another name. */
function renamed(texts: Texts, shown: (text: string) => string): Texts {
  const changed = Object.entries(texts)
    .map(([key, text]) => [key, shown(text)] as const)
    .filter(([key, text]) => text !== texts[key as MessageKey]);
  return changed.length === 0 ? texts : { ...texts, ...Object.fromEntries(changed) };
}

/** How readers of a language write a day: the day first with dots or slashes, else the year first. */
const dayFirst: ReadonlyMap<string, string> = new Map([
  ...['de', 'cs', 'da', 'fi', 'nb', 'no', 'pl', 'ru', 'sk', 'tr', 'uk'].map(
    (tag) => [tag, '.'] as const,
  ),
  ...['es', 'fr', 'it', 'pt', 'el', 'id', 'vi'].map((tag) => [tag, '/'] as const),
]);
const separatorOf = (language: string): string | undefined =>
  dayFirst.get(language.toLowerCase().split('-', 1)[0] ?? '');

/** A moment as readers of a language write it: day and month, hour and minute, in UTC. */
export function shortDate(iso: string, language: string): string {
  const [, month, day, time] = /^\d{4}-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(iso) ?? [];
  const separator = separatorOf(language);
  if (separator === undefined) return `${month}-${day} ${time} UTC`;
  return `${day}${separator}${month}${separator === '.' ? '.' : ''} ${time} UTC`;
}

/** A moment with its year: for what may lie far ahead. */
export function longDate(iso: string, language: string): string {
  const [, date = '', year = '', month = '', day = '', time = ''] =
    /^((\d{4})-(\d\d)-(\d\d))T(\d\d:\d\d)/.exec(iso) ?? [];
  const separator = separatorOf(language);
  return `${separator === undefined ? date : [day, month, year].join(separator)} ${time} UTC`;
}

/** Where Spanish writes a point before the tenths: from Mexico to Peru. */
const pointed = /^es-(bz|do|gt|hn|mx|ni|pa|pe|pr|sv|us)$/i;

/** What stands before the tenths of a number. */
export const decimalPoint = (language: string): string =>
  separatorOf(language) === undefined || pointed.test(language) ? '.' : ',';
