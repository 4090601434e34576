// Bans: refused at the door from what is known, removed as soon as it is heard, let in again.
import { describe, expect, test } from 'vitest';
import { heartbeat, join, leave } from '@mintkeep/shared/presence.ts';
import { listBanChanges, type BanNotice } from '@mintkeep/shared/players.ts';
import { refused } from '../backend/fake-backend.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import { idOfName } from '../platform/fake-players.ts';
import { presence } from './presence.ts';

interface Change {
  readonly name: string;
  readonly banned: BanNotice | null;
}

const forEver = (reason: string): BanNotice => ({ reason, untilAt: null });

function start() {
  const { fake, server, plugin } = startFakePlugin({ retryPauseMs: '100', heartbeatMs: '60000' });
  let version = 0;
  let wake = (): void => undefined;
  const changes: { readonly version: number; readonly change: Change }[] = [];
  server.on(heartbeat, () => ({ yes: { pending: [] } }));
  server.on(leave, () => ({ yes: null }));
  server.on(join, () => ({
    yes: {
      playerId: '22222222-2222-4222-8222-222222222222',
      linked: false,
      banned: null,
      frozen: false,
      walletBalanceCoins: 0,
      pendingDeliveries: 0,
    },
  }));
  const serve = (): void =>
    server.on(listBanChanges, async ({ call: { after = '0', waitS = '0' } }) => {
      const newer = () => changes.filter((one) => one.version > Number(after));
      if (newer().length === 0 && Number(waitS) > 0) {
        await new Promise<void>((resolve) => (wake = resolve));
      }
      const bans = newer().map(({ change: { name, banned } }) => ({
        minecraftUUID: idOfName(name),
        banned,
      }));
      return { yes: { version: newer().at(-1)?.version ?? Number(after), bans } };
    });
  serve();
  const change = async (name: string, banned: BanNotice | null): Promise<void> => {
    changes.push({ version: (version += 1), change: { name, banned } });
    wake();
    await fake.advance(500);
  };
  presence(plugin, { inHand: () => 0, ask: async () => null });
  return { fake, server, change, serve };
}

describe('a ban', () => {
  test('removes a player who is here, with the reason as plain text (B-08)', async () => {
    const { fake, change } = start();
    const alex = fake.join('Alex');
    await change('Alex', forEver('<red>Duping'));
    expect(alex.kicks).toEqual(['You are banned: <red>Duping']);
  });

  test('refuses at the door in the tick of the join, and asks nothing (B-08)', async () => {
    const { fake, server, change } = start();
    await change('Alex', forEver('Duping'));
    const alex = fake.join('Alex');
    expect(alex.kicks).toEqual(['You are banned: Duping']);
    await fake.settle();
    expect(server.asked(join)).toEqual([]);
  });

  test('holds while the backend is away', async () => {
    const { fake, server, change } = start();
    await change('Alex', forEver('Duping'));
    fake.respond(refused);
    await fake.advance(60_000);
    expect(fake.join('Alex').kicks).toEqual(['You are banned: Duping']);
    expect(server.asked(join)).toEqual([]);
  });

  test('says its end in the player’s language, and ends by itself', async () => {
    const { fake, change } = start();
    const untilAt = new Date(fake.nowMs() + 3_600_000).toISOString();
    await change('Alex', { reason: 'Spam', untilAt });
    const alex = fake.join('Alex');
    expect(alex.kicks).toEqual(['You are banned until 2026-01-01 01:00 UTC: Spam']);
    fake.quit(alex);
    const here = fake.join('Alex', { language: 'de-DE' });
    expect(here.kicks).toEqual(['Du bist bis 01.01.2026 01:00 UTC gesperrt: Spam']);
    fake.quit(here);
    await fake.advance(3_600_000);
    expect(fake.join('Alex').kicks).toEqual([]);
  });

  test('ends by the backend’s clock, not by the machine’s', async () => {
    const { fake, server, change } = start();
    server.clockAheadMs = 120_000;
    await change('Else', null);
    const untilAt = new Date(fake.nowMs() + 60_000).toISOString();
    await change('Alex', { reason: 'Spam', untilAt });
    expect(fake.join('Alex').kicks).toEqual([]);
  });

  test('that was lifted lets the player in again', async () => {
    const { fake, server, change } = start();
    await change('Alex', forEver('Duping'));
    await change('Alex', null);
    const alex = fake.join('Alex');
    await fake.settle();
    expect(alex.kicks).toEqual([]);
    expect(server.asked(join)).toHaveLength(1);
  });

  test('made during an outage is heard of after it', async () => {
    const { fake, server, change, serve } = start();
    const alex = fake.join('Alex');
    await fake.advance(1_000);
    server.on(listBanChanges, refused);
    await fake.advance(30_000);
    await change('Alex', forEver('Duping'));
    expect(alex.kicks).toEqual([]);
    serve();
    await fake.advance(60_000);
    expect(alex.kicks).toEqual(['You are banned: Duping']);
  });
});

describe('a backend that knows fewer changes than were heard', () => {
  test('makes what is remembered void: its database was restored', async () => {
    const { fake, server, change } = start();
    await change('Alex', forEver('Duping'));
    server.on(listBanChanges, () => ({ yes: { version: 0, bans: [] } }));
    await change('Else', null);
    await fake.advance(60_000);
    expect(fake.join('Alex').kicks).toEqual([]);
  });
});
