// The language of formulas: what it gives, what it refuses and how it says so, and that no text gets
// through that could do anything else.
import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { formulaVariables, levelCapMax } from '@mintkeep/shared/levels.ts';
import { oneOf, randomFrom } from '../../test/model/random.ts';
import {
  compileCap,
  compileCondition,
  evaluateFormula,
  FormulaRefused,
  inputsOf,
  validateFormula,
} from './formula.ts';
import { hostileFormulas } from './hostile-formulas.ts';

const variables = Object.keys(formulaVariables) as (keyof typeof formulaVariables)[];
const functions = ['min', 'max', 'floor', 'ceil'];

describe('a formula (S0-006, D32)', () => {
  test.each([
    ['42', {}, 42],
    ['1 + 2 * 3', {}, 7],
    ['(1 + 2) * 3', {}, 9],
    ['10 - 4 - 3', {}, 3],
    ['24 / 4 / 2', {}, 3],
    ['7 / 2', {}, 3.5],
    ['17 % 5', {}, 2],
    ['-1 % 7', {}, 6],
    ['1 % -7', {}, -6],
    ['2 * 7 % 4', {}, 2],
    ['- -3', {}, 3],
    ['+3', {}, 3],
    ['4 - -3', {}, 7],
    ['0.5 + 0.25', {}, 0.75],
    ['min(3, 1, 2) + max(3, 1, 2)', {}, 4],
    ['floor(2.7) + ceil(2.2)', {}, 5],
    ['floor(-2.5)', {}, -3],
    ['30 + seasonDay * 2', { seasonDay: 5 }, 40],
    ['min(100, 30 + floor(playtimeHours / 10) * 5) + linked * 20', { playtimeHours: 25.5 }, 40],
    ['min(100, 30 + floor(playtimeHours / 10) * 5) + linked * 20', { linked: 1 }, 50],
    ['badges + streakDays + level', { badges: 1, streakDays: 2, level: 4 }, 7],
  ])('%s with %o gives %d', (text, inputs, expected) => {
    expect(evaluateFormula(text, inputs)).toBe(expected);
  });

  test.each([
    ['level >= 30', { level: 30 }, true],
    ['level >= 30', { level: 29 }, false],
    ['linked == 1 or level < 5 and badges > 2', { linked: 1 }, true],
    ['(linked == 1 or level < 5) and badges > 2', { linked: 1 }, false],
    ['level % 2 != 0', { level: 3 }, true],
    ['1 + 1 <= 2 and 3 > 2', {}, true],
  ])('the condition %s with %o is %s', (text, inputs, expected) => {
    expect(compileCondition(text)(inputsOf(inputs))).toBe(expected);
  });

  test('counts * / % before + -, each from left to right', () => {
    const operators = fc.constantFrom('+', '-', '*', '%', '/');
    const numbers = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(
        numbers,
        fc.array(fc.tuple(operators, numbers), { maxLength: 6 }),
        (first, rest) => {
          // Sums of products: each product grows until a sign that adds begins the next.
          const products = [first];
          for (const [operator, number] of rest) {
            const last = products.at(-1) ?? 0;
            if (operator === '+') products.push(number);
            else if (operator === '-') products.push(-number);
            else products[products.length - 1] = multiplied(last, operator, number);
          }
          const expected = products.reduce((sum, product) => sum + product, 0);
          const text = [first, ...rest.flat()].join(' ');
          expect(evaluateFormula(text, {})).toBeCloseTo(expected, 6);
        },
      ),
      { numRuns: 5 * propertyRunsMin },
    );
  });

  test('gives a cap that is rounded down, and never -0', () => {
    expect(compileCap('7 / 2')(inputsOf({}))).toBe(3);
    expect(Object.is(compileCap('-0 * level')(inputsOf({ level: 3 })), 0)).toBe(true);
  });

  test('takes a number out of its range for the end of it, and what is missing for 0', () => {
    expect(inputsOf({ level: -5, badges: Number.POSITIVE_INFINITY, linked: 7 })).toEqual({
      level: 0,
      playtimeHours: 0,
      badges: formulaVariables.badges,
      seasonDay: 0,
      streakDays: 0,
      linked: 1,
    });
    expect(inputsOf({ level: Number.NaN }).level).toBe(0);
  });

  test('is refused while computing where it was not checked for all inputs', () => {
    expect(() => evaluateFormula('10 / badges', {})).toThrow(FormulaRefused);
    expect(evaluateFormula('10 / badges', { badges: 4 })).toBe(2.5);
    expect(() => evaluateFormula('level * level * level', { level: 1_000_000 })).toThrow(
      /can grow beyond/,
    );
  });
});

