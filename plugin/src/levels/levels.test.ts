// /levelcap: what a player is told of the own cap, and what staff do with the rules.
import { describe, expect, test } from 'vitest';
import {
  getEffectiveLevelCap,
  getLevelCaps,
  listEffectiveLevelCaps,
  previewLevelCaps,
  putLevelCaps,
  type LevelRule,
} from '@mintkeep/shared/levels.ts';
import { refused, type Said } from '../backend/fake-backend.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import { serveFakeCaps } from './fake-caps.ts';
import { levels } from './levels.ts';

const base: LevelRule = {
  ...{ key: 'base', enabled: true, value: 30, priority: 0 },
  conditions: [],
};
const vip: LevelRule = {
  ...{ key: 'vip', enabled: false, formula: '30 + badges', priority: 5 },
  conditions: ['linked == 1', 'badges > 2'],
};

async function start(rules: readonly LevelRule[] = [base, vip]) {
  const world = startFakePlugin({ commandCooldownMs: '0' });
  const backend = serveFakeCaps(world);
  const { fake, server, plugin } = world;
  /** The rules as the backend has them; every change makes another version. */
  const stored = { rules: [...rules], version: 7 };
  const read = (): Said<typeof getLevelCaps> => ({
    yes: {
      ...stored,
      rules: [...stored.rules],
      lastModified: '2026-02-03T04:05:06.000Z',
      modifiedBy: 'Ann',
    },
  });
  server.on(getLevelCaps, read);
  server.on(putLevelCaps, ({ call }) => {
    if (call.expectedVersion !== stored.version) return { no: 'VERSION_STALE', status: 409 };
    Object.assign(stored, { rules: call.rules, version: stored.version + 1 });
    return { yes: { version: stored.version } };
  });
  const caps = levels(plugin);
  fake.permissions([
    { name: 'mintkeep.admin.levelcap', description: 'levelcap', for: 'operators' },
  ]);
  const alex = fake.join('Alex');
  const admin = fake.join('Admin', { operator: true });
  await fake.advance(1_000);
  const console = async (line: string): Promise<readonly string[]> => {
    fake.console.heard.length = 0;
    await fake.run(fake.console, line);
    await fake.advance(1_000);
    return fake.console.heard;
  };
  return { ...world, caps, backend, stored, read, alex, admin, console };
}

describe('/levelcap', () => {
  test('tells the own cap, the rules that made it and their version (K-005)', async () => {
    const { fake, server, alex } = await start();
    server.on(getEffectiveLevelCap, () => ({
      yes: {
        cap: 1_234,
        appliedRules: [
          { key: 'base', cap: 1_234 },
          { key: 'vip', cap: 2_000 },
        ],
        ...{ version: 7, calculatedAt: '2026-02-03T04:05:06.000Z' },
      },
    }));
    alex.setLevel(12);
    await fake.run(alex, 'levelcap');
    expect(alex.heard).toEqual([
      'Your level cap is 1,234; you are at level 12.',
      'Rule base gives 1,234',
      'Rule vip gives 2,000',
      'Version 7 of the rules',
    ]);
    const [asked] = server.asked(getEffectiveLevelCap);
    expect(asked?.call).toMatchObject({ minecraftUUID: alex.id, level: '12' });
  });

  test('says so when there is no cap, and no rule', async () => {
    const { fake, server, alex } = await start();
    const calculatedAt = '2026-02-03T04:05:06.000Z';
    server.on(getEffectiveLevelCap, () => ({
      yes: { cap: null, appliedRules: [], version: 0, calculatedAt },
    }));
    await fake.run(alex, 'levelcap');
    expect(alex.heard.slice(0, 2)).toEqual([
      'You have no level cap; you are at level 0.',
      'No rule applies to you.',
    ]);
  });

  test('tells the last known cap, with its date, while the backend is away', async () => {
    const { fake, server, backend, alex } = await start();
    backend.update(25);
    await fake.advance(1_000);
    server.on(getEffectiveLevelCap, refused);
    alex.heard.length = 0;
    await fake.run(alex, 'levelcap');
    expect(alex.heard).toEqual([
      expect.stringMatching(/This is the last one known, of 2026-01-01 00:00 UTC/),
      'Your level cap is 25; you are at level 0.',
      'Version 1 of the rules',
    ]);
  });

  test('in words when nothing is known at all', async () => {
    const { fake, server, backend } = await start();
    backend.outage('refused');
    server.on(getEffectiveLevelCap, refused);
    const bert = fake.join('Bert');
    await fake.run(bert, 'levelcap');
    expect(bert.heard).toEqual([expect.stringMatching(/cannot be reached/)]);
  });

  test.each(['levelcap list', 'levelcap set base 5 x', 'levelcap preview 5', 'levelcap reload'])(
    'keeps /%s for staff',
    async (line) => {
      const { fake, server, alex } = await start();
      await fake.run(alex, line);
      expect(alex.heard).toEqual(['You may not use this command.']);
      expect(server.asked(putLevelCaps)).toEqual([]);
    },
  );

  test('completes from what is known, without asking', async () => {
    const { fake, alex, admin } = await start();
    const asked = fake.requests.length;
    expect(fake.complete(alex, 'levelcap ')).toEqual([]);
    expect(fake.complete(admin, 'levelcap ')).toEqual(['list', 'set', 'preview', 'reload']);
    expect(fake.complete(admin, 'levelcap set ')).toEqual(['base', 'vip']);
    expect(fake.complete(admin, 'levelcap set vip o')).toEqual(['on', 'off']);
    expect(fake.complete(admin, 'levelcap set vip on ')).toEqual([]);
    expect(fake.complete(admin, 'levelcap preview b')).toEqual(['base', 'badges']);
    expect(fake.complete(admin, 'levelcap preview base pl')).toEqual(['playtimeHours']);
    expect(fake.complete(admin, 'levelcap list ')).toEqual([]);
    expect(fake.requests).toHaveLength(asked);
  });
});

