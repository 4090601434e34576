// Level caps over the API, on a real database: who may change them, what is refused, and that every
// change is heard.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import type { CallOf } from '@mintkeep/shared/contract.ts';
import {
  formulaRefusal,
  getEffectiveLevelCap,
  getLevelCaps,
  getLevelCapsVersion,
  levelCapMax,
  listEffectiveLevelCaps,
  previewLevelCaps,
  putLevelCaps,
  validateFormula,
} from '@mintkeep/shared/levels.ts';
import type { LevelRule } from '@mintkeep/shared/levels.ts';
import { testApp } from '../../test/app.ts';
import { aPlayer } from '../../test/builders.ts';
import { linkedStaff, staffMember } from '../../test/staff.ts';
import type { AuditDoc } from '../audit/store.ts';
import { hostileFormulas } from './hostile-formulas.ts';
import type { LevelCapsDoc } from './store.ts';

const opened = testApp();
const byConsole = { actor: 'console' };

const aRule = (fields: Partial<LevelRule> = {}): LevelRule => ({
  key: 'everybody',
  enabled: true,
  ...(fields.formula === undefined ? { value: 30 } : {}),
  conditions: [],
  priority: 0,
  ...fields,
});

const versionNow = async (): Promise<number> =>
  (await opened.ask(getLevelCapsVersion, {})).body.version;

const put = (rules: LevelRule[], expectedVersion: number, reason = 'test') =>
  opened.ask(putLevelCaps, { rules, expectedVersion, reason }, byConsole);

/** Puts rules in force, whatever was before. */
async function putInForce(rules: LevelRule[]): Promise<number> {
  const { body } = await opened.ask(getLevelCaps, {});
  const answer = await put(rules, body.version);
  expect(answer.status).toBe(200);
  return answer.body.version;
}

const capOf = async (
  player: { minecraftUUID: string },
  more: Partial<CallOf<typeof getEffectiveLevelCap>> = {},
) => {
  const { minecraftUUID } = player;
  // The version is named, so that no memory of another test answers.
  const { version } = (await opened.ask(getLevelCaps, {})).body;
  const asked = { minecraftUUID, knownVersion: String(version), ...more };
  return (await opened.ask(getEffectiveLevelCap, asked)).body;
};

const stored = () => opened.ctx.db.collection<LevelCapsDoc>('level_caps').findOne();
const audited = () =>
  opened.ctx.db.collection<AuditDoc>('audit_log').countDocuments({ action: 'levelCaps.change' });
const rung = () => opened.ctx.db.collection('outbox').countDocuments();
/** What "changes nothing" means here. */
const state = async () => ({ doc: await stored(), audits: await audited(), rings: await rung() });

describe('without rules', () => {
  test('there is version 0, and nobody has a cap', async () => {
    const player = await aPlayer(opened.ctx);
    expect((await opened.ask(getLevelCaps, {})).body).toEqual({
      rules: [],
      version: 0,
      lastModified: null,
      modifiedBy: null,
    });
    expect(await capOf(player)).toMatchObject({ cap: null, appliedRules: [], version: 0 });
  });

  test('of many first changes at once one is made (S0-035)', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, place) => put([aRule({ value: place })], 0)),
    );
    const codes = answers.map(({ error }) => error?.code ?? 'yes').sort();
    expect(codes).toEqual([...Array<string>(7).fill('VERSION_STALE'), 'yes']);
    expect((await stored())?.version).toBe(1);
    expect(await audited()).toBe(1);
  });
});

test('the version has an index (S0-041)', async () => {
  const indexes = await opened.ctx.db.collection('level_caps').indexes();
  expect(indexes.map(({ key }) => key)).toContainEqual({ version: 1 });
});

