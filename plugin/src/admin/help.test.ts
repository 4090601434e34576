// What the help shows to whom, and that a choice of a language counts everywhere.
import { describe, expect, test } from 'vitest';
import { adminSubs } from './admin.ts';
import { permissions, playerCommands, wordsOfMintkeep } from '../permissions.ts';
import { createFake } from '../platform/fake.ts';
import type { FakePlatform } from '../platform/fake.ts';
import type { FakePlayer } from '../platform/fake-players.ts';
import { start } from '../start.ts';
import { helpEntries } from './commands-list.ts';
import { nearest } from './nearest.ts';

async function heard(fake: FakePlatform, by: FakePlayer, line: string): Promise<string[]> {
  const before = by.heard.length;
  await fake.run(by, line);
  return by.heard.slice(before);
}

async function everyPage(fake: FakePlatform, by: FakePlayer): Promise<string[]> {
  const [first = ''] = await heard(fake, by, 'mintkeep help');
  const pages = Number(/of (\d+)/.exec(first)?.[1]);
  const lines: string[] = [];
  for (let page = 1; page <= pages; page += 1) {
    lines.push(...(await heard(fake, by, `mintkeep help ${page}`)));
  }
  return lines;
}

function open() {
  const fake = createFake();
  const registered: string[] = [];
  const { command } = fake;
  fake.command = (one) => {
    registered.push(one.name);
    command(one);
  };
  start(fake);
  return { fake, registered };
}

describe('the help (D36)', () => {
  test('knows every command that is registered, and each has its permission', () => {
    const { registered } = open();
    const names = helpEntries.map(({ name }) => name);
    expect([...registered, ...wordsOfMintkeep].sort()).toEqual([...names, 'mintkeep'].sort());
    expect([...playerCommands].sort()).toEqual([...names].sort());
    const nodes = permissions(adminSubs).map(({ name }) => name);
    for (const name of names) expect(nodes).toContain(`mintkeep.player.${name}`);
  });

  test('shows a player every command of players and none of staff', async () => {
    const { fake } = open();
    const lines = await everyPage(fake, fake.join('Ann'));
    for (const { typed } of helpEntries) {
      expect(lines).toContainEqual(expect.stringContaining(typed.trim()));
    }
    for (const sub of adminSubs) {
      expect(lines).not.toContainEqual(expect.stringMatching(new RegExp(`^/mintkeep ${sub}`)));
    }
  });

  test('shows nothing that was taken from a player', async () => {
    const { fake } = open();
    const ann = fake.join('Ann');
    ann.grants.set('mintkeep.player.gacha', false);
    expect(await everyPage(fake, ann)).not.toContainEqual(expect.stringContaining('/gacha'));
    expect(await heard(fake, ann, 'mintkeep help gacha')).toEqual([
      expect.stringContaining('There is no “gacha”'),
    ]);
  });

  test('turns pages, and takes a page beyond the last for the last', async () => {
    const { fake } = open();
    const ann = fake.join('Ann');
    const first = await heard(fake, ann, 'mintkeep');
    expect(first).toHaveLength(10);
    expect(first.at(-1)).toBe('Page 2 »');
    const last = await heard(fake, ann, 'mintkeep help 9999');
    expect(last[0]).toBe('Mintkeep page 3 of 3');
    expect(last.at(-1)).toBe('« Page 2');
  });

  test.each(['shop', '/SHOP'])('tells of %s how it is written, with an example', async (word) => {
    const { fake } = open();
    expect(await heard(fake, fake.join('Ann'), `mintkeep help ${word}`)).toEqual([
      '/shop [category] what the server sells',
      'For example: /shop info bread',
      'Permission: mintkeep.player.shop',
    ]);
  });

  test.each([
    ['mintkeep halp', 'There is no “halp”. Did you mean /mintkeep help?'],
    ['mintkeep help shpo', 'There is no “shpo”. Did you mean /mintkeep help shop?'],
    ['mintkeep relaod', 'There is no “relaod”. See /mintkeep help.'],
    ['mintkeep <red>', 'There is no “<red>”. See /mintkeep help.'],
    [`mintkeep ${'x'.repeat(200)}`, `There is no “${'x'.repeat(200)}”. See /mintkeep help.`],
  ])('answers "%s" to a player in one line', async (line, answer) => {
    const { fake } = open();
    expect(await heard(fake, fake.join('Ann'), line)).toEqual([answer]);
  });

  test('completes words, commands and languages', () => {
    const { fake } = open();
    const ann = fake.join('Ann');
    expect(fake.complete(ann, 'mintkeep ')).toEqual(['help', 'language', 'sounds']);
    expect(fake.complete(ann, 'mintkeep help sh')).toEqual(['shop']);
    expect(fake.complete(ann, 'mintkeep language ')).toEqual(['en', 'de', 'fr', 'es', 'auto']);
    expect(fake.complete(ann, 'mintkeep sounds ')).toEqual(['on', 'off']);
  });
});

describe('/mintkeep language (D36)', () => {
  test('counts before the language of the client, until auto', async () => {
    const { fake } = open();
    const ann = fake.join('Ann', { language: 'en-GB' });
    expect(await heard(fake, ann, 'mintkeep language de')).toEqual([
      'Diese Texte sind jetzt auf Deutsch.',
    ]);
    expect(ann.language).toBe('de');
    await fake.run(ann, 'mintkeep language auto');
    expect(ann.language).toBe('en-GB');
  });

  test.each(['', 'xx', '__proto__', 'de-AT'])('changes nothing for "%s"', async (word) => {
    const { fake } = open();
    const ann = fake.join('Ann', { language: 'en' });
    expect(await heard(fake, ann, `mintkeep language ${word}`.trim())).toEqual([
      'Write /mintkeep language [language]; there are: en, de, fr, es, auto.',
    ]);
    expect(ann.language).toBe('en');
  });
});

describe('/mintkeep sounds', () => {
  test('switches every sound off for one player, until on', async () => {
    const { fake } = open();
    const [ann, bob] = [fake.join('Ann'), fake.join('Bob')];
    expect(await heard(fake, ann, 'mintkeep sounds off')).toEqual(['You hear no sounds now.']);
    await fake.run(bob, 'mintkeep sounds ON');
    expect([ann.sounds, bob.sounds]).toEqual([[], ['minecraft:entity.experience_orb.pickup']]);
    expect(await heard(fake, ann, 'mintkeep sounds on')).toEqual(['You hear sounds now.']);
    expect(ann.sounds).toHaveLength(1);
  });

  test.each(['', 'of', '__proto__'])('changes nothing for "%s"', async (word) => {
    const { fake } = open();
    const ann = fake.join('Ann');
    expect(await heard(fake, ann, `mintkeep sounds ${word}`.trim())).toEqual([
      'Write /mintkeep sounds on or /mintkeep sounds off.',
    ]);
    expect(ann.notes.names()).toEqual([]);
  });
});

describe('nearest', () => {
  test.each([
    ['shpo', 'shop'],
    ['dialy', 'daily'],
    ['teleport', null],
    ['', null],
  ])('takes "%s" for %s', (word, meant) => {
    expect(nearest(word, ['shop', 'daily', 'pay'])).toBe(meant);
  });
});
