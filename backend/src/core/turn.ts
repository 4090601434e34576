// Turns: processes that write the same documents agree on who is next before they read, so that none
// of them does its work in vain. The turn is a document that a batch writes first of all, and it lasts
// as long as that transaction: a process that dies holds nothing up. Nothing relies on it: whoever
// does without meets the others where they wrote, as ever. Knows no feature.
import { setTimeout as pause } from 'node:timers/promises';
import { MongoError, MongoServerError } from 'mongodb';
import type { Collection } from 'mongodb';
import type { Context } from './context.ts';
import type { CollectionPlan, ReadScope } from './mongo.ts';
import { answerWithin, Silence } from './silence.ts';
import type { WriteScope } from './transaction.ts';

interface TurnDoc {
  /** What the turns are for. */
  _id: string;
  /** Who waited longest, as far as that is known, and has the next turn; null lets anybody. */
  next: string | null;
  /** Whoever has not come by then is passed over. */
  nextUntilAt: Date;
  /** How often it was taken. Else two takings of one millisecond would write nothing, and not meet. */
  taken?: number;
}

export const turnsPlan: CollectionPlan = { name: 'turns', transient: true, indexes: [] };

const turns = (scope: ReadScope): Collection<TurnDoc> => scope.db.collection(turnsPlan.name);

/** Another process has the turn. Nothing was read or written. */
export class NotMyTurn extends Error {
  override readonly name = 'NotMyTurn';
}

const mayTake = (name: string, taker: string, now: Date) => ({
  _id: name,
  $or: [{ next: null }, { next: taker }, { nextUntilAt: { $lt: now } }],
});

// 112: another transaction has written it. 11000: it is there, and promised to another.
const notMine = new Set<unknown>([112, 11_000]);

/** Takes the turn for as long as this transaction lasts; its first statement. Throws `NotMyTurn`. */
export async function takeTurn(scope: WriteScope, name: string, taker: string): Promise<void> {
  try {
    await turns(scope).updateOne(
      mayTake(name, taker, scope.now),
      { $set: { next: null, nextUntilAt: scope.now }, $inc: { taken: 1 } },
      { session: scope.session, upsert: true },
    );
  } catch (error) {
    if (error instanceof MongoServerError && notMine.has(error.code)) throw new NotMyTurn();
    throw error;
  }
}

// A batch takes some 20 ms; one that stands still is left behind by the database after seconds.
const waitMsMax = 400;
const silenceMsMax = 600;
const pauseMs = 2;
const promiseMsMax = 400;

/**
 * Waits until the turn is promised to this taker, or for as long as is worth it. A plain update of a
 * document that a transaction has written is kept waiting by the database until that has ended.
 */
export async function waitForTurn(ctx: Context, name: string, taker: string): Promise<void> {
  const endsAt = performance.now() + waitMsMax;
  try {
    while (performance.now() < endsAt) {
      // Without a limit of ours a silent database would hold the lane up for many seconds.
      if (await answerWithin(askToBeNext(ctx, name, taker), silenceMsMax)) return;
      await pause(pauseMs);
    }
  } catch (error) {
    // What keeps the turn away will keep the transaction away, and say so better.
    if (!(error instanceof MongoError || error instanceof Silence)) throw error;
  }
}

async function askToBeNext(ctx: Context, name: string, taker: string): Promise<boolean> {
  const now = ctx.clock.now();
  const { matchedCount } = await turns(ctx).updateOne(
    mayTake(name, taker, now),
    { $set: { next: taker, nextUntilAt: new Date(now.getTime() + promiseMsMax) } },
    { writeConcern: { w: 1 }, maxTimeMS: waitMsMax },
  );
  return matchedCount === 1;
}
