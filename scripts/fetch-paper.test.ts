// A house of downloads on 127.0.0.1 that answers as PaperMC does, honest or not.
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contactFrom, ensureFile, ensureGrakkit, findBuild } from './fetch-paper.ts';
import type { Source } from './fetch-paper.ts';

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

const answers = new Map<string, string>();
const asked: { path: string; userAgent: string | undefined }[] = [];
const house = createServer((request, reply) => {
  const path = request.url ?? '';
  asked.push({ path, userAgent: request.headers['user-agent'] });
  const answer = answers.get(path);
  reply.statusCode = answer === undefined ? 404 : 200;
  reply.end(answer);
});
let source: Source;
let dir: string;

const versionOf = (id: string, minimum: number) => ({
  version: { id, support: { status: 'SUPPORTED' }, java: { version: { minimum } } },
  builds: [],
});
const buildOf = (id: number, channel: string) => ({
  id,
  channel,
  downloads: {
    'server:default': {
      name: `paper-${id}.jar`,
      checksums: { sha256: sha256Of(`jar ${id}`) },
      url: `${source.paperUrl}/jars/${id}`,
    },
  },
});

beforeAll(async () => {
  await new Promise<void>((done) => house.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(house.address() as AddressInfo).port}`;
  source = { paperUrl: url, grakkitUrl: `${url}/grakkit.jar`, contact: 'https://example.org/us' };
});
afterAll(() => new Promise((done) => house.close(done)));

beforeEach(() => {
  answers.clear();
  asked.length = 0;
  const versions = [versionOf('1.21.11', 21), versionOf('26.1', 25), versionOf('1.20.4', 17)];
  answers.set('/v3/projects/paper/versions', JSON.stringify({ versions }));
  const builds = [buildOf(9, 'STABLE'), buildOf(61, 'ALPHA'), buildOf(60, 'STABLE')];
  answers.set('/v3/projects/paper/versions/1.21.11/builds', JSON.stringify(builds));
  answers.set('/jars/60', 'jar 60');
  answers.set('/grakkit.jar', 'PK grakkit');
  dir = mkdtempSync(join(tmpdir(), 'mintkeep-paper-'));
  return () => rmSync(dir, { recursive: true });
});

describe('findBuild', () => {
  test('takes the newest stable build and says who asks', async () => {
    expect(await findBuild(source, '1.21.11')).toEqual({
      id: 60,
      url: `${source.paperUrl}/jars/60`,
      sha256: sha256Of('jar 60'),
    });
    expect(new Set(asked.map(({ userAgent }) => userAgent))).toEqual(
      new Set(['Mintkeep/0.1.0 (https://example.org/us)']),
    );
  });

  test.each([
    ['26.1', 'Paper 26.1 is made for Java 25'],
    ['1.20.4', 'Paper 1.20.4 is made for Java 17'],
    ['2.0', 'There is no Paper 2.0.'],
  ])('refuses %s: %s', async (version, sentence) => {
    await expect(findBuild(source, version)).rejects.toThrow(sentence);
  });

  test('refuses a version without a stable build', async () => {
    const builds = JSON.stringify([buildOf(1, 'BETA')]);
    answers.set('/v3/projects/paper/versions/1.21.11/builds', builds);
    await expect(findBuild(source, '1.21.11')).rejects.toThrow('has no stable build');
  });

  test('names the address that refuses, or answers in another shape', async () => {
    answers.set('/v3/projects/paper/versions/1.21.11/builds', '{}');
    await expect(findBuild(source, '1.21.11')).rejects.toThrow(/builds answered in another shape/);
    answers.delete('/v3/projects/paper/versions');
    await expect(findBuild(source, '1.21.11')).rejects.toThrow('/versions answered 404.');
  });
});

describe('ensureFile', () => {
  const wanted = () => ({ url: `${source.paperUrl}/jars/60`, sha256: sha256Of('jar 60') });

  test('fetches once, and again only when the file was changed', async () => {
    const path = join(dir, 'deep/paper.jar');
    expect(await ensureFile(source, path, wanted())).toBe('fetched');
    expect(await ensureFile(source, path, wanted())).toBe('there');
    expect(asked).toHaveLength(1);
    writeFileSync(path, 'changed');
    expect(await ensureFile(source, path, wanted())).toBe('fetched');
    expect(readFileSync(path, 'utf8')).toBe('jar 60');
  });

  test('refuses other content and leaves nothing behind', async () => {
    answers.set('/jars/60', 'jar of someone else');
    await expect(ensureFile(source, join(dir, 'paper.jar'), wanted())).rejects.toThrow('SHA-256');
    expect(readdirSync(dir)).toEqual([]);
  });
});

describe('ensureGrakkit', () => {
  const place = () => ({ jar: join(dir, 'grakkit.jar'), lock: join(dir, 'grakkit.lock.json') });

  test('pins what it saw first, and refuses any other from then on', async () => {
    const { jar, lock } = place();
    await ensureGrakkit(source, jar, lock);
    expect(JSON.parse(readFileSync(lock, 'utf8'))).toEqual({
      version: '6.0.1',
      url: source.grakkitUrl,
      sha256: sha256Of('PK grakkit'),
    });
    await ensureGrakkit(source, jar, lock);
    expect(asked).toHaveLength(1);

    rmSync(jar);
    answers.set('/grakkit.jar', 'PK another');
    await expect(ensureGrakkit(source, jar, lock)).rejects.toThrow('SHA-256');
    expect(existsSync(jar)).toBe(false);
  });

  test('pins no page of an error', async () => {
    const { jar, lock } = place();
    answers.set('/grakkit.jar', '<html>');
    await expect(ensureGrakkit(source, jar, lock)).rejects.toThrow('is not a jar');
    expect(readdirSync(dir)).toEqual([]);
  });
});

describe('contactFrom', () => {
  test('takes what it is told, else the repository of the workflow, else refuses', () => {
    const workflow = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'a/b' };
    expect(contactFrom({ ...workflow, PAPER_CONTACT: 'us@example.org' })).toBe('us@example.org');
    expect(contactFrom(workflow)).toBe('https://github.com/a/b');
    expect(() => contactFrom({})).toThrow('PAPER_CONTACT');
  });
});
