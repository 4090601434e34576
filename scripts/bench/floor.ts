// The bench of the floor (HTTP): what the purchase route costs above the framework, how much memory
// the backend holds after many requests, and how long it takes to start.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startBackend } from './backend.ts';
import type { BenchBackend } from './backend.ts';
import type { LoadResult } from './load.ts';
import { startLogged } from './logged-process.ts';
import { processorUs, residentMiB } from './process-use.ts';
import { purchases } from './purchases.ts';
import { addLoad } from './report.ts';
import type { Report } from './report.ts';

const concurrencies = [1, 100];
const startsCount = 3;

/** Measures the floor. `requests` is how many purchases are made before the last look at memory. */
export async function benchFloor(
  report: Report,
  replicaSetUrl: string,
  { seconds, requests }: { readonly seconds: number; readonly requests: number },
): Promise<void> {
  const backend = await startBackend(replicaSetUrl, { processes: startsCount });
  const floor = await startFloor(backend.key.secret);
  try {
    await addStart(report, backend);
    for (const concurrent of concurrencies) {
      await compare(report, backend, floor, { concurrent, seconds });
    }
    await addMemory(report, backend, requests);
  } finally {
    await floor.stop();
    await backend.stop();
  }
}

/** How long a start takes, beside that of Node with nothing to do. */
async function addStart(report: Report, { processes }: BenchBackend): Promise<void> {
  const group = `start of the backend, ${String(startsCount)} times`;
  const empty: number[] = [];
  for (let started = 0; started < startsCount; started += 1) {
    const startedAt = performance.now();
    await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit');
    empty.push(performance.now() - startedAt);
  }
  const nothing = median(empty);
  const ready = median(processes.map(({ startMs }) => startMs));
  report.add({ group, name: 'node -e 0, median', value: nothing, unit: 'ms' });
  const beside = { name: 'node -e 0', ratio: ready / nothing };
  report.add({ group, name: 'until it is ready, median', value: ready, unit: 'ms', beside });
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

interface Floor {
  readonly barePort: number;
  readonly edgePort: number;
  readonly pid: number;
  stop(): Promise<string>;
}

async function startFloor(secret: Buffer): Promise<Floor> {
  const logged = startLogged(join(import.meta.dirname, 'floor-server.ts'), {
    BENCH_KEY: secret.toString('base64'),
  });
  const [barePort = 0, edgePort = 0] = await logged.line((line) => JSON.parse(line) as number[]);
  return { barePort, edgePort, pid: logged.pid, stop: logged.stop };
}

/** The same signed request to an empty route, to the edge around nothing, and to the real route. */
async function compare(
  report: Report,
  backend: BenchBackend,
  floor: Floor,
  { concurrent, seconds }: { readonly concurrent: number; readonly seconds: number },
): Promise<void> {
  const group = `purchase over HTTP, ${String(concurrent)} at once`;
  const backendPid = backend.processes[0]?.pid ?? 0;
  const rows = [
    { name: 'Fastify, empty route', port: floor.barePort, pid: floor.pid },
    { name: 'the edge: schemas, signature, log', port: floor.edgePort, pid: floor.pid },
    { name: 'purchase, distinct rewards', port: backend.port, pid: backendPid },
  ];
  let bare: LoadResult | null = null;
  for (const { name, port, pid } of rows) {
    const ask = (lasting: number): Promise<LoadResult> =>
      purchases({ ...backend, port }, concurrent, lasting, 'distinct rewards');
    await ask(Math.min(1, seconds));
    const before = processorUs(pid);
    const load = await ask(seconds);
    const after = processorUs(pid);
    const ratio = bare ? load.perSecond / bare.perSecond : 1;
    addLoad(report, group, name, load, bare ? [{ name: 'the empty route', ratio }] : []);
    bare ??= load;
    if (before === null || after === null) continue;
    const value = (after - before) / load.answers;
    report.add({ group, name: `${name}, processor a request`, value, unit: 'us' });
  }
}

/** Memory before, in the middle and after: what grows with requests would grow for ever. */
async function addMemory(report: Report, backend: BenchBackend, requests: number): Promise<void> {
  const group = `memory of the backend`;
  const [, , fresh] = backend.processes;
  if (!fresh) return;
  const look = async (name: string): Promise<void> => {
    const resident = residentMiB(fresh.pid);
    if (resident !== null) report.add({ group, name, value: resident, unit: 'MiB resident' });
    const heap = await fresh.settledHeapMiB();
    report.add({ group, name: `${name}, heap without garbage`, value: heap, unit: 'MiB' });
  };
  await look('just started');
  let made = 0;
  const port = fresh.port;
  for (const share of [0.1, 0.5, 1]) {
    while (made < requests * share) {
      made += (await purchases({ ...backend, port }, 64, 1, 'distinct rewards')).answers;
    }
    await look(`after ${String(Math.round(share * requests))} purchases`);
  }
}
