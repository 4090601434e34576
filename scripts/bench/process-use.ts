// What a process has used, as Linux counts it: processor time and memory. Elsewhere there is no
// figure, and the bench leaves it out.
import { existsSync, readFileSync } from 'node:fs';

/** Ticks of /proc a second, on every Linux there is. */
const ticksPerSecond = 100;

/** Processor time so far, in microseconds; null where it is not counted. */
export function processorUs(pid: number): number | null {
  const path = `/proc/${String(pid)}/stat`;
  if (!existsSync(path)) return null;
  const text = readFileSync(path, 'utf8');
  // The name of the program stands in brackets and may hold spaces.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1_000_000;
}

/** Memory that is in use, in MiB; null where it is not counted. */
export function residentMiB(pid: number): number | null {
  const path = `/proc/${String(pid)}/status`;
  if (!existsSync(path)) return null;
  const [, kib] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(path, 'utf8')) ?? [];
  return kib === undefined ? null : Number(kib) / 1_024;
}
