// What is decided about the house as a whole and shows only in the tree.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import config from '../vitest.config.ts';
import { testStages } from './stages.ts';

const root = join(import.meta.dirname, '..');
// What is made, not written: the folders that .gitignore names.
const made = new Set(['node_modules', '.mintkeep', 'dist', 'coverage', '.git']);

/** Every file of the project, also where there is no git. */
function walk(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (made.has(entry.name)) return [];
    return entry.isDirectory() ? walk(path) : [path];
  });
}
const files = walk('').filter((path) => !path.endsWith('.log') && path !== '.env');

interface Package {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}
const packages = files
  .filter((path) => path.endsWith('package.json'))
  .map((path) => JSON.parse(readFileSync(join(root, path), 'utf8')) as Package);
const dependencies = packages.flatMap((one) =>
  Object.entries({ ...one.dependencies, ...one.devDependencies }),
);

describe('the house', () => {
  test('is TypeScript but for what runs before anything is installed (K-001)', () => {
    const scripts = files.filter((path) => /\.(c|m)?jsx?$/.test(path));
    expect(scripts.sort()).toEqual(['eslint.config.js', 'scripts/set-up.mjs']);
  });

  test('has these rooms at the top and no others (K-011)', () => {
    const rooms = new Set(
      files.filter((path) => path.includes('/')).map((path) => path.split('/')[0]),
    );
    expect([...rooms].sort()).toEqual(
      ['.ci', '.github', 'backend', 'docs', 'plugin', 'scripts', 'server-test', 'shared'].sort(),
    );
    for (const path of ['README.md', 'docker-compose.yml', 'LICENSE', '.env.example']) {
      expect(files).toContain(path);
    }
  });

  test('carries its own layer over Grakkit: no @grakkit package (K-003)', () => {
    expect(dependencies.filter(([name]) => name.startsWith('@grakkit'))).toEqual([]);
  });

  test('uses the packages that were chosen, each at one exact version (K-010)', () => {
    const names = dependencies.map(([name]) => name);
    for (const name of [
      'fastify',
      'mongodb',
      'zod',
      'mineflayer',
      'vitest',
      'fast-check',
      'mongodb-memory-server',
    ]) {
      expect(names).toContain(name);
    }
    const loose = dependencies.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).toEqual([]);
  });

  test('runs every property at least 100 times and says so in its own line (S0-070)', () => {
    const tests = files.filter((path) => path.endsWith('.test.ts'));
    const wanted = /numRuns: (?:(\d+)\b(?! \*)|(?:\d+ \* )?propertyRunsMin)\b/g;
    let properties = 0;
    for (const path of tests) {
      const text = readFileSync(join(root, path), 'utf8');
      const asserted = text.match(/\bfc\.(?:assert|check)\(/g)?.length ?? 0;
      const runs = [...text.matchAll(wanted)].map(([, number]) =>
        Number(number ?? propertyRunsMin),
      );
      properties += asserted;
      expect(runs, path).toHaveLength(asserted);
      expect(Math.min(propertyRunsMin, ...runs), path).toBe(propertyRunsMin);
    }
    expect(propertyRunsMin).toBe(100);
    expect(properties).toBeGreaterThan(10);
  });

  test('runs all tests of all kinds by one command, and CI by the same (S0-071, S0-074)', () => {
    const kinds = config.test?.projects?.map(
      (one) => (one as { test: { name: string } }).test.name,
    );
    const stages = testStages.map(({ name }) => name.replace(/^e2e-\w+$/, 'e2e'));
    for (const kind of kinds ?? ['none']) expect(stages).toContain(kind);
    expect(readFileSync(join(root, '.ci/run'), 'utf8')).toMatch(/^npm test$/m);
  });
});
