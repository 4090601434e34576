// Every word a player reads: templates by key and language, with what admins changed on top.
import type { RefusalCode } from '@mintkeep/shared/errors.ts';
import { de } from './locales/de.ts';
import { en } from './locales/en.ts';
import type { Platform } from './platform/platform.ts';
import type { Plugin } from './plugin.ts';
import type { Settings } from './settings.ts';

export type MessageKey = keyof typeof en;

// A refusal without words does not compile: each code must be a key.
type Worded = `refusal.${RefusalCode | 'BACKEND_AWAY'}` extends MessageKey ? true : never;
export const everyRefusalHasWords: Worded = true;

type Texts = Readonly<Record<MessageKey, string>>;

const builtIn: Readonly<Record<string, Texts>> = { en, de };

/** Every key that has words. */
export const messageKeys = Object.keys(en) as readonly MessageKey[];

/** The languages that a player can choose. */
export const languageTags: readonly string[] = Object.keys(builtIn);

type Words = Pick<Plugin, 'words' | 'say' | 'coins' | 'refusal'>;

/** Opens the words: built in, and what plugins/mintkeep/locales/<language>.json says otherwise. */
export function createWords(platform: Platform, settings: Settings): Words {
  const languages = new Map(
    Object.entries(builtIn).map(([language, texts]) => [
      language,
      { ...texts, ...readChanges(platform, language, texts) },
    ]),
  );
  const textsFor = (tag: string): Texts =>
    languages.get(tag.split('-')[0] ?? '') ?? languages.get(settings.locale) ?? en;

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

/** What an admin changed. The file is written at first, so that there is something to change. */
function readChanges(platform: Platform, language: string, texts: Texts): Partial<Texts> {
  const path = `locales/${language}.json`;
  const text = platform.files.read(path);
  if (text === null) {
    platform.files.write(path, `${JSON.stringify(texts, null, 2)}\n`);
    return {};
  }
  const given = parseObject(text);
  if (given === null) {
    platform.log.warn(`plugins/mintkeep/${path} is not an object of JSON; it is not used.`);
    return {};
  }
  const isRead = ([key, value]: [string, unknown]): boolean =>
    Object.hasOwn(texts, key) && typeof value === 'string';
  const unread = Object.entries(given).filter((one) => !isRead(one));
  const missing = Object.keys(texts).filter((key) => !Object.hasOwn(given, key));
  const faults = [
    ...(unread.length > 0 ? [`not read: ${unread.map(([key]) => key).join(', ')}`] : []),
    ...(missing.length > 0 ? [`missing, taken as built in: ${missing.join(', ')}`] : []),
  ];
  if (faults.length > 0) platform.log.warn(`plugins/mintkeep/${path}: ${faults.join('; ')}`);
  return Object.fromEntries(Object.entries(given).filter(isRead));
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** A moment as readers of a language write it: day and month, hour and minute, in UTC. */
export function shortDate(iso: string, language: string): string {
  const [, month, day, time] = /^\d{4}-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(iso) ?? [];
  const date = language.startsWith('de') ? `${day}.${month}.` : `${month}-${day}`;
  return `${date} ${time} UTC`;
}

/** A moment with its year: for what may lie far ahead. */
export function longDate(iso: string, language: string): string {
  const [, date = '', year = '', month = '', day = '', time = ''] =
    /^((\d{4})-(\d\d)-(\d\d))T(\d\d:\d\d)/.exec(iso) ?? [];
  return `${language.startsWith('de') ? `${day}.${month}.${year}` : date} ${time} UTC`;
}
