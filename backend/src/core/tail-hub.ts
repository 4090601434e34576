// The middle of a tail (tail.ts): one change stream a process, the last events in memory, and who
// follows live. Reopens by itself where it was after a lost connection.
import type { ChangeStream, ChangeStreamDocument, Document } from 'mongodb';
import type { Context } from './context.ts';

/** What a change says to followers. */
export interface Told {
  readonly name: string;
  readonly data: unknown;
}

/**
 * One event; `id` is its place: a resume token, and the time of its commit for when that is lost.
 * Empty for one that is told out of its place.
 */
export interface TailEvent {
  readonly id: string;
  readonly name: string;
  /** The data as JSON. */
  readonly json: string;
}

/** What is followed, and how it is told. */
export interface TailPlan {
  readonly collection: string;
  /** Which changes are told. */
  readonly match: Document;
  readonly fullDocument?: 'updateLookup';
  /** Changed documents in words, one for each, in their order; null for one that is gone. */
  tell(ctx: Context, docs: readonly (Document | null)[]): Promise<(Told | null)[]>;
  /** What was written since, oldest first, by an index: for when the oplog knows it no longer. */
  since(ctx: Context, from: Date, limit: number): Promise<Document[]>;
}

export interface Follower {
  /** Takes an event; false when the follower should be waited for. */
  sink(event: TailEvent): boolean;
  /** Resolves when a sink that said false takes more, or the follower is gone. */
  drained(): Promise<void>;
  /** Aborts when the follower is gone. */
  readonly signal: AbortSignal;
}

export interface Hub {
  /** Resolves once the hub has a place, or the signal aborts. */
  begun(signal: AbortSignal): Promise<void>;
  /** Everything up to here was told; empty before it has begun. */
  position(): string;
  /** What came after this event; null when that is no longer in memory. */
  after(id: string): TailEvent[] | null;
  /** Tells everything from now on. */
  join(lastId: string, follower: Follower): void;
  close(): Promise<void>;
}

/** The document that a change left behind; null for one that is gone. */
export const docOf = (change: ChangeStreamDocument): Document | null =>
  'fullDocument' in change ? (change.fullDocument ?? null) : null;

// Enough for a reconnect under load without a question to the database.
const keptMax = 1_000;
// Names are looked up for so many changes at once.
const batchMax = 200;
const pendingMax = 2_000;
const reopenPauseMs = 250;
const awaitMs = 1_000;

// Resume tokens are compared as texts: MongoDB writes them so that they sort.
export const idPattern = /^([0-9A-F]{16,1024})-(\d{13})$/;
export const idOf = (token: string, atMs: number): string =>
  `${token}-${String(Math.round(atMs)).padStart(13, '0')}`;
export const tokenOf = (id: string): string => id.slice(0, Math.max(0, id.lastIndexOf('-')));

export const eventOf = (id: string, { name, data }: Told): TailEvent => ({
  id,
  name,
  json: JSON.stringify(data),
});

/** The place of a change: its token, with the second of its commit. */
export const idOfChange = ({ _id, clusterTime }: ChangeStreamDocument): string =>
  idOf(tokenIn(_id) ?? '', (clusterTime?.getHighBits() ?? 0) * 1_000);

export const tokenIn = (resumeToken: unknown): string | null => {
  const data = (resumeToken as { _data?: unknown } | null | undefined)?._data;
  return typeof data === 'string' ? data : null;
};

/** True when the server no longer knows a place, or it never was one: it will not know it later. */
export function isLostPlace(error: unknown): boolean {
  const { code = 0 } = error as { code?: unknown };
  // 286 history lost, 280 fatal, 260 invalid token, 234 no retry, and what else bad bytes give:
  // 2 bad value, 9 no parse, 17 protocol, 72 options, 136 capped, and the server's own assertions.
  const lost: readonly unknown[] = [2, 9, 17, 72, 136, 234, 260, 280, 286];
  return lost.includes(code) || (typeof code === 'number' && code >= 10_000 && code < 9_999_999);
}

/** Opens a change stream after a token, or from now on. */
export const watch = (
  { db }: Context,
  { collection, match, fullDocument }: TailPlan,
  after: string | null,
  maxAwaitTimeMS: number,
): ChangeStream =>
  db.collection(collection).watch([{ $match: match }], {
    maxAwaitTimeMS,
    ...(fullDocument ? { fullDocument } : {}),
    ...(after ? { resumeAfter: { _data: after } } : {}),
  });

