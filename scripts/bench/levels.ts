// The bench of level caps: a player's cap over HTTP with 50 at once (S0-080), the caps of 100 players
// in one request, and beside them the least that a signed question costs.
import { transact } from '../../backend/src/core/transact.ts';
import { changeLevelCaps } from '../../backend/src/levels/service.ts';
import { startBackend } from './backend.ts';
import type { BenchBackend } from './backend.ts';
import { openClient } from './client.ts';
import type { BenchClient } from './client.ts';
import { runLoad } from './load.ts';
import type { LoadResult } from './load.ts';
import type { Report } from './report.ts';

const concurrencies = [1, 50];

// As many kinds of rules as a server has: a base that grows, two groups, an event.
const rules = [
  {
    key: 'base',
    formula: 'min(100, 30 + floor(playtimeHours / 10) * 5) + badges * 2',
    priority: 0,
  },
  { key: 'linked', formula: '60 + seasonDay % 30', conditions: ['linked == 1'], priority: 5 },
  { key: 'veterans', value: 200, conditions: ['playtimeHours >= 500 and badges > 9'], priority: 5 },
  { key: 'event', value: 40, conditions: ['level < 40', 'streakDays >= 7'], priority: 9 },
].map((rule) => ({ enabled: true, conditions: [], ...rule }));

/** Measures the questions a game server asks about level caps. */
export async function benchLevels(
  report: Report,
  replicaSetUrl: string,
  seconds: number,
): Promise<void> {
  const backend = await startBackend(replicaSetUrl);
  try {
    const change = { rules, expectedVersion: 0, reason: 'bench' };
    const actor = { kind: 'console', id: 'bench' } as const;
    const command = { actor, route: 'bench', key: undefined, input: null };
    await transact(backend.ctx, command, (tx) => changeLevelCaps(tx, change));
    await asked(backend, 50, 2, oneCap);
    for (const concurrent of concurrencies) {
      const group = `level caps, ${String(concurrent)} at once`;
      const add = (name: string, load: LoadResult): void => addLoad(report, group, name, load);
      add('GET version, signed', await asked(backend, concurrent, seconds, version));
      add('GET effective cap of a player', await asked(backend, concurrent, seconds, oneCap));
    }
    const hundred = await asked(backend, 1, Math.min(seconds, 3), hundredCaps);
    addLoad(report, 'level caps, 100 players in one request', 'POST effective caps', hundred);
  } finally {
    await backend.stop();
  }
}

function addLoad(report: Report, group: string, name: string, load: LoadResult): void {
  report.add({ group, name, value: load.perSecond, unit: '/s' });
  report.add({ group, name: `${name}, p50`, value: load.p50Ms, unit: 'ms' });
  report.add({ group, name: `${name}, p95`, value: load.p95Ms, unit: 'ms' });
  report.add({ group, name: `${name}, p99`, value: load.p99Ms, unit: 'ms' });
}

type Ask = (
  client: BenchClient,
  minecraftUUIDs: readonly string[],
) => Promise<{ status: number; text: string }>;

const anyOf = (minecraftUUIDs: readonly string[]): string =>
  minecraftUUIDs[Math.floor(Math.random() * minecraftUUIDs.length)] ?? '';

const version: Ask = (client) => client.ask('GET', '/api/level-caps/version');

const oneCap: Ask = (client, minecraftUUIDs) =>
  client.ask('GET', `/api/level-caps/effective/${anyOf(minecraftUUIDs)}`);

const hundredCaps: Ask = (client, minecraftUUIDs) => {
  const from = Math.floor(Math.random() * (minecraftUUIDs.length - 100));
  const players = minecraftUUIDs
    .slice(from, from + 100)
    .map((minecraftUUID) => ({ minecraftUUID, level: 20 }));
  return client.ask('POST', '/api/level-caps/effective', { players });
};

async function asked(
  { port, key, minecraftUUIDs }: BenchBackend,
  concurrent: number,
  seconds: number,
  ask: Ask,
): Promise<LoadResult> {
  const client = openClient(port, key, concurrent);
  const load = await runLoad(concurrent, seconds, async () => {
    const { status, text } = await ask(client, minecraftUUIDs);
    if (status !== 200) throw new Error(`${String(status)} ${text}`);
  });
  client.close();
  return load;
}
