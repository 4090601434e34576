import { describe, expect, test } from 'vitest';
import { refusalCode } from '@mintkeep/shared/errors.ts';
import { en } from './locales/en.ts';
import { packed } from './locales/packed.ts';
import { createWords, decimalPoint, longDate, shortDate, type MessageKey } from './messages.ts';
import { createFake, createFakeDisk } from './platform/fake.ts';
import { plainText } from './platform/fake-text.ts';
import { readSettings } from './settings.ts';

const keys = Object.keys(en) as MessageKey[];
const markup = /^(\/|(red|green|yellow|gray|white|aqua|dark_green|st)$|(click|hover):)/;
const tagsOf = (template: string): string[] =>
  [...template.matchAll(/<((?:[^<>'"]|'[^']*'|"[^"]*")+)>/g)].map(([, tag = '']) => tag);
/** Also those that only hovering shows. */
const placeholdersOf = (template: string): string[] => {
  const inside = tagsOf(template).flatMap(
    (tag) => /^hover:show_text:'(.*)'$/s.exec(tag)?.[1] ?? [],
  );
  const outside = tagsOf(template).filter((tag) => !markup.test(tag));
  return [...new Set([...outside, ...inside.flatMap(placeholdersOf)])].sort();
};

function open(files: Readonly<Record<string, string>> = {}, locale = 'en') {
  const disk = createFakeDisk();
  for (const [path, text] of Object.entries(files)) disk.files.set(path, text);
  const fake = createFake({ disk, properties: { 'mintkeep.locale': locale } });
  const words = createWords(fake, readSettings(fake));
  return { ...words, fake, disk, warnings: fake.logged.map(({ line }) => line) };
}

const others = Object.entries(packed).map(([tag, texts]) => [tag, texts()] as const);

describe.each(others)('the words of %s', (_tag, texts) => {
  test('have the same keys as the English', () => {
    expect(Object.keys(texts).sort()).toEqual([...keys].sort());
  });

  test.each(keys)('have the same placeholders, clicks and marks in %s', (key) => {
    const clicksOf = (template: string) => tagsOf(template).filter((tag) => /^click:/.test(tag));
    const marksOf = (template: string) => [
      ...template.matchAll(/\{\w+\}|%typed%|%page%|(?<![\w<])\/[a-z]+/g),
    ];
    expect(placeholdersOf(texts[key])).toEqual(placeholdersOf(en[key]));
    expect(clicksOf(texts[key])).toEqual(clicksOf(en[key]));
    const sorted = (template: string) => marksOf(template).map(String).sort();
    expect(sorted(texts[key])).toEqual(sorted(en[key]));
  });
});

describe('every template', () => {
  test.each(keys)('%s names its placeholders as MiniMessage can read them', (key) => {
    for (const name of placeholdersOf(en[key])) expect(name).toMatch(/^[a-z0-9_-]+$/);
  });

  test.each(keys)('%s closes what it opens, or nothing', (key) => {
    for (const template of [en[key], ...others.map(([, texts]) => texts[key])]) {
      const opened: string[] = [];
      for (const tag of tagsOf(template)) {
        const [name = ''] = tag.split(':');
        if (!tag.startsWith('/')) {
          if (markup.test(tag)) opened.push(name);
        } else expect(opened.pop()).toBe(tag.slice(1));
      }
    }
  });
});

describe('words', () => {
  test.each([
    ['de', 'Laden'],
    ['de-AT', 'Laden'],
    ['en-GB', 'Shop'],
    ['fr-CA', 'Boutique'],
    ['es-MX', 'Tienda'],
    ['ES', 'Tienda'],
    ['ja-JP', 'Shop'],
    ['', 'Shop'],
  ])('speak %s to a player of that tag', (tag, title) => {
    expect(plainText(open().words(tag, 'shop.title'))).toBe(title);
  });

  test("fall back to the server's own language before English", () => {
    expect(plainText(open({}, 'de').words('ja-JP', 'shop.title'))).toBe('Laden');
    expect(plainText(open({}, 'xx').words('ja-JP', 'shop.title'))).toBe('Shop');
  });
});

describe('createWords', () => {
  test('writes the English words at first, and reads them back without a warning', () => {
    const { disk } = open();
    const files = Object.fromEntries(disk.files);
    expect(Object.keys(files).filter((path) => path.startsWith('locales'))).toEqual([
      'locales/en.json',
    ]);
    expect(JSON.parse(files['locales/en.json'] ?? '')).toEqual(en);
    expect(open(files).warnings).toEqual([]);
  });

  test('says when nobody speaks the language of the server', () => {
    expect(open({}, 'xx').warnings).toEqual([
      'Setting "locale" names no language that is there; there are en, de, fr, es.',
    ]);
    expect(open({}, 'fr-FR').warnings).toEqual([]);
  });

  test('lets what an admin wrote win', () => {
    const { words } = open({
      'locales/en.json': JSON.stringify({ ...en, 'shop.title': '<gold>Bazaar' }),
    });
    expect(plainText(words('en', 'shop.title'))).toBe('Bazaar');
    expect(plainText(words('en', 'shop.empty'))).toBe(plainText({ template: en['shop.empty'] }));
  });

  test('warns once of all words nobody reads, and uses its own instead', () => {
    const file = { ...en, 'shop.title': 7, 'shop.tittle': 'Bazaar', toString: 'x' };
    const { words, warnings } = open({ 'locales/en.json': JSON.stringify(file) });
    expect(plainText(words('en', 'shop.title'))).toBe('Shop');
    expect(warnings).toHaveLength(1);
    for (const key of ['shop.title', 'shop.tittle', 'toString']) {
      expect(warnings[0]).toContain(key);
    }
  });

  test('takes single words of a language that is built in, without a word of the others', () => {
    const { words, warnings } = open({ 'locales/fr.json': '{ "shop.title": "<gold>Bazar" }' });
    expect(plainText(words('fr', 'shop.title'))).toBe('Bazar');
    expect(plainText(words('fr', 'menu.close'))).toBe('Fermer');
    expect(warnings).toEqual([]);
  });

  test.each(['{ broken', 'null', '[]', '"text"'])(
    'uses its own words when a file holds %s',
    (text) => {
      const { words, warnings, disk } = open({ 'locales/de.json': text });
      expect(plainText(words('de', 'shop.title'))).toBe('Laden');
      expect(warnings).toHaveLength(1);
      expect(disk.files.get('locales/de.json')).toBe(text);
    },
  );
});

describe('say', () => {
  test("tells the words in the sender's language", () => {
    const { say, fake } = open();
    const ann = fake.join('Ann', { language: 'de-DE' });
    say(ann, 'shop.titleCategory', { category: 'Waren' });
    expect(ann.heard).toEqual(['Laden: Waren']);
  });
});

describe('coins', () => {
  test.each([
    [0, 'en', '0 coins'],
    [1, 'en', '1 coin'],
    [1_234_567, 'en', '1,234,567 coins'],
    [1, 'de-DE', '1 Münze'],
    [1_234_567, 'de-DE', '1.234.567 Münzen'],
    [1, 'fr', '1 pièce'],
    [1_234_567, 'fr-FR', '1\u00a0234\u00a0567 pièces'],
    [1, 'es', '1 moneda'],
    [1_234_567, 'es-ES', '1.234.567 monedas'],
    [Number.MAX_SAFE_INTEGER, 'en', '9,007,199,254,740,991 coins'],
  ])('writes %i in %s as %s', (amountCoins, language, text) => {
    expect(open().coins(amountCoins, language)).toBe(text);
  });
});

describe('refusal', () => {
  test.each([...refusalCode.options, 'BACKEND_AWAY'] as const)(
    'gives every placeholder of %s a value',
    (code) => {
      const message = open().refusal(code, {}, 'en');
      expect(Object.keys(message.values ?? {})).toEqual(
        expect.arrayContaining(placeholdersOf(message.template)),
      );
    },
  );

  test.each([
    [
      'FUNDS_INSUFFICIENT',
      { totalCostCoins: 1_500, walletBalanceCoins: 1 },
      ['1,500 coins', '1 coin'],
    ],
    ['PRICE_CHANGED', { quotedPriceCoins: 5, priceCoins: 7 }, ['7 coins']],
    ['REWARD_OUT_OF_STOCK', { sku: 'a', stock: 3 }, ['3']],
    ['PURCHASE_LIMIT_REACHED', { sku: 'a', quantityPerDayMax: 9, ever: 1, today: 1 }, ['9']],
    ['PURCHASE_LIMIT_REACHED', { sku: 'a', quantityPerPurchaseMax: 1 }, ['1']],
    ['PURCHASE_LIMIT_REACHED', { sku: 'a', quantityPerPlayerMax: 4, ever: 1, today: 1 }, ['4']],
    ['PRICE_BELOW_FLOOR', { unitPriceCoins: 5, priceMinCoins: 70, medianCoins: 90 }, ['70 coins']],
    ['PRICE_ABOVE_CEILING', { unitPriceCoins: 5, priceMinCoins: 7, priceMaxCoins: 9 }, ['9 coins']],
    ['LISTING_LIMIT_REACHED', { listingsMax: 8, openCount: 9 }, ['8']],
  ] as const)('says of %s what the backend said in %j', (code, details, parts) => {
    const text = plainText(open().refusal(code, details, 'en'));
    for (const part of parts) expect(text).toContain(part);
  });
});

describe('dates and numbers', () => {
  test.each([
    ['en', '11-21 09:30 UTC', '2026-11-21 09:30 UTC', '.'],
    ['de-DE', '21.11. 09:30 UTC', '21.11.2026 09:30 UTC', ','],
    ['fr', '21/11 09:30 UTC', '21/11/2026 09:30 UTC', ','],
    ['es', '21/11 09:30 UTC', '21/11/2026 09:30 UTC', ','],
    ['es-MX', '21/11 09:30 UTC', '21/11/2026 09:30 UTC', '.'],
    ['ja-JP', '11-21 09:30 UTC', '2026-11-21 09:30 UTC', '.'],
    ['__proto__', '11-21 09:30 UTC', '2026-11-21 09:30 UTC', '.'],
  ])('are written as readers of %s do', (language, short, long, point) => {
    expect(shortDate('2026-11-21T09:30:00.000Z', language)).toBe(short);
    expect(longDate('2026-11-21T09:30:00.000Z', language)).toBe(long);
    expect(decimalPoint(language)).toBe(point);
  });
});