describe('a change of the rules', () => {
  test('is stored with its version, told to all and audited (S0-034, S0-035, K-013)', async () => {
    const before = await versionNow();
    const rings = await rung();
    const answer = await put([aRule({ value: 42 })], before, 'season two');
    expect([answer.status, answer.body]).toEqual([200, { version: before + 1 }]);
    expect(await stored()).toMatchObject({ _id: 'current', version: before + 1 });
    const { body } = await opened.ask(getLevelCaps, {});
    expect(body).toMatchObject({
      rules: [aRule({ value: 42 })],
      version: before + 1,
      modifiedBy: 'console:survival',
    });
    expect(await rung()).toBe(rings + 1);
    const [entry] = await opened.ctx.db
      .collection<AuditDoc>('audit_log')
      .find({ action: 'levelCaps.change' })
      .sort({ timestamp: -1 })
      .toArray();
    expect(entry).toMatchObject({
      adminId: 'console:survival',
      reason: 'season two',
      before: { version: before },
      after: { version: before + 1, rules: [aRule({ value: 42 })] },
    });
  });

  test('by two who read the same is one change and one VERSION_STALE', async () => {
    const before = await versionNow();
    const answers = await Promise.all([
      put([aRule({ value: 1 })], before),
      put([aRule({ value: 2 })], before),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await stored())?.version).toBe(before + 1);
  });

  test('by two who read again after a refusal gives +2 (S0-035)', async () => {
    const before = await versionNow();
    const change = async (value: number): Promise<void> => {
      for (;;) {
        const { body } = await opened.ask(getLevelCaps, {});
        if ((await put([aRule({ value })], body.version)).status === 200) return;
      }
    };
    await Promise.all([change(10), change(20)]);
    expect((await stored())?.version).toBe(before + 2);
    const audits = await audited();
    await Promise.all([change(1), change(2), change(3), change(4), change(5)]);
    expect((await stored())?.version).toBe(before + 7);
    expect(await audited()).toBe(audits + 5);
  });

  test('asked for again with its key is made once', async () => {
    const expectedVersion = await versionNow();
    const call = { rules: [aRule({ value: 7 })], expectedVersion, reason: 'test' };
    const options = { ...byConsole, idempotencyKey: randomUUID() };
    const first = await opened.ask(putLevelCaps, call, options);
    const again = await opened.ask(putLevelCaps, call, options);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body).toEqual(first.body);
    expect((await stored())?.version).toBe(expectedVersion + 1);
  });

  test('with a version that is not in force is refused with the one that is', async () => {
    const version = await versionNow();
    const before = await state();
    for (const wrong of [version - 1, version + 1, 0]) {
      const answer = await put([aRule()], wrong);
      expect([answer.status, answer.error?.code]).toEqual([409, 'VERSION_STALE']);
      expect(answer.error?.details).toMatchObject({ version });
    }
    expect(await state()).toEqual(before);
  });

  test('with a formula that is none is refused with its place, and nothing is saved (S0-008)', async () => {
    const before = await state();
    const answer = await put(
      [
        aRule({ key: 'fine', formula: '30 + seasonDay' }),
        aRule({ key: 'power', formula: 'level ^ 2', conditions: ['linked == 1', 'level = 3'] }),
        aRule({ key: 'off', enabled: false, formula: 'eval("1")' }),
      ],
      await versionNow(),
    );
    expect([answer.status, answer.error?.code]).toEqual([400, 'FORMULA_REFUSED']);
    const fields = answer.error?.details?.['fields'] as unknown[];
    for (const field of fields) expect(formulaRefusal.safeParse(field).success).toBe(true);
    expect(fields).toMatchObject([
      { path: 'body.rules.1.formula', problem: 'operatorRefused', found: '^', position: 7 },
      { path: 'body.rules.1.conditions.1', problem: 'operatorRefused', found: '=', position: 7 },
      { path: 'body.rules.2.formula', problem: 'functionRefused', found: 'eval', position: 1 },
    ]);
    expect(await state()).toEqual(before);
  });

  test.each<[string, unknown]>([
    ['both value and formula', [{ ...aRule(), formula: '1' }]],
    ['neither value nor formula', [{ ...aRule(), value: undefined }]],
    ['one key twice', [aRule(), aRule()]],
    ['a key that is none', [aRule({ key: '__proto__' })]],
    ['a cap below 0', [aRule({ value: -1 })]],
    ['a cap that is not whole', [aRule({ value: 1.5 })]],
    ['a cap above all levels', [aRule({ value: levelCapMax + 1 })]],
    ['a formula that is too long', [aRule({ formula: '1'.repeat(257) })]],
    ['an operator for the database', [{ ...aRule(), conditions: { $gt: '' } }]],
    ['a field nobody knows', [{ ...aRule(), version: 9 }]],
    ['too many rules', Array.from({ length: 51 }, (_, n) => aRule({ key: `r${String(n)}` }))],
    ['no list', { length: 1 }],
  ])('with %s is refused and changes nothing (S0-008)', async (_what, rules) => {
    const before = await state();
    const answer = await put(rules as LevelRule[], await versionNow());
    expect([answer.status, answer.error?.code]).toEqual([400, 'REQUEST_INVALID']);
    expect(await state()).toEqual(before);
  });

  test('is for operators: in the panel, in the game and at the console (K-013)', async () => {
    const change = async () => ({
      rules: [aRule()],
      expectedVersion: await versionNow(),
      reason: 'test',
    });
    const before = await state();
    expect((await opened.ask(putLevelCaps, await change())).error?.code).toBe('ROLE_INSUFFICIENT');
    const support = await staffMember(opened, 'SUPPORT');
    expect((await support.ask(putLevelCaps, await change())).error?.code).toBe('ROLE_INSUFFICIENT');
    const player = await aPlayer(opened.ctx);
    const actor = player.minecraftUUID;
    const asPlayer = await opened.ask(putLevelCaps, await change(), { actor });
    expect(asPlayer.error?.code).toBe('ROLE_INSUFFICIENT');
    expect(await state()).toEqual(before);

    const operator = await staffMember(opened, 'OPERATOR');
    expect((await operator.ask(putLevelCaps, await change())).status).toBe(200);
    expect((await stored())?.modifiedBy).toBe(`staff:${operator.memberId}`);
    const { discordId } = await linkedStaff(opened, player, 'OPERATOR');
    expect((await opened.ask(putLevelCaps, await change(), { actor })).status).toBe(200);
    expect((await stored())?.modifiedBy).toBe(`staff:${discordId}`);
    const auditor = await staffMember(opened, 'AUDITOR');
    expect((await auditor.ask(getLevelCaps, {})).status).toBe(200);
  });
});