describe('a refusal', () => {
  test.each([
    ['level ^ 2', 'operatorRefused', 7, '^', /operator "\^" is not allowed; allowed are \+ - \* /],
    ['level + foo', 'nameUnknown', 9, 'foo', /"foo" is not a variable; variables are level, /],
    ['1 + eval("x")', 'functionRefused', 5, 'eval', /"eval" is not a function; .* min, max/],
    ['level.x', 'operatorRefused', 6, '.', /operator "\."/],
    ['level > 3', 'operatorRefused', 7, '>', /operator ">" is only for conditions/],
    ['level $ 2', 'characterRefused', 7, '$', /character "\$"/],
    ['level\t', 'characterRefused', 6, 'U+0009', /"U\+0009"/],
    ['3 level', 'operatorMissing', 3, 'level', /operator is missing before "level"/],
    ['1 + (2 * 3', 'syntax', 11, '', /ends too early/],
    ['1 + * 2', 'syntax', 5, '*', /"\*" does not fit/],
    ['1 + floor(2, 3)', 'arity', 5, 'floor', /floor takes 1 numbers?, not 2/],
    ['5 + 10 / badges', 'divisionByZero', 8, '/', /can divide by 0/],
    ['100 - seasonDay', 'belowZero', 5, '-', /below 0, down to -99900; write max\(0, /],
    ['min', 'nameUnknown', 1, 'min', /is a function: write min/],
  ] as const)('of %s names what and where', (text, problem, position, found, message) => {
    const verdict = validateFormula(text);
    expect(verdict).toMatchObject({ valid: false, error: { problem, position, found } });
    const told = verdict.valid ? '' : verdict.error.message;
    expect(told).toMatch(message);
    expect(told).toContain(`(character ${String(position)})`);
  });

  test('shows only the beginning of what was found', () => {
    const verdict = validateFormula('x'.repeat(250));
    expect(verdict).toMatchObject({ valid: false, error: { found: 'x'.repeat(32) } });
    expect(verdict.valid ? '' : verdict.error.message.length).toBeLessThan(200);
  });

  test.each(['eval("1")', 'require("fs")', 'import("node:fs")', 'function(){}', 'a.b(1)'])(
    'of %s comes without running it (S0-083)',
    (text) => {
      expect(validateFormula(text).valid).toBe(false);
      expect(() => evaluateFormula(text, {})).toThrow(FormulaRefused);
    },
  );
});

describe('hostile formulas (S0-083)', () => {
  test('are many', () => {
    expect(hostileFormulas.length).toBeGreaterThan(200);
  });

  test.each(hostileFormulas)('$shown is refused: $why', ({ text, kind, problem }) => {
    expect(validateFormula(text, kind)).toMatchObject({ valid: false, error: { problem } });
  });
});

/** Formulas of the language, most of them with a cap for every input. */
const grown = fc.letrec<{ formula: string }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.integer({ min: 0, max: 1_000 }).map(String),
    fc.constantFrom<string>(...variables),
    fc
      .tuple(tie('formula'), fc.constantFrom('+', '-', '*', '/', '%'), tie('formula'))
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc
      .tuple(
        fc.constantFrom('min', 'max'),
        fc.array(tie('formula'), { minLength: 1, maxLength: 3 }),
      )
      .map(([name, given]) => `${name}(${given.join(', ')})`),
    fc
      .tuple(fc.constantFrom('floor', 'ceil'), tie('formula'))
      .map(([name, given]) => `${name}(${given})`),
    tie('formula').map((of) => `-${of}`),
  ),
})).formula;

const someInputs = fc.record(
  Object.fromEntries(
    variables.map((name) => [
      name,
      fc.oneof(
        fc.constantFrom(0, 1, formulaVariables[name]),
        fc.double({ min: 0, max: formulaVariables[name], noNaN: true }),
      ),
    ]),
  ),
);

/** Operators, calls and names of mathjs and JavaScript that are none of the language. */
const foreign = fc.oneof(
  fc.constantFrom('^', '**', '.', ':', '=', '==', '<', '>', '!', '&', '|', '~', '?', '=>', '&&'),
  fc.constantFrom('and', 'or', 'not', 'xor', 'mod', 'to', 'in', ';', '[', ']', '{', '}', '"', "'"),
  fc.constantFrom('eval(1)', 'require(1)', 'import(1)', 'sqrt(4)', 'pi', 'process', 'this', '1e3'),
  fc
    .stringMatching(/^[A-Za-z_]\w{0,12}$/)
    .filter((name) => ![...variables, ...functions].includes(name)),
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 3 })
    .filter((text) => /[^\w\s.+\-*/%(),]/.test(text)),
);

