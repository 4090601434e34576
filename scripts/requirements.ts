// npm run requirements: which requirement is named by a test, a bench or a document, and which comes
// later or falls away, by the list that people keep in docs/requirements-left.md. It reads names;
// whether a test can fail is for people to see.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..');
const leftPage = 'docs/requirements-left.md';

/** Where a requirement is named, and what the list of what is left says of it. */
export interface Served {
  readonly id: string;
  readonly sentence: string;
  readonly tests: readonly string[];
  readonly benches: readonly string[];
  readonly documents: readonly string[];
  readonly left: Left | null;
}

/** What a row of the list says: a part of it is there, nothing is, or it was decided otherwise. */
export interface Left {
  readonly kind: 'partly' | 'later' | 'otherwise';
  readonly why: string;
}

export type Standing = 'served' | 'partly' | 'later' | 'otherwise' | 'document' | 'unexplained';

const places = {
  tests: ['{backend,plugin,shared,server-test,scripts}/**/*.test.ts'],
  benches: ['scripts/bench/**/*.ts', 'scripts/bench.ts'],
  documents: ['README.md', 'docs/**/*.md'],
} as const;

const headings: Readonly<Record<string, Left['kind']>> = {
  'Partly there': 'partly',
  'Comes later': 'later',
  'Decided otherwise': 'otherwise',
};

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
  const left = readLeft(readFileSync(join(root, leftPage), 'utf8'));
  return Object.entries(all)
    .filter(([id]) => id.startsWith(`${source}-`))
    .map(([id, sentence]) => ({
      id,
      sentence,
      tests: named.tests.get(id) ?? [],
      benches: named.benches.get(id) ?? [],
      documents: named.documents.get(id) ?? [],
      left: left.get(id) ?? null,
    }));
}

/** The rows of the list by id; a range as `S1-053 to S1-059` stands for each of its ids. */
export function readLeft(page: string): Map<string, Left> {
  const rows = new Map<string, Left>();
  let kind: Left['kind'] | undefined;
  for (const line of page.split('\n')) {
    if (line.startsWith('## ')) kind = headings[line.slice(3).trim()];
    const [, ids = '', why = ''] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    if (!kind || !/^(?:K|S\d)-\d{3}/.test(ids)) continue;
    for (const id of idsOf(ids)) {
      if (rows.has(id)) throw new Error(`${leftPage} names ${id} twice`);
      rows.set(id, { kind, why });
    }
  }
  return rows;
}

function idsOf(text: string): string[] {
  return text.split(',').flatMap((part) => {
    const [first, last = first] = part.split(' to ').map((id) => id.trim());
    const [source = '', from = ''] = (first ?? '').split('-');
    const count = Number((last ?? '').split('-')[1]) - Number(from) + 1;
    if (!(count >= 1)) throw new Error(`${leftPage} has "${part.trim()}", which is no id or range`);
    return Array.from(
      { length: count },
      (_, step) => `${source}-${String(Number(from) + step).padStart(3, '0')}`,
    );
  });
}

/** How a requirement stands. What the list calls partly there must be named by a test as well. */
export function standingOf({ tests, benches, documents, left }: Served): Standing {
  if (left?.kind === 'partly') return tests.length > 0 ? 'partly' : 'unexplained';
  if (left) return left.kind;
  if (tests.length > 0) return 'served';
  return benches.length + documents.length > 0 ? 'document' : 'unexplained';
}

/** True when the list puts off what a test already names: then one of the two is not true. */
export const isOutdated = ({ tests, left }: Served): boolean =>
  left !== null && left.kind !== 'partly' && tests.length > 0;

/** True when nothing names it. */
export const isMissing = (served: Served): boolean => standingOf(served) === 'unexplained';

function idsIn(patterns: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const files = globSync([...patterns], { cwd: root, exclude: ['**/node_modules/**'] }).sort();
  for (const file of files.filter((one) => one !== leftPage)) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const id of new Set(text.match(/\b(?:K|S\d)-\d{3}\b/g))) {
      found.set(id, [...(found.get(id) ?? []), file]);
    }
  }
  return found;
}

const words: Readonly<Record<Standing, string>> = {
  served: 'named by a test',
  partly: 'partly there',
  document: 'named by a bench or a document only',
  later: 'later',
  otherwise: 'decided otherwise',
  unexplained: 'named by nothing',
};

function print(source: string): void {
  const served = servedBy(source);
  if (served.length === 0) {
    process.stderr.write(`No requirement comes from "${source}"; there are K, S0 and S1.\n`);
    process.exitCode = 2;
    return;
  }
  for (const one of served) process.stdout.write(`${lineOf(one)}\n`);
  const counts = (Object.keys(words) as Standing[]).map((standing) => {
    const ids = served.filter((one) => standingOf(one) === standing).map(({ id }) => id);
    const names = standing === 'unexplained' && ids.length > 0 ? `: ${ids.join(', ')}` : '';
    return `${String(ids.length)} ${words[standing]}${names}`;
  });
  process.stdout.write(
    `\n${String(served.length)} requirements of ${source}: ${counts.join('; ')}.\n`,
  );
  const outdated = served.filter(isOutdated).map(({ id }) => id);
  if (outdated.length > 0) {
    process.stdout.write(`Put off by ${leftPage}, named by a test: ${outdated.join(', ')}\n`);
  }
  if (served.some(isMissing) || outdated.length > 0) process.exitCode = 1;
}

function lineOf(one: Served): string {
  const files = [...one.tests, ...one.benches, ...one.documents];
  const more = files.length > 1 ? ` (+${String(files.length - 1)})` : '';
  const where = files.length > 0 ? `${files[0] ?? ''}${more}` : null;
  const said = {
    served: where,
    document: where,
    partly: `partly: ${where ?? ''}; missing: ${one.left?.why ?? ''}`,
    later: `later: ${one.left?.why ?? ''}`,
    otherwise: `decided otherwise: ${one.left?.why ?? ''}`,
    unexplained: 'MISSING',
  }[standingOf(one)];
  return `${one.id}  ${one.sentence.slice(0, 70).padEnd(70)}  ${said ?? 'MISSING'}`;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { source: { type: 'string', default: 'S0' } } });
  print(values.source);
}
