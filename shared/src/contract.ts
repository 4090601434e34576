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
  readonly status: 200 | 201 | 202 | 204 | 302;
  readonly reply: z.ZodType;
  /**
   * What it answers instead, with 202, where the wish was taken and the rest can only come later. A
   * reply that fits this is one; no value fits both.
   */
  readonly accepted?: z.ZodType;
  /**
   * One event, where the answer is a stream of them that goes on until one side ends it; `reply` is
   * its text then (core/event-stream.ts of the backend).
   */
  readonly stream?: z.ZodType;
  /** Whether `Idempotency-Key` must come with it: always where coins or goods move (D15). */
  readonly key: 'required' | 'accepted' | 'none';
  /**
   * How often one caller may ask this within any minute (S1-111); without it, as often as all reads
   * (GET) or all writes. `none` where it is limited otherwise, or must always be answered.
   */
  readonly limit?: 'none' | { readonly perMinuteMax: number };
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

/** What the endpoint answers when it says yes: now, or (202) later. */
export type ReplyOf<C extends Contract> =
  | z.output<C['reply']>
  | (C extends { readonly accepted: infer A extends z.ZodType } ? z.output<A> : never);

/** The schema of an answer of this status, or null when the status is no yes of this contract. */
export function schemaOfStatus(contract: Contract, status: number): z.ZodType | null {
  if (status === contract.status) return contract.reply;
  return status === 202 ? (contract.accepted ?? null) : null;
}

/** The status that a reply goes out with. */
export const statusOfReply = ({ status, accepted }: Contract, reply: unknown): number =>
  accepted?.safeParse(reply).success ? 202 : status;
