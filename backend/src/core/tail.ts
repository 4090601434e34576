// A tail: what is committed to a collection, told in the order of commits to whoever follows. A
// follower that comes back names the last event it saw and gets all that came after: from the memory
// of the last events, else from the oplog, else from the collection itself, and is told when that
// could not be exact. Knows no feature and no HTTP.
import { setTimeout as pause } from 'node:timers/promises';
import { dayMs } from './calendar.ts';
import type { Context } from './context.ts';
import { docOf, eventOf, idOf, idOfChange, idPattern, isLostPlace, openHub } from './tail-hub.ts';
import { tokenIn, tokenOf, watch } from './tail-hub.ts';
import type { Follower, Hub, TailEvent, TailPlan } from './tail-hub.ts';

export type { Follower, TailEvent } from './tail-hub.ts';

export interface Tail {
  /**
   * Brings a follower from the event it saw last up to now, then tells it everything until its
   * signal aborts. Resolves once it follows live. Events it may get besides the plan's: `ready` (it
   * follows live), `gap` (what comes next was read from the collection: some of it again, and not in
   * the order of commits), `reset` (something was left out), `lost` (hang up and come back).
   */
  follow(lastEventId: string | null, follower: Follower): Promise<void>;
  /** How far the tail is: everything up to here was told. */
  position(): string;
  close(): Promise<void>;
}

/** What is told from the collection at most; where there is more, the report is read anew. */
const sinceMax = 1_000;
// A transaction lasts at most 4.5 s, and what it writes carries the time of its beginning.
const sinceMarginMs = 15_000;
const sinceAgeMsMax = dayMs;
// A follower that catches up has reached the end when the oplog is silent so long.
const awaitMs = 20;
const pauseMs = 50;

/** Opens a tail; it begins with its first follower. */
export function openTail(ctx: Context, plan: TailPlan): Tail {
  const hub = openHub(ctx, plan);
  const parts: Parts = { ctx, plan, hub };
  return {
    position: hub.position,
    close: hub.close,
    follow: async (lastEventId, follower) => {
      await hub.begun(follower.signal);
      let last = lastEventId ?? hub.position();
      while (!follower.signal.aborted) {
        const rest = hub.after(last);
        if (rest?.length === 0) {
          // Nothing was told between the look and this.
          hub.join(last, follower);
          return;
        }
        last = rest ? await tellAll(rest, last, follower) : await catchUp(parts, last, follower);
      }
    },
  };
}

interface Parts {
  readonly ctx: Context;
  readonly plan: TailPlan;
  readonly hub: Hub;
}

/** Tells events as fast as they are taken; answers the last one's place. */
async function tellAll(events: readonly TailEvent[], from: string, follower: Follower) {
  let last = from;
  for (const event of events) {
    if (follower.signal.aborted) return last;
    last = event.id;
    if (!follower.sink(event)) await follower.drained();
  }
  return last;
}

/** Tells what came after an event until the hub remembers the rest; answers where that is. */
async function catchUp(parts: Parts, lastEventId: string, follower: Follower): Promise<string> {
  const { ctx, plan, hub } = parts;
  const [, , atMs] = idPattern.exec(lastEventId) ?? [];
  if (atMs === undefined) return reset(hub, follower);
  try {
    return await fromOplog(parts, lastEventId, follower);
  } catch (error) {
    if (!isLostPlace(error)) throw error;
    const { code } = error as { code?: unknown };
    ctx.log.info({ collection: plan.collection, code }, 'tail: a follower came from a lost place');
  }
  return fromCollection(parts, Number(atMs), follower);
}

async function fromOplog({ ctx, plan, hub }: Parts, from: string, follower: Follower) {
  const stream = watch(ctx, plan, tokenOf(from), awaitMs);
  let last = from;
  try {
    while (!follower.signal.aborted && hub.after(last) === null) {
      const change = await stream.tryNext();
      if (change) {
        last = idOfChange(change);
        const [told] = await plan.tell(ctx, [docOf(change)]);
        if (told && !follower.sink(eventOf(last, told))) await follower.drained();
        continue;
      }
      const reached = tokenIn(stream.resumeToken) ?? '';
      if (reached > tokenOf(last)) last = idOf(reached, ctx.clock.now().getTime());
    }
    return last;
  } finally {
    await stream.close().catch(() => undefined);
  }
}

/** The second best: what the collection holds since then, some of it told before. */
async function fromCollection({ ctx, plan, hub }: Parts, atMs: number, follower: Follower) {
  const ageMs = ctx.clock.now().getTime() - atMs;
  if (ageMs < 0 || ageMs > sinceAgeMsMax) return reset(hub, follower);
  // The hub's place before the question: what is committed after it is told live.
  const place = hub.position();
  const from = new Date(atMs - sinceMarginMs);
  const docs = await plan.since(ctx, from, sinceMax + 1);
  if (docs.length > sinceMax) return reset(hub, follower);
  // Without ids until all is told, so that a break in between begins here again.
  follower.sink({ id: '', name: 'gap', json: JSON.stringify({ from: from.toISOString() }) });
  for (const told of await plan.tell(ctx, docs)) {
    if (told && !follower.sink(eventOf('', told))) await follower.drained();
  }
  return place;
}

/** Says that what came in between must be read elsewhere. */
async function reset(hub: Hub, follower: Follower): Promise<string> {
  // A hub that begins anew has no place for a moment.
  while (hub.position() === '' && !follower.signal.aborted) await pause(pauseMs);
  const place = hub.position();
  follower.sink({ id: place, name: 'reset', json: '{}' });
  return place;
}
