// The tests that docs/what-it-does.md names by their titles: it is the page's promise that they exist.
// Knows the form of its tables, and nothing of what they say.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
export const page = 'docs/what-it-does.md';

/** A test as the page names it. */
export interface NamedTest {
  readonly file: string;
  readonly title: string;
}

/** A row of a table of the page: its number, and the tests it names. */
export interface Row {
  readonly number: number;
  readonly isNotYet: boolean;
  readonly tests: readonly NamedTest[];
}

/** The rows below a heading of the page that begin with a number. */
export function rowsBelow(heading: string, text: string): Row[] {
  const [, after = ''] = text.split(`\n## ${heading}\n`);
  const [section = ''] = after.split('\n## ');
  return section.split('\n').flatMap((line) => {
    const number = Number(/^\| *(\d+) *\|/.exec(line)?.[1] ?? Number.NaN);
    if (Number.isNaN(number)) return [];
    return [{ number, isNotYet: line.includes('**not yet**'), tests: namedTests(line) }];
  });
}

/** Every test that a text names, as `file`: “title”. */
export const namedTests = (text: string): NamedTest[] =>
  [...text.matchAll(/`([^`]+\.test\.ts)`: “([^”]+)”/g)].map(([, file = '', title = '']) => ({
    file,
    title,
  }));

/** Those that are not there: no such file, or no such title in it. */
export function missingTests(named: readonly NamedTest[]): NamedTest[] {
  return named.filter(({ file, title }) => {
    const path = join(root, file);
    if (!existsSync(path)) return true;
    const text = readFileSync(path, 'utf8');
    return !["'", '"', '`'].some((mark) => text.includes(`${mark}${title}${mark}`));
  });
}