describe('/levelcap list', () => {
  test('shows each rule with its conditions, and who changed them last', async () => {
    const { console, server } = await start();
    expect(await console('levelcap list')).toEqual([
      'Level caps, version 7',
      'base = 30, priority 0',
      'vip = 30 + badges, priority 5, if linked == 1, if badges > 2 (off)',
      'Changed 2026-02-03 04:05 UTC by Ann',
    ]);
    expect(server.asked(getLevelCaps).at(-1)?.actor).toBe('console');
  });

  test('says how to begin when there are none', async () => {
    const { console } = await start([]);
    expect(await console('levelcap list')).toContainEqual(expect.stringMatching(/No rules/));
  });

  test('tells a refusal in words', async () => {
    const { console, server } = await start();
    server.on(getLevelCaps, () => ({ no: 'ROLE_INSUFFICIENT', status: 403 }));
    expect(await console('levelcap list')).toHaveLength(1);
  });
});

describe('/levelcap set', () => {
  test('changes one rule, keeps the rest, names who acts and why (K-013)', async () => {
    const { fake, server, admin, stored } = await start();
    await fake.run(admin, 'levelcap set vip 50 for the  summer');
    await fake.advance(1_000);
    const { formula: _, ...rest } = vip;
    expect(stored.rules).toEqual([base, { ...rest, value: 50 }]);
    const [asked] = server.asked(putLevelCaps);
    expect(asked).toMatchObject({
      actor: admin.id,
      call: { expectedVersion: 7, reason: 'for the  summer' },
    });
    expect(asked?.key).toBeTruthy();
    expect(admin.heard.at(-1)).toMatch(/^Saved: vip = 50, priority 5,.*Version 8$/);
  });

  test.each([
    ['base level+5 x', { ...base, value: undefined, formula: 'level+5' }],
    ['base "level + 5" x', { ...base, value: undefined, formula: 'level + 5' }],
    ["base 'level + 5' x", { ...base, value: undefined, formula: 'level + 5' }],
    ['base off x', { ...base, enabled: false }],
    ['base 99999999999 x', { ...base, value: undefined, formula: '99999999999' }],
  ])('%s', async (words, expected) => {
    const { console, stored } = await start();
    await console(`levelcap set ${words}`);
    expect(stored.rules).toEqual([JSON.parse(JSON.stringify(expected)), vip]);
  });

  test('adds a rule that was not there', async () => {
    const { console, stored } = await start();
    expect(await console('levelcap set new 40 a start')).toContainEqual(
      expect.stringMatching(/^Saved: new = 40, priority 0/),
    );
    expect(stored.rules.at(-1)).toEqual({ ...base, key: 'new', value: 40 });
  });

  test.each(['', 'base', 'base 40', 'base "40 reason', '"base" 40 x'])(
    'shows how it is written for "%s", and asks nothing',
    async (words) => {
      const { console, server } = await start();
      expect(await console(`levelcap set ${words}`)).toContainEqual(
        expect.stringContaining('/levelcap set [rule]'),
      );
      expect(server.asked(putLevelCaps)).toEqual([]);
    },
  );

  test('refuses a key that can be none, and to switch what is not there', async () => {
    const { console, server } = await start();
    expect(await console('levelcap set Base! 40 x')).toEqual([
      expect.stringContaining('“Base!” can be no rule.'),
    ]);
    expect(await console('levelcap set bsae on x')).toEqual([
      'There is no rule “bsae”. There are: base, vip.',
    ]);
    expect(server.asked(putLevelCaps)).toEqual([]);
  });

  test('asks again when another rule was changed meanwhile, and keeps both changes', async () => {
    const { console, server, stored, read } = await start();
    let reads = 0;
    server.on(getLevelCaps, () => {
      const said = read();
      reads += 1;
      // Right after the first read somebody else saves another rule.
      if (reads === 1) stored.rules = [base, { ...vip, enabled: true }];
      if (reads === 1) stored.version += 1;
      return said;
    });
    expect(await console('levelcap set base 31 x')).toContainEqual(
      expect.stringContaining('Saved: base = 31'),
    );
    expect(stored.rules).toEqual([
      { ...base, value: 31 },
      { ...vip, enabled: true },
    ]);
  });

  test('saves nothing over a change of the same rule that nobody here has seen', async () => {
    const { console, server, stored, read } = await start();
    let reads = 0;
    server.on(getLevelCaps, () => {
      const said = read();
      reads += 1;
      if (reads === 1) stored.rules = [{ ...base, value: 77 }, vip];
      if (reads === 1) stored.version += 1;
      return said;
    });
    expect(await console('levelcap set base 31 x')).toEqual([
      expect.stringMatching(/nothing was saved. It is now: base = 77, priority 0/),
    ]);
    expect(stored.rules[0]).toMatchObject({ value: 77 });
  });

  test('gives up in words when it is always overtaken', async () => {
    const { console, server } = await start();
    server.on(putLevelCaps, () => ({ no: 'VERSION_STALE', status: 409 }));
    expect(await console('levelcap set base 31 x')).toEqual([
      expect.stringMatching(/Somebody changed it meanwhile/),
    ]);
    expect(server.asked(putLevelCaps)).toHaveLength(3);
  });

  const fault = (path: string, position: number, found: string) => ({
    path,
    ...{ problem: 'functionRefused', message: 'no', position, found },
  });

  test('shows the place of a mistake under the formula, at the console with a mark', async () => {
    const { console, server } = await start();
    server.on(putLevelCaps, () => ({
      ...{ no: 'FORMULA_REFUSED', status: 400 },
      details: { fields: [fault('body.rules.0.formula', 6, 'eval')] },
    }));
    expect(await console('levelcap set base "10 + eval(1)" x')).toEqual([
      'That formula is not allowed.',
      '10 + eval(1)',
      '     ^^^^',
      'There is no such function; there are min, max, floor, ceil. (character 6)',
    ]);
  });

  test('marks it for a player in the text itself, and a rule of others by its name', async () => {
    const { fake, server, admin } = await start();
    server.on(putLevelCaps, () => ({
      ...{ no: 'FORMULA_REFUSED', status: 400 },
      details: {
        fields: [fault('body.rules.0.formula', 99, ''), fault('body.rules.1.conditions.7', 1, 'x')],
      },
    }));
    await fake.run(admin, 'levelcap set base level+ x');
    await fake.advance(1_000);
    expect(admin.heard.slice(-4)).toEqual([
      'That formula is not allowed.',
      'level+',
      'There is no such function; there are min, max, floor, ceil. (character 99)',
      'Rule “vip”: There is no such function; there are min, max, floor, ceil.',
    ]);
  });

  test.each([null, 'x', [], [{ path: 1 }]])(
    'lives with details that say nothing: %j',
    async (fields) => {
      const { console, server } = await start();
      server.on(putLevelCaps, () => ({
        ...{ no: 'FORMULA_REFUSED', status: 400, details: { fields } },
      }));
      expect(await console('levelcap set base x y')).toEqual(['That formula is not allowed.']);
    },
  );
});

