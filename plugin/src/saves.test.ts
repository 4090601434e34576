// Proof before a word: one save in a tick, the file must change, and the words belong to a visit.
import { describe, expect, test } from 'vitest';
import { startFakePlugin } from './fake-plugin.ts';
import type { FakePlayer } from './platform/fake-players.ts';
import { keepSaves } from './saves.ts';

const tickMs = 50;

function start() {
  const { plugin, fake: platform } = startFakePlugin();
  const said: string[] = [];
  const saves = keepSaves(plugin);
  const wait = (player: FakePlayer, word: string) =>
    saves.afterSave(player, () => void said.push(word));
  return { platform, saves, said, wait };
}

/** Counts the saves of a player and keeps them from writing until `land` is called. */
function lateDisk(player: FakePlayer) {
  const { save } = player;
  let asked = 0;
  player.save = () => void (asked += 1);
  return { asked: () => asked, land: save };
}

describe('afterSave', () => {
  test('says the word once the file has changed, never before (D22)', async () => {
    const { platform, said, wait } = start();
    const alex = platform.join('Alex');
    const disk = lateDisk(alex);
    wait(alex, 'given');
    await platform.advance(1_000);
    expect(disk.asked()).toBe(1);
    expect(said).toEqual([]);
    disk.land();
    await platform.advance(2 * tickMs);
    expect(said).toEqual(['given']);
  });

  test('saves once for all that waits for one player', async () => {
    const { platform, said, wait } = start();
    const alex = platform.join('Alex');
    wait(alex, 'one');
    wait(alex, 'two');
    await platform.advance(4 * tickMs);
    expect(platform.disk.players.get(alex.id)?.saves).toBe(1);
    expect(said).toEqual(['one', 'two']);
  });

  test('saves at most one player in a tick, whoever waits', async () => {
    const { platform, wait } = start();
    const players = ['Ada', 'Bob', 'Cem', 'Dot'].map((name) => platform.join(name));
    for (const player of players) wait(player, player.name);
    const saved = () =>
      [...platform.disk.players.values()].reduce((sum, one) => sum + one.saves, 0);
    for (let tick = 1; tick <= players.length; tick += 1) {
      await platform.advance(tickMs);
      expect(saved()).toBe(tick);
    }
    await platform.advance(4 * tickMs);
    expect(saved()).toBe(players.length);
  });

  test('says nothing without a proof in 5 s, and warns the admin once', async () => {
    const { platform, saves, said, wait } = start();
    const alex = platform.join('Alex');
    platform.faults.saves = true;
    wait(alex, 'given');
    await platform.advance(5_200);
    expect(saves.waiting()).toBe(0);
    platform.faults.saves = false;
    alex.save();
    await platform.advance(5_200);
    expect(said).toEqual([]);
    const lines = platform.logged.filter(({ level }) => level !== 'info');
    expect(lines.map(({ line }) => line)).toEqual([
      expect.stringContaining('Alex was not written'),
    ]);
  });

  test('drops the words of who leaves before the save, though the quit saves', async () => {
    const { platform, saves, said, wait } = start();
    const alex = platform.join('Alex');
    wait(alex, 'given');
    platform.quit(alex);
    expect(saves.waiting()).toBe(0);
    platform.join('Alex');
    await platform.advance(5_200);
    expect(said).toEqual([]);
    expect(platform.logged).toEqual([]);
  });

  test('drops the words of who leaves between the save and its proof', async () => {
    const { platform, saves, said, wait } = start();
    const alex = platform.join('Alex');
    const disk = lateDisk(alex);
    wait(alex, 'given');
    await platform.advance(2 * tickMs);
    expect(disk.asked()).toBe(1);
    platform.quit(alex);
    const again = platform.join('Alex');
    again.save();
    await platform.advance(5_200);
    expect(said).toEqual([]);
    expect(saves.waiting()).toBe(0);
  });

  test('does not take a late write for the proof of what was given after it', async () => {
    const { platform, said, wait } = start();
    const alex = platform.join('Alex');
    const disk = lateDisk(alex);
    wait(alex, 'first');
    await platform.advance(2 * tickMs);
    wait(alex, 'second');
    await platform.advance(2 * tickMs);
    disk.land();
    await platform.advance(4 * tickMs);
    expect(said).toEqual(['first']);
    expect(disk.asked()).toBe(2);
    disk.land();
    await platform.advance(4 * tickMs);
    expect(said).toEqual(['first', 'second']);
  });

  test('goes on with others while one file is not written', async () => {
    const { platform, said, wait } = start();
    const alex = platform.join('Alex');
    const bob = platform.join('Bob');
    lateDisk(alex);
    wait(alex, 'alex');
    wait(bob, 'bob');
    await platform.advance(4 * tickMs);
    expect(said).toEqual(['bob']);
  });
});
