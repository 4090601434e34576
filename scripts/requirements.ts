// npm run requirements: which requirement is named by a test, a bench or a document, and which by
// none. It reads names; whether a test can fail is for people to see.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..');

/** Where a requirement is named. */
export interface Served {
  readonly id: string;
  readonly sentence: string;
  readonly tests: readonly string[];
  readonly benches: readonly string[];
  readonly documents: readonly string[];
}

const places = {
  tests: ['{backend,plugin,shared,server-test,scripts}/**/*.test.ts'],
  benches: ['scripts/bench/**/*.ts', 'scripts/bench.ts'],
  documents: ['README.md', 'docs/**/*.md'],
} as const;

/** Each requirement of a source (`S0`, `S1`, `K`) with the files that name it. */
export function servedBy(source: string): Served[] {
  const all = JSON.parse(
    readFileSync(join(import.meta.dirname, 'requirements.json'), 'utf8'),
  ) as Record<string, string>;
  const named = {
    tests: idsIn(places.tests),
    benches: idsIn(places.benches),
    documents: idsIn(places.documents),
  };
  return Object.entries(all)
    .filter(([id]) => id.startsWith(`${source}-`))
    .map(([id, sentence]) => ({
      id,
      sentence,
      tests: named.tests.get(id) ?? [],
      benches: named.benches.get(id) ?? [],
      documents: named.documents.get(id) ?? [],
    }));
}

/** True when nothing names it. */
export const isMissing = ({ tests, benches, documents }: Served): boolean =>
  tests.length + benches.length + documents.length === 0;

function idsIn(patterns: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const files = globSync([...patterns], { cwd: root, exclude: ['**/node_modules/**'] }).sort();
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const id of new Set(text.match(/\b(?:K|S\d)-\d{3}\b/g))) {
      found.set(id, [...(found.get(id) ?? []), file]);
    }
  }
  return found;
}

function print(source: string): void {
  const served = servedBy(source);
  if (served.length === 0) {
    process.stderr.write(`No requirement comes from "${source}"; there are K, S0 and S1.\n`);
    process.exitCode = 2;
    return;
  }
  for (const one of served) {
    const files = [...one.tests, ...one.benches, ...one.documents];
    const first = files[0] ?? 'MISSING';
    const more = files.length > 1 ? ` (+${String(files.length - 1)})` : '';
    process.stdout.write(`${one.id}  ${one.sentence.slice(0, 70).padEnd(70)}  ${first}${more}\n`);
  }
  const missing = served.filter(isMissing).map(({ id }) => id);
  const byTest = served.filter(({ tests }) => tests.length > 0).length;
  process.stdout.write(
    `\n${String(served.length)} requirements of ${source}: ${String(byTest)} named by a test, ` +
      `${String(served.length - byTest - missing.length)} by a bench or a document only, ` +
      `${String(missing.length)} by nothing${missing.length > 0 ? `: ${missing.join(', ')}` : ''}\n`,
  );
  if (missing.length > 0) process.exitCode = 1;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { source: { type: 'string', default: 'S0' } } });
  print(values.source);
}
