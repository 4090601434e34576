// What the game may give a player: below the cap everything, at the cap a full bar, above it nothing,
// by every way that experience comes.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import { createFakeDisk } from '../platform/fake.ts';
import { almost } from './experience.ts';
import { serveFakeCaps } from './fake-caps.ts';
import { levels } from './levels.ts';

interface Start {
  readonly cap?: number | null;
  readonly disk?: ReturnType<typeof createFakeDisk>;
}

async function start({ cap = null, disk = createFakeDisk() }: Start = {}) {
  const world = startFakePlugin({}, { disk });
  const backend = serveFakeCaps(world);
  if (cap !== null) backend.update(cap);
  levels(world.plugin);
  const { fake } = world;
  const alex = fake.join('Alex');
  await fake.advance(1_000);
  return { ...world, backend, alex, disk };
}

describe('a gain from orbs', () => {
  test('comes whole without a cap, and up to a full bar at one (K-005)', async () => {
    const { fake, backend, alex } = await start();
    alex.gain(10_000);
    expect(alex.level()).toBeGreaterThan(50);
    alex.setLevel(0);
    backend.update(3);
    await fake.advance(1_000);
    alex.gain(10_000);
    expect(alex.level()).toBe(3);
    expect(alex.experience().progress).toBeGreaterThan(0.9);
    expect(alex.heard.at(-1)).toContain('You have reached your level cap: 3.');
  });

  test('is told once in a minute, in chat at first and then above the hotbar', async () => {
    const { fake, alex } = await start({ cap: 1 });
    for (let second = 0; second < 130; second += 1) {
      alex.gain(20);
      await fake.advance(1_000);
    }
    expect(alex.heard.filter((line) => line.includes('reached'))).toHaveLength(1);
    expect(alex.actionBars).toEqual(['Level cap 1 reached', 'Level cap 1 reached']);
    expect(alex.level()).toBe(1);
    expect(alex.experience().progress).toBeGreaterThan(0.85);
  });

  test('is nothing above a cap that was lowered, and the level stays (D30)', async () => {
    const { fake, backend, alex } = await start({ cap: 30 });
    alex.setExperience({ level: 25, progress: 0.5 });
    await fake.advance(100);
    backend.update(10);
    await fake.advance(1_000);
    expect(alex.heard.at(-1)).toBe('Your level cap is now 10. Levels you have stay yours.');
    alex.gain(1_000);
    await fake.advance(1_000);
    expect(alex.experience()).toEqual({ level: 25, progress: 0.5 });
    // What was spent does not come back.
    alex.setLevel(9);
    await fake.advance(100);
    alex.gain(1_000);
    expect(alex.level()).toBe(10);
  });
});

describe('a level that another plugin gives', () => {
  test('is taken back in the tick that tells of it, down to the cap', async () => {
    const { fake, alex } = await start({ cap: 10 });
    alex.setLevel(40);
    await fake.advance(50);
    expect(alex.experience()).toEqual(almost(10));
    expect(alex.heard.at(-1)).toContain('reached your level cap: 10');
  });

  test('is taken back to what a player had, who was above a lowered cap', async () => {
    const { fake, backend, alex } = await start({ cap: 50 });
    alex.setLevel(40);
    await fake.advance(100);
    backend.update(10);
    await fake.advance(1_000);
    alex.setLevel(41);
    await fake.advance(50);
    expect(alex.level()).toBe(40);
    alex.setLevel(20);
    await fake.advance(50);
    expect(alex.level()).toBe(20);
  });
});

describe('/experience', () => {
  test.each([
    ['experience add Alex 100 levels', ['minecraft:experience add <id> 6 levels']],
    ['xp add @a 100 levels', ['minecraft:experience add <id> 6 levels']],
    ['minecraft:xp add Alex 9999', ['minecraft:experience add <id> 146 points']],
    ['experience set Alex 11 levels', ['minecraft:experience set <id> 10 levels']],
    ['experience add Alex 6 levels', null],
    ['experience add Alex 146', null],
    ['experience set Alex 10 levels', null],
    ['experience add Alex -3 levels', null],
    ['experience set Alex 900 points', null],
    ['experience query Alex levels', null],
    ['experience add Nobody 100 levels', null],
    ['experience add Alex 1e3 levels', null],
    ['experience add Alex', null],
    ['say experience add Alex 100 levels', null],
  ])('%s at level 4, cap 10', async (line, instead) => {
    const { fake, alex } = await start({ cap: 10 });
    alex.setLevel(4);
    const ran = fake.commandLine(fake.console, line);
    expect(ran).toEqual(instead?.map((one) => one.replace('<id>', alex.id)) ?? [line]);
    const told = fake.console.heard.filter((one) => one.includes('gets no higher'));
    expect(told).toHaveLength(instead ? 1 : 0);
  });

  test('for many gives each what is left, and names who gets no higher', async () => {
    const { fake, alex } = await start({ cap: 10 });
    const bert = fake.join('Bert');
    const cleo = fake.join('Cleo');
    await fake.advance(1_000);
    alex.setLevel(10);
    bert.setLevel(7);
    expect(fake.commandLine(fake.console, 'xp add @a 5 levels')).toEqual([
      `minecraft:experience add ${bert.id} 3 levels`,
      `minecraft:experience add ${cleo.id} 5 levels`,
    ]);
    expect(fake.console.heard).toEqual([
      'Alex gets no higher by experience: the level cap is 10.',
      'Bert gets no higher by experience: the level cap is 10.',
    ]);
    // A command block gives it twenty times a second.
    fake.commandLine(fake.console, 'xp add @a 5 levels');
    expect(fake.console.heard).toHaveLength(2);
  });

  test('runs as it is for who has no cap', async () => {
    const { fake } = await start();
    const line = 'xp add Alex 500 levels';
    expect(fake.commandLine(fake.console, line)).toEqual([line]);
  });
});

