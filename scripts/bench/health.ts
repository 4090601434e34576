// The bench of health: the full report at 50 at once, from a process that also watches itself
// (S0-081: below 100 ms at the 95th percentile; the aim is 5 ms).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request, Agent } from 'node:http';
import { createInterface } from 'node:readline';
import { startBackend } from './backend.ts';
import { runLoad } from './load.ts';
import type { Report } from './report.ts';

const concurrent = 50;
/** What S0-081 asks for; more fails the run. */
const p95MsMax = 100;

/** Measures GET /api/health and GET /healthz, beside the least that Node does for an answer. */
export async function benchHealth(
  report: Report,
  replicaSetUrl: string,
  seconds: number,
): Promise<void> {
  const backend = await startBackend(replicaSetUrl);
  const group = `health, ${String(concurrent)} at once`;
  const agent = new Agent({ keepAlive: true, maxSockets: concurrent });
  const ask = (path: string, port = backend.port): Promise<void> =>
    new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, agent, path }, (answer) => {
        answer.on('error', reject).on('end', () => {
          if (answer.statusCode === 200) resolve();
          else reject(new Error(`${path} answered ${String(answer.statusCode)}`));
        });
        answer.resume();
      })
        .on('error', reject)
        .end();
    });
  const bare = await startBare();
  try {
    const least = await runLoad(concurrent, seconds, () => ask('/', bare.port));
    report.add({ group, name: 'bare HTTP server', value: least.perSecond, unit: '/s' });
    report.add({ group, name: 'bare HTTP server, p95', value: least.p95Ms, unit: 'ms' });
    await runLoad(concurrent, 2, () => ask('/api/health'));
    for (const path of ['/api/health', '/healthz']) {
      const load = await runLoad(concurrent, seconds, () => ask(path));
      report.add({ group, name: `GET ${path}`, value: load.perSecond, unit: '/s' });
      report.add({ group, name: `GET ${path}, p50`, value: load.p50Ms, unit: 'ms' });
      report.add({
        group,
        name: `GET ${path}, p95 (S0-081)`,
        value: load.p95Ms,
        unit: 'ms',
        beside: { name: 'bare HTTP server', ratio: load.p95Ms / least.p95Ms },
      });
      if (load.p95Ms > p95MsMax) throw new Error(`${path}: p95 is ${load.p95Ms.toFixed(1)} ms`);
    }
  } finally {
    agent.destroy();
    bare.stop();
    await backend.stop();
  }
}

/** A process that answers every request with two bytes: the yardstick. */
async function startBare(): Promise<{ port: number; stop(): void }> {
  const code =
    "const server = require('node:http').createServer((_, answer) => answer.end('ok'));" +
    "server.listen(0, '127.0.0.1', () => console.log(server.address().port));";
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { port: Number(line), stop: () => void child.kill('SIGTERM') };
}
