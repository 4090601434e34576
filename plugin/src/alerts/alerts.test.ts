// Alerts: what operators and the backend hear of an outage.
import { describe, expect, test } from 'vitest';
import { reportAlert } from '@mintkeep/shared/alerts.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import { refused } from '../backend/fake-backend.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import { alerts } from './alerts.ts';

const minecraftUUID = '11111111-1111-4111-8111-111111111111';

function start() {
  const { fake, server, plugin } = startFakePlugin();
  fake.permissions([{ name: 'mintkeep.admin.status', description: 'status', for: 'operators' }]);
  server.on(reportAlert, () => ({ yes: { alertId: minecraftUUID } }));
  server.on(getCard, () => ({ no: 'PLAYER_UNKNOWN', status: 404 }));
  alerts(plugin);
  const ask = () => plugin.backend.send(getCard, { minecraftUUID });
  return {
    fake,
    server,
    /** The backend is away for so long, with somebody asking every second. */
    outage: async (seconds: number, answer: () => Promise<never> = refused) => {
      server.on(getCard, answer);
      for (let second = 0; second < seconds; second += 1) {
        void ask();
        await fake.advance(1_000);
      }
      server.on(getCard, () => ({ no: 'PLAYER_UNKNOWN', status: 404 }));
      while (plugin.backend.status().state !== 'closed') {
        void ask();
        await fake.advance(1_000);
      }
      await fake.advance(1_000);
    },
  };
}

describe('alerts', () => {
  test('reports an outage once, when the backend is back (S0-064, C-34)', async () => {
    const { fake, server, outage } = start();
    await outage(10);
    expect(server.asked(reportAlert)).toHaveLength(1);
    const [report] = server.asked(reportAlert);
    expect(report?.call).toMatchObject({ kind: 'breaker-open', service: 'backend' });
    expect(report?.call.error).toContain('Connection refused');
    expect(report?.call.durationS).toBeGreaterThanOrEqual(9);
    expect(report?.key).toMatch(/^.{16,}$/);
    await fake.advance(60_000);
    expect(server.asked(reportAlert)).toHaveLength(1);
  });

  test('asks until the report was heard, with one key', async () => {
    const { fake, server, outage } = start();
    let isAway = true;
    server.on(reportAlert, () =>
      isAway ? { no: 'DATABASE_UNAVAILABLE', status: 503 } : { yes: { alertId: minecraftUUID } },
    );
    await outage(5);
    isAway = false;
    await fake.advance(60_000);
    const keys = server.asked(reportAlert).map(({ key }) => key);
    expect(keys.length).toBeGreaterThan(1);
    expect(new Set(keys).size).toBe(1);
  });

  test('tells operators, and nobody else, that it is away and that it is back', async () => {
    const { fake, outage } = start();
    const admin = fake.join('Admin', { operator: true });
    const alex = fake.join('Alex');
    await outage(5);
    expect(admin.heard).toEqual([
      expect.stringContaining('the backend cannot be reached'),
      expect.stringMatching(/the backend is back after \d+ s/),
    ]);
    expect(alex.heard).toEqual([]);
  });

  test('says no more than one piece of news a minute of a backend that comes and goes', async () => {
    const { fake, server, outage } = start();
    const admin = fake.join('Admin', { operator: true });
    for (let time = 0; time < 4; time += 1) await outage(4);
    expect(admin.heard).toHaveLength(2);
    expect(server.asked(reportAlert)).toHaveLength(4);
    expect(fake.logged.filter(({ line }) => line.includes('is back after'))).toHaveLength(4);
  });

  test('two failures are no outage', async () => {
    const { fake, server } = start();
    server.on(getCard, refused);
    await fake.advance(2_000);
    expect(server.asked(reportAlert)).toEqual([]);
  });
});
