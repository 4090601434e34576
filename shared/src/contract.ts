// What a contract is: one HTTP endpoint as a value, used by the backend that serves it and by
// whoever calls it. Knows no framework and no endpoint.
import type * as z from 'zod';
import type { RefusalCode } from './errors.ts';
import type { Who } from './roles.ts';

/** An object schema that refuses unknown fields; params, query and body are all made of these. */
type Fields = z.ZodObject;

/**
 * One endpoint. `params`, `query` and `body` share one name space: a handler gets them as one flat
 * input, and a caller gives one. Every reply and every refusal it can answer is named here
 * (S0-029); codes that any route may answer (400, 401, 413, 429, 500, 503) are not repeated.
 */
export interface Contract {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: `/${string}`;
  /** Who may ask. A route that does not say is not built (S1-140). */
  readonly who: Who;
  readonly summary: string;
  readonly params?: Fields;
  readonly query?: Fields;
  readonly body?: Fields;
  readonly status: 200 | 201 | 202 | 204;
  readonly reply: z.ZodType;
  /** Whether `Idempotency-Key` must come with it: always where coins or goods move (D15). */
  readonly key: 'required' | 'accepted' | 'none';
  readonly refusals: readonly RefusalCode[];
}

type Parsed<F> = F extends z.ZodType ? z.output<F> : unknown;
type Given<F> = F extends z.ZodType ? z.input<F> : unknown;
type Schema<C, K extends string> = C extends Record<K, infer F> ? F : unknown;
type Flat<T> = { [K in keyof T]: T[K] };

/** What a handler receives: the parsed params, query and body as one object. */
export type InputOf<C extends Contract> = Flat<
  Parsed<Schema<C, 'params'>> & Parsed<Schema<C, 'query'>> & Parsed<Schema<C, 'body'>>
>;

/** What a caller gives: as `InputOf`, before defaults are filled in. */
export type CallOf<C extends Contract> = Flat<
  Given<Schema<C, 'params'>> & Given<Schema<C, 'query'>> & Given<Schema<C, 'body'>>
>;

/** What the endpoint answers when it says yes. */
export type ReplyOf<C extends Contract> = z.output<C['reply']>;
