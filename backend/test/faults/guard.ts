// Ends what a fault run has started when the run itself is gone, however it died: it hears `+pid`,
// `-pid` and `~folder` on its input; when that ends it kills all it still knows of and removes the
// folders of their data.
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

const pids = new Set<number>();
const folders: string[] = [];

// Signals are for the run; it ends us by closing our input.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const input = createInterface({ input: process.stdin });
input.on('line', (line) => {
  const pid = Number(line.slice(1));
  if (line.startsWith('~')) folders.push(line.slice(1));
  else if (line.startsWith('+')) pids.add(pid);
  else pids.delete(pid);
});
input.on('close', () => {
  for (const pid of pids) {
    try {
      // SIGKILL also ends a process that is stopped.
      process.kill(pid, 'SIGKILL');
    } catch {
      // It is gone already.
    }
  }
  // What was killed may still be writing.
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
});
