// Which cap a player has: rules as functions, and the one that counts (D30). Pure: knows no database
// and no HTTP.
import type { FormulaRefusal, LevelRule } from '@mintkeep/shared/levels.ts';
import { compileCap, compileCondition, FormulaRefused } from './formula.ts';
import type { Inputs } from './formula.ts';

/** A cap, and the rules it comes from, the deciding one first; null is no cap. */
export interface Decision {
  readonly cap: number | null;
  readonly appliedRules: {
    readonly key: string;
    readonly cap: number;
    /** The player's group that let the rule count. */
    readonly group?: string;
  }[];
}

/** A rule that is in force, as functions. */
export interface CompiledRule {
  readonly key: string;
  readonly priority: number;
  /** One of these is needed; null for everybody. */
  readonly groups: readonly string[] | null;
  readonly matches: (inputs: Inputs) => boolean;
  readonly capOf: (inputs: Inputs) => number;
}

export interface Compiled {
  /** Enabled rules, the highest priority first. */
  readonly rules: readonly CompiledRule[];
  /** What is wrong with any rule, disabled ones too; empty means that all may be saved. */
  readonly refusals: readonly FormulaRefusal[];
}

// Enough to mend a request; a hostile one cannot make the answer long.
const refusalsMax = 20;

/** Compiles rules; those with a formula that is refused are left out and told. */
export function compileRules(given: readonly LevelRule[]): Compiled {
  const refusals: FormulaRefusal[] = [];
  const rules = given.flatMap((rule, place) => {
    const compiled = compileRule(rule, `rules.${String(place)}`, refusals);
    return compiled && rule.enabled ? [compiled] : [];
  });
  rules.sort((a, b) => b.priority - a.priority);
  return { rules, refusals: refusals.slice(0, refusalsMax) };
}

function compileRule(
  rule: LevelRule,
  path: string,
  refusals: FormulaRefusal[],
): CompiledRule | null {
  const attempt = <T>(where: string, compile: () => T): T | null => {
    try {
      return compile();
    } catch (error) {
      if (!(error instanceof FormulaRefused)) throw error;
      refusals.push({ path: `${path}.${where}`, ...error.error });
      return null;
    }
  };
  const { key, priority, value, formula, groups = null } = rule;
  const capOf = attempt('formula', () =>
    formula === undefined ? () => value ?? 0 : compileCap(formula),
  );
  const conditions = rule.conditions.map((text, place) =>
    attempt(`conditions.${String(place)}`, () => compileCondition(text)),
  );
  const whole = conditions.filter((condition) => condition !== null);
  if (!capOf || whole.length < conditions.length) return null;
  const matches = (inputs: Inputs): boolean => whole.every((holds) => holds(inputs));
  return { key, priority, groups, capOf, matches };
}

/** The groups that rules in force ask for, each once: what game servers must look at. */
export const groupsOf = (rules: readonly CompiledRule[]): string[] => [
  ...new Set(rules.flatMap(({ groups }) => groups ?? []).sort()),
];

/**
 * The lowest cap among the matching rules of the highest priority (D30). `groups` are those that the
 * player is in.
 */
export function decideCap(
  rules: readonly CompiledRule[],
  inputs: Inputs,
  groups: readonly string[] = [],
): Decision {
  const matching: Decision['appliedRules'] = [];
  let priority: number | null = null;
  for (const rule of rules) {
    if (priority !== null && rule.priority < priority) break;
    const group = rule.groups?.find((name) => groups.includes(name));
    if ((rule.groups && group === undefined) || !rule.matches(inputs)) continue;
    priority = rule.priority;
    const by = group === undefined ? {} : { group };
    matching.push({ key: rule.key, cap: rule.capOf(inputs), ...by });
  }
  matching.sort((a, b) => a.cap - b.cap);
  return { cap: matching[0]?.cap ?? null, appliedRules: matching };
}