describe('while no cap is known', () => {
  test('experience comes, and what is above the cap is taken back when it is known', async () => {
    const { fake, backend } = await start({ cap: 8 });
    backend.unknown.add(fake.join('Bert').id);
    const bert = fake.player(fake.players().at(-1)?.id ?? '');
    expect(bert?.name).toBe('Bert');
    await fake.advance(2_000);
    bert?.setExperience({ level: 20, progress: 0 });
    await fake.advance(2_000);
    expect(bert?.level()).toBe(20);
    backend.unknown.clear();
    await fake.advance(1_000);
    expect(bert?.experience()).toEqual(almost(8));
  });

  test('a player who came with more keeps it', async () => {
    const { fake, backend, alex } = await start({ cap: 30 });
    alex.setLevel(30);
    await fake.advance(100);
    fake.quit(alex);
    backend.update(5);
    await fake.advance(60_000);
    const back = fake.join('Alex');
    back.gain(500);
    await fake.advance(1_000);
    expect(back.level()).toBe(30);
  });
});

describe('while the backend is away', () => {
  test('the last known cap holds, after a restart too (S0-038)', async () => {
    const { fake, backend, alex, disk } = await start({ cap: 6 });
    backend.outage('refused');
    await fake.advance(120_000);
    alex.gain(5_000);
    expect(alex.level()).toBe(6);
    fake.stop();

    const world = startFakePlugin({}, { disk });
    serveFakeCaps(world).outage('silent');
    levels(world.plugin);
    const back = world.fake.join('Alex');
    back.setLevel(2);
    await world.fake.advance(100);
    // What comes before it is clear that the backend is away is judged then.
    back.gain(5_000);
    await world.fake.advance(20_000);
    expect(back.level()).toBe(6);
    back.gain(5_000);
    expect(back.level()).toBe(6);
  });

  test('what was heard is on the disk when the server stops', async () => {
    const { fake, alex, disk } = await start({ cap: 6 });
    fake.stop();
    expect(JSON.parse(disk.files.get('level-caps.json') ?? '')).toMatchObject({
      [alex.id]: { cap: 6, version: 1 },
    });
  });

  test('a file that cannot be read is named, and forgotten', async () => {
    const disk = createFakeDisk();
    disk.files.set('level-caps.json', '{"x": {"cap": "many"}}');
    const { fake, alex } = await start({ cap: 2, disk });
    expect(fake.logged.map(({ line }) => line)).toContainEqual(
      expect.stringContaining('level-caps.json cannot be read'),
    );
    alex.gain(500);
    expect(alex.level()).toBe(2);
  });
});

describe('any sequence of gains', () => {
  const act = fc.oneof(
    fc.record({ do: fc.constant('orb' as const), points: fc.nat(3_000) }),
    fc.record({ do: fc.constant('plugin' as const), level: fc.nat(60) }),
    fc.record({ do: fc.constant('cap' as const), cap: fc.option(fc.nat(40)) }),
    fc.record({ do: fc.constant('spend' as const), levels: fc.nat(10) }),
    fc.record({
      do: fc.constant('outage' as const),
      kind: fc.option(fc.constant('refused' as const)),
    }),
  );
  test('never leaves a level above what the cap and the player had allowed (K-005)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 30 }), async (acts) => {
        const { fake, backend, alex } = await start({ cap: 20 });
        for (const one of acts) {
          const before = alex.level();
          const { isUp } = backend.state;
          if (one.do === 'cap' && isUp) backend.update(one.cap);
          if (one.do === 'outage') {
            backend.outage(one.kind);
            // Until it is noticed that it is back, or away.
            await fake.advance(20_000);
          }
          if (one.do === 'orb') alex.gain(one.points);
          if (one.do === 'plugin') alex.setLevel(one.level);
          if (one.do === 'spend') alex.setLevel(Math.max(0, before - one.levels));
          await fake.advance(1_000);
          const cap = backend.cap();
          if (cap !== null) expect(alex.level()).toBeLessThanOrEqual(Math.max(cap, before));
        }
      }),
      { numRuns: propertyRunsMin },
    );
  }, 60_000);
});
