// Every regular expression of the sources, looked at for time worse than linear (S11, ASVS 1.3.12):
// one such, and a text from outside stops the process, or a player's message the game.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyse } from 'scslre';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
// What stands in for the game in tests sees no text from outside.
const files = globSync('{shared,backend,plugin}/src/**/*.ts', { cwd: root }).filter(
  (file) => !/\.test\.ts$|\/fake/.test(file),
);

interface Found {
  readonly file: string;
  readonly text: string;
}

/** The literals of a file, and the expressions it makes while it runs. */
function regexesOf(file: string): { literals: Found[]; made: Found[] } {
  const found: { literals: Found[]; made: Found[] } = { literals: [], made: [] };
  const text = readFileSync(join(root, file), 'utf8');
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.literals.push({ file, text: node.text });
    const isMaker = ts.isNewExpression(node) || ts.isCallExpression(node);
    if (isMaker && node.expression.getText() === 'RegExp') {
      found.made.push({ file, text: node.getText() });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}

/** How an expression can be made slow; empty where it cannot. */
function slownessOf(text: string): string[] {
  const end = text.lastIndexOf('/');
  const parts = { source: text.slice(1, end), flags: text.slice(end + 1) };
  return analyse(parts).reports.map(({ type, exponential }) => `${type}${exponential ? '!' : ''}`);
}

const all = files.map(regexesOf);
const literals = all.flatMap((one) => one.literals);

describe('the regular expressions of the sources', () => {
  test('are all found', () => {
    expect(files.length).toBeGreaterThan(150);
    expect(literals.length).toBeGreaterThan(60);
  });

  test('take time in proportion to the text (S11)', () => {
    const slow = literals
      .map((one) => ({ ...one, slowness: slownessOf(one.text) }))
      .filter(({ slowness }) => slowness.length > 0);
    expect(slow).toEqual([]);
  });

  test('are written down: what is made while running is made of our own words', () => {
    expect(all.flatMap(({ made }) => made)).toEqual([
      {
        file: 'plugin/src/command-names.ts',
        text: "new RegExp(`(?<![\\\\w/<-])/(${renamed.join('|')})(?![\\\\w-])`, 'g')",
      },
      { file: 'plugin/src/levels/staff.ts', text: 'new RegExp(`\\\\b${name}\\\\b`)' },
      {
        file: 'shared/src/audit.ts',
        text: 'new RegExp(`^[A-Za-z0-9_.*:+-]{1,${String(charactersMax)}}$`)',
      },
    ]);
  });

  test.each([/^(a+)+$/, /^(\w+\s?)*$/, /^(.*)(.*)x$/, /a+$/])(
    'would show %s',
    ({ source, flags }) => {
      expect(slownessOf(`/${source}/${flags}`)).not.toEqual([]);
    },
  );
});
