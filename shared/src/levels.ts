// Level caps: the highest level a player may reach now, the rules it comes from, and their
// contracts (D30). What a formula may say is decided by the backend alone (D32).
import * as z from 'zod';
import type { Contract } from './contract.ts';
import {
  fewGroups,
  levelGroup,
  levelGroups,
  levelGroupsInQuery,
  levelGroupsMax,
} from './level-groups.ts';
import { instant, line, minecraftUUID, numberInQuery } from './primitives.ts';

/** The game keeps a level in an `int`; no cap is higher, and no level either. */
export const levelCapMax = 2_147_483_647;
export const levelRulesMax = 50;
export const levelConditionsMax = 8;
export const formulaCharactersMax = 256;
/** As many as a heartbeat names. */
export const levelCapPlayersMax = 2_000;
export const levelPreviewRowsMax = 200;

/** Longest wait of one long poll for a change; below the usual idle time-outs of proxies. */
export const levelCapWaitSMax = 25;

/**
 * What a formula may name, and up to where each is looked at: a larger number counts as this one,
 * so that a formula checked over the whole range can never surprise (D30).
 */
export const formulaVariables = {
  level: 1_000_000,
  playtimeHours: 1_000_000,
  badges: 10_000,
  seasonDay: 100_000,
  streakDays: 100_000,
  linked: 1,
} as const;
export type FormulaVariable = keyof typeof formulaVariables;
const variable = z.enum(Object.keys(formulaVariables) as FormulaVariable[]);

// A form that checks what is being written asks with each pause of the writer.
const triesPerMinute = { perMinuteMax: 120 } as const;

/** Values for variables; one that is left out is 0. */
const inputs = z.partialRecord(variable, z.number().min(0).max(levelCapMax));

// `numberInQuery` fills in a default; here absent means something else than any number.
const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, { error: 'must be a whole number' })
  .transform(Number);

/** A level that may be reached: a whole number. */
export const levelCap = z.int().min(0).max(levelCapMax);

const level = z.int().min(0).max(levelCapMax);
const version = z.int().min(0);
const formula = z.string().min(1).max(formulaCharactersMax);
const ruleKey = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, {
  error: 'must be 1 to 32 of a-z, 0-9, dash, underscore',
});

/**
 * One rule: a cap for whom all conditions hold. The cap is a number or a formula over the
 * variables, rounded down. Of the matching rules those of the highest priority count, and of these
 * the lowest cap (D30).
 */
export const levelRule = z
  .strictObject({
    key: ruleKey,
    enabled: z.boolean(),
    value: levelCap.optional(),
    formula: formula.optional(),
    /** As `linked == 0` or `seasonDay >= 10 and badges < 3`; none means everybody. */
    conditions: z.array(formula).max(levelConditionsMax),
    /** For whoever is in one of these groups of the permission plugin; absent means everybody. */
    groups: levelGroups.min(1).optional(),
    priority: z.int().min(-1_000).max(1_000),
  })
  .refine((rule) => (rule.value === undefined) !== (rule.formula === undefined), {
    error: 'must have either value or formula',
  })
  .meta({
    examples: [
      {
        key: 'newcomers',
        enabled: true,
        formula: '10 + min(playtimeHours, 20)',
        conditions: ['linked == 0'],
        priority: 0,
      },
    ],
  });
export type LevelRule = z.infer<typeof levelRule>;

const levelRules = z
  .array(levelRule)
  .max(levelRulesMax)
  .refine((rules) => new Set(rules.map(({ key }) => key)).size === rules.length, {
    error: 'must have a key of its own for each rule',
  })
  .refine(fewGroups, { error: `must name at most ${String(levelGroupsMax)} groups in all` });

/** What can be wrong with a formula: for the words of a locale. */
export const formulaProblem = z.enum([
  'empty',
  'tooLong',
  'characterRefused',
  'operatorRefused',
  'functionRefused',
  'nameUnknown',
  'syntax',
  'operatorMissing',
  'arity',
  'tooManyParts',
  'tooDeep',
  'numberTooLarge',
  'notANumber',
  'notACondition',
  'divisionByZero',
  'belowZero',
  'tooLarge',
]);
export type FormulaProblem = z.infer<typeof formulaProblem>;

/** Why a formula is refused. `position` counts characters from 1; `found` is what stands there. */
export const formulaError = z.strictObject({
  problem: formulaProblem,
  message: z.string().max(512),
  position: z.int().min(1),
  found: z.string().max(64),
});
export type FormulaError = z.infer<typeof formulaError>;

/** One entry of `details.fields` of a `FORMULA_REFUSED`: which text it is, as `body.rules.0.formula`. */
export const formulaRefusal = z.strictObject({ path: z.string(), ...formulaError.shape });
export type FormulaRefusal = z.infer<typeof formulaRefusal>;

/** A rule that counted, with the cap it gives; `group` is the player's group that let it count. */
export const appliedRule = z.strictObject({
  ...{ key: ruleKey, cap: levelCap, group: levelGroup.optional() },
});

/** A cap and where it comes from, the deciding rule first; null is no cap. */
const decided = {
  cap: levelCap.nullable(),
  appliedRules: z.array(appliedRule).max(levelRulesMax),
};

