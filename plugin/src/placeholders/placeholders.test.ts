import { describe, expect, test } from 'vitest';
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import { getLeaderboard } from '@mintkeep/shared/leaderboard.ts';
import { getCard, leave } from '@mintkeep/shared/presence.ts';
import { refused } from '../backend/fake-backend.ts';
import { hearAnswers } from '../backend/hearing.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import { createFakeBridge } from '../platform/fake-bridge.ts';
import { placeholders } from './placeholders.ts';

const card: ReplyOf<typeof getCard> = {
  playerId: '00000000-0000-4000-8000-00000000000a',
  name: 'Ann',
  walletBalanceCoins: 1_250,
  escrowBalanceCoins: 30,
  frozen: false,
  linked: true,
  streakDays: 12,
  badges: 2,
  season: { name: 'Autumn', place: 7, earnedCoins: 2_500 },
  pendingDeliveries: 3,
  lastEntries: [],
};
const bare: typeof card = {
  ...card,
  linked: false,
  season: null,
  streakDays: 0,
};
const emptyBoard: ReplyOf<typeof getLeaderboard> = { rows: [], season: null, refreshedAt: null };

/** Ann joins a server with the bridge; `caps` are the level caps by player. */
function open({ language = 'en', shown = card, withPlaceholders = true } = {}) {
  const bridge = createFakeBridge();
  bridge.hasPlaceholders = withPlaceholders;
  const { fake, server, plugin } = startFakePlugin({}, { bridge });
  const says = { card: shown, board: emptyBoard };
  server.on(getCard, () => ({ yes: says.card }));
  server.on(getLeaderboard, () => ({ yes: says.board }));
  const hearing = hearAnswers(plugin.backend);
  const caps = new Map<string, number | null>();
  const levelCaps = {
    status: () => ({ version: null, ageMs: null }),
    of: (id: string) => caps.get(id),
  };
  placeholders({ ...plugin, backend: hearing.backend }, levelCaps, hearing);
  const ann = fake.join('Ann', { language });
  return {
    bridge,
    fake,
    server,
    says,
    hearing,
    caps,
    ann,
    text: (name: string) => bridge.text(ann.id, name),
  };
}

