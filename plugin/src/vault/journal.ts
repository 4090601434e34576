// The journal of coins that other plugins took or gave: each is on the disk before the yes, and stays
// until the backend has settled it. Also what is left of the allowance. Knows no player and no network.
import * as z from 'zod';
import { holdEntry, type HoldEntry } from '@mintkeep/shared/holds.ts';
import { parseJson } from '../json.ts';
import type { Files, Log } from '../platform/platform.ts';

export const vaultJournalPath = 'vault.log';

/** Lines beyond those that still count, before the file is written anew. */
const spareLinesMax = 2_000;

const allowanceSchema = z.strictObject({
  leftCoins: z.int().min(0),
  day: z.iso.date(),
  endsAt: z.iso.datetime(),
});
/** Coins that may still be given, reserved at the backend before (VAULT_MINT_DAILY_COINS). */
export type Allowance = z.infer<typeof allowanceSchema>;

/** One fact a line. JSON, because no part of it is JSON: half a line never reads as another. */
const lineSchema = z.union([
  z.strictObject({ open: holdEntry }),
  /** A yes that was never said: the disk refused, or seemed to. */
  z.strictObject({ undone: z.uuid() }),
  z.strictObject({ settled: z.array(z.uuid()) }),
  z.strictObject({ allowance: allowanceSchema }),
]);
type Line = z.infer<typeof lineSchema>;

export interface VaultJournal {
  /** Nothing was ever written: there is nothing of an earlier run. */
  readonly isNew: boolean;
  /** What is not settled yet, oldest first: at most so many. */
  open(max?: number): readonly HoldEntry[];
  openCount(): number;
  /** These go to the end: what the backend refuses must not keep the rest. */
  postpone(entryIds: readonly string[]): void;
  allowance(): Allowance | null;
  /**
   * Puts an entry on the disk; a deposit lowers the allowance. Throws when the disk refuses: then
   * it counts as never written, also if some of it was.
   */
  note(entry: HoldEntry): void;
  /** These are settled. The file says so at the next `flush`: told twice, they settle once. */
  settled(entryIds: readonly string[]): void;
  flush(): void;
  /** Coins that the backend has reserved; throws when the disk refuses. */
  allow(allowance: Allowance): void;
}

/** What all lines together say. */
interface Told {
  readonly open: Map<string, HoldEntry>;
  allowance: Allowance | null;
  lines: number;
}

function remember(told: Told, line: Line): void {
  const { open } = told;
  told.lines += 1;
  if ('open' in line) {
    open.set(line.open.entryId, line.open);
    spend(told, line.open, 1);
  } else if ('undone' in line) {
    const entry = open.get(line.undone);
    if (entry) spend(told, entry, -1);
    open.delete(line.undone);
  } else if ('settled' in line) for (const id of line.settled) open.delete(id);
  else told.allowance = line.allowance;
}

/** A deposit of another day's allowance does not touch this one. */
function spend(told: Told, entry: HoldEntry, times: 1 | -1): void {
  const { allowance } = told;
  if (entry.kind !== 'DEPOSIT' || entry.allowanceDay !== allowance?.day) return;
  const leftCoins = Math.max(0, allowance.leftCoins - times * entry.amountCoins);
  told.allowance = { ...allowance, leftCoins };
}

/** Reads what earlier runs left, and goes on writing. */
export function openVaultJournal(files: Files, log: Log): VaultJournal {
  const told: Told = { open: new Map(), allowance: null, lines: 0 };
  const { open } = told;
  /** Settled, and the file does not know yet. */
  let unsaid: string[] = [];
  /** Refused by the disk: no other line may go before the word that it does not count. */
  let doubtful: string | null = null;

  function append(line: Line): void {
    files.append(vaultJournalPath, JSON.stringify(line));
    remember(told, line);
  }
  function write(line: Line): void {
    if (doubtful !== null) append({ undone: doubtful });
    doubtful = null;
    append(line);
  }

  for (const line of readLines(files, log)) remember(told, line);
  const isNew = told.lines === 0;
  compact(files, told);
  return {
    isNew,
    open: (max = Infinity) => firstOf(open.values(), max),
    openCount: () => open.size,
    allowance: () => told.allowance,
    postpone(entryIds) {
      for (const id of entryIds) {
        const entry = open.get(id);
        if (entry && open.delete(id)) open.set(id, entry);
      }
    },
    note(entry) {
      try {
        write({ open: entry });
      } catch (error) {
        // An older one that is in doubt still goes first: this one was not even tried then.
        doubtful ??= entry.entryId;
        throw error;
      }
    },
    settled(entryIds) {
      for (const id of entryIds) if (open.delete(id)) unsaid.push(id);
    },
    flush() {
      if (unsaid.length === 0 && doubtful === null) return;
      write({ settled: unsaid });
      unsaid = [];
      compact(files, told);
    },
    allow: (allowance) => write({ allowance }),
  };
}

/** Writes the file anew, at one stroke, once most of it no longer counts. */
function compact(files: Files, told: Told): void {
  const { open, allowance } = told;
  if (told.lines <= open.size + spareLinesMax) return;
  const kept: Line[] = [...open.values()].map((entry) => ({ open: entry }));
  // Last, because its rest is what the entries before it have left.
  if (allowance) kept.push({ allowance });
  files.replace(vaultJournalPath, kept.map((line) => `${JSON.stringify(line)}\n`).join(''));
  told.lines = kept.length;
}

/** Thousands may wait while the backend is away: a batch must not cost a copy of them all. */
function firstOf<T>(all: Iterable<T>, max: number): T[] {
  const first: T[] = [];
  for (const one of all) {
    if (first.length >= max) break;
    first.push(one);
  }
  return first;
}

function readLines(files: Files, log: Log): Line[] {
  const lines: Line[] = [];
  for (const text of (files.read(vaultJournalPath) ?? '').split('\n')) {
    if (text === '') continue;
    const line = lineSchema.safeParse(parseJson(text));
    if (line.success) lines.push(line.data);
    // Cut short by a pulled plug: no yes was said to it.
    else {
      log.warn(
        `plugins/mintkeep/${vaultJournalPath} has a line that is not whole: ${text.slice(0, 60)}`,
      );
    }
  }
  return lines;
}