/** Version 0 is: never set; then there are no rules and nobody has a cap. */
export const getLevelCapsVersion = {
  method: 'GET',
  path: '/api/level-caps/version',
  who: { server: true },
  summary:
    'Tells the version of the level caps. With knownVersion, waits up to waitS seconds for another.',
  query: z.strictObject({
    waitS: numberInQuery(0, levelCapWaitSMax, 0),
    knownVersion: wholeNumber.optional(),
  }),
  status: 200,
  reply: z.strictObject({ version, lastModified: instant.nullable() }),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

/**
 * `level` is what the player has now, where the asker knows better than the last heartbeat.
 * `knownVersion` is the version the asker has heard of: a backend that has not looked up another
 * one looks anew before it answers, so that no answer is older than what the asker knows.
 */
export const getEffectiveLevelCap = {
  method: 'GET',
  path: '/api/level-caps/effective/:minecraftUUID',
  who: { server: true },
  summary: "Tells a player's level cap now, and the rules it comes from.",
  params: z.strictObject({ minecraftUUID }),
  query: z.strictObject({
    ...{ level: wholeNumber.optional(), knownVersion: wholeNumber.optional() },
    groups: levelGroupsInQuery.optional(),
  }),
  status: 200,
  reply: z.strictObject({ ...decided, version, calculatedAt: instant }),
  key: 'none',
  limit: 'none',
  refusals: ['PLAYER_UNKNOWN'],
} as const satisfies Contract;

/**
 * All of one version; `knownVersion` as for one player. Players who are not known are left out of the
 * answer. `groups` of the answer are those that its rules name: whoever asked about others asks again.
 * A server speaks for the groups of its own players alone: where `isHere` is false, none counted.
 */
export const listEffectiveLevelCaps = {
  method: 'POST',
  path: '/api/level-caps/effective',
  who: { server: true },
  summary: 'Tells the level caps of many players at once; changes nothing.',
  body: z.strictObject({
    players: z
      .array(
        z.strictObject({ minecraftUUID, level: level.optional(), groups: levelGroups.optional() }),
      )
      .max(levelCapPlayersMax),
    knownVersion: version.optional(),
  }),
  status: 200,
  reply: z.strictObject({
    version,
    calculatedAt: instant,
    groups: levelGroups,
    caps: z
      .array(z.strictObject({ minecraftUUID, isHere: z.boolean(), ...decided }))
      .max(levelCapPlayersMax),
  }),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

export const getLevelCaps = {
  method: 'GET',
  path: '/api/level-caps',
  who: { server: true, staff: 'AUDITOR', inGame: 'OPERATOR' },
  summary: 'Shows the rules of the level caps.',
  status: 200,
  reply: z.strictObject({
    rules: z.array(levelRule),
    version,
    lastModified: instant.nullable(),
    modifiedBy: line(128).nullable(),
  }),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

/** `expectedVersion` is the one the rules were read with: a change in between is a refusal. */
export const putLevelCaps = {
  method: 'PUT',
  path: '/api/level-caps',
  who: { staff: 'OPERATOR', inGame: 'OPERATOR' },
  summary: 'Replaces the rules of the level caps; every change gives the next version.',
  body: z.strictObject({ rules: levelRules, expectedVersion: version, reason: line(256) }),
  status: 200,
  reply: z.strictObject({ version }),
  key: 'accepted',
  refusals: ['FORMULA_REFUSED', 'VERSION_STALE'],
} as const satisfies Contract;

export const validateFormula = {
  method: 'POST',
  path: '/api/level-caps/validate',
  who: { staff: 'OPERATOR', inGame: 'OPERATOR' },
  summary: 'Checks a formula as saving would, and computes it for the given variables.',
  body: z.strictObject({
    // Longer than allowed, so that the answer can say what is wrong.
    formula: z.string().max(4_096),
    kind: z.enum(['cap', 'condition']).default('cap'),
    vars: inputs.default({}),
  }),
  status: 200,
  reply: z.strictObject({
    valid: z.boolean(),
    /** A cap before it is rounded down, or whether the condition holds. */
    value: z.union([z.number(), z.boolean()]).optional(),
    error: formulaError.optional(),
  }),
  key: 'none',
  limit: triesPerMinute,
  refusals: [],
} as const satisfies Contract;

/** Without rules, those in force. `across` is the variable that runs; `vars` hold the others. */
export const previewLevelCaps = {
  method: 'POST',
  path: '/api/level-caps/preview',
  who: { staff: 'OPERATOR', inGame: 'OPERATOR' },
  summary: 'Shows the caps that rules give over a range of one variable; saves nothing.',
  body: z.strictObject({
    rules: levelRules.optional(),
    across: z
      .strictObject({
        variable,
        from: level,
        to: level,
        step: z.int().min(1).max(levelCapMax),
      })
      .refine(({ from, to, step }) => to >= from && (to - from) / step < levelPreviewRowsMax, {
        error: `must run upwards, over at most ${String(levelPreviewRowsMax)} values`,
      }),
    vars: inputs.default({}),
    groups: levelGroups.default([]),
  }),
  status: 200,
  reply: z.strictObject({
    rows: z.array(z.strictObject({ at: level, ...decided })).max(levelPreviewRowsMax),
  }),
  key: 'none',
  limit: triesPerMinute,
  refusals: ['FORMULA_REFUSED'],
} as const satisfies Contract;