describe('a cap', () => {
  test('is the lowest of the matching rules of the highest priority (D30)', async () => {
    const player = await aPlayer(opened.ctx, { level: 12 });
    await putInForce([
      aRule({ key: 'all', value: 20 }),
      aRule({ key: 'event', value: 60, priority: 5 }),
      aRule({ key: 'newcomers', value: 50, priority: 5, conditions: ['linked == 0'] }),
      aRule({ key: 'linked', value: 10, priority: 9, conditions: ['linked == 1'] }),
      aRule({ key: 'off', value: 1, priority: 99, enabled: false }),
    ]);
    expect(await capOf(player)).toMatchObject({
      cap: 50,
      appliedRules: [
        { key: 'newcomers', cap: 50 },
        { key: 'event', cap: 60 },
      ],
    });
    const { ctx } = opened;
    const linked = await aPlayer(ctx, { discordId: '123456789012345678' });
    expect(await capOf(linked)).toMatchObject({ cap: 10, appliedRules: [{ key: 'linked' }] });
  });

  test('is of the numbers that are known of the player, 0 where none is', async () => {
    const { ctx } = opened;
    const startedAt = new Date(ctx.clock.now().getTime() - 3.5 * 86_400_000);
    const settings = ctx.db.collection<{ _id: string }>('settings');
    await settings.updateOne(
      { _id: 'current' },
      { $set: { season: { startedAt } } },
      { upsert: true },
    );
    const counted = { playtimeMinutes: 90, badges: ['a', 'b'], streakDays: 7 };
    const player = await aPlayer(ctx, { level: 3, discordId: '1', ...counted });
    const nobody = await aPlayer(ctx);
    const formula =
      'level + linked * 10 + badges * 100 + streakDays * 1000 + seasonDay * 10000 + playtimeHours * 100000';
    await putInForce([aRule({ formula: `min(1000000, ${formula})` })]);
    expect((await capOf(player)).cap).toBe(3 + 10 + 200 + 7_000 + 40_000 + 150_000);
    expect((await capOf(nobody)).cap).toBe(40_000);
    await settings.updateOne({ _id: 'current' }, { $unset: { season: 1 } });
    await putInForce([aRule({ formula: 'seasonDay' })]);
    expect((await capOf(player)).cap).toBe(0);
  });

  test('is of the level that the asker names, where it does', async () => {
    const player = await aPlayer(opened.ctx, { level: 3 });
    await putInForce([aRule({ formula: 'level + 1' })]);
    expect((await capOf(player)).cap).toBe(4);
    expect((await capOf(player, { level: '9' })).cap).toBe(10);
    // Above the range of the variable: as its end.
    expect((await capOf(player, { level: '999999999' })).cap).toBe(1_000_001);
  });

  test('is told for many at once, all of one version; who is not known is left out', async () => {
    const players = [
      await aPlayer(opened.ctx, { level: 1 }),
      await aPlayer(opened.ctx, { level: 2 }),
    ];
    const version = await putInForce([aRule({ formula: '10 + level' })]);
    const asked = [
      ...players.map(({ minecraftUUID }) => ({ minecraftUUID })),
      { minecraftUUID: randomUUID(), level: 5 },
    ];
    const { body } = await opened.ask(listEffectiveLevelCaps, {
      players: asked,
      knownVersion: version,
    });
    expect(body.version).toBe(version);
    const caps = new Map(body.caps.map(({ minecraftUUID, cap }) => [minecraftUUID, cap]));
    expect(caps).toEqual(
      new Map(players.map(({ minecraftUUID, level }) => [minecraftUUID, 10 + level])),
    );
    const none = await opened.ask(listEffectiveLevelCaps, { players: [] });
    expect(none.body.caps).toEqual([]);
    const [first] = players;
    const own = [{ minecraftUUID: first?.minecraftUUID ?? '', level: 40 }];
    const now = await opened.ask(listEffectiveLevelCaps, { players: own, knownVersion: version });
    expect(now.body.caps).toMatchObject([
      { cap: 50, appliedRules: [{ key: 'everybody', cap: 50 }] },
    ]);
  });

  test('of a player nobody knows is refused', async () => {
    const answer = await opened.ask(getEffectiveLevelCap, { minecraftUUID: randomUUID() });
    expect([answer.status, answer.error?.code]).toEqual([404, 'PLAYER_UNKNOWN']);
  });

  test('survives rules that an older version wrote (S0-066)', async () => {
    const player = await aPlayer(opened.ctx);
    const caps = opened.ctx.db.collection<LevelCapsDoc>('level_caps');
    const before = await stored();
    const old = [{ key: 'old', formula: 'sqrt(level)' }, aRule({ formula: 'level ^ 2' }), aRule()];
    await caps.replaceOne({ _id: 'current' }, { rules: old, version: 900 } as never);
    const answer = await capOf(player);
    expect(answer).toMatchObject({ cap: 30, version: 900 });
    expect((await opened.ask(getLevelCaps, {})).body).toMatchObject({ lastModified: null });
    expect(opened.lines.some(({ msg }) => String(msg).includes('cannot be computed'))).toBe(true);
    if (before) await caps.replaceOne({ _id: 'current' }, { ...before, version: 901 });
  });
});

