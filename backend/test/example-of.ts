// An example of what a schema takes: made from its JSON Schema, the same at every call. A text with a
// pattern needs an example of its own (`.meta({ examples: [...] })` in shared/src).
import * as z from 'zod';

interface Shape {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly items?: Shape;
  readonly prefixItems?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly propertyNames?: Shape;
  readonly additionalProperties?: Shape | boolean;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
}

/** A value that the schema takes. Throws when it cannot be told, naming what needs an example. */
export function exampleOf(schema: z.ZodType): unknown {
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
  const value = sample(shape, '');
  const parsed = schema.safeParse(value);
  if (parsed.success) return value;
  throw new Error(`No example fits: ${z.prettifyError(parsed.error)} in ${JSON.stringify(value)}`);
}

function sample(shape: Shape, at: string): unknown {
  if (shape.examples) return shape.examples[0];
  if ('const' in shape) return shape.const;
  if (shape.enum) return shape.enum[0];
  const choices = shape.anyOf ?? shape.oneOf;
  const choice = choices?.find(({ type }) => type !== 'null') ?? choices?.[0];
  if (choice) return sample(choice, at);
  if (shape.allOf?.[0]) return sample(Object.assign({}, ...shape.allOf) as Shape, at);
  if (shape.default !== undefined) return shape.default;
  const [type = 'object'] = [shape.type ?? []].flat();
  return samplers[type]?.(shape, at) ?? null;
}

const samplers: Readonly<Record<string, (shape: Shape, at: string) => unknown>> = {
  object: sampleObject,
  array: ({ items }, at) => (items ? [sample(items, `${at}[]`)] : []),
  integer: ({ minimum = 1 }) => Math.max(minimum, 1),
  number: ({ minimum = 1 }) => Math.max(minimum, 1),
  boolean: () => false,
  null: () => null,
  string: sampleText,
};

function sampleObject(shape: Shape, at: string): object {
  const { properties, propertyNames, additionalProperties } = shape;
  const entries = Object.entries(properties ?? {}).map(
    ([name, field]) => [name, sample(field, `${at}.${name}`)] as const,
  );
  if (entries.length === 0 && typeof additionalProperties === 'object') {
    const name = String(sample({ type: 'string', ...propertyNames }, at));
    return { [name]: sample(additionalProperties, `${at}.name`) };
  }
  return Object.fromEntries(entries);
}

/** What a format's example is. */
export const formats = {
  uuid: '9b2f7c1e-4a5d-4e6f-8a7b-1c2d3e4f5a6b',
  // Far ahead: an end that has passed is refused where a ban or an event asks for one.
  'date-time': '2099-06-01T09:30:00.000Z',
  uri: 'https://shop.example',
} as const;

// Tried in turn against a pattern that has no example of its own.
const texts = [
  'text',
  '1',
  'K7QH2M9P',
  '9f86d081884c7d65'.repeat(4),
  '80351110224678912',
  '2026-11-21',
  'a'.repeat(43),
  '/',
];

function sampleText({ format: name, pattern, minLength = 0 }: Shape, at: string): string {
  const known = (formats as Readonly<Record<string, string>>)[name ?? ''];
  if (known) return known;
  const fits = texts.find(
    (text) => text.length >= minLength && (!pattern || new RegExp(pattern, 'u').test(text)),
  );
  if (fits === undefined) throw new Error(`${at} needs an example: it must fit ${pattern ?? ''}`);
  return fits;
}
