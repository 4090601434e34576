// The HealthMonitor (S0-043): looks at the database and at the work in the background, so that the
// report is at hand when somebody asks, with the age of each part (D17). Asking never waits for
// more than one short ping.
import type { HealthReport } from '@mintkeep/shared/health.ts';
import type { Webhook } from '../alerts/service.ts';
import type { Context } from '../core/context.ts';
import { pricingDefault } from '../pricing/service.ts';
import { checksOf, databaseAgeMsMax, overallOf } from './checks.ts';
import type { OptionalModule, Seen } from './checks.ts';
import { readFacts } from './facts.ts';
import type { Facts, SeededPricing } from './facts.ts';

export interface HealthMonitor {
  /** The report by what is known now. Never rejects. */
  report(): Promise<HealthReport>;
  /** True when a primary says hello now; all who ask at once share one hello (S1-152). */
  hasPrimary(): Promise<boolean>;
  /** What was read last, for metrics and alerts; null before the first reading. */
  facts(): Facts | null;
  /** Reads the facts now. Rejects when the database does not answer. */
  look(): Promise<Facts>;
  /** Looks by itself from now on. */
  start(): void;
  stop(): void;
}

export interface MonitorOptions {
  readonly webhook?: Webhook | undefined;
  readonly version?: string;
  /** Optional modules that are set up. */
  readonly modules?: readonly OptionalModule[];
  /** What the environment says of prices: the program's own numbers unless told otherwise. */
  readonly pricing?: SeededPricing;
}

const pingEveryMs = 1_000;
// A database that needs longer to say hello cannot serve a purchase. With the pause between two
// pings this keeps the promise of five seconds.
const pingTimeoutMs = 2_000;
// Whoever asks gets an answer of this moment; many who ask at once share one ping.
const pingFreshMs = 500;
const lookEveryMs = 5_000;
// Reading takes at most a twentieth of the time, however large the collections grow.
const restFactor = 20;

interface Knowledge {
  database: { readonly reachable: boolean; readonly atMs: number } | null;
  work: { readonly facts: Facts; readonly atMs: number } | null;
}

/** Makes a monitor. It looks when asked, and by itself once it is started. */
export function openHealthMonitor(ctx: Context, options: MonitorOptions = {}): HealthMonitor {
  const startedAtMs = performance.now();
  const known: Knowledge = { database: null, work: null };
  const timers = openTimers(ctx);

  const ping = shared(async () => {
    const reachable = await hasPrimary(ctx);
    const before = known.database?.reachable ?? true;
    if (before !== reachable) {
      ctx.log[reachable ? 'info' : 'error']({ reachable }, 'health: the database');
    }
    known.database = { reachable, atMs: performance.now() };
    return reachable;
  });
  const look = shared(async () => {
    const facts = await readFacts(ctx);
    known.work = { facts, atMs: performance.now() };
    return facts;
  });
  const refresh = async (): Promise<void> => {
    const { database, work } = known;
    if (!isFresh(database, pingFreshMs)) {
      const pinging = ping();
      // A database that was away a moment ago would only keep the asker waiting.
      const wasAway = database?.reachable === false && isFresh(database, databaseAgeMsMax);
      if (!wasAway) await pinging;
    }
    if (known.database?.reachable && !isFresh(work, 2 * lookEveryMs)) {
      await withinMs(look(), pingTimeoutMs).catch(() => undefined);
    }
  };
  return {
    facts: () => known.work?.facts ?? null,
    look,
    hasPrimary: ping,
    report: async () => {
      await refresh();
      const checks = checksOf(seenBy(ctx, known, options));
      return {
        status: overallOf(checks),
        checks,
        uptimeS: Math.floor((performance.now() - startedAtMs) / 1_000),
        version: options.version ?? '0.0.0',
      };
    },
    start: () => {
      timers.repeat(ping, () => pingEveryMs);
      timers.repeat(look, (tookMs) => Math.max(lookEveryMs, tookMs * restFactor));
    },
    stop: () => {
      timers.stop();
    },
  };
}

const isFresh = (known: { readonly atMs: number } | null, ageMsMax: number): boolean =>
  known !== null && performance.now() - known.atMs <= ageMsMax;

function seenBy(
  ctx: Context,
  { database, work }: Knowledge,
  { webhook, modules = [], pricing = pricingDefault }: MonitorOptions,
): Seen {
  const nowMs = performance.now();
  return {
    database: database && { reachable: database.reachable, ageMs: nowMs - database.atMs },
    facts: work?.facts ?? null,
    factsAgeMs: work ? nowMs - work.atMs : 0,
    cacheAgeMs: ctx.clock.ageMs?.() ?? 0,
    errorRate: ctx.metrics?.errorRate() ?? { requests: 0, errors: 0 },
    environment: pricing,
    webhook: webhook?.breaker.state() ?? null,
    modules,
  };
}

/** Work that is done again and again, with a pause after each time, until it is stopped. */
function openTimers(ctx: Context) {
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;
  return {
    repeat: (work: () => Promise<unknown>, pauseMs: (tookMs: number) => number): void => {
      const runIn = (ms: number): void => {
        const timer = setTimeout(() => {
          timers.delete(timer);
          void run();
        }, ms).unref();
        timers.add(timer);
      };
      const run = async (): Promise<void> => {
        const beganMs = performance.now();
        await work().catch((error: unknown) => {
          ctx.log.debug({ err: error }, 'health: could not look');
        });
        if (!stopped) runIn(pauseMs(performance.now() - beganMs));
      };
      runIn(0);
    },
    stop: (): void => {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** Whoever asks while the work is under way gets what comes of it. */
function shared<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  return () => {
    running ??= work().finally(() => (running = null));
    return running;
  };
}

/** True when a primary says hello in time. */
async function hasPrimary(ctx: Context): Promise<boolean> {
  try {
    const asked = ctx.client.db('admin').command({ hello: 1 }, { timeoutMS: pingTimeoutMs });
    // The driver looks for a server longer than this before it gives up.
    return (await withinMs(asked, pingTimeoutMs))['isWritablePrimary'] === true;
  } catch (error) {
    ctx.log.debug({ err: error }, 'health: the database did not answer');
    return false;
  }
}

async function withinMs<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('too late'));
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
