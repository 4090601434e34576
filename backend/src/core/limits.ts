// Rate limits: how often a caller may ask within a sliding window (S0-027, S1-111). The limits of
// whole routes live in this process; those that guard a secret live in the database, where several
// backends share them and a restart forgets nothing. Knows no route.
import { isIPv6 } from 'node:net';
import type { Collection } from 'mongodb';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import type { Contract } from '@mintkeep/shared/contract.ts';
import { nameOf } from './context.ts';
import type { Actor, Context } from './context.ts';
import { Refusal } from './errors.ts';
import type { CollectionPlan, ReadScope } from './mongo.ts';

/** So many in any window of this length; a window is half open: what is as old as it is outside. */
export interface Limit {
  readonly max: number;
  readonly windowMs: number;
}

const minuteMs = 60_000;

/** How often one caller may ask one route within any minute. */
export interface RouteLimits {
  readonly readsPerMinuteMax: number;
  readonly writesPerMinuteMax: number;
}

/** The numbers of the specification. */
export const routeLimitsDefault: RouteLimits = { readsPerMinuteMax: 100, writesPerMinuteMax: 20 };

/** A request as limits see it: who asks, from where, and what it names. */
export interface Asking {
  /** As core/auth.ts names doors; none for who is not known. */
  readonly door?: string | null;
  readonly actor: Actor | null;
  readonly ip: string;
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Takes one of the caller's places on a route, or refuses `LIMIT_EXCEEDED`. */
    takePlace(contract: Contract, request: Asking): void;
  }
}

/** Limits every route by its contract, in this process: a purchase pays no write for it. */
export const limitRoutes = (limits: RouteLimits) =>
  fp(
    async (app: FastifyInstance) => {
      const windows = openWindows();
      app.decorate('takePlace', (contract: Contract, request: Asking) => {
        const limit = limitOf(contract, limits);
        const caller = callerOf(request);
        if (!limit || caller === null) return;
        const key = `${contract.method} ${contract.path} ${caller}`;
        const waitMs = windows.take(key, limit, performance.now());
        if (waitMs > 0) throw exceeded(waitMs);
      });
    },
    { name: 'limits' },
  );

function limitOf({ limit, method }: Contract, limits: RouteLimits): Limit | null {
  if (limit === 'none') return null;
  const { readsPerMinuteMax, writesPerMinuteMax } = limits;
  const max = limit?.perMinuteMax ?? (method === 'GET' ? readsPerMinuteMax : writesPerMinuteMax);
  return { max, windowMs: minuteMs };
}

/**
 * Whose places a request takes (D16): those of the player whom a proved game server names, or else
 * nobody's, because a server's own address would lock out all its players; those of the member of
 * staff, whatever the session; of everybody else, those of the address.
 */
export function callerOf(request: Asking): string | null {
  const { door, actor, ip } = request;
  if (!door || !actor) return `address:${networkOf(ip)}`;
  if (door === 'server') return playerNamedIn(request);
  return actor.kind === 'console' ? null : nameOf(actor);
}

function playerNamedIn({ params, query, body }: Asking): string | null {
  const parts = [params, query, body] as readonly (
    { minecraftUUID?: unknown } | null | undefined
  )[];
  const named = parts.map((part) => part?.minecraftUUID).find((one) => one !== undefined);
  return typeof named === 'string' ? `player:${named}` : null;
}

/**
 * An address as limits count it: IPv4 as it is, also where it is written as IPv6; of IPv6 the /64,
 * because whoever has one address of it has all.
 */
export function networkOf(ip: string): string {
  const [address = ''] = ip.split('%', 1);
  const plain = address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const heads = head === '' ? [] : head.split(':');
  const tails = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : 8 - heads.length - tails.length;
  const groups = [...heads, ...Array<string>(Math.max(0, zeros)).fill('0'), ...tails];
  const numbers = groups.map((group) => Number.parseInt(group, 16));
  const [, , , , , mark, high = 0, low = 0] = numbers;
  if (mark === 0xffff && numbers.slice(0, 5).every((number) => number === 0)) {
    return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  }
  const network = numbers.slice(0, 4).map((number) => number.toString(16));
  return `${network.join(':')}::/64`;
}

const exceeded = (waitMs: number): Refusal => {
  const retryAfterS = Math.max(1, Math.ceil(waitMs / 1_000));
  return new Refusal('LIMIT_EXCEEDED', { retryAfterS }, { retryAfterS });
};

/** Sliding windows by key. */
export interface Windows {
  /** Takes a place: 0 when there was one, else the milliseconds until there is. */
  take(key: string, limit: Limit, nowMs: number): number;
}

// Who has asked within the last minute; the memory of one more costs the memory of the oldest.
const keysMax = 100_000;

/** Opens windows that live in this process. */
export function openWindows(keys = keysMax): Windows {
  const takenAt = new Map<string, number[]>();
  return {
    take(key, { max, windowMs }, nowMs) {
      const hits = takenAt.get(key) ?? [];
      const inside = hits.findIndex((atMs) => atMs > nowMs - windowMs);
      hits.splice(0, inside < 0 ? hits.length : inside);
      // The one that was heard last stands last, so that the oldest can go.
      takenAt.delete(key);
      takenAt.set(key, hits);
      if (takenAt.size > keys) {
        const [oldest = key] = takenAt.keys();
        takenAt.delete(oldest);
      }
      if (hits.length < max) {
        hits.push(nowMs);
        return 0;
      }
      return Math.max(1, (hits.at(-max) ?? nowMs) + windowMs - nowMs);
    },
  };
}

interface WindowDoc {
  _id: string;
  /** When the places were taken, oldest first; never more than the limit. */
  hits: Date[];
  /** Whether the last who asked got a place. */
  isTaken: boolean;
  expiresAt: Date;
}

export const rateLimitsPlan: CollectionPlan = {
  name: 'rate_limits',
  transient: true,
  // A window nobody asked for during its own length says nothing any more.
  indexes: [{ name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0 }],
};

const windowsIn = (scope: ReadScope): Collection<WindowDoc> =>
  scope.db.collection(rateLimitsPlan.name);

/**
 * Takes a place in a window that all backends share, or refuses `LIMIT_EXCEEDED`: one atomic update
 * of one document. Outside any transaction, because a transaction that aborts would give the place
 * back, and one that only reads the count lets as many through as run at once.
 */
export async function takeSharedPlace(ctx: Context, key: string, limit: Limit): Promise<void> {
  const now = ctx.clock.now();
  const opensAt = new Date(now.getTime() - limit.windowMs);
  const inside = { $filter: { input: '$hits', cond: { $gt: ['$$this', opensAt] } } };
  const window = await windowsIn(ctx).findOneAndUpdate(
    { _id: key },
    [
      { $set: { hits: { $ifNull: ['$hits', []] } } },
      { $set: { hits: inside } },
      { $set: { isTaken: { $lt: [{ $size: '$hits' }, limit.max] } } },
      {
        $set: {
          hits: { $cond: ['$isTaken', { $concatArrays: ['$hits', [now]] }, '$hits'] },
          expiresAt: new Date(now.getTime() + limit.windowMs),
        },
      },
    ],
    { upsert: true, returnDocument: 'after' },
  );
  if (window?.isTaken) return;
  const frees = window?.hits.at(-limit.max)?.getTime() ?? now.getTime();
  throw exceeded(frees + limit.windowMs - now.getTime());
}