describe('trying', () => {
  test('a formula says whether it may be saved and what it gives', async () => {
    const operator = await staffMember(opened, 'OPERATOR');
    const check = (call: CallOf<typeof validateFormula>) =>
      operator.ask(validateFormula, call).then(({ body }) => body);
    const formula = '10 + level / 4';
    expect(await check({ formula })).toEqual({ valid: true, value: 10 });
    expect(await check({ formula, vars: { level: 5 } })).toEqual({ valid: true, value: 11.25 });
    expect(await check({ formula: 'level > 5', kind: 'condition', vars: { level: 6 } })).toEqual({
      valid: true,
      value: true,
    });
    expect(await check({ formula: 'level - 5' })).toMatchObject({
      valid: false,
      error: { problem: 'belowZero', position: 7, found: '-' },
    });
    expect(await check({ formula: '1'.repeat(4_000) })).toMatchObject({
      error: { problem: 'tooLong' },
    });
    const hostile = { formula: '1', vars: { constructor: 1 } } as CallOf<typeof validateFormula>;
    expect((await operator.ask(validateFormula, hostile)).status).toBe(400);
  });

  test('rules shows their caps over a range, and saves nothing', async () => {
    await putInForce([aRule({ value: 5 })]);
    const before = await state();
    const rules = [
      aRule({ key: 'grows', formula: '10 + floor(playtimeHours / 10) * 5' }),
      aRule({ key: 'linked', value: 100, priority: 1, conditions: ['linked == 1'] }),
    ];
    const across = { variable: 'playtimeHours', from: 0, to: 25, step: 10 } as const;
    const preview = (call: CallOf<typeof previewLevelCaps>) =>
      opened.ask(previewLevelCaps, call, byConsole);
    expect((await preview({ rules, across })).body.rows.map(({ at, cap }) => [at, cap])).toEqual([
      [0, 10],
      [10, 15],
      [20, 20],
    ]);
    const linked = await preview({ rules, across, vars: { linked: 1 } });
    expect(linked.body.rows[0]).toEqual({
      at: 0,
      cap: 100,
      appliedRules: [{ key: 'linked', cap: 100 }],
    });
    expect((await preview({ across })).body.rows.map(({ cap }) => cap)).toEqual([5, 5, 5]);
    const wrong = await preview({ rules: [aRule({ formula: '1 / 0' })], across });
    expect(wrong.error?.code).toBe('FORMULA_REFUSED');
    for (const range of [
      { ...across, to: 100_000 },
      { ...across, from: 30 },
      { ...across, step: 0 },
    ]) {
      expect((await preview({ across: range })).status).toBe(400);
    }
    expect((await preview({ across: { ...across, to: 1_999, step: 10 } })).body.rows).toHaveLength(
      200,
    );
    expect(await state()).toEqual(before);
  });
});

