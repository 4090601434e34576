// Commands by other names: the first is shown everywhere, all of them work, and none is taken twice.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameCommands } from './command-names.ts';
import { permissions, playerCommands, wordsOfMintkeep } from './permissions.ts';
import { createFake, createFakeDisk, type FakePlatform } from './platform/fake.ts';
import type { Message } from './platform/platform.ts';
import { readSettings } from './settings.ts';
import { start } from './start.ts';

const commands = playerCommands.filter(
  (name) => !(wordsOfMintkeep as readonly string[]).includes(name),
);

function withNames(names: unknown): FakePlatform {
  const disk = createFakeDisk();
  disk.files.set('config.json', JSON.stringify({ commands: names }));
  return createFake({ disk });
}

function named(names: unknown) {
  const fake = withNames(names);
  const { of, shown } = nameCommands(fake, readSettings(fake));
  return { of, shown, warnings: fake.logged.map(({ line }) => line) };
}

describe('nameCommands (D36)', () => {
  test('leaves every command as it is when nobody says otherwise', () => {
    const { of, shown, warnings } = named({});
    expect(of('market')).toEqual(['market']);
    expect(of('balance')).toEqual(['balance', 'bal', 'coins']);
    expect(shown('/market and /shop')).toBe('/market and /shop');
    expect(warnings).toEqual([]);
  });

  test('gives the names of the setting, and shows the first', () => {
    const { of, shown } = named({ market: ['ah', 'market'], shop: ['store', 'store'] });
    expect(of('market')).toEqual(['ah', 'market']);
    expect(of('shop')).toEqual(['store']);
    expect(
      shown("<click:run_command:'/market sell'></market>/market</click> /shop, /shopping"),
    ).toBe("<click:run_command:'/ah sell'></market>/ah</click> /store, /shopping");
    expect(shown('plugins/shop /mintkeep help shop')).toBe('plugins/shop /mintkeep help shop');
  });

  test('lets two commands change names', () => {
    const { of, shown, warnings } = named({ shop: ['buy'], buy: ['shop'] });
    expect([of('shop'), of('buy'), warnings]).toEqual([['buy'], ['shop'], []]);
    expect(shown('/shop, then /buy')).toBe('/buy, then /shop');
  });

  test.each([
    [{ shop: ['give', 'store'] }, ['store'], '/give is the server’s own'],
    [{ shop: ['mintkeep'] }, ['shop'], '/mintkeep is the server’s own'],
    [{ shop: ['market', 'store'] }, ['store'], '/market is /market already'],
    [{ shop: ['bal'] }, ['shop'], '/bal is /balance already'],
    [{ market: ['ah'], shop: ['ah'] }, ['ah'], '/ah is /shop already'],
    [{ shop: ['Shop!', 'store'] }, ['store'], 'must be names as'],
    [{ shop: 'store' }, ['shop'], 'the default is used'],
    [{ shop: [] }, ['shop'], null],
    [{ language: ['lang'] }, ['shop'], 'There is no setting "commands.language"'],
    [['shop'], ['shop'], 'must be an object in braces'],
  ])('refuses in %j what cannot be', (setting, names, why) => {
    const { of, warnings } = named(setting);
    expect(of('shop')).toEqual(names);
    if (why === null) expect(warnings).toEqual([]);
    else expect(warnings.join('\n').replace("'", '’')).toContain(why);
  });

  test('gives back its own name to whom nothing else is left', () => {
    const { of, warnings } = named({ shop: ['buy'], buy: ['give'] });
    expect([of('shop'), of('buy')]).toEqual([['shop'], ['buy']]);
    expect(warnings).toHaveLength(2);
  });

  test('gives every command a name, and no name twice, whatever is wanted', () => {
    const name = fc.constantFrom(...commands, 'ah', 'store', 'give', 'bal', 'mintkeep');
    const wanted = fc.dictionary(fc.constantFrom(...commands), fc.array(name, { maxLength: 4 }));
    fc.assert(
      fc.property(wanted, (setting) => {
        const { of } = named(setting);
        const all = commands.flatMap((command) => of(command));
        expect(new Set(all).size).toBe(all.length);
        expect(all).not.toContain('give');
        expect(all).not.toContain('mintkeep');
        for (const command of commands) {
          const own = [command, ...(setting[command] ?? []), 'bal', 'coins', 'baltop'];
          expect(own).toEqual(expect.arrayContaining([...of(command)]));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('uses sixteen names of one command, and every permission as before', () => {
    const many = Array.from({ length: 40 }, (_none, at) => `ah${at}`);
    expect(named({ market: many }).of('market')).toHaveLength(16);
    expect(permissions([]).map((one) => one.name)).toContain('mintkeep.player.market');
  });
});

describe('a command by another name (D36)', () => {
  const open = () => {
    const fake = withNames({ market: ['ah', 'auction'], claim: ['collect'], gacha: ['draw'] });
    start(fake);
    return fake;
  };

  test('runs and completes by every name, and no more by its own', async () => {
    const fake = open();
    const ann = fake.join('Ann');
    for (const line of ['ah help', 'auction help']) {
      await fake.run(ann, line);
      expect(ann.heard.at(-1)).toContain('/ah sell [price each]');
      await fake.advance(2_000);
    }
    expect(fake.complete(ann, 'ah se')).toEqual(['search', 'sell']);
    expect(fake.complete(ann, 'auction se')).toEqual(['search', 'sell']);
    await expect(fake.run(ann, 'market')).rejects.toThrow('There is no command /market.');
  });

  test('keeps its permission', async () => {
    const fake = open();
    const ann = fake.join('Ann');
    ann.grants.set('mintkeep.player.market', false);
    await fake.run(ann, 'auction');
    expect(ann.heard.at(-1)).toBe('You may not use this command.');
  });

  test('is what the help shows, clicks and completes', async () => {
    const fake = open();
    const ann = fake.join('Ann');
    const told: Message[] = [];
    const { tell } = ann;
    ann.tell = (message) => {
      told.push(message);
      tell(message);
    };
    await fake.run(ann, 'mintkeep help auction');
    expect(ann.heard).toEqual([
      '/ah what players sell each other',
      'For example: /ah',
      'Also: /auction',
      'Permission: mintkeep.player.market',
    ]);
    expect(told[0]?.template).toContain("<click:suggest_command:'/ah'>");
    expect(fake.complete(ann, 'mintkeep help a')).toEqual(['ah']);
    await fake.run(ann, 'mintkeep help market');
    expect(ann.heard.at(-4)).toBe('/ah what players sell each other');
    await fake.run(ann, 'mintkeep help auctoin');
    expect(ann.heard.at(-1)).toContain('There is no “auctoin”');
  });

  test('stands in the words of every language', () => {
    const fake = withNames({ claim: ['collect'] });
    const { words, languages } = start(fake);
    for (const language of languages) {
      expect(words(language, 'claim.noRoom').template).toContain('<white>/collect</white>');
    }
  });
});
