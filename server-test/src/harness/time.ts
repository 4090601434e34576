// What only time does to a world, done at once: its database is told that the time has passed, and the
// backend itself does all that follows. Knows how jobs and deliveries are kept, and nothing of a game.
import { randomUUID } from 'node:crypto';
import { MongoClient, type Db } from 'mongodb';
import { until } from './until.ts';
import type { World } from './world.ts';

/** Works on a world's own database. */
export async function inDatabase<T>(
  { databaseUrl }: World,
  work: (db: Db) => Promise<T>,
): Promise<T> {
  const client = await MongoClient.connect(databaseUrl, { appName: randomUUID() });
  try {
    return await work(client.db());
  } finally {
    await client.close();
  }
}

/**
 * Gives a timed job a turn between its own, as its minute does: a row in the queue, which the backend's
 * worker takes. Resolves when the job has done it; fails when the backend knows no such job.
 */
export const takeTurn = (world: World, name: string): Promise<void> =>
  inDatabase(world, async (db) => {
    const jobs = db.collection<{ _id: string; status: string; [field: string]: unknown }>('jobs');
    const _id = `${name}:scenario-${randomUUID()}`;
    const now = new Date();
    const dueNow = { status: 'ready', runAt: now, createdAt: now };
    await jobs.insertOne({ _id, name, payload: null, attempts: 0, attemptsMax: 3, ...dueNow });
    await until(`${name} to have had its turn`, async () => {
      const job = await jobs.findOne({ _id });
      return job?.status === 'done';
    });
  });

/** Makes the deliveries of the last moment deliveries of a minute ago. */
export const letDeliveriesSettle = (world: World): Promise<void> =>
  inDatabase(world, async (db) => {
    const deliveredAt = { $dateSubtract: { startDate: '$deliveredAt', unit: 'minute', amount: 1 } };
    const { modifiedCount } = await db
      .collection('deliveries')
      .updateMany({ deliveredAt: { $type: 'date' } }, [{ $set: { deliveredAt } }]);
    if (modifiedCount === 0) throw new Error('nothing was delivered');
  });

/** Makes vouchers that end within the minute end a minute ago: a second left is a matter of clocks. */
export const letVouchersEnd = (world: World): Promise<void> =>
  inDatabase(world, async (db) => {
    const now = Date.now();
    const ending = { expiresAt: { $lt: new Date(now + 60_000) } };
    const expiresAt = new Date(now - 60_000);
    const { modifiedCount } = await db
      .collection('vouchers')
      .updateMany(ending, { $set: { expiresAt } });
    if (modifiedCount === 0) throw new Error('no voucher ends within the minute');
  });
