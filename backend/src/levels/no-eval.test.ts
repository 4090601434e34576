// That formulas are computed by nothing but our own arithmetic: what shows only in the sources.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const rooms = ['shared', 'backend', 'plugin', 'server-test', 'scripts'];
const sources = rooms
  .flatMap((room) => globSync(`${room}/**/*.{ts,tsx,mjs}`, { cwd: root }))
  .filter((path) => !/(^|\/)(node_modules|dist|\.mintkeep)\//.test(path))
  // Tests write such code as text, to see it refused.
  .filter((path) => !path.endsWith('.test.ts'));
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

// Comments and texts too: whoever greps for it finds nothing.
const evaluates = /\beval\s*\(|\bnew\s+Function\b|(?<![.\w])Function\s*\(/;

describe('the sources', () => {
  test('turn no text into code: no eval, no new Function (S0-007)', () => {
    expect(sources.length).toBeGreaterThan(150);
    expect(sources.filter((path) => evaluates.test(textOf(path)))).toEqual([]);
  });

  test.each(['eval("1")', 'eval ("1")', 'new Function("x")', 'Function("return 1")()'])(
    'would be caught with %s',
    (text) => {
      expect(evaluates.test(text)).toBe(true);
    },
  );

  test('use of mathjs its parser alone, in one file, at one version (S0-005)', () => {
    const { dependencies } = JSON.parse(textOf('backend/package.json')) as {
      dependencies: Record<string, string>;
    };
    // Earlier ones let a formula run JavaScript (CVE-2026-40897, CVE-2026-41139).
    expect(dependencies['mathjs']).toMatch(/^15\.([2-9]|\d{2,})\.\d+$/);
    const users = sources.filter((path) => /from 'mathjs/.test(textOf(path)));
    expect(users.map((path) => path.replaceAll('\\', '/'))).toEqual([
      'backend/src/levels/formula-tree.ts',
    ]);
    const [parser = ''] = users;
    expect(textOf(parser)).toContain("import { create, parseDependencies } from 'mathjs/number';");
    expect(textOf(parser)).not.toMatch(/\.(evaluate|compile|transform|eval)\b/);
  });
});
