// The watcher over real connections: a backend that dies and comes back, its own restarts, a webhook
// that is away, and no database at all.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HealthReport } from '@mintkeep/shared/health.ts';
import { openFakeWebhook } from '../../test/fakes/webhook.ts';
import type { FakeWebhook } from '../../test/fakes/webhook.ts';
import { openLog } from '../core/log.ts';
import type { Written } from './outage.ts';
import { lookAt, openWatcher } from './watcher.ts';
import { openWebhook } from './webhook.ts';

const log = openLog('silent');
let fake: FakeWebhook;
let folder: string;
beforeEach(async () => {
  fake = await openFakeWebhook();
  folder = mkdtempSync(join(tmpdir(), 'mintkeep-watch-'));
});
afterEach(async () => {
  await fake.close();
  rmSync(folder, { recursive: true });
});

const healthy: HealthReport = { status: 'healthy', checks: {}, uptimeS: 1, version: '0.1.0' };
const unhealthy: HealthReport = {
  ...healthy,
  status: 'unhealthy',
  checks: { database: { status: 'unhealthy', ageMs: 3, reason: 'no primary answers' } },
};

/** A backend that answers as it is told; null: it is not there. */
async function aBackend() {
  let server: Server | null = null;
  let port = 0;
  const set = async (report: unknown): Promise<void> => {
    server?.closeAllConnections();
    server?.close();
    server = null;
    if (report === null) return;
    server = createServer((_, response) => {
      const status = (report as HealthReport).status === 'unhealthy' ? 503 : 200;
      response.writeHead(status, { connection: 'close' });
      response.end(JSON.stringify(report));
    });
    await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  };
  await set(healthy);
  return { set, url: () => `http://127.0.0.1:${String(port)}` };
}

function aWatcher(baseUrl: string, record?: (incidents: readonly Written[]) => Promise<void>) {
  const time = { ms: 1_800_000_000_000 };
  const nowMs = (): number => time.ms;
  const open = () =>
    openWatcher({
      baseUrl,
      log,
      nowMs,
      timeoutMs: 300,
      webhook: openWebhook(fake.url, log, { timeoutMs: 300, nowMs }),
      file: join(folder, 'watch.json'),
      ...(record ? { record } : {}),
    });
  let watcher = open();
  return {
    /** Looks every 15 s for so many minutes. */
    watch: async (minutes: number): Promise<void> => {
      for (let look = 0; look < minutes * 4; look += 1) {
        time.ms += 15_000;
        await watcher.turn();
      }
    },
    restart: () => (watcher = open()),
  };
}

const titles = () => fake.taken.map(({ embeds }) => embeds?.[0]?.title);

describe('the watcher', () => {
  test('says once that the backend is down, without a database, and once that it is back (S0-062, C-34)', async () => {
    const backend = await aBackend();
    const { watch } = aWatcher(backend.url());
    await watch(1);
    await backend.set(null);
    await watch(5);
    expect(titles()).toEqual([]);
    await watch(3);
    expect(titles()).toEqual(['Backend down']);
    await backend.set(healthy);
    await watch(2);
    expect(titles()).toEqual(['Backend down', 'Over: Backend down']);
    expect(fake.taken[1]?.embeds?.[0]?.fields?.[1]?.value).toBe('8 min 00 s');
    await backend.set(null);
  });

  test('remembers across its own restarts what it has seen and said', async () => {
    const backend = await aBackend();
    const watcher = aWatcher(backend.url());
    await backend.set(null);
    await watcher.watch(3);
    watcher.restart();
    await watcher.watch(3);
    watcher.restart();
    await watcher.watch(3);
    expect(titles()).toEqual(['Backend down']);
    watcher.restart();
    await backend.set(healthy);
    await watcher.watch(1);
    expect(titles()).toEqual(['Backend down', 'Over: Backend down']);
    await backend.set(null);
  });

  test('keeps its messages while the webhook is away', async () => {
    const backend = await aBackend();
    const { watch } = aWatcher(backend.url());
    await backend.set(null);
    fake.mood = 'broken';
    await watch(7);
    await backend.set(healthy);
    await watch(1);
    expect(titles()).toEqual([]);
    fake.mood = 'well';
    await watch(2);
    expect(titles()).toEqual(['Backend down', 'Over: Backend down']);
    await backend.set(null);
  });

  test('writes the incident down as soon as there is a database', async () => {
    const backend = await aBackend();
    let isAway = true;
    const written: Written[] = [];
    const { watch } = aWatcher(backend.url(), async (incidents) => {
      if (isAway) throw new Error('no database');
      written.push(...incidents);
    });
    await backend.set(unhealthy);
    await watch(8);
    expect(titles()).toEqual(['Backend down']);
    isAway = false;
    await backend.set(healthy);
    await watch(2);
    expect(written).toHaveLength(1);
    expect(written[0]).toMatchObject({ error: 'database: no primary answers' });
    expect(written[0]?.endedMs).toBeGreaterThan(written[0]?.sinceMs ?? Infinity);
    await backend.set(null);
  });

  test('a broken file is a fresh start', async () => {
    const backend = await aBackend();
    await backend.set(null);
    writeFileSync(join(folder, 'watch.json'), '{"outage": 7');
    await aWatcher(backend.url()).watch(8);
    expect(titles()).toEqual(['Backend down']);
  });
});

describe('lookAt', () => {
  test('holds for well what serves, for down what does not', async () => {
    const backend = await aBackend();
    const look = () => lookAt(backend.url(), 300);
    expect(await look()).toEqual({ well: true });
    await backend.set({ ...healthy, status: 'degraded' });
    expect(await look()).toEqual({ well: true });
    await backend.set(unhealthy);
    expect(await look()).toEqual({ well: false, error: 'database: no primary answers' });
    await backend.set('a page of somebody else');
    expect(await look()).toEqual({ well: false, error: 'strange answer 200' });
    await backend.set(null);
    expect(await look()).toEqual({ well: false, error: 'no answer (ECONNREFUSED)' });
  });
});

describe('node backend/src/watch.ts', () => {
  test('is a process that needs neither backend nor database, and stops when told (C-34)', async () => {
    const file = join(folder, 'watch.json');
    const sinceMs = Date.now() - 360_000;
    const alertId = '11111111-1111-4111-8111-111111111111';
    const outage = { alertId, sinceMs, error: 'no answer', told: false };
    writeFileSync(file, JSON.stringify({ outage, owed: [], unwritten: [] }));
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, '../watch.ts'), '--file', file, '--every-ms', '100'],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: {
          PATH: process.env['PATH'] ?? '',
          DISCORD_WEBHOOK_URL: fake.url,
          API_BASE_URL: 'http://127.0.0.1:9',
          LOG_LEVEL: 'silent',
        },
      },
    );
    const ended = once(child, 'exit');
    try {
      await expect.poll(titles, { timeout: 10_000 }).toEqual(['Backend down']);
      await expect.poll(() => readFileSync(file, 'utf8')).toContain('"told":true');
    } finally {
      child.kill('SIGTERM');
    }
    expect(await ended).toEqual([0, null]);
    expect(titles()).toEqual(['Backend down']);
  });

  test('says what it lacks', async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../watch.ts')], {
      env: { PATH: process.env['PATH'] ?? '' },
    });
    let said = '';
    child.stdout.on('data', (part: Buffer) => (said += part.toString()));
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(said).toContain('DISCORD_WEBHOOK_URL');
  });
});