interface State {
  readonly ctx: Context;
  readonly plan: TailPlan;
  readonly followers: Set<Follower>;
  readonly kept: TailEvent[];
  /** Read and not yet told. */
  readonly pending: ChangeStreamDocument[];
  place: string;
  /** Everything after this token is in `kept`; null before there is a place. */
  floor: string | null;
  telling: Promise<void> | null;
  failure: unknown;
  closing: boolean;
  stream: ChangeStream | null;
  begin(): void;
}

/** Opens the hub of a tail; it begins to read with its first follower. */
export function openHub(ctx: Context, plan: TailPlan): Hub {
  const begun = Promise.withResolvers<void>();
  const state: State = {
    ...{ ctx, plan, followers: new Set(), kept: [], pending: [], place: '', floor: null },
    ...{ telling: null, failure: null, closing: false, stream: null, begin: begun.resolve },
  };
  let running: Promise<void> | null = null;
  return {
    begun: async (signal) => {
      running ??= run(state);
      await Promise.race([begun.promise, whenAborted(signal)]);
    },
    position: () => state.place,
    after: (id) => {
      const last = tokenOf(id);
      if (state.floor === null || !idPattern.test(id) || last < state.floor) return null;
      return state.kept.filter((event) => tokenOf(event.id) > last);
    },
    join: (lastId, follower) => {
      if (follower.signal.aborted) return;
      follower.sink({ id: lastId, name: 'ready', json: '{}' });
      state.followers.add(follower);
      void whenAborted(follower.signal).then(() => state.followers.delete(follower));
    },
    close: async () => {
      state.closing = true;
      await state.stream?.close().catch(() => undefined);
      await running;
    },
  };
}

const whenAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

async function run(state: State): Promise<void> {
  const { ctx, plan } = state;
  while (!state.closing) {
    try {
      await read(state);
    } catch (error) {
      if (isClosing(state)) break;
      ctx.log.warn({ err: error, collection: plan.collection }, 'tail: broke; opening it anew');
      await state.telling;
      state.pending.length = 0;
      state.failure = null;
      if (isLostPlace(error)) forget(state);
      await new Promise((resolve) => setTimeout(resolve, reopenPauseMs));
    } finally {
      await state.stream?.close().catch(() => undefined);
    }
  }
}

// A function, so that the compiler does not believe the flag unchanged across an await.
const isClosing = ({ closing }: State): boolean => closing;

/** Reads changes until the stream breaks or the hub closes. */
async function read(state: State): Promise<void> {
  const { ctx, plan, pending } = state;
  const stream = watch(ctx, plan, tokenOf(state.place) || null, awaitMs);
  state.stream = stream;
  stream.once('resumeTokenChanged', (token: unknown) => {
    const begins = tokenIn(token);
    // Before the first change: nothing after this place was told or missed.
    if (state.place === '' && begins) moveTo(state, idOf(begins, ctx.clock.now().getTime()));
  });
  while (!state.closing) {
    const askedAtMs = ctx.clock.now().getTime();
    const change = await stream.tryNext();
    if (state.failure !== null) throw new Error('could not tell', { cause: state.failure });
    if (change) {
      pending.push(change);
      state.telling ??= tellPending(state);
      if (pending.length >= pendingMax) await state.telling;
      continue;
    }
    await state.telling;
    const reached = tokenIn(stream.resumeToken);
    if (reached && state.failure === null) moveTo(state, idOf(reached, askedAtMs));
  }
}

/** Tells what was read, in its order, a batch at a time; a fault is left for the reader. */
async function tellPending(state: State): Promise<void> {
  const { ctx, plan, pending, kept, followers } = state;
  try {
    while (pending.length > 0 && !state.closing) {
      const batch = pending.slice(0, batchMax);
      const docs = batch.map(docOf);
      const told = await plan.tell(ctx, docs);
      pending.splice(0, batch.length);
      for (const [index, change] of batch.entries()) {
        const id = idOfChange(change);
        const one = told[index];
        if (one) {
          const event = eventOf(id, one);
          kept.push(event);
          for (const { sink } of followers) sink(event);
        }
        moveTo(state, id);
      }
    }
  } catch (error) {
    state.failure = error;
  }
  // In the same breath as the last look at `pending`: what is read from now on begins anew.
  state.telling = null;
}

function moveTo(state: State, id: string): void {
  const { kept } = state;
  state.place = id;
  state.floor ??= tokenOf(id);
  while (kept.length > keptMax) state.floor = tokenOf(kept.shift()?.id ?? '');
  state.begin();
}

/** Begins anew: followers are sent away, and come back to where they were by themselves. */
function forget(state: State): void {
  for (const { sink } of state.followers) sink({ id: '', name: 'lost', json: '{}' });
  state.kept.length = 0;
  state.place = '';
  state.floor = null;
}
