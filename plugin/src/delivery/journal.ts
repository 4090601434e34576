// The journal of what cannot share a player's file: console commands. `started` is on the disk
// before a command runs, `done` after; one without the other is for staff to look at.
import { receiptDaysMax } from '@mintkeep/shared/constants.ts';
import type { Files, Log } from '../platform/platform.ts';

const path = 'journal.log';
const keptMax = 10_000;
const dayMs = 86_400_000;

/** What is known of a delivery; `started` may have done its work or not. */
export type JournalState = 'unknown' | 'started' | 'done' | 'void';

export interface Journal {
  state(deliveryId: string): JournalState;
  /** Each is on the disk when it returns, and throws when it cannot be written. */
  started(deliveryId: string): void;
  done(deliveryId: string): void;
  /** What was started certainly did nothing: it may start again, or become void. */
  undone(deliveryId: string): void;
  /** It was cancelled and will never run: what a void receipt is for goods. */
  voided(deliveryId: string): void;
}

type Word = 'started' | 'done' | 'undone' | 'void';

interface Line {
  readonly word: Word;
  readonly deliveryId: string;
  readonly at: string;
}

/** Reads the journal of earlier runs, keeps its newest lines, and goes on writing it. */
export function openJournal(files: Files, log: Log, nowMs: () => number): Journal {
  const states = new Map<string, Exclude<JournalState, 'unknown'>>();
  const remember = (word: Word, deliveryId: string): void => {
    if (word === 'undone') states.delete(deliveryId);
    else states.set(deliveryId, word);
  };
  const lines = readLines(files.read(path) ?? '', log);
  for (const { word, deliveryId } of lines) remember(word, deliveryId);
  compact(files, lines, nowMs());

  const write = (word: Word, deliveryId: string): void => {
    files.append(path, textOf({ word, deliveryId, at: new Date(nowMs()).toISOString() }));
    remember(word, deliveryId);
  };
  return {
    state: (deliveryId) => states.get(deliveryId) ?? 'unknown',
    started: (deliveryId) => write('started', deliveryId),
    done: (deliveryId) => write('done', deliveryId),
    undone: (deliveryId) => write('undone', deliveryId),
    voided: (deliveryId) => write('void', deliveryId),
  };
}

const textOf = ({ word, deliveryId, at }: Line): string => `${word} ${deliveryId} ${at}`;

function readLines(text: string, log: Log): Line[] {
  const lines: Line[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, word, deliveryId = '', at = ''] =
      /^(started|done|undone|void) (\S+) (\S+)$/.exec(line) ?? [];
    if (word) lines.push({ word: word as Word, deliveryId, at });
    // A line cut short by a pulled plug is a write that never counted.
    else log.warn(`plugins/mintkeep/${path} has a line that is not whole: ${line.slice(0, 60)}`);
  }
  return lines;
}

/** Writes the file anew, at one stroke, once half of it may go: a `done` that is lost runs again. */
function compact(files: Files, lines: readonly Line[], nowMs: number): void {
  const oldest = new Date(nowMs - receiptDaysMax * dayMs).toISOString();
  const kept = lines.filter(({ at }) => at >= oldest).slice(-keptMax);
  if (lines.length <= 2 * kept.length) return;
  files.replace(path, kept.map((line) => `${textOf(line)}\n`).join(''));
}
