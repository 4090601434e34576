import { describe, expect, test } from 'vitest';
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import { refused } from '../backend/fake-backend.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import type { Message } from '../platform/platform.ts';
import { card } from './card.ts';

const plain: ReplyOf<typeof getCard> = {
  playerId: '00000000-0000-4000-8000-00000000000a',
  name: 'Ann',
  walletBalanceCoins: 1_250,
  escrowBalanceCoins: 0,
  frozen: false,
  linked: false,
  streakDays: 0,
  badges: 0,
  season: null,
  pendingDeliveries: 0,
  lastEntries: [],
};
const full: typeof plain = {
  ...plain,
  escrowBalanceCoins: 1_000,
  frozen: true,
  streakDays: 12,
  badges: 2,
  season: { name: 'Autumn', place: 1_000, earnedCoins: 2_500 },
  pendingDeliveries: 3,
  lastEntries: [
    { amountCoins: -1_000, reason: 'Bought <b>', createdAt: '2026-11-21T09:30:00.000Z' },
    { amountCoins: 1, reason: 'daily', createdAt: '2026-11-20T00:00:00.000Z' },
  ],
};

function open(shown: typeof plain, language = 'en') {
  const { fake, server, plugin } = startFakePlugin();
  server.on(getCard, () => ({ yes: shown }));
  card(plugin);
  const ann = fake.join('Ann', { language });
  const told: Message[] = [];
  const { tell } = ann;
  ann.tell = (message) => {
    told.push(message);
    tell(message);
  };
  return { server, ann, told, run: () => fake.run(ann, 'card') };
}

describe('/card', () => {
  test('tells coins, escrow, streak, badges, season and the last entries (S1-060)', async () => {
    const { ann, server, run } = open(full);
    await run();
    expect(server.asked(getCard)[0]?.call).toEqual({ minecraftUUID: ann.id });
    expect(ann.heard).toEqual([
      '——— Card of Ann',
      'Coins: 1,250 coins',
      'Bound in orders: 1,000 coins',
      'Your account is frozen. Please ask the staff.',
      'Streak: 12',
      'Badges: 2',
      'Season Autumn: place 1,000, 2,500 coins earned',
      '11-21 09:30 UTC -1,000 coins Bought <b>',
      '11-20 00:00 UTC +1 coin daily',
      '3 deliveries wait for you: /claim',
      '[Daily] [Quests] [Leaderboard] [Shop]',
    ]);
  });

  test('is short for who has nothing, and in German', async () => {
    const { ann, run } = open({ ...plain, season: { ...none, name: 'Herbst' } }, 'de-DE');
    await run();
    expect(ann.heard).toEqual([
      '——— Karte von Ann',
      'Münzen: 1.250 Münzen',
      'Serie: 0',
      'Saison Herbst: noch kein Platz',
      'Noch kam und ging nichts.',
      '[Täglich] [Aufgaben] [Rangliste] [Laden]',
    ]);
  });

  test('goes on with a click, and no text of anybody is part of one', async () => {
    const { told, run } = open(full);
    await run();
    const clicks = told.flatMap(({ template }) =>
      [...template.matchAll(/<click:run_command:'([^']*)'>/g)].map(([, line]) => line),
    );
    expect(new Set(clicks)).toEqual(
      new Set(['/leaderboard', '/daily', '/leaderboard season', '/claim', '/quests', '/shop']),
    );
    expect(told.some(({ template }) => template.includes('Autumn'))).toBe(false);
  });

  test('says that the backend is away', async () => {
    const { ann, server, run } = open(plain);
    server.on(getCard, refused);
    await run();
    expect(ann.heard).toEqual([expect.stringContaining('cannot be reached')]);
  });
});

const none = { place: null, earnedCoins: null };
