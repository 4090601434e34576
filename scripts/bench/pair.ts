// The bench of two backends on one database: purchases a second of both together, beside what one of
// them does alone in the same run.
import { playersCount, startBackend } from './backend.ts';
import type { BenchBackend } from './backend.ts';
import { checkExact, purchases } from './purchases.ts';
import type { LoadResult } from './load.ts';
import { addLoad } from './report.ts';
import type { Report } from './report.ts';

const concurrencies = [16, 100];
const kinds = ['one hot reward', 'distinct rewards'] as const;

/** Measures one and two backends with as many callers in all, and checks the books. */
export async function benchPair(
  report: Report,
  replicaSetUrl: string,
  seconds: number,
): Promise<void> {
  const backend = await startBackend(replicaSetUrl, { processes: 2 });
  const ports = backend.processes.map(({ port }) => port);
  const load = (at: readonly number[], concurrent: number, kind: (typeof kinds)[number]) =>
    together(backend, at, { concurrent, seconds, kind });
  try {
    report.say(`two backends, ${String(playersCount)} players, callers shared out evenly`);
    await load(ports, 64, 'distinct rewards');
    for (const concurrent of concurrencies) {
      const group = `two backends, ${String(concurrent)} at once`;
      for (const kind of kinds) {
        const alone = await load(ports.slice(0, 1), concurrent, kind);
        addLoad(report, group, `one backend, ${kind}`, alone);
        const both = await load(ports, concurrent, kind);
        const ratio = both.perSecond / alone.perSecond;
        addLoad(report, group, `two backends, ${kind}`, both, [{ name: 'one backend', ratio }]);
      }
    }
    await checkExact(backend);
  } finally {
    await backend.stop();
  }
}

/** The load of all of these backends at once: rates are summed, of times the worse one counts. */
async function together(
  backend: BenchBackend,
  ports: readonly number[],
  how: { concurrent: number; seconds: number; kind: (typeof kinds)[number] },
): Promise<LoadResult> {
  const each = Math.round(how.concurrent / ports.length);
  const loads = await Promise.all(
    ports.map((port) => purchases({ ...backend, port }, each, how.seconds, how.kind)),
  );
  const worst = (pick: (load: LoadResult) => number): number => Math.max(...loads.map(pick));
  return {
    perSecond: loads.reduce((sum, load) => sum + load.perSecond, 0),
    p50Ms: worst((load) => load.p50Ms),
    p95Ms: worst((load) => load.p95Ms),
    p99Ms: worst((load) => load.p99Ms),
    answers: loads.reduce((sum, load) => sum + load.answers, 0),
  };
}
