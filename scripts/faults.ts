// npm run faults: breaks everything on purpose and counts what should not be. `--seconds N` how long
// faults strike, `--seed S` the same faults again, `--defects` shows that each known defect is seen.
// The last line is the counts; any violation ends with 1.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { countsOf } from '../backend/test/faults/counts.ts';
import { defects } from '../backend/test/faults/defects.ts';
import type { Defect } from '../backend/test/faults/defects.ts';
import { run } from '../backend/test/faults/run.ts';
import type { Outcome } from '../backend/test/faults/run.ts';
import { summaryOf } from '../backend/test/faults/violation.ts';
import { findMongod } from './find-mongod.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
    defects: { type: 'boolean', default: false },
    defect: { type: 'string' },
  },
});
const isDefects = values.defects || values.defect !== undefined;
const seconds = Number(values.seconds ?? (isDefects ? 15 : 60));
const seed = Number(values.seed);
if (!Number.isSafeInteger(seconds) || seconds < 1 || !Number.isSafeInteger(seed)) {
  throw new Error('--seconds and --seed are whole numbers.');
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** One run in a folder of its own; its data goes, its history stays. */
async function once(mongod: string, defect?: Defect): Promise<Outcome> {
  const dir = mkdtempSync(join(tmpdir(), 'mintkeep-faults-'));
  try {
    const lasts = Math.max(seconds, defect?.seconds ?? 0);
    const outcome = await run({ mongod, dir, seed, seconds: lasts, say, defect });
    if (!defect || values.defect) keep(dir);
    return outcome;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Keeps what a run leaves to look at. */
function keep(dir: string): void {
  const kept = resolve(import.meta.dirname, '../.mintkeep/faults', String(seed));
  mkdirSync(kept, { recursive: true });
  for (const name of ['history.ndjson', 'schedule.json', 'outcome.json']) {
    copyFileSync(join(dir, name), join(kept, name));
  }
  say(`History, schedule and outcome: ${kept}`);
}

/** Switches on one defect after the other; answers how many were not seen. */
async function proveDefects(mongod: string, wanted: readonly Defect[]): Promise<number> {
  const rows: string[] = [];
  let unseen = 0;
  for (const defect of wanted) {
    const { violations } = await once(mongod, defect);
    const seen = defect.seenAs.filter((rule) => violations.some((one) => one.rule === rule));
    if (seen.length === 0) unseen += 1;
    const found = seen.length > 0 ? seen.join('; ') : 'NOT SEEN';
    const counted = violations.filter(({ rule }) => seen.includes(rule)).length;
    rows.push(`| ${defect.name} | ${defect.what} | ${found} | ${String(counted)} |`);
    say(rows.at(-1) ?? '');
    if (seen.length === 0) for (const line of summaryOf(violations)) say(`  ${line}`);
  }
  say('');
  say('| Defect | What is wrong | Seen as | Times |');
  say('| --- | --- | --- | ---: |');
  for (const row of rows) say(row);
  return unseen;
}

const found = await findMongod({ say });
if (found.kind === 'url') {
  throw new Error('Faults need a mongod of their own to break: unset DATABASE_URL.');
}
if (isDefects) {
  const wanted = defects.filter(({ name }) => !values.defect || name === values.defect);
  const unseen = await proveDefects(found.binary, wanted);
  say(
    `${String(wanted.length - unseen)} of ${String(wanted.length)} defects seen, seed ${String(seed)}`,
  );
  if (unseen > 0 || wanted.length === 0) process.exitCode = 1;
} else {
  const outcome = await once(found.binary);
  const { violations } = outcome;
  for (const line of summaryOf(violations)) say(line);
  say(countsOf(outcome, seconds));
  if (violations.length > 0) process.exitCode = 1;
}
