// What one user file of EssentialsX says, and what is refused. Files are as EssentialsX 2.x writes
// them, and as nobody should.
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { decimalOf, decimalText, floorOf, times } from './import-decimal.ts';
import { fileBytesMax, parseUserFile } from './import-essentials.ts';

const uuid = '069a79f4-44e9-4726-a5be-fca90e38aaf5';
const parse = (text: string, file = `${uuid}.yml`) => parseUserFile(file, Buffer.from(text));

const real = `ip-address: 203.0.113.7
homes:
  base:
    world: 1f0b2a44-5f3c-4c36-9d0f-6a8f7d5a2f11
    world-name: world
    x: 12.5
mails:
- read: false
  message: 'money: ''9'' [[[ {'
money: '1234.56'
npc: false
last-account-name: Alex
timestamps:
  login: 1700000000000
`;

describe('a user file', () => {
  test('as EssentialsX writes it says who has how much, exactly', () => {
    expect(parse(real)).toEqual({
      minecraftUUID: uuid,
      name: 'Alex',
      money: { units: 123_456n, scale: 2 },
      npc: false,
    });
  });

  test.each([
    ['money: 1000', '1,000'],
    ['money: 0.1', '0.1'],
    ['money: "12345678901234567890.25"', '12,345,678,901,234,567,890.25'],
    ["money: '-3.5'", '-3.5'],
    ['money: 1E+3', '1,000'],
    ["'money': '7' # seven", '7'],
    ['money: 5\r\nnpc: false\r\n', '5'],
    ['---\nmoney: 5', '5'],
    ['\uFEFFmoney: 5', '5'],
  ])('%j is read', (text, money) => {
    const read = parse(text);
    expect(typeof read === 'string' ? read : decimalText(read.money ?? decimalOf('0')!)).toBe(
      money,
    );
  });

  test('without money, and of an NPC, is told as such', () => {
    expect(parse('last-account-name: Alex')).toMatchObject({ money: null, npc: false });
    expect(parse('npc: true\nmoney: 5\nlast-account-name: town_x')).toMatchObject({ npc: true });
  });

  test('with a name that is none keeps its money and has no name', () => {
    for (const name of ['"a b"', '§cRed', '<click>', 'x'.repeat(18), '"Al\\nex"', '""']) {
      expect(parse(`money: 5\nlast-account-name: ${name}`)).toMatchObject({ name: null });
    }
    expect(parse('money: 5\nlast-account-name: .Bedrock_9')).toMatchObject({ name: '.Bedrock_9' });
  });

  test.each<[string, string | Uint8Array, string]>([
    ['empty', '', 'holds no key'],
    ['cut off in a text', "npc: false\nmoney: '12", 'money is no plain text'],
    ['binary', Buffer.from([0xff, 0xfe, 0]), 'not UTF-8'],
    ['no map', 'hello', 'line 1'],
    ['a flow map', '{money: 5}', 'line 1'],
    ['two documents', 'money: 5\n---\nmoney: 6', 'line 2'],
    ['money twice', 'money: 5\nmoney: 6', 'money twice'],
    ['a tag', 'money: !!js/function "return 1"', 'money is no plain text'],
    ['a tag of Java', 'money: !!javax.script.ScriptEngineManager []', 'money is no plain text'],
    ['an alias', 'money: *a', 'money is no plain text'],
    ['a list', 'money:\n- 5', 'money is no plain text'],
    ['a map', 'money:\n  money: 5', 'money is no plain text'],
    ['a word', 'money: lots', 'money is no decimal'],
    ['nothing', 'money: ', 'money is no decimal'],
    ['null', 'money: null', 'money is no decimal'],
    ['not a number', 'money: .nan', 'money is no decimal'],
    ['infinity', 'money: Infinity', 'money is no decimal'],
    ['hex', 'money: 0x10', 'money is no decimal'],
    ['a comma', "money: '1,000'", 'money is no decimal'],
    ['a huge exponent', 'money: 1e999', 'money is no decimal'],
    ['a number of 1000 digits', `money: '${'9'.repeat(1_000)}'`, 'money is no plain text'],
    ['nested 500 deep', `money: ${'['.repeat(500)}`, 'money is no plain text'],
    ['another UUID inside', `uuid: 0${uuid.slice(1, -1)}0\nmoney: 5`, 'another UUID'],
    ['npc of another type', 'npc: maybe\nmoney: 5', 'npc is neither'],
  ])('%s is refused with its reason', (_what, text, why) => {
    expect(parseUserFile(`${uuid}.yml`, Buffer.from(text))).toEqual(expect.stringContaining(why));
  });

  test.each(['Alex.yml', `${uuid.toUpperCase()}.yml`, `${uuid}.yml.yml`, '..yml'])(
    'of the name %s is refused',
    (file) => {
      expect(parse('money: 5', file)).toEqual(expect.stringContaining('no UUID'));
    },
  );

  test('as large as allowed, and built to be slow, is done within a second', () => {
    const bombs = [
      `a: ${'[\n'.repeat(fileBytesMax / 2)}`,
      `a:\n${'  - [\n'.repeat(fileBytesMax / 6)}`,
      `a: &a [x]\n${'k: [*a,*a,*a]\n'.repeat(fileBytesMax / 14)}`,
      'a: |\n'.padEnd(fileBytesMax, '\n'),
      `money: ${'['.repeat(fileBytesMax - 7)}`,
    ];
    for (const bomb of bombs) {
      const startedAtMs = performance.now();
      parse(bomb);
      expect(performance.now() - startedAtMs).toBeLessThan(1_000);
    }
  });

  test('of any bytes at all is read or refused, never a fault', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, text) => {
        parseUserFile(`${uuid}.yml`, bytes);
        parse(`money: ${text}`);
      }),
      { numRuns: 10 * propertyRunsMin },
    );
  });
});

describe('a decimal', () => {
  const amount = fc.tuple(fc.nat(), fc.stringMatching(/^\d{1,6}$/));

  test('times a ratio is coins and a rest below one, and both together are all of it', () => {
    fc.assert(
      fc.property(amount, amount, ([a, aRest], [b, bRest]) => {
        const one = decimalOf(`${String(a)}.${aRest}`);
        const ratio = decimalOf(`${String(b)}.${bRest}`);
        if (!one || !ratio) throw new Error('they are decimals');
        const worth = times(one, ratio);
        const { whole, rest } = floorOf(worth);
        const unit = 10n ** BigInt(worth.scale);
        expect(whole * unit + rest.units).toBe(worth.units);
        expect(rest.units >= 0n && rest.units < unit).toBe(true);
      }),
      { numRuns: propertyRunsMin },
    );
  });
});
