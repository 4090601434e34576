// Runs one program for children.ts and ends it when its own input ends: by wish, or because the
// process that started it died, however it died. A database must not outlive the run it belongs to.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const [graceMs, command, ...args] = process.argv.slice(2);
if (!graceMs || !command) throw new Error('leash.ts <grace in milliseconds> <program> [arguments]');

// Signals are for the one who holds the leash; it decides the order in which things stop.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(127);
});
child.on('exit', (code, signal) => {
  endWhatIsLeft();
  // As a shell has it, so that "killed" and "ended with 1" stay two things.
  process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0));
});

/** What the program started and left behind is in our process group; we do not hear the signal. */
function endWhatIsLeft(): void {
  if (process.platform === 'win32') return;
  process.kill(-process.pid, 'SIGTERM');
}

process.stdin.resume();
process.stdin.on('close', () => {
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), Number(graceMs)).unref();
});