describe('/levelcap preview', () => {
  test('shows what a formula gives over the variable it names', async () => {
    const { console, server } = await start();
    server.on(previewLevelCaps, () => ({
      yes: {
        rows: [
          { at: 0, cap: null, appliedRules: [] },
          { at: 1, cap: 1_030, appliedRules: [] },
        ],
      },
    }));
    expect(await console('levelcap preview 1000 + badges')).toEqual([
      '1000 + badges over badges:',
      'badges 0: no cap',
      'badges 1: 1,030',
    ]);
    expect(server.asked(previewLevelCaps)[0]).toMatchObject({
      actor: 'console',
      call: {
        rules: [{ key: 'preview', formula: '1000 + badges', enabled: true }],
        across: { variable: 'badges', from: 0, to: 10, step: 1 },
      },
    });
  });

  test('shows a rule of the list as if it were on, over the variable that is asked for', async () => {
    const { console, server } = await start();
    server.on(previewLevelCaps, () => ({ yes: { rows: [] } }));
    expect(await console('levelcap preview vip linked')).toEqual([
      'vip = 30 + badges over linked:',
    ]);
    expect(server.asked(previewLevelCaps)[0]?.call).toMatchObject({
      rules: [{ ...vip, enabled: true }],
      across: { variable: 'linked', to: 1 },
    });
  });
});

