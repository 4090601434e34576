// Languages that an owner brings as a file: offered, filled up with English, refused by name.
import { describe, expect, test } from 'vitest';
import { en } from './locales/en.ts';
import { createWords } from './messages.ts';
import { createFake, createFakeDisk } from './platform/fake.ts';
import { plainText } from './platform/fake-text.ts';
import { readSettings } from './settings.ts';
import { start } from './start.ts';

function open(files: Readonly<Record<string, string>>) {
  const disk = createFakeDisk();
  for (const [name, text] of Object.entries(files)) disk.files.set(`locales/${name}`, text);
  const fake = createFake({ disk });
  const words = createWords(fake, readSettings(fake));
  return { ...words, fake, disk, warnings: fake.logged.map(({ line }) => line) };
}

const italian = { ...en, 'shop.title': '<dark_green>Negozio', 'coins.amount': '<amount> monete' };

describe('a language by file (D36)', () => {
  test('is offered by its name, spoken, and its amounts are written as there', () => {
    const { languages, words, coins, warnings } = open({ 'it.json': JSON.stringify(italian) });
    expect(languages).toEqual(['en', 'de', 'fr', 'es', 'it']);
    expect(plainText(words('it-IT', 'shop.title'))).toBe('Negozio');
    expect(coins(1_234_567, 'it')).toBe('1.234.567 monete');
    expect(warnings).toEqual([]);
  });

  test('speaks English word by word where it says nothing, and names that in one warning', () => {
    const { 'shop.title': _title, 'shop.empty': _empty, ...rest } = italian;
    const file = JSON.stringify({ ...rest, 'shop.tittle': 'x', 'menu.close': 7 });
    const { words, warnings } = open({ 'it.json': file });
    expect(plainText(words('it', 'shop.title'))).toBe('Shop');
    expect(plainText(words('it', 'menu.close'))).toBe('Close');
    expect(warnings).toEqual([
      'plugins/mintkeep/locales/it.json: not known: menu.close, shop.tittle; ' +
        'missing, English instead: shop.title, shop.empty',
    ]);
  });

  test('names twenty of all words that are missing, and how many more there are', () => {
    const { warnings } = open({ 'it.json': '{}' });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(` and ${Object.keys(en).length - 20} more`);
    expect(warnings[0]?.length).toBeLessThan(1_000);
  });

  test('is refused text by text where it is no template, by name', () => {
    const { words, warnings } = open({
      'it.json': JSON.stringify({
        ...italian,
        'menu.price': '<gray>Prezzo: <prize>',
        'menu.soldOut': '§cEsaurito',
      }),
    });
    expect(plainText(words('it', 'shop.title'))).toBe('Negozio');
    expect(words('it', 'menu.price').template).toBe(en['menu.price']);
    expect(words('it', 'menu.soldOut').template).toBe(en['menu.soldOut']);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('refused, English instead: menu.price (<prize> is no tag here)');
    expect(warnings[0]).toContain('menu.soldOut (§ is not read');
  });

  test('may be of one country, before the language of all', () => {
    const { words } = open({
      'pt-BR.json': JSON.stringify({ ...en, 'shop.title': 'Loja do Brasil' }),
      'pt.json': JSON.stringify({ ...en, 'shop.title': 'Loja' }),
    });
    expect(plainText(words('pt-BR', 'shop.title'))).toBe('Loja do Brasil');
    expect(plainText(words('pt-PT', 'shop.title'))).toBe('Loja');
  });

  test.each(['{ broken', 'null', '[]', '"text"', '', `"${'x'.repeat(1_000_000)}"`])(
    'is not there when its file holds nothing to read',
    (text) => {
      const { languages, warnings, disk } = open({ 'it.json': text });
      expect(languages).toEqual(['en', 'de', 'fr', 'es']);
      expect(warnings).toEqual([
        'plugins/mintkeep/locales/it.json is not an object of JSON in UTF-8; it is not used.',
      ]);
      expect(disk.files.get('locales/it.json')).toBe(text);
    },
  );

  test('is read with the mark that some editors write first', () => {
    const { languages, warnings } = open({ 'it.json': `\uFEFF${JSON.stringify(italian)}` });
    expect([languages.includes('it'), warnings]).toEqual([true, []]);
  });

  test('keeps nothing from starting when its file is no text', () => {
    const fake = createFake();
    fake.disk.files.set('locales/it.json', '{}');
    const { files } = fake;
    const broken = {
      ...fake,
      files: {
        ...files,
        read(path: string) {
          if (path.endsWith('it.json')) throw new Error('MalformedInputException');
          return files.read(path);
        },
      },
    };
    expect(createWords(broken, readSettings(broken)).languages).not.toContain('it');
  });

  test.each([
    ['words.json', 'it must be called by a language tag, as it.json or pt-BR.json'],
    ['../it.json', 'it must be called'],
    ['__proto__.json', 'it must be called'],
    ['auto.json', 'it must be called'],
    ['IT.json', 'there is another file for "it"'],
  ])('is refused as %s', (name, why) => {
    const { languages, warnings } = open({
      [name]: JSON.stringify(italian),
      'it.json': JSON.stringify(italian),
    });
    expect(languages).toEqual(['en', 'de', 'fr', 'es', 'it']);
    if (!name.startsWith('..')) expect(warnings).toEqual([expect.stringContaining(why)]);
  });

  test('leaves other files where they are', () => {
    expect(open({ 'readme.txt': 'x', 'it.json.bak': 'x' }).warnings).toEqual([]);
  });

  test('is at most one of 64 files', () => {
    const names = [...'abc'].flatMap((a) => [...'bcdefghijklmnopqrstuvwxyz'].map((b) => a + b));
    const files = names.map((name) => [`${name}.json`, JSON.stringify(en)] as const);
    const { languages, warnings } = open(Object.fromEntries(files));
    expect(languages.length).toBeLessThanOrEqual(64 + 4);
    expect(warnings.length).toBeGreaterThanOrEqual(names.length - 64);
  });
});

describe('/mintkeep reload (D36)', () => {
  test('brings a language that was put there meanwhile', async () => {
    const disk = createFakeDisk();
    const fake = createFake({ disk });
    start(fake);
    const ann = fake.join('Ann', { operator: true });
    await fake.run(ann, 'mintkeep language it');
    expect(ann.heard.at(-1)).toContain('there are: en, de, fr, es, auto.');
    const missing = { ...italian, 'menu.close': '<oops>' };
    disk.files.set('locales/it.json', JSON.stringify(missing));
    await fake.run(ann, 'mintkeep reload');
    expect(ann.heard).toContainEqual(expect.stringContaining('menu.close (<oops> is no tag here)'));
    expect(ann.heard).toContain('Texts that changed: 2');
    expect(fake.reloads()).toBe(1);
    const next = createFake({ disk, online: ['Ann'] });
    start(next);
    const [again] = next.players();
    expect(again).toBeDefined();
    const bob = next.join('Bob');
    await next.run(bob, 'mintkeep language it');
    expect(bob.language).toBe('it');
    expect(next.complete(bob, 'mintkeep language ')).toContain('it');
  });
});
