// The outbox: events written in the transaction that made them true, read by whoever must act on
// them. A change stream is the doorbell; the rows are the letter box, so a lost ring costs seconds
// and never a fact.
import { ObjectId } from 'mongodb';
import type { ChangeStream, ChangeStreamInsertDocument, Collection } from 'mongodb';
import type { DomainEvent, EventType } from '@mintkeep/shared/events.ts';
import { dayS } from './calendar.ts';
import type { Context } from './context.ts';
import type { CollectionPlan, ReadScope } from './mongo.ts';
import type { WriteScope } from './transaction.ts';

/** Who reads the outbox. Each removes its own name from a row when it has acted. */
export type OutboxReader = 'jobs';

/** One commit's events. A row nobody has to act on still rings the bell. */
interface OutboxDoc {
  _id: ObjectId;
  events: DomainEvent[];
  pending: OutboxReader[];
  createdAt: Date;
  /** Set once nobody is pending; the row goes a day later. */
  doneAt?: Date;
}

export const outboxPlan: CollectionPlan = {
  name: 'outbox',
  indexes: [
    // Readers look for their own name, oldest first.
    { name: 'pending', key: { pending: 1, createdAt: 1 } },
    { name: 'expiry', key: { doneAt: 1 }, expireAfterSeconds: dayS },
  ],
};

const outbox = (scope: ReadScope): Collection<OutboxDoc> => scope.db.collection(outboxPlan.name);

/** Events that a job acts on; the others only ring. `satisfies` keeps the list complete. */
const readersOf = {
  'purchase.made': [],
  'purchase.refunded': [],
  'delivery.due': [],
  'delivery.delivered': ['jobs'],
  'delivery.cancelling': ['jobs'],
  'delivery.voided': ['jobs'],
  'delivery.needs-review': [],
  'delivery.receipt-missing': ['jobs'],
  'server.world-restored': ['jobs'],
  'trade.high-value': ['jobs'],
  'hold.uncovered': ['jobs'],
  'voucher.ended': ['jobs'],
  'listing.opened': [],
  'listing.ended': [],
  'order.made': [],
  'order.fulfilled': [],
  'order.refunded': [],
  'player.ban-changed': [],
  'player.linked': [],
  'player.unlinked': [],
  'alert.opened': [],
  'alert.resolved': [],
  'levels.changed': [],
} as const satisfies Record<EventType, readonly OutboxReader[]>;

/** Writes the events of one commit as one row. */
export async function putInOutbox(scope: WriteScope, events: DomainEvent[]): Promise<void> {
  if (events.length === 0) return;
  const pending = [...new Set(events.flatMap(({ type }) => [...readersOf[type]]))];
  const row: OutboxDoc = { _id: new ObjectId(), events, pending, createdAt: scope.now };
  if (pending.length === 0) row.doneAt = scope.now;
  await outbox(scope).insertOne(row, { session: scope.session });
}

/** A row as its reader gets it. `rowId` with the event's place is the event's identity. */
export interface OutboxRow {
  readonly rowId: string;
  readonly events: readonly DomainEvent[];
}

/** The oldest rows that still wait for this reader, a bounded page. */
export async function pendingRows(
  scope: ReadScope,
  reader: OutboxReader,
  limit: number,
): Promise<OutboxRow[]> {
  const rows = await outbox(scope)
    .find({ pending: reader })
    .sort({ createdAt: 1 })
    .limit(limit)
    .toArray();
  return rows.map(({ _id, events }) => ({ rowId: _id.toHexString(), events }));
}

/** Says that this reader has acted on the row; false when it had already. */
export async function markRead(
  scope: WriteScope,
  reader: OutboxReader,
  rowId: string,
): Promise<boolean> {
  const row = await outbox(scope).findOneAndUpdate(
    { _id: new ObjectId(rowId), pending: reader },
    { $pull: { pending: reader } },
    { session: scope.session, returnDocument: 'after' },
  );
  if (!row) return false;
  if (row.pending.length === 0) {
    await outbox(scope).updateOne(
      { _id: row._id },
      { $set: { doneAt: scope.now } },
      { session: scope.session },
    );
  }
  return true;
}

/** Rings when something was committed. Listeners look; they never take the ring's word for it. */
export interface Doorbell {
  /** Calls `listener` with each event of these types; answers how to stop. */
  on(types: readonly EventType[], listener: (event: DomainEvent) => void): () => void;
  close(): Promise<void>;
}

/** Opens the doorbell: one change stream a process, reopened by itself after a lost connection. */
export function openDoorbell(ctx: Context): Doorbell {
  const listeners = new Set<{ types: ReadonlySet<string>; call: (event: DomainEvent) => void }>();
  let closing = false;
  let stream: ChangeStream<OutboxDoc, ChangeStreamInsertDocument<OutboxDoc>> | undefined;

  const ring = (row: OutboxDoc): void => {
    for (const event of row.events) {
      for (const { types, call } of listeners) if (types.has(event.type)) call(event);
    }
  };
  const watch = async (): Promise<void> => {
    while (!closing) {
      try {
        stream = outbox(ctx).watch<OutboxDoc, ChangeStreamInsertDocument<OutboxDoc>>([
          { $match: { operationType: 'insert' } },
        ]);
        for await (const change of stream) ring(change.fullDocument);
      } catch (error) {
        if (isClosing()) return;
        ctx.log.warn({ err: error }, 'doorbell: the change stream broke; opening a new one');
        await new Promise((resolve) => setTimeout(resolve, reopenPauseMs));
      }
    }
  };
  // A function, so that the compiler does not believe the flag unchanged across an await.
  const isClosing = (): boolean => closing;
  const watching = watch();
  return {
    on: (types, call) => {
      const listener = { types: new Set<string>(types), call };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      closing = true;
      const ended = watching.then(() => true);
      // A stream that is finding its way back when it is closed opens a new cursor afterwards, and
      // would wait for ever: it is closed until it ends.
      const closeOnce = async (): Promise<false> => {
        await stream?.close();
        await new Promise((resolve) => setTimeout(resolve, reopenPauseMs));
        return false;
      };
      while (!(await Promise.race([ended, closeOnce()])));
    },
  };
}

// Readers also look on their own now and then, so this pause loses nothing.
const reopenPauseMs = 250;
