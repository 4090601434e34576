import { describe, expect, test } from 'vitest';
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import { getLeaderboard, getLeaderboardPlace } from '@mintkeep/shared/leaderboard.ts';
import { refused } from '../backend/fake-backend.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import { idOfName } from '../platform/fake-players.ts';
import { leaderboard } from './leaderboard.ts';

const refreshedAt = '2026-11-21T09:30:00.000Z';
const rows = [
  { place: 1, minecraftUUID: idOfName('Zoe'), name: 'Zoe', walletBalanceCoins: 12_000 },
  { place: 2, minecraftUUID: idOfName('Bob'), name: 'Bob', walletBalanceCoins: 1 },
];

function open(language = 'en', season: ReplyOf<typeof getLeaderboard>['season'] = null) {
  const { fake, server, plugin } = startFakePlugin({ commandCooldownMs: '0' });
  server.on(getLeaderboard, () => ({ yes: { rows, season, refreshedAt } }));
  server.on(getLeaderboardPlace, () => ({
    yes: { place: null, walletBalanceCoins: 0, season: null, refreshedAt },
  }));
  leaderboard(plugin);
  const ann = fake.join('Ann', { language });
  return { server, ann, run: (line = 'leaderboard') => fake.run(ann, line) };
}

describe('/leaderboard', () => {
  test('tells the fullest wallets and the own place (S1-064, S1-065)', async () => {
    const { ann, server, run } = open();
    server.on(getLeaderboardPlace, () => ({
      yes: { place: 1_000, walletBalanceCoins: 5, season: null, refreshedAt },
    }));
    await run();
    expect(ann.heard).toEqual([
      'The fullest wallets (11-21 09:30 UTC)',
      '1. Zoe 12,000 coins',
      '2. Bob 1 coin',
      'You are in place 1,000 with 5 coins.',
    ]);
    expect(server.asked(getLeaderboardPlace)[0]?.call).toEqual({ minecraftUUID: ann.id });
  });

  test('says in German that there is no place yet', async () => {
    const { ann, run } = open('de-DE');
    await run();
    expect(ann.heard[1]).toBe('1. Zoe 12.000 Münzen');
    expect(ann.heard.at(-1)).toContain('Du hast noch keinen Platz; du hast 0 Münzen');
  });

  test('says that nobody has any coins, and that the backend is away', async () => {
    const empty = open();
    empty.server.on(getLeaderboard, () => ({ yes: { rows: [], season: null, refreshedAt: null } }));
    await empty.run();
    expect(empty.ann.heard[0]).toContain('Nobody has any coins yet');
    const away = open();
    away.server.on(getLeaderboard, refused);
    away.server.on(getLeaderboardPlace, refused);
    await away.run();
    expect(away.ann.heard).toEqual([expect.stringContaining('cannot be reached')]);
  });
});

describe('/leaderboard season', () => {
  const startedAt = '2026-11-01T00:00:00.000Z';
  const season = {
    name: 'Autumn <red>',
    startedAt,
    rows: [{ place: 1, minecraftUUID: idOfName('Zoe'), name: 'Zoe', earnedCoins: 3_000 }],
  };
  const ownOf = (place: number | null, earnedCoins: number | null) => ({
    yes: {
      place: null,
      walletBalanceCoins: 5,
      season: { name: season.name, place, earnedCoins },
      refreshedAt,
    },
  });

  test('tells who earned most and the own place, in the own language (D34, S1-065)', async () => {
    const { ann, server, run } = open('de', season);
    server.on(getLeaderboardPlace, () => ownOf(12, 1_234));
    await run('leaderboard season');
    expect(ann.heard).toEqual([
      'Saison Autumn <red>: wer am meisten verdient hat (21.11. 09:30 UTC)',
      '1. Zoe 3.000 Münzen',
      'Du bist auf Platz 12: 1.234 Münzen verdient.',
    ]);
    await run('leaderboard');
    expect(ann.heard.at(-1)).toBe('Saison: Autumn <red>');
  });

  test('says that there is no place, no row, no season yet, and what to write', async () => {
    const { ann, server, run } = open('en', season);
    server.on(getLeaderboardPlace, () => ownOf(null, null));
    await run('leaderboard season');
    expect(ann.heard.at(-1)).toContain('You have no place in it yet');
    await run('leaderboard autumn');
    expect(ann.heard.at(-1)).toBe('Write /leaderboard or /leaderboard season.');
    for (const [one, words] of [
      [
        { ...season, rows: [], startedAt: '1970-01-01T00:00:00.000Z' },
        /Nobody has earned anything in the season Autumn/,
      ],
      [{ ...season, rows: [], startedAt: '2999-01-01T00:00:00.000Z' }, /begins on 01-01/],
      [null, /There is no season right now/],
    ] as const) {
      server.on(getLeaderboard, () => ({
        yes: { rows, season: one && { ...one, rows: [...one.rows] }, refreshedAt },
      }));
      await run('leaderboard season');
      expect(ann.heard.at(-1)).toMatch(words);
    }
  });
});
