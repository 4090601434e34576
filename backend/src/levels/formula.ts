// The safe evaluator of formulas: what an admin may write, whether it may be saved, and what it
// gives (S0-006, D32). Knows no rule and no player.
import { levelCapMax } from '@mintkeep/shared/levels.ts';
import type { FormulaError, FormulaVariable } from '@mintkeep/shared/levels.ts';
import { checkCondition, compute, holds, inputsOf, spanOf } from './formula-compute.ts';
import type { Inputs } from './formula-compute.ts';
import { FormulaRefused, refuse } from './formula-text.ts';
import type { FormulaKind } from './formula-text.ts';
import { capTree, conditionTree } from './formula-tree.ts';
import type { Tree } from './formula-tree.ts';

export { inputsOf } from './formula-compute.ts';
export type { Inputs } from './formula-compute.ts';
export { FormulaRefused } from './formula-text.ts';
export type { FormulaKind } from './formula-text.ts';

export type Verdict =
  { readonly valid: true } | { readonly valid: false; readonly error: FormulaError };

/** Says whether a formula may be saved, and if not, what is wrong and where (S0-008). */
export function validateFormula(text: string, kind: FormulaKind = 'cap'): Verdict {
  try {
    if (kind === 'cap') compileCap(text);
    else compileCondition(text);
    return { valid: true };
  } catch (error) {
    if (error instanceof FormulaRefused) return { valid: false, error: error.error };
    throw error;
  }
}

/** The number a formula gives, before it is rounded down. Throws FormulaRefused; always finite. */
export const evaluateFormula = (
  text: string,
  variables: { readonly [V in FormulaVariable]?: number | undefined },
): number => compute(capTree(text), inputsOf(variables));

/**
 * A formula as a function that gives a cap: a whole number from 0 to `levelCapMax` for all inputs
 * there can be. Throws FormulaRefused for a formula that cannot promise that.
 */
export function compileCap(text: string): (inputs: Inputs) => number {
  const tree = capTree(text);
  checkCap(tree);
  // Adding 0 turns -0 into 0.
  return (inputs) => Math.floor(compute(tree, inputs)) + 0;
}

/** A condition as a function; it gives an answer for all inputs there can be. */
export function compileCondition(text: string): (inputs: Inputs) => boolean {
  const condition = conditionTree(text);
  checkCondition(condition);
  return (inputs) => holds(condition, inputs);
}

function checkCap(tree: Tree): void {
  const { lo, hi } = spanOf(tree);
  if (lo < 0) {
    const least = String(Math.floor(lo));
    refuse('belowZero', tree, `The cap can fall below 0, down to ${least}; write max(0, ...)`);
  }
  if (Math.floor(hi) > levelCapMax) {
    const most = String(Math.floor(hi));
    refuse('tooLarge', tree, `The cap can grow to ${most}; write min(${String(levelCapMax)}, ...)`);
  }
}
