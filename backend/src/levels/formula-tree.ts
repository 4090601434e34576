// The grammar of a formula: mathjs parses, and this file turns its tree into our own of a few shapes,
// token by token; what it does not know it refuses. No function of mathjs ever computes (D32).
import { create, parseDependencies } from 'mathjs/number';
import type { FactoryFunctionMap } from 'mathjs/number';
import type { FormulaVariable } from '@mintkeep/shared/levels.ts';
import { refuse, tokensOf } from './formula-text.ts';
import type { FormulaKind, FunctionName, Token } from './formula-text.ts';

export type Arithmetic = '+' | '-' | '*' | '/' | '%';
export type Comparing = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** A number to be computed. `at` and `text` are what a refusal points at. */
export type Tree = { readonly at: number; readonly text: string } & (
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'variable'; readonly name: FormulaVariable }
  | { readonly kind: 'negative'; readonly of: Tree }
  | {
      readonly kind: 'arithmetic';
      readonly operator: Arithmetic;
      readonly left: Tree;
      readonly right: Tree;
    }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly args: readonly Tree[] }
);

/** Something that holds or does not. */
export type Condition =
  | {
      readonly kind: 'compare';
      readonly operator: Comparing;
      readonly left: Tree;
      readonly right: Tree;
    }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition };

const partsMax = 64;
const depthMax = 16;

/** The largest number a formula may hold at any place; whole numbers are exact up to here. */
export const numberMax = 1e15;

const argumentsOf: Readonly<Record<FunctionName, { min: number; max: number }>> = {
  min: { min: 1, max: 8 },
  max: { min: 1, max: 8 },
  floor: { min: 1, max: 1 },
  ceil: { min: 1, max: 1 },
};

/** The formula of a cap as a tree. Throws FormulaRefused. */
export const capTree = (text: string): Tree => read(text, 'cap', readNumber);

/** A condition as a tree. Throws FormulaRefused. */
export const conditionTree = (text: string): Condition => read(text, 'condition', readCondition);

/** The part of mathjs's tree that is looked at; every other shape is refused by its type. */
interface Parsed {
  readonly type: string;
  readonly fn?: unknown;
  readonly op?: string;
  readonly implicit?: boolean;
  readonly args?: readonly Parsed[];
  readonly params?: readonly Parsed[];
  readonly content?: Parsed;
}

/** A walk along the tokens and mathjs's tree at once: where they part, nothing is believed. */
interface Walk {
  readonly tokens: readonly Token[];
  readonly end: Token;
  next: number;
  parts: number;
}

type Read<T> = (walk: Walk, node: Parsed, depth: number) => T;

// The types of mathjs describe all of it and say "perhaps" to each part.
const { parse } = create(parseDependencies as FactoryFunctionMap) as unknown as {
  parse(text: string): Parsed;
};

function read<T>(text: string, kind: FormulaKind, readNode: Read<T>): T {
  const tokens = tokensOf(text, kind);
  refuseDeep(tokens);
  const end: Token = { kind: 'operator', text: '', at: text.trimEnd().length + 1 };
  const walk: Walk = { tokens, end, next: 0, parts: 0 };
  const result = readNode(walk, parsed(walk), 1);
  if (walk.next < tokens.length) outOfPlace(here(walk));
  return result;
}

/** Refuses what is nested before it is parsed: the parser's own depth is the stack's. */
function refuseDeep(tokens: readonly Token[]): void {
  let open = 0;
  let signs = 0;
  for (const token of tokens) {
    if (token.text === '(') open += 1;
    if (token.text === ')') open -= 1;
    signs = token.text === '-' || token.text === '+' ? signs + 1 : 0;
    if (open + signs > depthMax) tooDeep(token);
  }
}

/**
 * Lets mathjs parse the tokens, a space between each: it must not read "0badges" as binary or
 * "1e3" as thousand where we read two tokens.
 */
function parsed({ tokens, end }: Walk): Parsed {
  try {
    return parse(tokens.map(({ text }) => text).join(' '));
  } catch (error) {
    const char = (error as { char?: unknown }).char;
    if (!(error instanceof SyntaxError) || typeof char !== 'number') throw error;
    let begins = 1;
    const wrong = tokens.find(({ text }) => {
      const ends = begins + text.length;
      begins = ends + 1;
      return char < ends;
    });
    return outOfPlace(wrong ?? end);
  }
}

const here = (walk: Walk): Token => walk.tokens[walk.next] ?? walk.end;

function outOfPlace(token: Token): never {
  const message = token.text === '' ? 'The formula ends too early' : `"${token.text}" does not fit`;
  return refuse('syntax', token, message);
}

/** Takes the next token, which must be this one. */
function take(walk: Walk, kind: Token['kind'], text?: string): Token {
  const token = here(walk);
  if (token.kind !== kind || token === walk.end || (text !== undefined && token.text !== text)) {
    outOfPlace(token);
  }
  walk.next += 1;
  return token;
}

function enter(walk: Walk, depth: number): void {
  walk.parts += 1;
  if (walk.parts > partsMax) {
    const message = `The formula has too many parts; at most ${String(partsMax)} may be`;
    refuse('tooManyParts', here(walk), message);
  }
  if (depth > depthMax) {
    tooDeep(here(walk));
  }
}

