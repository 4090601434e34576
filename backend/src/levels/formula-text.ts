// The letters and words of a formula: cuts a text into tokens and refuses every character, operator
// and name that the language does not have, before any parser sees it. Knows no grammar (S0-006,
// D32).
import { formulaCharactersMax, formulaVariables } from '@mintkeep/shared/levels.ts';
import type { FormulaError, FormulaProblem, FormulaVariable } from '@mintkeep/shared/levels.ts';

/** What a formula is for: a cap is a number, a condition holds or does not. */
export type FormulaKind = 'cap' | 'condition';

export type FunctionName = 'min' | 'max' | 'floor' | 'ceil';

/** A word or sign of a formula; `at` counts characters from 1. */
export interface Token {
  readonly kind: 'number' | 'variable' | 'function' | 'operator';
  readonly text: string;
  readonly at: number;
}

/** Thrown for a formula that is not of the language; carries what an admin is told. */
export class FormulaRefused extends Error {
  override readonly name = 'FormulaRefused';
  readonly error: FormulaError;

  constructor(error: FormulaError) {
    super(error.message);
    this.error = error;
  }
}

const foundCharactersMax = 32;

/** Refuses a formula because of what stands at a place. The message ends with the place. */
export function refuse(
  problem: FormulaProblem,
  { text, at }: { readonly text: string; readonly at: number },
  message: string,
): never {
  throw new FormulaRefused({
    problem,
    message: `${message} (character ${String(at)})`,
    position: at,
    found: beginOf(text),
  });
}

// Whole characters: half a one would be none.
const beginOf = (text: string): string => [...text].slice(0, foundCharactersMax).join('');

const quoted = (text: string): string => `"${beginOf(text)}"`;

const variableNames = Object.keys(formulaVariables) as FormulaVariable[];

const functionNames: readonly string[] = [
  'min',
  'max',
  'floor',
  'ceil',
] satisfies readonly FunctionName[];

const arithmetic: readonly string[] = ['+', '-', '*', '/', '%', '(', ')', ','];
const comparing: readonly string[] = ['<', '<=', '>', '>=', '==', '!=', 'and', 'or'];

// Operators of other languages, so that a message can call them what they are. Longest first.
const operatorText =
  /^(?:===|!==|\*\*|&&|\|\||=>|<=|>=|==|!=|<<|>>|\?\?|\?\.|\.\*|[-+*/%^<>=!&|~?:.(),])/;
const operatorWords: readonly string[] = ['and', 'or', 'not', 'xor', 'mod', 'to', 'in'];
const numberText = /^\d+(?:\.\d+)?/;
// Letters of all scripts, so that a message shows the whole word; names are ASCII.
const nameText = /^[\p{L}_][\p{L}\p{N}_]*/u;

/** Cuts a formula into its tokens. Throws FormulaRefused for whatever is not of the language. */
export function tokensOf(text: string, kind: FormulaKind): Token[] {
  if (text.length > formulaCharactersMax) {
    const given = `The formula has ${String(text.length)} characters`;
    const at = formulaCharactersMax + 1;
    refuse('tooLong', { text: '', at }, `${given}; at most ${String(formulaCharactersMax)} may be`);
  }
  const tokens: Token[] = [];
  let place = 0;
  while (place < text.length) {
    const rest = text.slice(place);
    if (rest.startsWith(' ')) {
      place += 1;
      continue;
    }
    const token = tokenAt(rest, place + 1, kind);
    tokens.push(token);
    place += token.text.length;
  }
  if (tokens.length === 0) refuse('empty', { text: '', at: 1 }, 'The formula is empty');
  return tokens;
}

function tokenAt(rest: string, at: number, kind: FormulaKind): Token {
  const number = numberText.exec(rest)?.[0];
  if (number !== undefined) return { kind: 'number', text: number, at };
  const name = nameText.exec(rest)?.[0];
  if (name !== undefined) return wordAt(name, rest.slice(name.length), at, kind);
  const operator = operatorText.exec(rest)?.[0];
  if (operator !== undefined) return operatorAt(operator, at, kind);
  const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  const shown = /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character) ? character : codeOf(character);
  return refuse(
    'characterRefused',
    { text: shown, at },
    `The character ${quoted(shown)} is not allowed`,
  );
}

/** A character that cannot be shown, by its number: `U+0009`. */
const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

function wordAt(text: string, after: string, at: number, kind: FormulaKind): Token {
  if (operatorWords.includes(text)) return operatorAt(text, at, kind);
  const isCalled = /^ *\(/.test(after);
  if (isCalled && functionNames.includes(text)) return { kind: 'function', text, at };
  if (isCalled) {
    const known = `functions are ${functionNames.join(', ')}`;
    return refuse('functionRefused', { text, at }, `${quoted(text)} is not a function; ${known}`);
  }
  if (Object.hasOwn(formulaVariables, text)) return { kind: 'variable', text, at };
  const message = functionNames.includes(text)
    ? `${quoted(text)} is a function: write ${text}(...)`
    : `${quoted(text)} is not a variable; variables are ${variableNames.join(', ')}`;
  return refuse('nameUnknown', { text, at }, message);
}

function operatorAt(text: string, at: number, kind: FormulaKind): Token {
  if (arithmetic.includes(text)) return { kind: 'operator', text, at };
  const isComparing = comparing.includes(text);
  if (isComparing && kind === 'condition') return { kind: 'operator', text, at };
  const message = isComparing
    ? `The operator ${quoted(text)} is only for conditions`
    : `The operator ${quoted(text)} is not allowed; allowed are ${allowedIn(kind)}`;
  return refuse('operatorRefused', { text, at }, message);
}

const allowedIn = (kind: FormulaKind): string =>
  kind === 'cap' ? '+ - * / %' : `+ - * / % ${comparing.join(' ')}`;
