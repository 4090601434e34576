// Caps by permission group over the API: whose word counts, what the rules may name, and that the
// game servers are told what to look for.
import { describe, expect, test } from 'vitest';
import {
  getEffectiveLevelCap,
  getLevelCaps,
  levelRulesMax,
  listEffectiveLevelCaps,
  previewLevelCaps,
  putLevelCaps,
  type LevelRule,
} from '@mintkeep/shared/levels.ts';
import { levelGroupsMax } from '@mintkeep/shared/level-groups.ts';
import { leave } from '@mintkeep/shared/presence.ts';
import { testApp } from '../../test/app.ts';
import { aPlayer } from '../../test/builders.ts';
import { players } from '../players/store.ts';

const opened = testApp();
const byConsole = { actor: 'console' };

const base: LevelRule = { key: 'base', enabled: true, value: 30, conditions: [], priority: 0 };
const vip: LevelRule = { ...base, key: 'vip', value: 60, priority: 5, groups: ['vip', 'mvp'] };

async function put(rules: readonly unknown[]) {
  const { version } = (await opened.ask(getLevelCaps, {})).body;
  const change = { rules: rules as LevelRule[], expectedVersion: version, reason: 'test' };
  return opened.ask(putLevelCaps, change, byConsole);
}

/** What a game server hears of one player in whose groups it believes. */
async function capsOf(player: { minecraftUUID: string }, groups?: string[]) {
  const { minecraftUUID } = player;
  const knownVersion = (await opened.ask(getLevelCaps, {})).body.version;
  const { body } = await opened.ask(listEffectiveLevelCaps, {
    players: [{ minecraftUUID, ...(groups ? { groups } : {}) }],
    knownVersion,
  });
  return { groups: body.groups, ...body.caps[0] };
}

describe('a cap by permission group (D30)', () => {
  test('is for who is in one of the groups, and says by which', async () => {
    await put([base, vip]);
    const player = await aPlayer(opened.ctx);
    const plain = { cap: 30, appliedRules: [{ key: 'base', cap: 30 }], isHere: true };
    expect(await capsOf(player)).toMatchObject({ ...plain, groups: ['mvp', 'vip'] });
    expect(await capsOf(player, ['other'])).toMatchObject(plain);
    expect(await capsOf(player, ['mvp'])).toMatchObject({
      cap: 60,
      appliedRules: [{ key: 'vip', cap: 60, group: 'mvp' }],
    });
    const { version } = (await opened.ask(getLevelCaps, {})).body;
    const asked = { minecraftUUID: player.minecraftUUID, knownVersion: String(version) };
    const one = async (groups: string) =>
      (await opened.ask(getEffectiveLevelCap, { ...asked, groups })).body.cap;
    expect([await one(''), await one('vip'), await one('a,mvp')]).toEqual([30, 60, 60]);
  });

  test('takes the word of the server where the player is, and of no other', async () => {
    await put([base, vip]);
    const player = await aPlayer(opened.ctx);
    const { minecraftUUID } = player;
    const set = (serverId: string) =>
      players(opened.ctx).updateOne({ minecraftUUID }, { $set: { serverId } });
    await set('lobby');
    expect(await capsOf(player, ['vip'])).toMatchObject({ cap: 30, isHere: false });
    const { version } = (await opened.ask(getLevelCaps, {})).body;
    const asked = { minecraftUUID, groups: 'vip', knownVersion: String(version) };
    expect((await opened.ask(getEffectiveLevelCap, asked)).body.cap).toBe(30);
    await set('survival');
    expect(await capsOf(player, ['vip'])).toMatchObject({ cap: 60, isHere: true });
    await opened.ask(leave, { minecraftUUID });
    expect(await capsOf(player, ['vip'])).toMatchObject({ cap: 30, isHere: false });
  });

  test('names to the game servers the groups of rules that are on, and follows a change', async () => {
    const player = await aPlayer(opened.ctx);
    await put([base, vip, { ...vip, key: 'off', enabled: false, groups: ['hidden'] }]);
    expect((await capsOf(player)).groups).toEqual(['mvp', 'vip']);
    await put([base, { ...vip, groups: ['gold'] }]);
    expect((await capsOf(player, ['vip'])).cap).toBe(30);
    expect(await capsOf(player, ['gold'])).toMatchObject({ cap: 60, groups: ['gold'] });
    await put([base]);
    expect(await capsOf(player, ['gold'])).toMatchObject({ cap: 30, groups: [] });
  });

  test('is shown by a preview for the groups that are named', async () => {
    const across = { variable: 'level' as const, from: 0, to: 0, step: 1 };
    const shown = async (groups?: string[]) => {
      const call = { rules: [base, vip], across, ...(groups ? { groups } : {}) };
      return (await opened.ask(previewLevelCaps, call, byConsole)).body.rows[0];
    };
    expect(await shown()).toMatchObject({ cap: 30 });
    expect(await shown(['vip'])).toMatchObject({ cap: 60, appliedRules: [{ group: 'vip' }] });
  });
});

describe('bad names of groups', () => {
  const many = Array.from({ length: levelGroupsMax + 1 }, (_, place) => `g${String(place)}`);
  const spread = Array.from({ length: levelRulesMax }, (_, place) => ({
    ...{ ...vip, key: `r${String(place)}`, groups: [`a${String(place)}`, `b${String(place)}`] },
  }));

  test.each<[string, unknown]>([
    ['no group at all', [{ ...vip, groups: [] }]],
    ['a text', [{ ...vip, groups: 'vip' }]],
    ['null', [{ ...vip, groups: null }]],
    ['an operator of the database', [{ ...vip, groups: { $gt: '' } }]],
    ['upper case, which no permission has', [{ ...vip, groups: ['VIP'] }]],
    ['a wildcard', [{ ...vip, groups: ['*'] }]],
    ['a space', [{ ...vip, groups: ['a b'] }]],
    ['a comma', [{ ...vip, groups: ['a,b'] }]],
    ['an empty name', [{ ...vip, groups: [''] }]],
    ['a name too long', [{ ...vip, groups: ['x'.repeat(65)] }]],
    ['too many in one rule', [{ ...vip, groups: many }]],
    ['too many in all rules together', spread],
  ])('%s: are refused, and nothing is saved', async (_what, rules) => {
    await put([base]);
    const before = (await opened.ask(getLevelCaps, {})).body;
    const answer = await put(rules as unknown[]);
    expect([answer.status, answer.error?.code]).toEqual([400, 'REQUEST_INVALID']);
    expect((await opened.ask(getLevelCaps, {})).body).toEqual(before);
  });

  test.each([
    [many],
    [['x'.repeat(65)]],
    [['A']],
    ['vip' as unknown as string[]],
    [[7] as unknown as string[]],
  ])('%# named of a player are refused', async (groups) => {
    const { minecraftUUID } = await aPlayer(opened.ctx);
    const call = { players: [{ minecraftUUID, groups }] };
    expect((await opened.ask(listEffectiveLevelCaps, call)).status).toBe(400);
    const query = { minecraftUUID, groups: Array.isArray(groups) ? groups.join(',') : '' };
    if (query.groups !== '' && groups[0] !== (7 as unknown)) {
      expect((await opened.ask(getEffectiveLevelCap, query)).status).toBe(400);
    }
  });
});
