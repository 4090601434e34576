// Many reads of one moment: for what must add up over several collections while others write, and
// is too much for a transaction.
import { ReadConcern } from 'mongodb';
import type { Context } from './context.ts';
import type { ReadScope } from './mongo.ts';

/**
 * Reads in one snapshot of the whole database, at most about five minutes long (the server's
 * minSnapshotHistoryWindowInSeconds). The scope's database asks for `snapshot` by itself: the
 * client's own `majority` would silently win over the session, and every read would see another
 * moment.
 */
export function inSnapshot<T>(ctx: Context, read: (scope: ReadScope) => Promise<T>): Promise<T> {
  return ctx.client.withSession({ snapshot: true }, (session) =>
    read({
      db: ctx.client.db(ctx.db.databaseName, { readConcern: new ReadConcern('snapshot') }),
      session,
    }),
  );
}
