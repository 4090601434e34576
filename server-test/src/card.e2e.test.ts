// The card and the season, as players have them: what one has and where one stands, and how it
// changes by what is earned.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getLeaderboard } from '@mintkeep/shared/leaderboard.ts';
import { scenario } from './harness/scenario.ts';
import { until } from './harness/until.ts';
import type { World } from './harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await scenario();
});
afterAll(() => world.close());

test('a card shows coins, streak, season and the last entries, and a click goes on (S1-060, S1-064, S1-065, D34)', async () => {
  const ann = await world.player('Carda', 5_000);
  ann.say('/card');
  await ann.hears(/Card of Carda/);
  await ann.hears(/Coins: 5,000 coins/);
  await ann.hears(/Streak: 0/);
  await ann.hears(/\+5,000 coins a scenario/);
  await ann.hears(/\[Daily\] \[Quests\] \[Leaderboard\] \[Shop\]/);
  const clicks = JSON.stringify(ann.components);
  for (const line of ['/daily', '/quests', '/leaderboard', '/shop']) expect(clicks).toContain(line);
  ann.say('/leaderboard season');
  await ann.hears(/There is no season right now/);
  await world.backend.command('season', 'start', 'Autumn', 'a new start');
  // What was given before, and what staff give, is not earned.
  ann.say('/daily');
  await ann.hears(/You got 110 coins/);
  await until(
    'the job to count the season',
    async () => {
      const { season } = await world.backend.ask(getLeaderboard, {});
      return season?.rows[0]?.name === ann.name;
    },
    { timeoutMs: 90_000 },
  );
  ann.forget();
  ann.say('/card');
  await ann.hears(/Season Autumn: place 1, 110 coins earned/);
  await ann.hears(/Streak: 1/);
  await ann.hears(/\+110 coins daily/);
  ann.forget();
  ann.say('/leaderboard season');
  await ann.hears(/Season Autumn: who earned most/);
  await ann.hears(/^1\. Carda\S* 110 coins/);
  await ann.hears(/You are in place 1: 110 coins earned/);
  expect(await ann.completions('/leaderboard s')).toContain('season');
  const ben = await world.player('Cardb', 0, 'de_de');
  ben.say('/card');
  await ben.hears(/Karte von Cardb/);
  await ben.hears(/Saison Autumn: noch kein Platz/);
  await ben.hears(/Noch kam und ging nichts/);
  const report = await world.backend.command('ledger', 'verify', '--json');
  expect(JSON.parse(report)).toMatchObject({ sound: true });
  await ann.quit();
  await ben.quit();
}, 180_000);
