// Level caps: the rules in force, their changes, and what they give a player. Formulas are computed
// by the safe evaluator alone (S0-007). Knows no HTTP.
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import type * as contracts from '@mintkeep/shared/levels.ts';
import type { LevelRule } from '@mintkeep/shared/levels.ts';
import { audit } from '../audit/service.ts';
import { nameOf } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import { compileRules, decideCap } from './decide.ts';
import type { CompiledRule } from './decide.ts';
import { compileCondition, evaluateFormula, inputsOf, validateFormula } from './formula.ts';
import * as store from './store.ts';

export { openLevelCaps } from './in-force.ts';
export type { AsAsked, LevelCaps } from './in-force.ts';

/** The rules and their version, for whoever is about to change them. */
export async function readLevelCaps(
  scope: ReadScope,
): Promise<ReplyOf<typeof contracts.getLevelCaps>> {
  const { lastModified, ...state } = await store.findLevelCaps(scope);
  return { ...state, lastModified: lastModified?.toISOString() ?? null };
}

/**
 * Replaces the rules, and gives the next version. Refuses `FORMULA_REFUSED` with the place of each
 * mistake (S0-008), and `VERSION_STALE` when somebody changed them since they were read; both change
 * nothing. Game servers hear of the change at once.
 */
export async function changeLevelCaps(
  tx: Tx,
  change: { rules: LevelRule[]; expectedVersion: number; reason: string },
): Promise<{ version: number }> {
  const { rules, expectedVersion, reason } = change;
  compileOrRefuse(rules);
  const before = await store.findLevelCaps(tx);
  // Two at once read the same; the second to write conflicts, is tried again, and sees the first.
  if (before.version !== expectedVersion) {
    throw new Refusal('VERSION_STALE', { expectedVersion, version: before.version });
  }
  const version = before.version + 1;
  await store.putLevelCaps(tx, { rules, version, modifiedBy: nameOf(tx.actor) });
  await audit(tx, {
    action: 'levelCaps.change',
    target: { type: 'levelCaps', id: 'current' },
    reason,
    before: { version: before.version, rules: before.rules },
    after: { version, rules },
  });
  tx.emit({ type: 'levels.changed', version });
  return { version };
}

function compileOrRefuse(rules: readonly LevelRule[]): readonly CompiledRule[] {
  const compiled = compileRules(rules);
  if (compiled.refusals.length === 0) return compiled.rules;
  const fields = compiled.refusals.map((refusal) => ({ ...refusal, path: `body.${refusal.path}` }));
  throw new Refusal('FORMULA_REFUSED', { fields });
}

/** Says whether a formula may be saved, and what it gives for these variables (S0-006). */
export function tryFormula({
  formula,
  kind,
  vars,
}: InputOf<typeof contracts.validateFormula>): ReplyOf<typeof contracts.validateFormula> {
  const verdict = validateFormula(formula, kind);
  if (!verdict.valid) return verdict;
  const value =
    kind === 'cap' ? evaluateFormula(formula, vars) : compileCondition(formula)(inputsOf(vars));
  return { valid: true, value };
}

/** The caps that rules give over a range of one variable. Refuses `FORMULA_REFUSED`. */
export async function previewCaps(
  scope: ReadScope,
  { rules, across, vars, groups }: InputOf<typeof contracts.previewLevelCaps>,
): Promise<ReplyOf<typeof contracts.previewLevelCaps>> {
  const compiled = compileOrRefuse(rules ?? (await store.findLevelCaps(scope)).rules);
  const { variable, from, to, step } = across;
  const count = Math.floor((to - from) / step) + 1;
  const rows = Array.from({ length: count }, (_, place) => {
    const at = from + place * step;
    return { at, ...decideCap(compiled, inputsOf({ ...vars, [variable]: at }), groups) };
  });
  return { rows };
}
