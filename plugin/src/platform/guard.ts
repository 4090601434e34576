// The guard around every callback. A game server swallows what commands and tasks throw, and a
// promise that nobody awaits is lost without a word: here both reach the log with a name.
import type { Log } from './platform.ts';

/** Wraps a callback so that it never throws and never rejects unheard. */
export type Guard = <A extends unknown[]>(
  what: string,
  run: (...args: A) => unknown,
) => (...args: A) => void;

/** A guard that writes what went wrong, and in which callback, to a log. */
export function createGuard(log: Log): Guard {
  return (what, run) =>
    (...args) => {
      try {
        const result = run(...args);
        if (!(result instanceof Promise)) return;
        result.catch((cause: unknown) => {
          log.error(`${what} failed`, cause);
        });
      } catch (cause) {
        log.error(`${what} failed`, cause);
      }
    };
}
