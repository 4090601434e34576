// Turns: what one seller asks for at once is done one after the other, in the order of arrival. The
// database would have them fight for the seller's document, and most would try again until their time
// is up. Processes still fight each other; those few are tried again. Knows no market.
import { Refusal } from '../core/errors.ts';

/** More of one seller are not kept waiting: the last would give up before their turn. */
const waitingMax = 200;

export type Turns = <T>(whose: string, work: () => Promise<T>) => Promise<T>;

/** Opens the queues; they are empty most of the time and need no closing. */
export function openTurns(): Turns {
  const queues = new Map<string, { last: Promise<unknown>; waiting: number }>();
  return async (whose, work) => {
    const queue = queues.get(whose) ?? { last: Promise.resolve(), waiting: 0 };
    if (queue.waiting >= waitingMax) {
      throw new Refusal('DATABASE_UNAVAILABLE', {}, { retryAfterS: 2 });
    }
    queues.set(whose, queue);
    queue.waiting += 1;
    const mine = queue.last.then(work);
    // What became of it is for who asked; the next has a turn either way.
    queue.last = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      queue.waiting -= 1;
      if (queue.waiting === 0) queues.delete(whose);
    }
  };
}
