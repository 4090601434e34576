// What staff do with level caps in the game and at the console (K-013): see the rules, change one,
// try one, fetch the caps again. The backend decides who may, and what a formula may say.
import {
  formulaVariables,
  getLevelCaps,
  levelCapMax,
  levelRule,
  previewLevelCaps,
  putLevelCaps,
  type FormulaVariable,
  type LevelRule,
} from '@mintkeep/shared/levels.ts';
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import { longDate } from '../messages.ts';
import type { Message, Sender } from '../platform/platform.ts';
import type { NoCode, Plugin } from '../plugin.ts';
import { readFaults, sayFault } from './formula-words.ts';

type Rules = ReplyOf<typeof getLevelCaps>;

/** Somebody else may be changing rules at the same time, but hardly all the time. */
const triesMax = 3;

const actorOf = (to: Sender) => ({ actor: to.player?.id ?? 'console' });

const whatOf = ({ value, formula }: LevelRule): string => formula ?? String(value);

async function readRules({ backend, refusal }: Plugin, to: Sender): Promise<Rules | null> {
  const answer = await backend.send(getLevelCaps, {}, actorOf(to));
  if (answer.ok) return answer.value;
  to.tell(refusal(answer.code, answer.details, to.language));
  return null;
}

function ruleWords({ words }: Plugin, rule: LevelRule, language: string): Message {
  const conditions = rule.conditions.map((condition) =>
    words(language, 'levels.rule.if', { condition }),
  );
  if (rule.groups) {
    conditions.unshift(words(language, 'levels.rule.groups', { groups: rule.groups.join(', ') }));
  }
  const names = conditions.map((_, index) => `c${String(index)}`);
  return words(language, 'levels.rule', {
    rule: rule.key,
    what: whatOf(rule),
    priority: String(rule.priority),
    conditions: {
      template: names.map((name) => `<${name}>`).join(''),
      values: Object.fromEntries(conditions.map((one, index) => [`c${String(index)}`, one])),
    },
    off: rule.enabled ? '' : words(language, 'levels.rule.off'),
  });
}

/** `/levelcap list` */
export async function listRules(plugin: Plugin, to: Sender): Promise<void> {
  const { say } = plugin;
  const read = await readRules(plugin, to);
  if (!read) return;
  say(to, 'levels.list', { version: String(read.version) });
  for (const rule of read.rules) to.tell(ruleWords(plugin, rule, to.language));
  if (read.rules.length === 0) say(to, 'levels.list.none');
  if (read.lastModified === null) return;
  const date = longDate(read.lastModified, to.language);
  say(to, 'levels.list.by', { date, who: read.modifiedBy ?? '–' });
}

/** A change of one rule, as it was written. */
export interface RuleChange {
  readonly key: string;
  /** A number, a formula, `on` or `off`. */
  readonly what: string;
  readonly reason: string;
}

const changeForm = /^([^\s"']\S*)\s+(?:"([^"]*)"|'([^']*)'|([^\s"']\S*))\s+(\S.*)$/;

/** Reads the words after `/levelcap set`; null when one is missing. */
export function readChange(args: readonly string[]): RuleChange | null {
  const [, key, inDouble, inSingle, plain, reason] = changeForm.exec(args.join(' ').trim()) ?? [];
  const what = inDouble ?? inSingle ?? plain;
  return key !== undefined && what !== undefined && reason !== undefined
    ? { key, what, reason }
    : null;
}

/** The rule after a change; null when it is to be switched and there is none. */
function changed(before: LevelRule | undefined, { key, what }: RuleChange): LevelRule | null {
  const {
    value: _value,
    formula: _formula,
    ...kept
  } = before ?? {
    ...{ key, enabled: true, conditions: [], priority: 0 },
  };
  if (what === 'on' || what === 'off') return before ? { ...before, enabled: what === 'on' } : null;
  const isNumber = /^\d{1,10}$/.test(what) && Number(what) <= levelCapMax;
  return { ...kept, ...(isNumber ? { value: Number(what) } : { formula: what }) };
}

/**
 * `/levelcap set`: changes one rule and nothing else, however often the others change meanwhile.
 * Says that it is saved once `pull` has brought it here.
 */
