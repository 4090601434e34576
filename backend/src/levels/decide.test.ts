// Which rule counts, against the words of D30; and that the page for admins is true.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { levelRule } from '@mintkeep/shared/levels.ts';
import type { LevelRule } from '@mintkeep/shared/levels.ts';
import { compileRules, decideCap, groupsOf } from './decide.ts';
import { inputsOf, validateFormula } from './formula.ts';
import { seasonDayOf } from './inputs.ts';

const someGroups = (minLength: number) => fc.subarray(['vip', 'mvp', 'staff'], { minLength });

const someRules = fc.uniqueArray(
  fc.record({
    key: fc.stringMatching(/^[a-z]{1,3}$/),
    enabled: fc.boolean(),
    value: fc.nat(5),
    conditions: fc.subarray(['linked == 1', 'level >= 10', 'level < 20']),
    priority: fc.integer({ min: -1, max: 1 }),
    groups: fc.option(someGroups(1), { nil: undefined }),
  }),
  { selector: ({ key }) => key, maxLength: 8 },
);

const isTrue: Readonly<Record<string, (level: number, linked: number) => boolean>> = {
  'linked == 1': (_level, linked) => linked === 1,
  'level >= 10': (level) => level >= 10,
  'level < 20': (level) => level < 20,
};

describe('the cap that counts (D30)', () => {
  test('is the lowest of the highest priority that matches, none without a match', () => {
    fc.assert(
      fc.property(someRules, fc.nat(30), fc.nat(1), someGroups(0), (rules, level, linked, held) => {
        const isFor = (groups: readonly string[]): boolean =>
          groups.some((name) => held.includes(name));
        const matching = rules.filter(
          ({ enabled, conditions, groups }) =>
            enabled &&
            (!groups || isFor(groups)) &&
            conditions.every((text) => isTrue[text]?.(level, linked)),
        );
        const highest = Math.max(...matching.map(({ priority }) => priority));
        const counting = matching.filter(({ priority }) => priority === highest);
        const compiled = compileRules(rules).rules;
        const decided = decideCap(compiled, inputsOf({ level, linked }), held);
        const caps = counting.map(({ value }) => value).sort((a, b) => a - b);
        expect(decided.cap).toBe(caps[0] ?? null);
        expect(decided.appliedRules.map(({ cap }) => cap)).toEqual(caps);
        const keys = counting.map(({ key }) => key).sort();
        expect(decided.appliedRules.map(({ key }) => key).sort()).toEqual(keys);
        for (const { key, group } of decided.appliedRules) {
          const { groups = [] } = rules.find((rule) => rule.key === key) ?? {};
          // Why a cap is what it is names a group of the rule that the player is in, or none.
          expect(group).toBe(groups.find((name) => held.includes(name)));
        }
        const named = rules.flatMap(({ enabled, groups = [] }) => (enabled ? groups : []));
        expect(groupsOf(compiled)).toEqual([...new Set(named)].sort());
      }),
      { numRuns: 5 * propertyRunsMin },
    );
  });

  test('Property: a group that no rule names, or more of them, never changes a cap (D30)', () => {
    const plain = someRules.map((rules) => rules.map(({ groups: _groups, ...rule }) => rule));
    fc.assert(
      fc.property(plain, fc.nat(30), someGroups(0), (rules, level, held) => {
        const compiled = compileRules(rules).rules;
        const inputs = inputsOf({ level });
        expect(decideCap(compiled, inputs, held)).toEqual(decideCap(compiled, inputs));
      }),
      { numRuns: propertyRunsMin },
    );
  });
});

test('the first day of a season is 1, and there is none before it', () => {
  const at = (text: string): Date => new Date(text);
  const start = at('2026-11-01T12:00:00Z');
  expect(seasonDayOf(start, at('2026-11-01T11:59:59Z'))).toBe(0);
  expect(seasonDayOf(start, start)).toBe(1);
  expect(seasonDayOf(start, at('2026-11-02T11:59:59Z'))).toBe(1);
  expect(seasonDayOf(start, at('2026-11-02T12:00:00Z'))).toBe(2);
  expect(seasonDayOf(null, start)).toBe(0);
});

describe('docs/level-caps.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/level-caps.md'), 'utf8');
  const cells = page
    .split('\n')
    .filter((row) => row.startsWith('| `'))
    .map((row) =>
      row
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replaceAll('\\', ''))
        .slice(1, -1),
    );
  const refused = cells.filter(([, said]) => /\(character \d+\)$/.test(said ?? ''));
  const plain = (cell: string | undefined): string => cell?.replaceAll('`', '') ?? '';

  test('tells refusals in the words they come with, and what to write instead', () => {
    expect(refused.length).toBeGreaterThan(4);
    for (const [written, said, instead] of refused) {
      const kind = plain(written).includes('<') ? 'condition' : 'cap';
      const verdict = validateFormula(plain(written), kind);
      expect(verdict.valid ? 'fine' : verdict.error.message).toBe(said);
      if (instead?.startsWith('`')) {
        expect(validateFormula(plain(instead), kind), instead).toEqual({ valid: true });
      }
    }
  });

  test('has an example of rules that may be saved and do what it says', () => {
    const [, text = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    const rules = (JSON.parse(text) as unknown[]).map((rule): LevelRule => levelRule.parse(rule));
    const { rules: compiled, refusals } = compileRules(
      rules.map((rule) => ({ ...rule, enabled: true })),
    );
    expect(refusals).toEqual([]);
    const cap = (inputs: Parameters<typeof inputsOf>[0]) =>
      decideCap(compiled, inputsOf(inputs)).cap;
    expect(cap({})).toBe(20);
    expect(cap({ playtimeHours: 12 })).toBe(35);
    expect(cap({ playtimeHours: 5_000 })).toBe(100);
    expect(cap({ linked: 1 })).toBe(60);
    expect(cap({ linked: 1, playtimeHours: 100 })).toBe(80);
  });
});
