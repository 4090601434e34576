// The watcher: looks at the backend from outside, as its users do, and says so when it is down
// (S0-062, C-34). It needs neither the backend nor the database: what it knows is in its own file.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { healthReport } from '@mintkeep/shared/health.ts';
import { newId } from '../core/identity.ts';
import type { Logger } from '../core/log.ts';
import { messageOf } from './message.ts';
import { allWell, step } from './outage.ts';
import type { Look, Owed, Watch, Written } from './outage.ts';
import type { Webhook } from './webhook.ts';

export interface WatcherParts {
  /** Where the backend is asked, as http://127.0.0.1:3000. */
  readonly baseUrl: string;
  readonly webhook: Webhook;
  readonly log: Logger;
  /** Where it keeps what it knows across its own restarts. */
  readonly file: string;
  readonly nowMs?: () => number;
  readonly timeoutMs?: number;
  /** Writes incidents into the database; throws while there is none. */
  record?(incidents: readonly Written[]): Promise<void>;
}

export interface Watcher {
  /** Looks once, and says what is to be said. Never rejects. */
  turn(): Promise<void>;
}

const timeoutMsDefault = 5_000;

/** Opens a watcher with what its file holds. */
export function openWatcher(parts: WatcherParts): Watcher {
  const { log, file, webhook, nowMs = Date.now } = parts;
  let watch = readWatch(file, log);
  const keep = (next: Watch): void => {
    if (JSON.stringify(next) === JSON.stringify(watch)) return;
    watch = next;
    writeWatch(file, watch, log);
  };
  return {
    turn: async () => {
      const look = await lookAt(parts.baseUrl, parts.timeoutMs ?? timeoutMsDefault);
      if (!look.well && !watch.outage)
        log.warn({ error: look.error }, 'watch: the backend is away');
      if (look.well && watch.outage) log.info('watch: the backend is back');
      keep(step(watch, look, nowMs(), newId));
      for (const owed of watch.owed) {
        const { outcome } = await webhook.post(messageOf(owed.what, toldOf(owed)));
        if (outcome === 'later') break;
        if (outcome === 'refused') log.error('watch: Discord refused the message');
        keep({ ...watch, owed: watch.owed.slice(1) });
      }
      if (watch.unwritten.length === 0 || !parts.record) return;
      try {
        await parts.record(watch.unwritten);
        keep({ ...watch, unwritten: [] });
      } catch (error) {
        log.debug({ err: error }, 'watch: the database is away; the incident is kept in the file');
      }
    },
  };
}

const toldOf = ({ sinceMs, error, durationS }: Owed) => ({
  kind: 'backend-down' as const,
  service: 'backend',
  error,
  severity: 'critical' as const,
  startedAt: new Date(sinceMs),
  durationS,
});

/** Down is what serves nobody: no answer, a strange one, or a report of being unhealthy. */
export async function lookAt(baseUrl: string, timeoutMs: number): Promise<Look> {
  try {
    const answer = await fetch(new URL('/api/health', baseUrl), {
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
    });
    const parsed = healthReport.safeParse(await answer.json().catch(() => null));
    if (!parsed.success) return { well: false, error: `strange answer ${String(answer.status)}` };
    if (parsed.data.status !== 'unhealthy') return { well: true };
    const ill = Object.entries(parsed.data.checks).filter(
      ([, { status }]) => status === 'unhealthy',
    );
    return {
      well: false,
      error: ill.map(([name, { reason = '' }]) => `${name}: ${reason}`).join(', '),
    };
  } catch (error) {
    const { cause } = error as { cause?: { code?: unknown } };
    const code = typeof cause?.code === 'string' ? cause.code : (error as Error).name;
    return { well: false, error: `no answer (${code})` };
  }
}

const written = z.object({
  alertId: z.uuid(),
  sinceMs: z.number(),
  error: z.string(),
  endedMs: z.number().nullable(),
});
const stored = z.object({
  outage: z
    .object({ alertId: z.uuid(), sinceMs: z.number(), error: z.string(), told: z.boolean() })
    .nullable(),
  owed: z.array(
    z.object({
      what: z.enum(['opened', 'ended']),
      sinceMs: z.number(),
      error: z.string(),
      durationS: z.number(),
    }),
  ),
  unwritten: z.array(written),
});

/** A file that is missing or broken is a fresh start: at worst an outage is told of again. */
function readWatch(file: string, log: Logger): Watch {
  try {
    return stored.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      log.warn({ err: error, file }, 'watch: the file cannot be read; beginning anew');
    }
    return allWell;
  }
}

function writeWatch(file: string, watch: Watch, log: Logger): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(watch), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch (error) {
    log.warn({ err: error, file }, 'watch: the file cannot be written; a restart would forget');
  }
}
