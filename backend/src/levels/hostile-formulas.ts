// What somebody could write into a formula to do harm or by mistake, for tests; each with what must be
// said about it. The list is hostile-formulas.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FormulaProblem } from '@mintkeep/shared/levels.ts';
import type { FormulaKind } from './formula.ts';

interface Listed {
  /** Repeated so often, then what comes after, then what closes, as often. */
  readonly text: string;
  readonly repeat?: number;
  readonly after?: string;
  readonly close?: string;
  readonly kind?: FormulaKind;
  readonly problem: FormulaProblem;
  readonly why: string;
}

const list = readFileSync(join(import.meta.dirname, 'hostile-formulas.json'), 'utf8');

export const hostileFormulas = (JSON.parse(list) as Listed[]).map(
  ({ text, repeat = 1, after = '', close = '', kind = 'cap', ...rest }) => ({
    ...rest,
    kind,
    text: `${text.repeat(repeat)}${after}${close.repeat(repeat)}`,
    shown: `${JSON.stringify(text)}${repeat > 1 ? ` ${String(repeat)} times` : ''}`,
  }),
);
