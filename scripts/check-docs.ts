// Keeps the documents true: what they link to, name, promise and tell the reader to run exists and
// works. Reads Markdown line by line and knows nothing of what the documents are about.
import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';

/** A sentence of a document that is not true, and where it stands. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly sentence: string;
}

/** What documents may refer to. */
export interface Repository {
  readonly root: string;
  /** The scripts of package.json. */
  readonly verbs: ReadonlySet<string>;
  /** The names of .env.example. */
  readonly settings: ReadonlySet<string>;
}

/** A line with its place: inside a fenced block it is code, and only that. */
interface Line {
  readonly number: number;
  readonly text: string;
  readonly inFence: boolean;
}

/** Shell commands that a document promises to work. */
export interface RunnableBlock {
  readonly file: string;
  readonly line: number;
  readonly commands: string;
}

/** Every sentence of one document that can be seen to be wrong without running anything. */
export function checkDocument(repository: Repository, file: string, text: string): Finding[] {
  const lines = linesOf(text);
  const prose = lines.filter(({ inFence }) => !inFence);
  const found = [
    ...headingProblems(file, prose),
    ...prose.flatMap((line) => linkProblems(repository, file, line)),
    ...prose.flatMap((line) => pathProblems(repository, line)),
    ...lines.flatMap((line) => verbProblems(repository, line)),
    ...settingProblems(repository, prose),
    ...markProblems(lines),
  ];
  return found
    .map(([line, sentence]) => ({ file, line, sentence }))
    .sort((one, other) => one.line - other.line);
}

type Problem = readonly [line: number, sentence: string];

function linesOf(text: string): Line[] {
  let fence: string | null = null;
  return text.split(/\r?\n/).map((content, place) => {
    const number = place + 1;
    const mark = /^\s*(`{3,}|~{3,})/.exec(content)?.[1];
    if (fence === null) {
      if (mark) fence = mark;
      return { number, text: content, inFence: mark !== undefined };
    }
    if (mark?.startsWith(fence) && content.trim() === mark) fence = null;
    return { number, text: content, inFence: true };
  });
}

/** The parts that a decision note must have, in their order. */
const decisionParts = ['Background', 'Decision', 'Consequences'];

function headingProblems(file: string, prose: readonly Line[]): Problem[] {
  const problems: Problem[] = [];
  const [title, ...more] = prose.filter(({ text }) => /^# /.test(text));
  if (!title) problems.push([1, 'There is no title: begin with one "# " line.']);
  for (const { number } of more) problems.push([number, 'There is a second title: use "## ".']);

  if (/^docs\/decisions\/\d/.test(file)) {
    const parts = prose.flatMap(({ text }) => /^## (.+?)\s*$/.exec(text)?.[1] ?? []);
    const kept = parts.filter((part) => decisionParts.includes(part));
    if (kept.join() !== decisionParts.join()) {
      problems.push([
        1,
        `A decision note has the parts ${decisionParts.join(', ')}, in this order.`,
      ]);
    }
  }
  return problems;
}

const withoutCode = (text: string): string => text.replace(/(`+).+?\1/g, '');

function linkProblems(repository: Repository, file: string, line: Line): Problem[] {
  const text = withoutCode(line.text);
  const inline = [...text.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)];
  const reference = [...text.matchAll(/^\s*\[[^\]]+\]:\s+<?([^\s>]+)/g)];
  return [...inline, ...reference].flatMap(([, target = '']): Problem[] => {
    if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return [];
    const [path = '', anchor] = decodeURI(target).split('#');
    const absolute = path.startsWith('/')
      ? join(repository.root, path)
      : join(repository.root, dirname(file), path);
    const linked = path === '' ? join(repository.root, file) : absolute;
    if (!existsSync(linked)) return [[line.number, `The link ${target} leads nowhere.`]];
    if (!anchor || !linked.endsWith('.md')) return [];
    return anchorsOf(readFileSync(linked, 'utf8')).has(anchor)
      ? []
      : [[line.number, `The link ${target} names a heading that is not there.`]];
  });
}

/** The names under which the headings of a document can be linked to. */
function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const line of linesOf(text)) {
    const heading = line.inFence ? null : /^#{1,6} (.+?)\s*$/.exec(line.text)?.[1];
    if (!heading) continue;
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const name = plain.replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '').replaceAll(' ', '-');
    let unique = name;
    for (let again = 1; anchors.has(unique); again += 1) unique = `${name}-${again}`;
    anchors.add(unique);
  }
  return anchors;
}

