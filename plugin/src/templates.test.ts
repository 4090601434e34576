// What an owner's text may hold: every fault is named, and all that MiniMessage reads is let through.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { en } from './locales/en.ts';
import { packed } from './locales/packed.ts';
import { templateFault } from './templates.ts';

const ours = "<red>Pay <coins>?</red> <hover:show_text:'<gray><seconds>'>[Yes]</hover>";

describe('templateFault', () => {
  test.each([
    '',
    'Nothing but words, 1 < 2, and <3',
    '<gold>Pay <coins> within <seconds>',
    '<bold><#ff8800><gradient:red:blue>Pay</gradient><reset> <coins><newline>now',
    "<click:run_command:'/pay confirm'><hover:show_text:\"It's <coins>\"><coins></hover></click>",
    '<red><bold>both are closed</red> here',
    String.raw`\<coin> as it stands`,
    '<!italic>upright</!italic>',
  ])('takes %j', (template) => {
    expect(templateFault(template, ours)).toBe(null);
  });

  test.each([
    ['<coin> to pay', '<coin> is no tag here'],
    ['<rde>Pay', '<rde> is no tag here'],
    ['Pay</red>', '</red> closes nothing'],
    ['<red><bold>x</red></bold>', '</bold> closes nothing'],
    ['§cPay <coins>', '§ is not read: write <red> and so on'],
    ["<hover:show_text:'<typo>'>x</hover>", '<typo> is no tag here'],
    ["<hover:show_text:'it's late'>x</hover>", "<hover:show_text:'it's late' does not end"],
    ['<red', '<red does not end as a tag does'],
    ['x'.repeat(2_001), 'longer than 2000 characters'],
  ])('says of %j why not', (template, fault) => {
    expect(templateFault(template, ours)).toContain(fault);
  });

  test.each(Object.entries({ en: () => en, ...packed }))(
    'finds nothing in our own %s',
    (_tag, open) => {
      const texts = Object.entries(open()) as [keyof typeof en, string][];
      expect(texts.filter(([key, text]) => templateFault(text, en[key]) !== null)).toEqual([]);
    },
  );

  test('answers whatever is written, soon', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      "'",
      '"',
      '/',
      'red',
      'hover:show_text:',
      '\\',
      ' ',
      'a',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 300 }), (pieces) => {
        const startedAtMs = Date.now();
        templateFault(pieces.join(''), ours);
        expect(Date.now() - startedAtMs).toBeLessThan(1_000);
      }),
      { numRuns: 200 },
    );
  });
});
