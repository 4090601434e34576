// Documents that are wrong in one way each, and what is said about them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkAll, checkDocument, readRepository, runBlock, runnableBlocks } from './check-docs.ts';
import type { Repository } from './check-docs.ts';

let root: string;
let repository: Repository;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'mintkeep-docs-'));
  write('package.json', JSON.stringify({ scripts: { start: 'x', bench: 'x' } }));
  write('.env.example', '# Words.\nAPP_KEY=\n# PORT=3000\n');
  write('backend/src/app.ts', '');
  write('docs/glossary.md', '# Words\n\n## Coins & goods\n\n## Twice\n\n## Twice\n');
  repository = readRepository(root);
});
afterAll(() => rmSync(root, { recursive: true }));

const titled = (body: string): string => `# Title\n\n${body}\n`;
const said = (body: string, file = 'docs/guide.md'): string[] =>
  checkDocument(repository, file, titled(body)).map(({ line, sentence }) => `${line}: ${sentence}`);

describe('checkDocument', () => {
  test.each([
    ['[a](gone.md)', 'The link gone.md leads nowhere.'],
    ['![a](../gone.png "A picture")', 'The link ../gone.png leads nowhere.'],
    ['[a]: gone.md', 'The link gone.md leads nowhere.'],
    ['[a](glossary.md#gems)', 'The link glossary.md#gems names a heading that is not there.'],
    ['[a](#gone)', 'The link #gone names a heading that is not there.'],
    ['See `backend/src/gone.ts`.', 'There is no backend/src/gone.ts in the repository.'],
    ['See `backend/gone/`.', 'There is no backend/gone/ in the repository.'],
    ['See `backend/src/gone.ts:12`.', 'There is no backend/src/gone.ts in the repository.'],
    ['`npm run gone`', 'package.json has no script "gone" for npm to run.'],
    ['Say npm test.', 'package.json has no script "test" for npm to run.'],
    ['# Another', 'There is a second title: use "## ".'],
    ['<!-- run -->', '<!-- run --> stands right above a block that begins with ```sh.'],
  ])('reports %s', (body, sentence) => {
    // A heading that is gone is looked for in the document itself, which must exist for it.
    write('docs/guide.md', titled(body));
    expect(said(body)).toEqual([`3: ${sentence}`]);
  });

  test.each([
    '[a](glossary.md) [b](../backend/src/app.ts) [c](/docs/glossary.md)',
    '[a](glossary.md#coins--goods) [b](glossary.md#twice-1)',
    '[a](https://example.org/gone) [b](mailto:someone@example.org)',
    '`[a](gone.md)` is how a link is written',
    '`backend/src/app.ts` `backend/src/app.ts:3` `backend/src/<noun>/gone.ts` `backend/**/x.ts`',
    '`plugin/dist/index.js` is made by a build',
    '`npm run bench` and npm start',
    '```md\n# Not a title\n[a](gone.md) `backend/src/gone.ts`\n```',
    'Words such as `GONE_NAME` outside of a table of settings',
  ])('lets pass: %s', (body) => {
    expect(said(body)).toEqual([]);
  });

  test('reports a verb inside a block, with its line', () => {
    expect(said('```sh\nnpm run bench\nnpm run gone\n```')).toEqual([
      '5: package.json has no script "gone" for npm to run.',
    ]);
  });

  test('reports a document without a title', () => {
    expect(checkDocument(repository, 'docs/a.md', 'Words.\n')).toEqual([
      { file: 'docs/a.md', line: 1, sentence: 'There is no title: begin with one "# " line.' },
    ]);
  });

  test('compares the names in a table of settings with .env.example', () => {
    const table = (heading: string): string =>
      `| ${heading} | Meaning |\n| --- | --- |\n| \`APP_KEY_FILE\`, \`PORT\` | a |\n| \`GONE\` | b |`;
    expect(said(table('Setting'))).toEqual(['6: .env.example has no setting GONE.']);
    expect(said(table('Variable'))).toEqual(['6: .env.example has no setting GONE.']);
    expect(said(table('Code'))).toEqual([]);
    expect(said(`${table('Setting')}\n\n| Code |\n| --- |\n| \`GONE\` |`)).toHaveLength(1);
  });

  test('wants the three parts of a decision note, in their order', () => {
    const note = 'docs/decisions/0001-a.md';
    const sentence =
      '1: A decision note has the parts Background, Decision, Consequences, in this order.';
    expect(said('## Background\n\n## Decision\n\n## Consequences', note)).toEqual([]);
    expect(said('## Background\n\n## Decision', note)).toEqual([sentence]);
    expect(said('## Decision\n\n## Background\n\n## Consequences', note)).toEqual([sentence]);
    expect(said('## Decision')).toEqual([]);
  });
});

describe('runnableBlocks', () => {
  test('finds the marked blocks and no others', () => {
    const text = '<!-- run -->\n```sh\necho a\necho b\n```\n\n```sh\nexit 1\n```\n';
    expect(runnableBlocks('a.md', text)).toEqual([
      { file: 'a.md', line: 2, commands: 'echo a\necho b' },
    ]);
  });

  test('takes a mark inside a block for an example', () => {
    expect(runnableBlocks('a.md', '````md\n<!-- run -->\n```sh\nexit 1\n```\n````\n')).toEqual([]);
  });
});

describe('runBlock', () => {
  const run = (commands: string, limitMs?: number) =>
    runBlock(root, { file: 'a.md', line: 2, commands }, limitMs);

  test('runs from the root and is content with 0', async () => {
    expect(await run('test -f package.json')).toBeNull();
  });

  test('reports the first command that fails, with its last words', async () => {
    expect(await run('echo the reason >&2\nsh -c "exit 3"\necho too far')).toEqual({
      file: 'a.md',
      line: 2,
      sentence: 'This block ended with 3: the reason',
    });
  });

  test('ends a block that takes too long, and all it has started', async () => {
    const finding = await run('sleep 600 &\nsleep 600', 200);
    expect(finding?.sentence).toBe('This block took longer than 0.2 s: ');
  });
});

describe('checkAll', () => {
  test('reads README.md, CONTRIBUTING.md and all of docs, and runs their blocks', async () => {
    write('README.md', titled('<!-- run -->\n```sh\nexit 5\n```'));
    write('docs/guide.md', titled('Fine.'));
    write('docs/deep/more.md', titled('[a](gone.md)'));
    expect(await checkAll(root)).toEqual([
      { file: 'CONTRIBUTING.md', line: 1, sentence: 'This document is missing.' },
      { file: 'README.md', line: 4, sentence: 'This block ended with 5: ' },
      { file: 'docs/deep/more.md', line: 3, sentence: 'The link gone.md leads nowhere.' },
    ]);
  });
});