describe('Property 3: Formula Safety (S0-009, Requirement 3.4)', () => {
  test('whatever holds an operator, function or symbol outside the list is refused', () => {
    fc.assert(
      fc.property(grown, foreign, fc.nat(), fc.boolean(), (text, intruder, place, spaced) => {
        // Anywhere, also in the middle of a name; with spaces it is a word of its own.
        const at = place % (text.length + 1);
        const inserted = spaced ? ` ${intruder} ` : intruder;
        const mixed = text.slice(0, at) + inserted + text.slice(at);
        fc.pre(spaced || /\W/.test(intruder.replace(/[.(]/g, '')));
        expect(validateFormula(mixed)).toMatchObject({ valid: false });
        expect(() => evaluateFormula(mixed, {})).toThrow(FormulaRefused);
      }),
      { numRuns: 5 * propertyRunsMin },
    );
  });

  test('any text at all is refused or gives a number, and computes nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(isRefusedOrFinite(text)).toBe(true);
      }),
      { numRuns: 5 * propertyRunsMin },
    );
  });

  test('a formula that may be saved gives a whole cap within bounds for all inputs', () => {
    let saved = 0;
    fc.assert(
      fc.property(grown, someInputs, (text, given) => {
        for (const formula of [text, `max(0, ${text})`, `min(50, max(0, ${text}))`]) {
          if (!validateFormula(formula).valid) continue;
          saved += 1;
          const cap = compileCap(formula)(inputsOf(given));
          expect(Number.isSafeInteger(cap) && cap >= 0 && cap <= levelCapMax).toBe(true);
        }
      }),
      { numRuns: 20 * propertyRunsMin },
    );
    expect(saved).toBeGreaterThan(5 * propertyRunsMin);
  });

  test('a condition that may be saved holds or does not, for all inputs', () => {
    let saved = 0;
    const compared = fc.tuple(grown, fc.constantFrom('<', '<=', '>', '>=', '==', '!='), grown);
    fc.assert(
      fc.property(
        compared,
        fc.constantFrom('and', 'or'),
        compared,
        someInputs,
        (a, join, b, given) => {
          const text = [...a, join, ...b].join(' ');
          if (!validateFormula(text, 'condition').valid) return;
          saved += 1;
          expect(typeof compileCondition(text)(inputsOf(given))).toBe('boolean');
        },
      ),
      { numRuns: 10 * propertyRunsMin },
    );
    expect(saved).toBeGreaterThan(propertyRunsMin);
  });

  test('10^5 scrambled formulas are each refused or give a number, in seconds', () => {
    const seed = randomInt(2 ** 32);
    const random = randomFrom(seed);
    const words = [
      ...variables,
      ...functions,
      ...['(', '(', ')', ')', ',', '+', '-', '*', '/', '%', ' ', '0', '1', '7', '0.5', '999999999'],
      ...['<', '>=', '==', 'and', 'or', '^', '.', '[', '"', 'eval', '__proto__', ';', '\n', 'é'],
    ];
    let given = 0;
    for (let made = 0; made < 100_000; made += 1) {
      // Few of the last row, so that many are nearly right.
      const from = random() < 0.8 ? words.slice(0, -14) : words;
      const parts = 1 + Math.floor(random() * (random() < 0.7 ? 6 : 40));
      const text = Array.from({ length: parts }, () => oneOf(random, from)).join('');
      expect(isRefusedOrFinite(text), `seed ${String(seed)}: ${JSON.stringify(text)}`).toBe(true);
      if (validateFormula(text).valid) given += 1;
    }
    expect(given).toBeGreaterThan(100);
  });
});

/** As on paper; the sign of what is taken away stays out of the remainder. */
function multiplied(left: number, operator: string, right: number): number {
  const size = Math.abs(left);
  const product = operator === '*' ? size * right : operator === '/' ? size / right : size % right;
  return Math.sign(left) * product;
}

function isRefusedOrFinite(text: string): boolean {
  try {
    return Number.isFinite(evaluateFormula(text, { level: 7, badges: 2, playtimeHours: 1.5 }));
  } catch (error) {
    if (error instanceof FormulaRefused) return true;
    throw error;
  }
}
