import { describe, expect, test } from 'vitest';
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

function open(language = 'en') {
  const { fake, server, plugin } = startFakePlugin();
  server.on(getLeaderboard, () => ({ yes: { rows, refreshedAt } }));
  server.on(getLeaderboardPlace, () => ({
    yes: { place: null, walletBalanceCoins: 0, refreshedAt },
  }));
  leaderboard(plugin);
  const ann = fake.join('Ann', { language });
  return { server, ann, run: () => fake.run(ann, 'leaderboard') };
}

describe('/leaderboard', () => {
  test('tells the fullest wallets and the own place (S1-064, S1-065)', async () => {
    const { ann, server, run } = open();
    server.on(getLeaderboardPlace, () => ({
      yes: { place: 1_000, walletBalanceCoins: 5, refreshedAt },
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
    empty.server.on(getLeaderboard, () => ({ yes: { rows: [], refreshedAt: null } }));
    await empty.run();
    expect(empty.ann.heard[0]).toContain('Nobody has any coins yet');
    const away = open();
    away.server.on(getLeaderboard, refused);
    away.server.on(getLeaderboardPlace, refused);
    await away.run();
    expect(away.ann.heard).toEqual([expect.stringContaining('cannot be reached')]);
  });
});