export async function setRule(
  plugin: Plugin,
  to: Sender,
  change: RuleChange,
  pull: () => Promise<unknown>,
): Promise<void> {
  const { say, backend, platform } = plugin;
  if (!levelRule.shape.key.safeParse(change.key).success) {
    return say(to, 'levels.noKey', { rule: change.key });
  }
  const key = platform.newId();
  let seen: string | undefined;
  for (let turn = 1; ; turn += 1) {
    const read = await readRules(plugin, to);
    if (!read) return;
    const before = read.rules.find((one) => one.key === change.key);
    const now = before ? JSON.stringify(before) : '';
    if (seen !== undefined && seen !== now) {
      if (!before) return say(to, 'levels.set.gone');
      return say(to, 'levels.set.changed', { rule: ruleWords(plugin, before, to.language) });
    }
    seen = now;
    const rule = changed(before, change);
    if (!rule) return noRule(plugin, to, change.key, read.rules);
    const rules = before
      ? read.rules.map((one) => (one === before ? rule : one))
      : [...read.rules, rule];
    const call = { rules, expectedVersion: read.version, reason: change.reason };
    const options = { ...actorOf(to), key: `${key}-${String(turn)}` };
    const answer = await backend.send(putLevelCaps, call, options);
    if (answer.ok) {
      const version = String(answer.value.version);
      await pull();
      return say(to, 'levels.set', { rule: ruleWords(plugin, rule, to.language), version });
    }
    if (answer.code === 'VERSION_STALE' && turn < triesMax) continue;
    return tellNo(plugin, to, answer, rules);
  }
}

function noRule({ say }: Plugin, to: Sender, rule: string, rules: readonly LevelRule[]): void {
  say(to, 'levels.noRule', { rule, rules: rules.map(({ key }) => key).join(', ') || '–' });
}

/** A refusal in words; of formulas with the place, whichever rule it is in. */
function tellNo(
  plugin: Plugin,
  to: Sender,
  no: { readonly code: NoCode; readonly details: Readonly<Record<string, unknown>> },
  rules: readonly LevelRule[],
): void {
  to.tell(plugin.refusal(no.code, no.details, to.language));
  for (const fault of (no.code === 'FORMULA_REFUSED' && readFaults(no.details)) || []) {
    const [, index = '', field, place = ''] =
      /^body\.rules\.(\d+)\.(formula|conditions)(?:\.(\d+))?$/.exec(fault.path) ?? [];
    const rule = rules[Number(index)];
    const text = field === 'formula' ? rule?.formula : rule?.conditions[Number(place)];
    if (text !== undefined) sayFault(plugin, to, text, fault);
    else {
      const why = plugin.words(to.language, `levels.problem.${fault.problem}`);
      plugin.say(to, 'levels.fault.other', { path: rule?.key ?? fault.path, why });
    }
  }
}

/** Over which values a variable is shown. */
const ranges: Readonly<Record<FormulaVariable, readonly [to: number, step: number]>> = {
  level: [100, 10],
  playtimeHours: [200, 20],
  badges: [10, 1],
  seasonDay: [90, 10],
  streakDays: [30, 3],
  linked: [1, 1],
};
export const variables = Object.keys(formulaVariables) as FormulaVariable[];
const isVariable = (word: string): word is FormulaVariable =>
  (variables as readonly string[]).includes(word);

/** A word or a text in quotes, then a variable; without quotes many words are all formula. */
function readPreview(args: readonly string[]): readonly [what: string, FormulaVariable?] {
  const text = args.join(' ').trim();
  const [, , quoted, plain, last = ''] = /^(?:(["'])(.*)\1|(\S+))(?:\s+(\w+))?$/.exec(text) ?? [];
  const what = quoted ?? plain ?? text;
  return isVariable(last) ? [what, last] : [last === '' ? what : text];
}

/** `/levelcap preview`: a rule's key or a formula, and the variable to run over. */
export async function previewRule(
  plugin: Plugin,
  to: Sender,
  args: readonly string[],
): Promise<void> {
  const { say, words, backend, platform } = plugin;
  const [what, asked] = readPreview(args);
  const read = await readRules(plugin, to);
  if (!read) return;
  const known = read.rules.find(({ key }) => key === what);
  const rule = known ?? changed(undefined, { key: 'preview', what, reason: '' });
  if (!rule) return noRule(plugin, to, what, read.rules);
  const text = [rule.formula ?? '', ...rule.conditions].join(' ');
  const named = variables.find((name) => new RegExp(`\\b${name}\\b`).test(text)) ?? 'level';
  const variable = asked ?? named;
  const [end, step] = ranges[variable];
  const rules = [{ ...rule, enabled: true }];
  const across = { variable, from: 0, to: end, step };
  const groups = rule.groups ? [...rule.groups] : [];
  const answer = await backend.send(previewLevelCaps, { rules, across, groups }, actorOf(to));
  if (!answer.ok) return tellNo(plugin, to, answer, rules);
  say(to, 'levels.preview', { what: known ? `${known.key} = ${whatOf(known)}` : what, variable });
  const number = (value: number): string => platform.formatInteger(value, to.language);
  for (const { at, cap } of answer.value.rows) {
    const level = cap === null ? words(to.language, 'levels.preview.none') : number(cap);
    say(to, 'levels.preview.row', { variable, at: number(at), level });
  }
}
