// Queues: what would change the same documents at once is done one after the other in this process, in
// the order of arrival. The database would have it fight, and most of it try again: a hundred payments
// at once took 0.6 s instead of 4.1 s. Between processes the database alone decides; nothing rests on
// this. Knows no feature.
import { Refusal } from './errors.ts';

/** Does work once all that came before for any of these names is done. */
export type OneByOne = <T>(names: readonly string[], work: () => Promise<T>) => Promise<T>;

/**
 * Opens a queue for each name; they are empty most of the time and need no closing. Where `queuedMax`
 * are in one already, the work under way among them, the next is refused `DATABASE_UNAVAILABLE`.
 */
export function openQueues({ queuedMax = Infinity } = {}): OneByOne {
  const queues = new Map<string, { last: Promise<unknown>; queued: number }>();
  return async (names, work) => {
    const mine = [...new Set(names)].map((name) => {
      const queue = queues.get(name) ?? { last: Promise.resolve(), queued: 0 };
      return { name, queue };
    });
    if (mine.some(({ queue }) => queue.queued >= queuedMax)) {
      throw new Refusal('DATABASE_UNAVAILABLE', {}, { retryAfterS: 2 });
    }
    // All places are taken in one step, so two that want the same pair never wait in a circle.
    const done = Promise.all(mine.map(({ queue }) => queue.last)).then(work);
    // What became of it is for who asked; the next goes on either way.
    const ended = done.catch(() => undefined);
    for (const { name, queue } of mine) {
      queues.set(name, queue);
      queue.last = ended;
      queue.queued += 1;
    }
    try {
      return await done;
    } finally {
      for (const { name, queue } of mine) {
        queue.queued -= 1;
        if (queue.queued === 0) queues.delete(name);
      }
    }
  };
}
