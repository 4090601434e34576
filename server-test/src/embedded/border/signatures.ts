// Signatures of Java members and what may be given to them: the rules of GraalJS 22 at the border,
// checked in one place for both engines. Knows no class of the game.
import { GuestFunction, JavaArray, type JavaObject } from './values.ts';

/** A member as `name(Type, Type?, Type...)`; without parentheses it is a field. */
export interface Signature {
  readonly name: string;
  readonly params: readonly Param[];
  readonly isField: boolean;
}

interface Param {
  readonly type: string;
  readonly nullable: boolean;
  readonly rest: boolean;
}

/** One class as the surface lists it: what is not written here does not exist. */
export interface ClassSurface {
  /** The interface of java.d.ts that shows its members, and those of its statics. */
  readonly shown?: string;
  readonly extends?: readonly string[];
  readonly constructors?: readonly string[];
  readonly statics?: readonly string[];
  readonly members?: readonly string[];
  readonly iterable?: boolean;
  /** Whether Java.type may be asked for it. */
  readonly named?: boolean;
}

export type Surface = Readonly<Record<string, ClassSurface>>;

const parsed = new Map<string, Signature>();

/** Reads one signature; the same text is read once. */
export function signature(text: string): Signature {
  let one = parsed.get(text);
  if (!one) {
    const found = /^(\w*)(?:\((.*)\))?$/.exec(text);
    if (!found) throw new Error(`not a signature: ${text}`);
    const inner = found[2];
    one = {
      name: found[1] ?? '',
      isField: inner === undefined,
      params: (inner ?? '')
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')
        .map((part) => ({
          type: part.replace(/\??(\.\.\.)?$/, ''),
          nullable: /\?(\.\.\.)?$/.test(part),
          rest: part.endsWith('...'),
        })),
    };
    parsed.set(text, one);
  }
  return one;
}

/** What GraalJS throws when a call does not fit: a TypeError in the script. */
export class BorderError extends Error {}

const functional = new Set([
  'java.lang.Runnable',
  'java.util.function.Consumer',
  'org.bukkit.plugin.EventExecutor',
  'grakkit.Executor',
  'dev.mintkeep.bridge.Desk',
]);

const int32 = 2 ** 31;

type Fit = { readonly value: unknown } | { readonly problem: string };

const lossy = (value: unknown, type: string): Fit => ({
  problem: `Cannot convert '${String(value)}' to Java type '${type}': Invalid or lossy primitive coercion.`,
});

/** Whether a class is another or below it. */
export function isA(surface: Surface, name: string, wanted: string): boolean {
  if (name === wanted || wanted === 'java.lang.Object') return true;
  return (surface[name]?.extends ?? []).some((above) => isA(surface, above, wanted));
}

function fitNumber(type: string, value: unknown): Fit {
  if (typeof value !== 'number') return lossy(value, type);
  if (type === 'double') return { value };
  if (type === 'float') return Math.fround(value) === value ? { value } : lossy(value, type);
  if (!Number.isInteger(value)) return lossy(value, type);
  if (type === 'int' && (value < -int32 || value >= int32)) return lossy(value, type);
  return { value };
}

/** Fits one value to one parameter, as the engine would: exact or not at all. */
export function fit(surface: Surface, param: Param, value: unknown): Fit {
  const { type } = param;
  if (value === null) {
    return param.nullable ? { value } : { problem: `null is not accepted as ${type}` };
  }
  if (value === undefined) return { problem: `undefined is not accepted as ${type}` };
  switch (type) {
    case 'int':
    case 'long':
    case 'float':
    case 'double':
      return fitNumber(type, value);
    case 'boolean':
      return typeof value === 'boolean' ? { value } : lossy(value, type);
    case 'char':
      return typeof value === 'string' && value.length === 1 ? { value } : lossy(value, type);
    case 'java.lang.String':
      return typeof value === 'string' ? { value } : lossy(value, type);
    case 'java.lang.String[]':
      return Array.isArray(value) && value.every((one) => typeof one === 'string')
        ? { value: value }
        : { problem: 'a JavaScript array of strings is wanted' };
    case 'java.lang.Object':
      return Array.isArray(value) || value instanceof GuestFunction
        ? { problem: 'a JavaScript value must not be kept by Java: it is bound to its context' }
        : { value };
    default:
      return fitObject(surface, type, value);
  }
}

function fitObject(surface: Surface, type: string, value: unknown): Fit {
  if (functional.has(type)) {
    return value instanceof GuestFunction
      ? { value }
      : { problem: `a function is wanted as ${type}` };
  }
  if (value instanceof JavaArray) return { problem: `an array is not a ${type}` };
  const name = (value as JavaObject).javaClass;
  if (typeof name === 'string' && isA(surface, name, type)) return { value };
  return { problem: `${describeValue(value)} is not a ${type}` };
}

function describeValue(value: unknown): string {
  const name = (value as JavaObject).javaClass;
  if (typeof name === 'string') return name;
  return Array.isArray(value) ? 'a JavaScript array' : `'${String(value)}' (${typeof value})`;
}

function fitAll(
  surface: Surface,
  one: Signature,
  args: readonly unknown[],
): { values: unknown[] } | { problem: string } {
  const values: unknown[] = [];
  for (const [index, value] of args.entries()) {
    const param = one.params[Math.min(index, one.params.length - 1)];
    if (!param) return { problem: 'too many arguments' };
    const fitted = fit(surface, param, value);
    if ('problem' in fitted) return { problem: `argument ${index + 1}: ${fitted.problem}` };
    values.push(fitted.value);
  }
  return { values };
}

/**
 * Chooses the overload that fits the arguments and converts them. Refuses as the engine does:
 * a wrong number of arguments, none that fits, and more than one that fits.
 */
export function choose(
  surface: Surface,
  overloads: readonly Signature[],
  args: readonly unknown[],
): { chosen: Signature; values: unknown[] } {
  const sized = overloads.filter(({ params }) => {
    const rest = params.at(-1)?.rest === true;
    return rest ? args.length >= params.length - 1 : args.length === params.length;
  });
  const name = overloads[0]?.name ?? '';
  if (sized.length === 0) {
    const wanted = overloads.map(({ params }) => params.length).join(' or ');
    throw new BorderError(`Arity error: ${name} expects ${wanted} arguments, got ${args.length}`);
  }
  const problems: string[] = [];
  const fitting: { chosen: Signature; values: unknown[] }[] = [];
  for (const one of sized) {
    const fitted = fitAll(surface, one, args);
    if ('problem' in fitted) problems.push(fitted.problem);
    else fitting.push({ chosen: one, values: fitted.values });
  }
  // As in Java, one with a rest comes into question only when no other fits.
  const fixed = fitting.filter(({ chosen }) => chosen.params.at(-1)?.rest !== true);
  const [only, other] = fixed.length > 0 ? fixed : fitting;
  if (!only) throw new BorderError(`no applicable overload of ${name}: ${problems.join('; ')}`);
  if (other) throw new BorderError(`Multiple applicable overloads found for method name ${name}`);
  return only;
}

/** The name by which one overload can be asked for: `text(java.lang.String)`. */
export function explicitName(one: Signature): string {
  const types = one.params.map(({ type, rest }) => (rest ? `${type}[]` : type));
  return `${one.name}(${types.join(',')})`;
}
