// Every word a player reads: templates by key and language, with what admins changed on top.
import type { RefusalCode } from '@mintkeep/shared/errors.ts';
import { de } from './locales/de.ts';
import { en } from './locales/en.ts';
import type { Message, Platform } from './platform/platform.ts';
import type { Plugin } from './plugin.ts';
import type { Settings } from './settings.ts';

export type MessageKey = keyof typeof en;

// A refusal without words does not compile: each code must be a key.
type Worded = `refusal.${RefusalCode | 'BACKEND_AWAY'}` extends MessageKey ? true : never;
export const everyRefusalHasWords: Worded = true;

type Texts = Readonly<Record<MessageKey, string>>;

const builtIn: Readonly<Record<string, Texts>> = { en, de };

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
        price: coins(number('totalCostCoins') || number('priceCoins'), language),
        balance: coins(number('walletBalanceCoins'), language),
        stock: platform.formatInteger(number('stock'), language),
        max: platform.formatInteger(
          number('quantityPerDayMax') || number('quantityPerPlayerMax'),
          language,
        ),
      });
    },
  };
}

/** What an admin changed. The file is written at first, so that there is something to change. */
function readChanges(platform: Platform, language: string, texts: Texts): Partial<Texts> {
  const path = `locales/${language}.json`;
  const text = platform.files.read(path);
  if (text === null) {
    platform.files.write(path, `${JSON.stringify(texts, null, 2)}\n`);
    return {};
  }
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    platform.log.warn(
      `plugins/mintkeep/${path} is not JSON; the built-in words are used. ${String(error)}`,
    );
    return {};
  }
  const entries = Object.entries((given ?? {}) as Record<string, unknown>);
  const unknown = entries.filter(([key, value]) => !(key in texts) || typeof value !== 'string');
  if (unknown.length > 0) {
    const keys = unknown.map(([key]) => key).join(', ');
    platform.log.warn(`plugins/mintkeep/${path} has words nobody reads: ${keys}`);
  }
  return Object.fromEntries(entries.filter((one) => !unknown.includes(one))) as Partial<Texts>;
}

/** A moment as readers of a language write it: day and month, hour and minute, in UTC. */
export function shortDate(iso: string, language: string): string {
  const [, month, day, time] = /^\d{4}-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(iso) ?? [];
  const date = language.startsWith('de') ? `${day}.${month}.` : `${month}-${day}`;
  return `${date} ${time} UTC`;
}

export type { Message };
