// MiniMessage as the model reads it: what our messages use, and no tag that a server would print.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JavaException } from '../border/values.ts';
import type { Text } from '../wire.ts';
import { parseMiniMessage, plainText, TagResolver } from './adventure.ts';

interface Styled {
  readonly text: string;
  readonly style: Omit<Text, 'text' | 'extra'>;
}

/** The words of a component, each with the looks it has inherited. */
function words(text: Text, inherited: Styled['style'] = {}): Styled[] {
  const { text: own = '', extra = [], ...style } = text;
  const whole = { ...inherited, ...style };
  const here = own === '' ? [] : [{ text: own, style: whole }];
  return [...here, ...extra.flatMap((part) => words(part, whole))];
}

const read = (source: string, ...resolvers: TagResolver[]): Styled[] =>
  words(parseMiniMessage(source, resolvers));

describe('parseMiniMessage', () => {
  test.each<[string, Styled[]]>([
    ['plain', [{ text: 'plain', style: {} }]],
    ['<red>a', [{ text: 'a', style: { color: 'red' } }]],
    ['<dark_grey>a', [{ text: 'a', style: { color: 'dark_gray' } }]],
    ['<#12abEF>a', [{ text: 'a', style: { color: '#12abef' } }]],
    [
      '<color:gold>a</color>b',
      [
        { text: 'a', style: { color: 'gold' } },
        { text: 'b', style: {} },
      ],
    ],
    [
      '<bold>a<!bold>b',
      [
        { text: 'a', style: { bold: true } },
        { text: 'b', style: { bold: false } },
      ],
    ],
    [
      '<i>a</i><u>b</u><st>c',
      [
        { text: 'a', style: { italic: true } },
        { text: 'b', style: { underlined: true } },
        { text: 'c', style: { strikethrough: true } },
      ],
    ],
    [
      '<red>a<bold>b</bold>c</red>d',
      [
        { text: 'a', style: { color: 'red' } },
        { text: 'b', style: { color: 'red', bold: true } },
        { text: 'c', style: { color: 'red' } },
        { text: 'd', style: {} },
      ],
    ],
    [
      '<red>a<reset>b',
      [
        { text: 'a', style: { color: 'red' } },
        { text: 'b', style: {} },
      ],
    ],
    [
      'a<newline>b<br>',
      [
        { text: 'a', style: {} },
        { text: '\n', style: {} },
        { text: 'b', style: {} },
        { text: '\n', style: {} },
      ],
    ],
    [
      "<click:run_command:'/buy a:b'>a",
      [{ text: 'a', style: { clickEvent: { action: 'run_command', value: '/buy a:b' } } }],
    ],
    [
      "<hover:show_text:'<red>it\\'s'>a",
      [
        {
          text: 'a',
          style: {
            hoverEvent: {
              action: 'show_text',
              value: { color: 'red', text: '', extra: [{ text: "it's" }] },
            },
          },
        },
      ],
    ],
    ['3 < 4 and 5 > 4', [{ text: '3 < 4 and 5 > 4', style: {} }]],
  ])('reads %s', (source, expected) => {
    expect(read(source)).toEqual(expected);
  });

  test.each([
    ['\\<red>a', '<red>a'],
    ['\\\\<red>a', '\\a'],
    ['a\\b', 'a\\b'],
  ])('takes what is escaped for text: %s', (source, expected) => {
    expect(plainText(parseMiniMessage(source, []))).toBe(expected);
  });

  test.each([
    ['an unknown tag', 'a <nonsense>b', 'no such tag: <nonsense>'],
    ['a tag with an unknown argument', '<click:only>b', 'no such tag: <click:only>'],
    ['a tag that is cut off', 'a <red', 'a tag is not closed'],
    ['a closing tag that is cut off', '<red>a</red', 'a tag is not closed'],
    ['a closing tag without its opening', 'a</red>', '</red> closes nothing'],
    ['tags that cross', '<red><bold>a</red>', '</red> closes nothing'],
    ['a placeholder nobody gave', 'Hello <player>', 'no such tag: <player>'],
  ])('throws for %s', (_, source, problem) => {
    const parse = (): unknown => parseMiniMessage(source, []);
    expect(parse).toThrow(problem);
    expect(parse).toThrow(JavaException);
  });

  test('never reads what a placeholder brings, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom('<red>', '</b>', '\\<', '<a')), (value) => {
        const who = new TagResolver('who', { text: value });
        const text = parseMiniMessage('<gold><who></gold>!', [who]);
        expect(plainText(text)).toBe(`${value}!`);
      }),
      { numRuns: 200 },
    );
  });

  test('lets a placeholder inherit looks and go before a tag of its name', () => {
    const red = new TagResolver('red', { text: 'x', bold: true });
    expect(read('<gold>a<red>b', red)).toEqual([
      { text: 'a', style: { color: 'gold' } },
      { text: 'x', style: { color: 'gold', bold: true } },
      { text: 'b', style: { color: 'gold' } },
    ]);
  });

  test('refuses the name of a placeholder that MiniMessage would refuse', () => {
    expect(() => new TagResolver('Who', {})).toThrow(`Tag name 'Who' is not valid`);
  });
});
