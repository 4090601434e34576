import { describe, expect, test } from 'vitest';
import { getCard } from '@mintkeep/shared/presence.ts';
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import { refused, silence } from '../backend/fake-backend.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import { balance } from './balance.ts';

const card: ReplyOf<typeof getCard> = {
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

async function askFor(changed: Partial<typeof card>, language = 'en') {
  const { fake, server, plugin } = startFakePlugin();
  server.on(getCard, () => ({ yes: { ...card, ...changed } }));
  balance(plugin);
  const ann = fake.join('Ann', { language });
  await fake.run(ann, 'balance');
  expect(server.asked(getCard).map(({ call }) => call.minecraftUUID)).toEqual([ann.id]);
  return ann.heard;
}

const lastEntries = [
  { amountCoins: -1_000, reason: 'Bought 8 × Diamond', createdAt: '2026-11-21T09:30:00.000Z' },
  { amountCoins: 1, reason: 'A gift', createdAt: '2026-11-20T00:00:00.000Z' },
];

describe('/balance', () => {
  test('tells the coins and the last movements, newest first', async () => {
    expect(await askFor({ lastEntries })).toEqual([
      'You have 1,250 coins.',
      '11-21 09:30 UTC -1,000 coins Bought 8 × Diamond',
      '11-20 00:00 UTC +1 coin A gift',
    ]);
  });

  test("speaks the player's language", async () => {
    expect(await askFor({ lastEntries }, 'de-DE')).toEqual([
      'Du hast 1.250 Münzen.',
      '21.11. 09:30 UTC -1.000 Münzen Bought 8 × Diamond',
      '20.11. 00:00 UTC +1 Münze A gift',
    ]);
  });

  test('says that nothing moved yet, and that an account is frozen', async () => {
    expect(await askFor({ frozen: true })).toEqual([
      'You have 1,250 coins.',
      'Your account is frozen. Please ask the staff.',
      'Nothing came or went yet.',
    ]);
  });

  test('says how many of the coins lie aside, here and elsewhere (row 13)', async () => {
    const { fake, server, plugin } = startFakePlugin();
    const holds = [
      { serverId: 'survival', isHere: true, holdCoins: 300 },
      { serverId: 'skyblock', isHere: false, holdCoins: 50 },
    ];
    server.on(getCard, () => ({ yes: { ...card, holds } }));
    balance(plugin, { of: () => 300 });
    const ann = fake.join('Ann');
    await fake.run(ann, 'balance');
    expect(ann.heard).toEqual([
      'You have 1,250 coins.',
      '300 coins of them are set aside for this server.',
      '50 coins more are set aside on skyblock.',
      'Nothing came or went yet.',
    ]);
  });

  test('says that the shop is away', async () => {
    const { fake, server, plugin } = startFakePlugin();
    server.on(getCard, refused);
    balance(plugin);
    const ann = fake.join('Ann');
    await fake.run(ann, 'bal');
    expect(ann.heard).toEqual([expect.stringContaining('cannot be reached')]);
  });

  test('says within 200 ms that the shop is slow, then the answer (pain 17)', async () => {
    const { fake, server, plugin } = startFakePlugin();
    server.on(getCard, silence);
    balance(plugin);
    const ann = fake.join('Ann');
    await fake.run(ann, 'balance');
    await fake.advance(200);
    expect(ann.heard).toEqual(['The shop is slow. One moment, please…']);
    await fake.advance(60_000);
    expect(ann.heard).toEqual([expect.any(String), expect.stringContaining('cannot be reached')]);
  });

  test('says nothing of slowness when the answer was quick', async () => {
    const { fake, server, plugin } = startFakePlugin();
    server.on(getCard, refused);
    balance(plugin);
    const ann = fake.join('Ann');
    await fake.run(ann, 'balance');
    await fake.advance(1_000);
    expect(ann.heard).toHaveLength(1);
  });
});