const tooDeep = (token: Token): never =>
  refuse('tooDeep', token, `Nested too deeply; at most ${String(depthMax)} deep may be`);

/** A node that computes a number. */
function readNumber(walk: Walk, node: Parsed, depth: number): Tree {
  enter(walk, depth);
  if (node.type === 'ConstantNode') return readConstant(walk);
  if (node.type === 'SymbolNode') {
    const { text, at } = take(walk, 'variable');
    return { kind: 'variable', name: text as FormulaVariable, text, at };
  }
  if (node.type === 'ParenthesisNode') return readInside(walk, node, depth, readNumber);
  if (node.type === 'FunctionNode') return readCall(walk, node, depth);
  if (isSign(node)) return readSign(walk, node, depth);
  if (node.type === 'OperatorNode' && isArithmetic(node.op)) {
    return readArithmetic(walk, node, node.op, depth);
  }
  const message = 'There must be a number here, and not a comparison';
  return refuse('notANumber', here(walk), message);
}

const isArithmetic = (op: string | undefined): op is Arithmetic =>
  op !== undefined && ['+', '-', '*', '/', '%'].includes(op);

const isSign = ({ fn }: Parsed): boolean => fn === 'unaryMinus' || fn === 'unaryPlus';

function readConstant(walk: Walk): Tree {
  const { text, at } = take(walk, 'number');
  const value = Number(text);
  if (value > numberMax) refuse('numberTooLarge', { text, at }, 'The number is too large');
  return { kind: 'number', value, text, at };
}

function readInside<T>(walk: Walk, node: Parsed, depth: number, readNode: Read<T>): T {
  take(walk, 'operator', '(');
  const inside = readNode(walk, only(node.content), depth + 1);
  take(walk, 'operator', ')');
  return inside;
}

function readSign(walk: Walk, node: Parsed, depth: number): Tree {
  const { text, at } = take(walk, 'operator', node.fn === 'unaryMinus' ? '-' : '+');
  const of = readNumber(walk, only(node.args?.[0]), depth + 1);
  return text === '-' ? { kind: 'negative', of, text, at } : of;
}

function readArithmetic(walk: Walk, node: Parsed, operator: Arithmetic, depth: number): Tree {
  const left = readNumber(walk, only(node.args?.[0]), depth + 1);
  const token = here(walk);
  if (node.implicit) {
    const message = `An operator is missing before "${token.text}", for example *`;
    return refuse('operatorMissing', token, message);
  }
  // mathjs reads "10 %" as 10 / 100; the tokens say what was written.
  take(walk, 'operator', operator);
  const right = readNumber(walk, only(node.args?.[1]), depth + 1);
  return { kind: 'arithmetic', operator, left, right, text: token.text, at: token.at };
}

function readCall(walk: Walk, node: Parsed, depth: number): Tree {
  const { text, at } = take(walk, 'function');
  const name = text as FunctionName;
  const given = node.args ?? [];
  const { min, max } = argumentsOf[name];
  if (given.length < min || given.length > max) {
    const wanted = min === max ? String(min) : `${String(min)} to ${String(max)}`;
    refuse('arity', { text, at }, `${name} takes ${wanted} numbers, not ${String(given.length)}`);
  }
  take(walk, 'operator', '(');
  const args = given.map((argument, place) => {
    if (place > 0) take(walk, 'operator', ',');
    return readNumber(walk, argument, depth + 1);
  });
  take(walk, 'operator', ')');
  return { kind: 'call', name, args, text, at };
}

/** A node that holds or does not. */
function readCondition(walk: Walk, node: Parsed, depth: number): Condition {
  enter(walk, depth);
  if (node.type === 'ParenthesisNode') return readInside(walk, node, depth, readCondition);
  if (node.type === 'RelationalNode') return readChain(walk, node, depth);
  const { op } = node;
  if (node.type === 'OperatorNode' && (op === 'and' || op === 'or')) {
    const left = readCondition(walk, only(node.args?.[0]), depth + 1);
    take(walk, 'operator', op);
    return { kind: op, left, right: readCondition(walk, only(node.args?.[1]), depth + 1) };
  }
  if (node.type === 'OperatorNode' && isComparing(op)) {
    const left = readNumber(walk, only(node.args?.[0]), depth + 1);
    take(walk, 'operator', op);
    const right = readNumber(walk, only(node.args?.[1]), depth + 1);
    return { kind: 'compare', operator: op, left, right };
  }
  const message = 'A condition compares, as in level >= 30 or linked == 1';
  return refuse('notACondition', here(walk), message);
}

const isComparing = (op: string | undefined): op is Comparing =>
  op !== undefined && ['<', '<=', '>', '>=', '==', '!='].includes(op);

/** `1 < level < 5`: refused at its second sign, with what to write instead. */
function readChain(walk: Walk, node: Parsed, depth: number): never {
  readNumber(walk, only(node.params?.[0]), depth + 1);
  walk.next += 1;
  readNumber(walk, only(node.params?.[1]), depth + 1);
  return refuse('syntax', here(walk), 'Compare two at a time, as in 1 < level and level < 5');
}

function only(node: Parsed | undefined): Parsed {
  if (node) return node;
  throw new Error('mathjs gave a node without its parts.');
}