describe('placeholders', () => {
  test("are a player's own, in digits and in the player's language", async () => {
    const { fake, ann, caps, bridge, text } = open({ language: 'de-DE' });
    caps.set(ann.id, 40);
    await fake.advance(2_000);
    const names = ['balance', 'balance_formatted', 'badges', 'escrow', 'level_cap', 'linked'];
    expect(names.map(text)).toEqual(['1250', '1.250 Münzen', '2', '30', '40', 'yes']);
    const more = ['pending', 'season_coins', 'season_coins_formatted', 'season_place', 'streak'];
    expect(more.map(text)).toEqual(['3', '2500', '2.500 Münzen', '7', '12']);
    expect(bridge.text('00000000-0000-4000-8000-0000000000ff', 'balance')).toBe('');
  });

  test('are empty, never missing, before anything is known and where there is nothing', async () => {
    const { fake, text, bridge, ann, caps } = open({ shown: bare });
    expect(text('balance')).toBe('');
    expect(text('season')).toBe('');
    expect(text('top_10_balance_formatted')).toBe('');
    caps.set(ann.id, null);
    await fake.advance(2_000);
    const names = ['level_cap', 'linked', 'rank', 'season', 'season_day', 'season_place', 'streak'];
    expect(names.map(text)).toEqual(['', 'no', '', '', '', '', '0']);
    expect(bridge.text(ann.id, 'nonsense')).toBeNull();
  });

  test('show the leaderboard and the season to everybody, and who is among the first', async () => {
    const { fake, says, ann, text, bridge } = open();
    const row = (place: number, id: string, name: string) => ({
      place,
      minecraftUUID: id,
      name,
      walletBalanceCoins: 9_000 / place,
    });
    says.board = {
      rows: [row(1, '00000000-0000-4000-8000-0000000000b0', 'Bob'), row(2, ann.id, 'Ann')],
      season: {
        name: 'Autumn',
        startedAt: new Date(fake.nowMs() - 86_400_000).toISOString(),
        rows: [],
      },
      refreshedAt: new Date(fake.nowMs()).toISOString(),
    };
    await fake.advance(2_000);
    expect(['season', 'season_day', 'rank'].map(text)).toEqual(['Autumn', '2', '2']);
    const top = ['top_1_name', 'top_1_balance', 'top_2_balance_formatted', 'top_3_name'];
    expect(top.map((name) => bridge.text('', name))).toEqual(['Bob', '9000', '4,500 coins', '']);
    says.board = {
      ...says.board,
      rows: [],
      season: { name: 'Next', startedAt: '2099-01-01T00:00:00.000Z', rows: [] },
    };
    await fake.advance(61_000);
    expect(['season', 'season_day', 'rank', 'top_1_name'].map(text)).toEqual(['Next', '', '', '']);
  });

  test('follow coins at once, by any answer and by what other plugins change', async () => {
    const { fake, server, hearing, bridge, ann, text } = open();
    await fake.advance(2_000);
    const before = server.asked(getCard).length;
    bridge.balance(ann.id, { spendable: 100, total: 900 });
    expect(text('balance')).toBe('900');
    await hearing.backend.send(getCard, { minecraftUUID: ann.id });
    await fake.settle();
    expect(text('balance')).toBe('1250');
    expect(server.asked(getCard)).toHaveLength(before + 1);
  });

  test('ask for the card soon after a change, once for many, and else once a minute', async () => {
    const { fake, server, says, hearing, ann, text } = open();
    await fake.advance(59_000);
    expect(server.asked(getCard)).toHaveLength(1);
    expect(server.asked(getLeaderboard)).toHaveLength(1);
    await fake.advance(3_000);
    expect(server.asked(getCard)).toHaveLength(2);
    expect(server.asked(getLeaderboard)).toHaveLength(2);
    await fake.advance(10_000);
    says.card = { ...card, streakDays: 13 };
    server.on(leave, () => ({ yes: null }));
    for (let change = 0; change < 20; change += 1) {
      await hearing.backend.send(leave, { minecraftUUID: ann.id });
    }
    await fake.advance(3_000);
    expect(server.asked(getCard)).toHaveLength(3);
    expect(text('streak')).toBe('13');
    await hearing.backend.send(leave, { minecraftUUID: ann.id });
    await fake.advance(2_000);
    expect(server.asked(getCard)).toHaveLength(3);
    await fake.advance(4_000);
    expect(server.asked(getCard)).toHaveLength(4);
  });

  test('never ask for more than 20 cards a second, however many players there are', async () => {
    const { fake, server } = open();
    for (let count = 0; count < 59; count += 1) fake.join(`P${count}`);
    await fake.advance(1_000);
    expect(server.asked(getCard)).toHaveLength(20);
    await fake.advance(2_000);
    expect(server.asked(getCard)).toHaveLength(60);
    await fake.advance(10_000);
    expect(server.asked(getCard)).toHaveLength(60);
  });

  test('keep what was known last while the backend is away', async () => {
    const { fake, server, text } = open();
    await fake.advance(2_000);
    server.on(getCard, refused);
    server.on(getLeaderboard, refused);
    await fake.advance(130_000);
    expect(text('balance')).toBe('1250');
  });

  test('leave nothing of who has left, not even when the answer comes late', async () => {
    const { fake, server, bridge, ann } = open();
    let answer = (): void => undefined;
    server.on(getCard, async () => {
      await new Promise<void>((resolve) => (answer = resolve));
      return { yes: card };
    });
    await fake.advance(2_000);
    expect(server.asked(getCard)).toHaveLength(1);
    fake.quit(ann);
    answer();
    await fake.advance(2_000);
    expect(bridge.text(ann.id, 'balance')).toBe('');
    // Of everybody: a player's 12 as empty ones, the season, and three of each of ten places.
    expect(bridge.texts()).toBe(12 + 2 + 30);
  });

  test('ask nothing where PlaceholderAPI is not installed', async () => {
    const { fake, server, bridge } = open({ withPlaceholders: false });
    await fake.advance(70_000);
    expect(server.asked(getCard)).toEqual([]);
    expect(server.asked(getLeaderboard)).toEqual([]);
    expect(bridge.texts()).toBe(0);
  });

  test('carry no markup that an admin has put into the words of coins', async () => {
    const bridge = createFakeBridge();
    const { fake, server, plugin } = startFakePlugin({}, { bridge });
    server.on(getCard, () => ({ yes: card }));
    const coins = (amount: number): string => `<gold>${amount}</gold> <bold>¢</bold>`;
    const hearing = hearAnswers(plugin.backend);
    const caps = { status: () => ({ version: null, ageMs: null }), of: () => undefined };
    placeholders({ ...plugin, coins, backend: hearing.backend }, caps, hearing);
    const ann = fake.join('Ann');
    await fake.advance(2_000);
    expect(bridge.text(ann.id, 'balance_formatted')).toBe('1250 ¢');
  });
});
