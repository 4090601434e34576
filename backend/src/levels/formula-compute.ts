// The arithmetic of formulas: what one computes for given inputs, and between which bounds it stays
// for all inputs there can be. Knows no text and no rule (D32).
import { formulaVariables } from '@mintkeep/shared/levels.ts';
import type { FormulaVariable } from '@mintkeep/shared/levels.ts';
import { refuse } from './formula-text.ts';
import type { FunctionName } from './formula-text.ts';
import { numberMax } from './formula-tree.ts';
import type { Arithmetic, Comparing, Condition, Tree } from './formula-tree.ts';

/** A number for each variable, within its range. */
export type Inputs = Readonly<Record<FormulaVariable, number>>;

/** Inputs as they may come: what is missing is 0, what is out of its range counts as its end. */
export function inputsOf(given: { readonly [V in FormulaVariable]?: number | undefined }): Inputs {
  const within = (name: FormulaVariable): number => {
    const value = given[name] ?? 0;
    return Number.isNaN(value) ? 0 : Math.min(Math.max(value, 0), formulaVariables[name]);
  };
  return {
    level: within('level'),
    playtimeHours: within('playtimeHours'),
    badges: within('badges'),
    seasonDay: within('seasonDay'),
    streakDays: within('streakDays'),
    linked: within('linked'),
  };
}

/** All numbers from `lo` to `hi`, both included. */
export interface Span {
  readonly lo: number;
  readonly hi: number;
}

const plain: Readonly<Record<Arithmetic, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  // The remainder has the sign of the divisor, as on a clock: -1 % 7 is 6.
  '%': (a, b) => {
    const rest = a % b;
    return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
  },
};

const functions: Readonly<Record<FunctionName, (numbers: readonly number[]) => number>> = {
  min: (numbers) => Math.min(...numbers),
  max: (numbers) => Math.max(...numbers),
  floor: ([number = Number.NaN]) => Math.floor(number),
  ceil: ([number = Number.NaN]) => Math.ceil(number),
};

const comparisons: Readonly<Record<Comparing, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

/** The number a formula gives. Throws FormulaRefused for a division by zero or a number too large. */
export function compute(tree: Tree, inputs: Inputs): number {
  switch (tree.kind) {
    case 'number':
      return tree.value;
    case 'variable':
      return inputs[tree.name];
    case 'negative':
      return -compute(tree.of, inputs);
    case 'arithmetic': {
      const left = compute(tree.left, inputs);
      const right = compute(tree.right, inputs);
      if (right === 0 && divides(tree.operator)) divisionByZero(tree);
      return sized(tree, plain[tree.operator](left, right));
    }
    case 'call':
      return functions[tree.name](tree.args.map((argument) => compute(argument, inputs)));
  }
}

/** Whether a condition holds. Throws as `compute` does. */
export function holds(condition: Condition, inputs: Inputs): boolean {
  if (condition.kind === 'compare') {
    const left = compute(condition.left, inputs);
    return comparisons[condition.operator](left, compute(condition.right, inputs));
  }
  if (condition.kind === 'and') {
    return holds(condition.left, inputs) && holds(condition.right, inputs);
  }
  return holds(condition.left, inputs) || holds(condition.right, inputs);
}

const divides = (operator: Arithmetic): boolean => operator === '/' || operator === '%';

function divisionByZero(tree: Tree): never {
  return refuse('divisionByZero', tree, 'This can divide by 0; write for example / max(1, ...)');
}

function sized(tree: Tree, number: number): number {
  if (Math.abs(number) <= numberMax) return number;
  return refuse('tooLarge', tree, `The number can grow beyond ${String(numberMax)} here`);
}

/**
 * Bounds that the formula never leaves, whatever the inputs. Computed with the same operations at
 * the ends of ranges: rounding keeps the order of numbers, so the bounds hold for the rounded
 * results too. They may be wider than what really happens, never narrower. Throws FormulaRefused
 * where some input could divide by zero or grow too large.
 */
export function spanOf(tree: Tree): Span {
  switch (tree.kind) {
    case 'number':
      return { lo: tree.value, hi: tree.value };
    case 'variable':
      return { lo: 0, hi: formulaVariables[tree.name] };
    case 'negative': {
      const { lo, hi } = spanOf(tree.of);
      return { lo: -hi, hi: -lo };
    }
    case 'arithmetic': {
      const left = spanOf(tree.left);
      const right = spanOf(tree.right);
      if (divides(tree.operator) && right.lo <= 0 && right.hi >= 0) divisionByZero(tree);
      const span =
        tree.operator === '%'
          ? remainders(left, right)
          : corners(plain[tree.operator], left, right);
      return { lo: sized(tree, span.lo), hi: sized(tree, span.hi) };
    }
    case 'call': {
      const spans = tree.args.map(spanOf);
      const function_ = functions[tree.name];
      return { lo: function_(spans.map(({ lo }) => lo)), hi: function_(spans.map(({ hi }) => hi)) };
    }
  }
}

/** Throws FormulaRefused where some input could not be compared. */
export function checkCondition(condition: Condition): void {
  if (condition.kind === 'compare') {
    spanOf(condition.left);
    spanOf(condition.right);
    return;
  }
  checkCondition(condition.left);
  checkCondition(condition.right);
}

/** `+ - * /` are monotone in each operand: their extremes lie in the corners. */
function corners(of: (a: number, b: number) => number, left: Span, right: Span): Span {
  const values = [
    of(left.lo, right.lo),
    of(left.lo, right.hi),
    of(left.hi, right.lo),
    of(left.hi, right.hi),
  ];
  return { lo: Math.min(...values), hi: Math.max(...values) };
}

/** Remainders lie between 0 and the divisor, and none of a positive number is larger than it. */
function remainders(left: Span, right: Span): Span {
  if (right.hi < 0) return { lo: right.lo, hi: 0 };
  return { lo: 0, hi: left.lo >= 0 ? Math.min(left.hi, right.hi) : right.hi };
}