describe('/levelcap preview, as it is written', () => {
  test.each([
    ['"level + 5" streakDays', 'level + 5', 'streakDays'],
    ["'level + 5'", 'level + 5', 'level'],
    ['level+5 streakDays', 'level+5', 'streakDays'],
    ['level + streakDays', 'level + streakDays', 'level'],
    ['12', '12', 'level'],
  ])('%s', async (words, what, variable) => {
    const { console, server } = await start();
    server.on(previewLevelCaps, () => ({ yes: { rows: [] } }));
    expect(await console(`levelcap preview ${words}`)).toEqual([`${what} over ${variable}:`]);
  });
});

describe('/levelcap reload', () => {
  test('fetches the caps again, or says that the last known ones stay', async () => {
    const { console, backend } = await start();
    expect(await console('levelcap reload')).toEqual(['Fetched the caps of 2 players. Version 0']);
    backend.outage('refused');
    expect(await console('levelcap reload')).toEqual([
      expect.stringContaining('the last known caps stay in force'),
    ]);
  });

  test.each(['levelcap', 'levelcap help', 'levelcap preview'])(
    '/%s shows the usage',
    async (line) => {
      const { console } = await start();
      expect(await console(line)).toHaveLength(4);
    },
  );
});

describe('the status', () => {
  test('knows the version, and how old the oldest cap of those who are here is (D30)', async () => {
    const { fake, backend, caps, alex, admin } = await start();
    expect(caps.status().version).toBe(0);
    backend.update(5);
    await fake.advance(1_000);
    backend.outage('refused');
    await fake.advance(60_000);
    expect(caps.status().version).toBe(1);
    expect(caps.status().ageMs).toBeGreaterThanOrEqual(60_000);
    for (const player of [alex, admin]) fake.quit(player);
    expect(caps.status().ageMs).toBeNull();
  });
});

describe('news', () => {
  test('of changed rules come at once, of what follows the level once in a minute', async () => {
    const { fake, backend, alex } = await start();
    for (const cap of [10, 20, 15, null]) {
      backend.update(cap);
      await fake.advance(1_000);
    }
    expect(alex.heard).toEqual([
      'Your level cap is now 10. Levels you have stay yours.',
      'Your level cap is now 20.',
      'Your level cap is now 15. Levels you have stay yours.',
      'You have no level cap any more.',
    ]);
  });

  test('of a cap that follows the level are told once in a minute', async () => {
    const { fake, server, alex } = await start();
    server.on(listEffectiveLevelCaps, ({ call }) => ({
      yes: {
        ...{ version: 0, calculatedAt: '2026-02-03T04:05:06.000Z', groups: [] },
        caps: call.players.map(({ minecraftUUID, level = 0 }) => ({
          ...{ minecraftUUID, cap: level + 5, appliedRules: [], isHere: true },
        })),
      },
    }));
    for (let turn = 0; turn < 8; turn += 1) {
      alex.setLevel(turn);
      await fake.advance(12_500);
    }
    expect(alex.heard.length).toBeGreaterThanOrEqual(1);
    expect(alex.heard.length).toBeLessThanOrEqual(2);
  });
});
