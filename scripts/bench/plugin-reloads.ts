// What reloads of the script leave in memory: the heap after none, a few and thirty of them, once the
// garbage is gone. A context that stays reachable would grow it by megabytes each.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { EmbeddedServer } from '../../server-test/src/embedded/server.ts';
import { until } from '../../server-test/src/harness/until.ts';
import { residentMiB } from './process-use.ts';
import type { Report } from './report.ts';

const run = promisify(execFile);
const looks = [0, 3, 30];

/** Reloads thirty times and says what is in use: of the JVM its heap, else the process's memory. */
export async function addReloads(
  report: Report,
  group: string,
  server: EmbeddedServer,
  engine: 'node' | 'graal',
): Promise<void> {
  let reloads = 0;
  for (const look of looks) {
    for (; reloads < look; reloads += 1) await reload(server);
    const value = engine === 'graal' ? await heapMiB(childOf(server.pid)) : residentMiB(server.pid);
    if (value === null) return;
    const unit = engine === 'graal' ? 'MiB heap' : 'MiB resident';
    report.add({ group, name: `memory after ${look} reloads`, value, unit });
  }
}

async function reload(server: EmbeddedServer): Promise<void> {
  const timesEnabled = (): number =>
    server.lines.filter((line) => line.includes('enabled in')).length;
  const before = timesEnabled();
  await server.console('mintkeep reload');
  await until('the script to be loaded anew', () => timesEnabled() > before);
}

/** The JVM under an embedded server; null where processes are not listed as on Linux. */
function childOf(pid: number): number | null {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    const isJava = (child: string): boolean =>
      readFileSync(`/proc/${child}/comm`, 'utf8').trim() === 'java';
    return Number(children.find(isJava) ?? Number.NaN) || null;
  } catch {
    return null;
  }
}

/** What lives in a JVM's heap after a full collection; null without the JDK's own tool. */
async function heapMiB(jvm: number | null): Promise<number | null> {
  if (jvm === null) return null;
  try {
    await run('jcmd', [String(jvm), 'GC.run']);
    const { stdout } = await run('jcmd', [String(jvm), 'GC.heap_info']);
    const [, used] = /used (\d+)K/.exec(stdout) ?? [];
    return used === undefined ? null : Number(used) / 1_024;
  } catch {
    return null;
  }
}
