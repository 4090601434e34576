// The journal of what cannot share a player's file: console commands. `started` is on the disk
// before a command runs, `done` after; one without the other is for staff to look at.
import type { Files, Log } from '../platform/platform.ts';

const path = 'journal.log';
const keptMax = 10_000;

export interface Journal {
  state(deliveryId: string): 'unknown' | 'started' | 'done';
  started(deliveryId: string): void;
  done(deliveryId: string): void;
}

/** Reads the journal of earlier runs, keeps its newest lines, and goes on writing it. */
export function openJournal(files: Files, log: Log, now: () => string): Journal {
  const states = new Map<string, 'started' | 'done'>();
  const lines = (files.read(path) ?? '').split('\n').filter((line) => line !== '');
  for (const line of lines) {
    const [, word, deliveryId = ''] = /^(started|done) (\S+) \S+$/.exec(line) ?? [];
    if (word === 'started' || word === 'done') states.set(deliveryId, word);
    // A line cut short by a pulled plug is a write that never counted.
    else log.warn(`plugins/mintkeep/${path} has a line that is not whole: ${line.slice(0, 60)}`);
  }
  if (lines.length > 2 * keptMax) {
    files.write(path, `${lines.slice(-keptMax).join('\n')}\n`);
  }
  const write = (word: 'started' | 'done', deliveryId: string): void => {
    files.append(path, `${word} ${deliveryId} ${now()}`);
    states.set(deliveryId, word);
  };
  return {
    state: (deliveryId) => states.get(deliveryId) ?? 'unknown',
    started: (deliveryId) => write('started', deliveryId),
    done: (deliveryId) => write('done', deliveryId),
  };
}
