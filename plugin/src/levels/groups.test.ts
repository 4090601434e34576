// Groups of players as the plugin finds and tells them: by which permissions, when they change, and
// before the backend knows of a join.
import { describe, expect, test } from 'vitest';
import {
  getEffectiveLevelCap,
  getLevelCapsVersion,
  listEffectiveLevelCaps,
} from '@mintkeep/shared/levels.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import type { FakePlayer } from '../platform/fake-players.ts';
import { levels } from './levels.ts';

const calculatedAt = '2026-02-03T04:05:06.000Z';

/** A backend whose rules give 10 to everybody and 50 to `vip`. */
function start(groups = ['gold', 'vip']) {
  const world = startFakePlugin({ commandCooldownMs: '0' });
  const { server, plugin } = world;
  const backend = { groups, isHere: true };
  server.on(getLevelCapsVersion, ({ call }) => {
    if (call.knownVersion === '1') return new Promise(() => undefined);
    return { yes: { version: 1, lastModified: null } };
  });
  server.on(listEffectiveLevelCaps, ({ call }) => ({
    yes: {
      ...{ version: 1, calculatedAt, groups: backend.groups },
      caps: call.players.map(({ minecraftUUID, groups: held = [] }) => {
        const cap = held.includes('vip') && backend.isHere ? 50 : 10;
        return { minecraftUUID, isHere: backend.isHere, cap, appliedRules: [] };
      }),
    },
  }));
  levels(plugin);
  /** Experience without end, and how far it brought the player. */
  const climbed = (player: FakePlayer): number => {
    player.setLevel(0);
    player.gain(100_000);
    return player.level();
  };
  const named = () => server.asked(listEffectiveLevelCaps).at(-1)?.call.players[0]?.groups;
  return { ...world, backend, climbed, named };
}