const codeSpans = (text: string): string[] =>
  [...text.matchAll(/(?<!`)`([^`]+)`(?!`)/g)].map(([, code = '']) => code);

// These are made by a build or a run, so a fresh checkout does not have them.
const madeLater = /(^|\/)(node_modules|dist|coverage|\.mintkeep)(\/|$)/;
const ourFolders = /^(backend|docs|plugin|scripts|server-test|shared|\.ci|\.github)\//;

function pathProblems(repository: Repository, line: Line): Problem[] {
  return codeSpans(line.text).flatMap((code): Problem[] => {
    const path = code.replace(/(:\d+)+$/, '').replace(/#.*$/, '');
    // A pattern such as <noun> or *.ts stands for many paths.
    if (!ourFolders.test(path) || /[\s<>*{}…$]/.test(path) || madeLater.test(path)) return [];
    return existsSync(join(repository.root, path))
      ? []
      : [[line.number, `There is no ${path} in the repository.`]];
  });
}

function verbProblems(repository: Repository, line: Line): Problem[] {
  const run = [...line.text.matchAll(/\bnpm run ([A-Za-z][\w:-]*)/g)];
  const short = [...line.text.matchAll(/\bnpm (start|test)\b/g)];
  return [...run, ...short].flatMap(([, verb = '']): Problem[] =>
    repository.verbs.has(verb)
      ? []
      : [[line.number, `package.json has no script "${verb}" for npm to run.`]],
  );
}

/** In a table whose first column is called Setting or Variable, each name must be a real one. */
function settingProblems(repository: Repository, prose: readonly Line[]): Problem[] {
  let inTable = false;
  return prose.flatMap(({ number, text }): Problem[] => {
    const cell = /^\s*\|([^|]*)\|/.exec(text)?.[1]?.trim();
    if (cell === undefined) {
      inTable = false;
      return [];
    }
    if (/^(settings?|variables?)$/i.test(cell)) inTable = true;
    if (!inTable) return [];
    const names = codeSpans(cell).filter((code) => /^[A-Z][A-Z0-9_]+$/.test(code));
    return names
      .filter((name) => !repository.settings.has(name.replace(/_FILE$/, '')))
      .map((name): Problem => [number, `.env.example has no setting ${name}.`]);
  });
}

const runMark = '<!-- run -->';

function markProblems(lines: readonly Line[]): Problem[] {
  return lines.flatMap((line, place): Problem[] =>
    line.inFence ||
    line.text.trim() !== runMark ||
    fenceAfter(
      lines.map(({ text }) => text),
      place,
    ) >= 0
      ? []
      : [[line.number, `${runMark} stands right above a block that begins with \`\`\`sh.`]],
  );
}

/** Where the sh block under a mark begins, a blank line between allowed; -1 when there is none. */
function fenceAfter(lines: readonly string[], place: number): number {
  const next = lines[place + 1]?.trim() === '' ? place + 2 : place + 1;
  return /^```sh\s*$/.test(lines[next] ?? '') ? next : -1;
}

/** The blocks of a document that stand under `<!-- run -->`. */
export function runnableBlocks(file: string, text: string): RunnableBlock[] {
  const lines = text.split(/\r?\n/);
  return linesOf(text).flatMap(({ number, text: content, inFence }) => {
    const fence = inFence || content.trim() !== runMark ? -1 : fenceAfter(lines, number - 1);
    if (fence < 0) return [];
    const end = lines.indexOf('```', fence + 1);
    const commands = lines.slice(fence + 1, end < 0 ? undefined : end).join('\n');
    return [{ file, line: fence + 1, commands }];
  });
}

/** Runs a block from the root, as a reader would; answers what went wrong, or null. */
export async function runBlock(
  root: string,
  block: RunnableBlock,
  limitMs = 60_000,
): Promise<Finding | null> {
  const path = `${join(root, 'node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}`;
  const child = spawn('sh', ['-eu', '-c', block.commands], {
    cwd: root,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what the block has started ends with it.
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2_000)));
  }
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, limitMs);
  const code = await new Promise<number | null>((done) => child.on('close', done));
  clearTimeout(limit);
  if (code === 0 && !late) return null;
  const why = late ? `took longer than ${limitMs / 1_000} s` : `ended with ${code}`;
  const lastLine = said.trim().split('\n').at(-1) ?? '';
  return { file: block.file, line: block.line, sentence: `This block ${why}: ${lastLine}` };
}

/** Reads what documents may refer to. */
export function readRepository(root: string): Repository {
  const { scripts = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts?: Record<string, string>;
  };
  const example = readFileSync(join(root, '.env.example'), 'utf8');
  const settings = [...example.matchAll(/^(?:# )?([A-Z][A-Z0-9_]*)=/gm)].map(
    ([, name = '']) => name,
  );
  return { root, verbs: new Set(Object.keys(scripts)), settings: new Set(settings) };
}

/** Documents that every reader looks for. */
const required = ['README.md', 'CONTRIBUTING.md'];

/** Checks all documents of a repository and runs their blocks, one after the other. */
export async function checkAll(root: string): Promise<Finding[]> {
  const repository = readRepository(root);
  const findings: Finding[] = required
    .filter((file) => !existsSync(join(root, file)))
    .map((file) => ({ file, line: 1, sentence: 'This document is missing.' }));
  const others = globSync('docs/**/*.md', { cwd: root }).sort();
  for (const file of [...required, ...others].filter((one) => existsSync(join(root, one)))) {
    const text = readFileSync(join(root, file), 'utf8');
    findings.push(...checkDocument(repository, file, text));
    for (const block of runnableBlocks(file, text)) {
      const problem = await runBlock(root, block);
      if (problem) findings.push(problem);
    }
  }
  return findings;
}

if (import.meta.main) {
  const findings = await checkAll(resolve(import.meta.dirname, '..'));
  for (const { file, line, sentence } of findings) console.log(`${file}:${line} ${sentence}`);
  if (findings.length > 0) process.exitCode = 1;
  else console.log('The documents are true.');
}
