// Presence: what the backend hears of who comes, stays and goes, and what the player hears back.
import { describe, expect, test } from 'vitest';
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import { receiptsPerPlayerMax } from '@mintkeep/shared/constants.ts';
import { reportReceipts } from '@mintkeep/shared/delivery.ts';
import { heartbeat, join, leave } from '@mintkeep/shared/presence.ts';
import { refused, silence } from '../backend/fake-backend.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import { createFakeDisk } from '../platform/fake.ts';
import type { Player } from '../platform/platform.ts';
import { writeReceipt } from '../receipts.ts';
import { pluginVersion } from '../version.ts';
import { presence } from './presence.ts';

const welcome: ReplyOf<typeof join> = {
  playerId: '22222222-2222-4222-8222-222222222222',
  linked: false,
  banned: null,
  frozen: false,
  walletBalanceCoins: 0,
  pendingDeliveries: 0,
};

const idOf = (index: number) => `11111111-1111-4111-8111-${String(index).padStart(12, '0')}`;

function start({ reply = {}, properties = {}, disk = createFakeDisk() } = {}) {
  const { fake, server, plugin } = startFakePlugin(properties, { disk });
  server.on(join, () => ({ yes: { ...welcome, ...reply } }));
  server.on(leave, () => ({ yes: null }));
  server.on(heartbeat, () => ({ yes: { pending: [] } }));
  server.on(reportReceipts, () => ({ yes: { missing: 0 } }));
  const askedFor: Player[] = [];
  presence(plugin, {
    inHand: () => 0,
    ask: async (player) => {
      askedFor.push(player);
      return null;
    },
  });
  return { fake, server, askedFor };
}

describe('presence', () => {
  test('says who joins and who leaves (B-06)', async () => {
    const { fake, server, askedFor } = start();
    const alex = fake.join('Alex');
    await fake.settle();
    expect(server.asked(join)).toMatchObject([{ call: { minecraftUUID: alex.id, name: 'Alex' } }]);
    fake.quit(alex);
    await fake.settle();
    expect(server.asked(leave)).toMatchObject([{ call: { minecraftUUID: alex.id } }]);
    expect(alex.heard).toEqual([]);
    expect(askedFor).toEqual([]);
  });

  test('tells a player what waits, and asks for it at once', async () => {
    const { fake, askedFor } = start({ reply: { pendingDeliveries: 2 } });
    const alex = fake.join('Alex');
    await fake.settle();
    expect(alex.heard).toEqual([expect.stringContaining('2 deliveries wait for you')]);
    expect(askedFor).toEqual([alex]);
  });

  test('kicks the banned with the reason, and asks for nothing of theirs (B-08)', async () => {
    const banned = { reason: 'Duping <b>', untilAt: null };
    const { fake, askedFor } = start({ reply: { banned, pendingDeliveries: 2 } });
    const alex = fake.join('Alex');
    await fake.settle();
    expect(alex.kicks).toEqual(['You are banned: Duping <b>']);
    expect(askedFor).toEqual([]);
  });

  test('lets players in while the backend is away', async () => {
    const { fake, server } = start();
    server.on(join, refused);
    const alex = fake.join('Alex');
    await fake.advance(10_000);
    expect(alex.isOnline()).toBe(true);
    expect(alex.kicks).toEqual([]);
  });

  test('beats with players, levels and the version (S0-060)', async () => {
    const { fake, server } = start({ properties: { heartbeatMs: '1000' } });
    fake.join('Alex').setLevel(7);
    await fake.advance(1_000);
    const beats = server.asked(heartbeat);
    expect(beats).toHaveLength(2); // One at once, one after the pause.
    expect(beats.at(-1)).toMatchObject({
      call: { players: [{ name: 'Alex', level: 7 }], pluginVersion, saveCount: 2 },
    });
  });

  test('counts on from the saved world, and back when the world was not saved', async () => {
    const disk = createFakeDisk();
    const properties = { heartbeatMs: '1000' };
    const first = start({ properties, disk });
    await first.fake.advance(2_000);
    first.fake.stop();
    const second = start({ properties, disk });
    await second.fake.advance(1_000);
    second.fake.crash();
    const third = start({ properties, disk });
    await third.fake.advance(1_000);
    const counts = [first, second, third].flatMap(({ server }) =>
      server.asked(heartbeat).map(({ call }) => call.saveCount),
    );
    expect(counts).toEqual([1, 2, 3, 4, 5, 4, 5]);
  });

  test('says after the join which receipts the file has, of goods that were given (D22)', async () => {
    const { fake, server } = start();
    const alex = fake.join('Alex');
    await fake.settle();
    fake.quit(alex);
    const again = fake.join('Alex');
    writeReceipt(again, idOf(1), 'given', fake.nowMs());
    writeReceipt(again, idOf(2), 'void', fake.nowMs());
    await fake.settle();
    // None at all is said too: a file of before the first delivery has none.
    expect(server.asked(reportReceipts).map(({ call }) => call)).toEqual([
      { minecraftUUID: alex.id, given: [], since: null },
      { minecraftUUID: alex.id, given: [idOf(1)], since: null },
    ]);
  });

  test('says from when on its receipts are whole, once the oldest were dropped', async () => {
    const { fake, server } = start();
    const alex = fake.join('Alex');
    const startMs = fake.nowMs();
    for (let index = 0; index < receiptsPerPlayerMax; index += 1) {
      writeReceipt(alex, idOf(index), 'given', startMs + index);
    }
    await fake.settle();
    const [asked] = server.asked(reportReceipts);
    expect(asked?.call.given).toHaveLength(receiptsPerPlayerMax);
    expect(asked?.call.since).toBe(new Date(startMs).toISOString());
  });

  test('tells the console of receipts that are missing, and never waits for the answer', async () => {
    const { fake, server, askedFor } = start({ reply: { pendingDeliveries: 1 } });
    server.on(reportReceipts, silence);
    const alex = fake.join('Alex');
    await fake.settle();
    expect(askedFor).toEqual([alex]);
    server.on(reportReceipts, () => ({ yes: { missing: 2 } }));
    fake.quit(alex);
    fake.join('Alex');
    await fake.settle();
    expect(fake.logged.filter(({ level }) => level === 'warn')).toMatchObject([
      { line: expect.stringMatching(/file of Alex lacks receipts .* here: 2\./) as string },
    ]);
  });

  test('tells operators, and nobody else, that there is no key', async () => {
    const { fake } = start({ properties: { keyId: '', signingKey: '' } });
    const admin = fake.join('Admin', { operator: true });
    const alex = fake.join('Alex');
    await fake.settle();
    expect(admin.heard).toEqual([expect.stringContaining('npm run keys -- create')]);
    expect(alex.heard).toEqual([]);
    expect(fake.requests).toEqual([]);
  });
});