describe('the version (S0-036)', () => {
  test('is answered at once to whoever knows another or does not wait', async () => {
    const version = await putInForce([aRule()]);
    const now = { waitS: '0', knownVersion: String(version) };
    const answer = await opened.ask(getLevelCapsVersion, now);
    expect(answer.body.version).toBe(version);
    expect(answer.body.lastModified).toMatch(/^\d{4}-/);
    const older = { waitS: '25', knownVersion: String(version - 1) };
    expect((await opened.ask(getLevelCapsVersion, older)).body.version).toBe(version);
    expect((await opened.ask(getLevelCapsVersion, { waitS: '25' })).body.version).toBe(version);
  });

  test('wakes whoever waits for a change within a second, with its caps (S0-077)', async () => {
    const player = await aPlayer(opened.ctx);
    const { minecraftUUID } = player;
    const version = await putInForce([aRule({ value: 10 })]);
    const knownVersion = String(version);
    const before = await opened.ask(getEffectiveLevelCap, { minecraftUUID, knownVersion });
    expect(before.body.cap).toBe(10);
    const waiting = [1, 2, 3].map(() =>
      opened.ask(getLevelCapsVersion, { waitS: '25', knownVersion }),
    );
    const changedAtMs = performance.now();
    expect((await put([aRule({ value: 20 })], version)).status).toBe(200);
    for (const answer of await Promise.all(waiting)) expect(answer.body.version).toBe(version + 1);
    expect(performance.now() - changedAtMs).toBeLessThan(1_000);
    const { body } = await opened.ask(getEffectiveLevelCap, {
      minecraftUUID,
      knownVersion: String(version + 1),
    });
    expect(body).toMatchObject({ cap: 20, version: version + 1 });
  });

  test('is only for game servers', async () => {
    const superadmin = await staffMember(opened, 'SUPERADMIN');
    expect((await superadmin.ask(getLevelCapsVersion, {})).status).toBe(403);
  });
});

describe('Property 3: Formula Safety (S0-009, Requirement 3.4)', () => {
  const corpus = hostileFormulas.filter(({ text }) => text.length > 0);

  test('no hostile formula is ever saved, wherever it stands among good rules', async () => {
    const version = await versionNow();
    const before = await state();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...corpus),
        fc.nat(3),
        fc.boolean(),
        async ({ text, kind }, place, enabled) => {
          const bad = kind === 'condition' ? { value: 1, conditions: [text] } : { formula: text };
          const rules = [0, 1, 2, 3].map((n) =>
            aRule({ key: `r${String(n)}`, ...(n === place ? { enabled, ...bad } : {}) }),
          );
          const { error } = await put(rules, version);
          expect(['FORMULA_REFUSED', 'REQUEST_INVALID']).toContain(error?.code);
        },
      ),
      { numRuns: 2 * propertyRunsMin },
    );
    expect(await state()).toEqual(before);
  });
});
