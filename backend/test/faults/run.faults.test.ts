// The fault run that belongs to every test run: fresh faults, the seeds that were red once, and two
// known defects that must be seen. More of all of it: npm run faults.
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { countsOf } from './counts.ts';
import { defects } from './defects.ts';
import type { Defect } from './defects.ts';
import { regressions } from './regressions.ts';
import { run } from './run.ts';
import type { Outcome } from './run.ts';
import { summaryOf } from './violation.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The program of the database. */
    mongod: string;
  }
}

const seconds = Number(process.env['FAULTS_SECONDS'] ?? 30);
const seed = Number(process.env['FAULTS_SEED'] ?? randomInt(1_000_000));
const lasts = (ms: number): { timeout: number } => ({ timeout: ms + 240_000 });
const say = (line: string): void => void process.stderr.write(`faults: ${line}\n`);

async function once(options: { seed: number; seconds: number; defect?: Defect }): Promise<Outcome> {
  const dir = mkdtempSync(join(tmpdir(), 'mintkeep-faults-'));
  const lines: string[] = [];
  try {
    const tell = (line: string): void => void lines.push(line);
    const outcome = await run({ mongod: inject('mongod'), dir, say: tell, ...options });
    say(countsOf(outcome, options.seconds, options.defect));
    if (outcome.violations.length > 0 && !options.defect) lines.forEach(say);
    return outcome;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

describe('database members, backends and the game server die, freeze and lose their ways', () => {
  test(
    `and every coin and every item is where it belongs, seed ${String(seed)} (S0-076)`,
    lasts(seconds * 1_000),
    async () => {
      const { violations, figures } = await once({ seed, seconds });
      expect(summaryOf(violations)).toEqual([]);
      expect(figures.acknowledged).toBeGreaterThan(100);
      expect(figures.readsOfTotals).toBeGreaterThan(10);
    },
  );

  test.for(regressions)('nor does seed $seed find again: $found', lasts(120_000), async (one) => {
    const { violations } = await once(one);
    expect(summaryOf(violations)).toEqual([]);
  });
});

describe('the suite sees', () => {
  const some = ['weak write concern', 'receipt a tick later'];
  test.for(defects.filter(({ name }) => some.includes(name)))(
    '$name',
    lasts(10_000),
    async (defect) => {
      const { violations } = await once({ seed: 1, seconds: 10, defect });
      const seen = defect.seenAs.filter((rule) => violations.some((one) => one.rule === rule));
      expect(seen).not.toEqual([]);
    },
  );
});