describe('a group of the permission plugin', () => {
  test.each([['mintkeep.group.vip'], ['group.vip']])('is given by %s', async (permission) => {
    const { fake, climbed, named } = start();
    const alex = fake.join('Alex');
    alex.grants.set(permission, true);
    await fake.advance(1_000);
    expect(named()).toEqual(['vip']);
    expect(climbed(alex)).toBe(50);
  });

  test('is taken away by its own permission, whatever the other says', async () => {
    const { fake, named } = start();
    const alex = fake.join('Alex');
    alex.grants.set('group.vip', true);
    alex.grants.set('mintkeep.group.vip', false);
    await fake.advance(1_000);
    expect(named()).toBeUndefined();
  });

  test('is not what operators merely have', async () => {
    const { fake, climbed, named } = start();
    const admin = fake.join('Admin', { operator: true });
    await fake.advance(1_000);
    expect(named()).toBeUndefined();
    expect(climbed(admin)).toBe(10);
  });

  test('is heard of within a second of being given and of being taken', async () => {
    const { fake, climbed } = start();
    const alex = fake.join('Alex');
    await fake.advance(1_000);
    expect(climbed(alex)).toBe(10);
    alex.grants.set('group.vip', true);
    await fake.advance(1_000);
    expect(alex.heard.at(-1)).toBe('Your level cap is now 50.');
    expect(climbed(alex)).toBe(50);
    alex.grants.delete('group.vip');
    await fake.advance(1_000);
    expect(alex.heard.at(-1)).toMatch(/^Your level cap is now 10\./);
    expect(climbed(alex)).toBe(10);
  });

  test('that is lost between two visits, or before the first cap of one, is told', async () => {
    const { fake, backend } = start();
    const first = fake.join('Alex', { may: ['group.vip'] });
    await fake.advance(2_000);
    first.grants.delete('group.vip');
    await fake.advance(1_000);
    first.grants.set('group.vip', true);
    await fake.advance(1_000);
    expect(first.heard.filter((line) => /cap is now/.test(line))).toHaveLength(2);
    fake.quit(first);
    backend.isHere = false;
    const again = fake.join('Alex', { may: ['group.vip'] });
    await fake.advance(1_000);
    again.grants.delete('group.vip');
    await fake.advance(1_000);
    expect(again.heard.filter((line) => /cap is now 10/.test(line))).toHaveLength(1);
  });

  test('that is lost while an answer is under way is told with the next', async () => {
    const { fake, server } = start();
    let answer = (): void => undefined;
    const alex = fake.join('Alex', { may: ['group.vip'] });
    await fake.advance(1_000);
    alex.grants.delete('group.vip');
    await fake.advance(1_000);
    alex.grants.set('group.vip', true);
    await fake.advance(1_000);
    const capOf = (groups: readonly string[] = []): number => (groups.includes('vip') ? 50 : 10);
    server.on(listEffectiveLevelCaps, async ({ call }) => {
      const caps = call.players.map(({ minecraftUUID, groups }) => ({
        ...{ minecraftUUID, isHere: true, cap: capOf(groups), appliedRules: [] },
      }));
      // The first answer is slow.
      if (capOf(call.players[0]?.groups) === 50) await new Promise<void>((go) => (answer = go));
      return { yes: { version: 1, calculatedAt, groups: ['gold', 'vip'], caps } };
    });
    await fake.advance(12_000);
    alex.grants.delete('group.vip');
    await fake.advance(500);
    answer();
    await fake.advance(1_000);
    expect(alex.heard.at(-1)).toMatch(/^Your level cap is now 10\./);
  });

  test('that rules name anew is looked for at once, and asked about once', async () => {
    const { fake, server, backend, named } = start([]);
    const alex = fake.join('Alex');
    alex.grants.set('group.vip', true);
    await fake.advance(1_000);
    expect(named()).toBeUndefined();
    backend.groups = ['vip'];
    const before = server.asked(listEffectiveLevelCaps).length;
    await fake.advance(12_100);
    expect(named()).toEqual(['vip']);
    expect(server.asked(listEffectiveLevelCaps).length).toBe(before + 2);
  });

  test('does not count while the backend has not heard of the join: nothing is taken meanwhile', async () => {
    const { fake, backend, climbed } = start();
    const bert = fake.join('Bert');
    await fake.advance(1_000);
    backend.isHere = false;
    const alex = fake.join('Alex', { may: ['group.vip'] });
    await fake.advance(2_000);
    alex.gain(100_000);
    expect(alex.level()).toBeGreaterThan(50);
    backend.isHere = true;
    await fake.advance(1_000);
    expect(alex.level()).toBe(50);
    expect(alex.heard.filter((line) => /cap is now/.test(line))).toEqual([]);
    // Whoever is in no group is not kept waiting.
    expect(climbed(bert)).toBe(10);
  });

  test('that the backend never believes leaves the other rules in force', async () => {
    const { fake, backend, climbed } = start();
    backend.isHere = false;
    const alex = fake.join('Alex', { may: ['group.vip'] });
    await fake.advance(20_000);
    expect(climbed(alex)).toBe(10);
  });

  test('of backends that do not agree is asked about in peace', async () => {
    const { fake, server } = start();
    fake.join('Alex');
    let turn = 0;
    server.on(listEffectiveLevelCaps, () => ({
      yes: { version: 1, calculatedAt, groups: [`g${String((turn += 1))}`], caps: [] },
    }));
    await fake.advance(10_000);
    expect(turn).toBeLessThan(50);
  });

  test('is looked at a few players in a tick, however many there are', async () => {
    const many = Array.from({ length: 50 }, (_, place) => `g${String(place)}`);
    const { fake } = start(many);
    const all = Array.from({ length: 20 }, (_, place) => fake.join(`Player${String(place)}`));
    await fake.advance(1_000);
    let looks = 0;
    for (const one of all) {
      const { given } = one;
      Object.assign(one, { given: (name: string) => ((looks += 1), given(name)) });
    }
    let most = 0;
    for (let tick = 0; tick < 100; tick += 1) {
      looks = 0;
      await fake.advance(50);
      most = Math.max(most, looks);
    }
    expect(most).toBe(100);
  });
});

describe('/levelcap', () => {
  test('names the group that lets a rule count', async () => {
    const { fake, server } = start();
    const alex = fake.join('Alex');
    alex.grants.set('group.vip', true);
    await fake.advance(1_000);
    server.on(getEffectiveLevelCap, () => ({
      yes: {
        ...{ cap: 50, version: 1, calculatedAt },
        appliedRules: [{ key: 'donors', cap: 50, group: 'vip' }],
      },
    }));
    await fake.run(alex, 'levelcap');
    expect(server.asked(getEffectiveLevelCap)[0]?.call.groups).toBe('vip');
    expect(alex.heard).toContain('Rule donors gives 50, because you are in the group vip');
  });
});
