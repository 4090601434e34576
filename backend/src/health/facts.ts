// What the database says of the work under way: queues, deliveries, servers, the last audit. Numbers
// over collections that others own; read now and then in the background, never written.
import type { AlertKind } from '@mintkeep/shared/alerts.ts';
import type { DeliveryStatus } from '@mintkeep/shared/delivery.ts';
import type { JobStatus } from '@mintkeep/shared/jobs.ts';
import { countOpenAlerts } from '../alerts/service.ts';
import type { Context } from '../core/context.ts';
import { jobsPlan } from '../core/job-queue.ts';
import type { ReadScope } from '../core/mongo.ts';
import { outboxPlan } from '../core/outbox.ts';
import { findLastAudit } from '../ledger/service.ts';
import { readPricing } from '../pricing/service.ts';
import { listServers } from '../servers/service.ts';

export interface Facts {
  readonly jobs: readonly JobCount[];
  readonly outbox: { readonly pending: number; readonly oldestAt: Date | null };
  readonly deliveries: readonly DeliveryCount[];
  readonly ledger: {
    readonly sound: boolean;
    readonly mismatches: number;
    readonly verifiedAt: Date;
  } | null;
  /** Servers that may sign and have been heard of. */
  readonly servers: readonly { readonly serverId: string; readonly lastSeenAt: Date }[];
  readonly alerts: {
    readonly open: readonly { readonly kind: AlertKind; readonly count: number }[];
    readonly oldestDueAt: Date | null;
  };
  /** Those numbers of prices that the environment once gave, as they are stored now (D26). */
  readonly pricing: SeededPricing;
  readonly playersOnline: number;
  /** Coins set aside for game servers. */
  readonly holds: readonly { readonly serverId: string; readonly coins: number }[];
  /** Refunds that staff forced without proof that nothing was given (D23). */
  readonly refundsWithoutProof: number;
  /** The database's time of this reading. */
  readonly readAt: Date;
}

/** What the environment says of prices; it counts in an empty database alone (D26). */
export interface SeededPricing {
  readonly marketFeeRatio: number;
  readonly priceFloorRatio: number;
}

export interface JobCount {
  readonly name: string;
  readonly status: JobStatus;
  readonly count: number;
  /** When the first of them is or was to run. */
  readonly dueAt: Date;
}

export interface DeliveryCount {
  readonly status: DeliveryStatus;
  readonly count: number;
  readonly oldestAt: Date;
}

const maxTimeMS = 2_000;
// A queue of more is as bad as a queue of this.
const countMax = 10_000;
const openStatuses: readonly DeliveryStatus[] = ['pending', 'leased', 'cancelling', 'needs_review'];

/** Reads all of it, one query after the other: it must not compete with players. */
export async function readFacts(ctx: Context): Promise<Facts> {
  const { db } = ctx;
  const now = ctx.clock.now();
  const audit = await findLastAudit(ctx);
  const { marketFeeRatio, priceFloorRatio } = (await readPricing(ctx)).config;
  return {
    jobs: await countJobs(ctx),
    outbox: await readOutbox(ctx),
    deliveries: await countDeliveries(ctx),
    ledger: audit && {
      sound: audit.sound,
      mismatches: audit.mismatches,
      verifiedAt: audit.verifiedAt,
    },
    servers: (await listServers(ctx)).flatMap(({ _id, lastSeenAt, keys }) =>
      lastSeenAt && keys.some(({ retiredAt }) => retiredAt === null || retiredAt > now)
        ? [{ serverId: _id, lastSeenAt }]
        : [],
    ),
    alerts: await countOpenAlerts(ctx),
    pricing: { marketFeeRatio, priceFloorRatio },
    playersOnline: await db
      .collection('players')
      .countDocuments({ online: true }, { maxTimeMS, limit: countMax }),
    holds: await sumHolds(ctx),
    refundsWithoutProof: await db
      .collection('shop_transactions')
      .countDocuments({ refundedWithoutProof: true }, { maxTimeMS, limit: countMax }),
    readAt: now,
  };
}

const sumHolds = ({ db }: ReadScope): Promise<{ serverId: string; coins: number }[]> =>
  db
    .collection('players')
    .aggregate<{ serverId: string; coins: number }>(
      [
        { $match: { 'holds.serverId': { $exists: true } } },
        { $unwind: '$holds' },
        { $group: { _id: '$holds.serverId', coins: { $sum: '$holds.holdCoins' } } },
        { $project: { _id: 0, serverId: '$_id', coins: 1 } },
        { $sort: { serverId: 1 } },
      ],
      { maxTimeMS },
    )
    .toArray();

const countJobs = ({ db }: ReadScope): Promise<JobCount[]> =>
  db
    .collection(jobsPlan.name)
    .aggregate<JobCount>(
      [
        { $match: { status: { $in: ['ready', 'running', 'dead'] } } },
        {
          $group: {
            _id: { name: '$name', status: '$status' },
            count: { $sum: 1 },
            dueAt: { $min: '$runAt' },
          },
        },
        { $limit: 200 },
        { $project: { _id: 0, name: '$_id.name', status: '$_id.status', count: 1, dueAt: 1 } },
      ],
      { maxTimeMS },
    )
    .toArray();

async function readOutbox({ db }: ReadScope): Promise<Facts['outbox']> {
  const rows = db.collection<{ pending: string[]; createdAt: Date }>(outboxPlan.name);
  const waiting = { pending: 'jobs' };
  const [oldest] = await rows
    .find(waiting, { maxTimeMS })
    .sort({ createdAt: 1 })
    .limit(1)
    .toArray();
  const pending = oldest ? await rows.countDocuments(waiting, { maxTimeMS, limit: countMax }) : 0;
  return { pending, oldestAt: oldest?.createdAt ?? null };
}

const countDeliveries = ({ db }: ReadScope): Promise<DeliveryCount[]> =>
  db
    .collection('deliveries')
    .aggregate<DeliveryCount>(
      [
        { $match: { 'state.status': { $in: openStatuses } } },
        {
          $group: { _id: '$state.status', count: { $sum: 1 }, oldestAt: { $min: '$createdAt' } },
        },
        { $project: { _id: 0, status: '$_id', count: 1, oldestAt: 1 } },
      ],
      { maxTimeMS },
    )
    .toArray();
