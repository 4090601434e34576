// The alert desk of a backend: turns what the monitor sees into incidents, and sends what alerts
// have due. Each backend has one; they agree by the database. What it cannot say, because the
// backend or the database is gone, the watcher says (backend/src/watch.ts).
import { endQuiet, seeCondition, sendDigest, sendDue } from '../alerts/service.ts';
import type { Condition, Webhook } from '../alerts/service.ts';
import type { Breaker } from '../core/breaker.ts';
import type { Context } from '../core/context.ts';
import type { ErrorRate } from '../core/error-window.ts';
import type { Doorbell } from '../core/outbox.ts';
import { inTransaction } from '../core/transaction.ts';
import { isTooMany } from './checks.ts';
import type { Facts } from './facts.ts';
import type { HealthMonitor } from './monitor.ts';

export interface AlertDesk {
  stop(): Promise<void>;
}

const lookEveryMs = 15_000;

/** What is wrong now, as incidents to be told of (S0-063, S0-064). */
export function conditionsOf(
  facts: Facts | null,
  rate: ErrorRate,
  breakers: readonly Breaker[],
): Condition[] {
  const conditions: Condition[] = [];
  if (isTooMany(rate)) {
    const { requests, errors } = rate;
    const percent = ((errors / requests) * 100).toFixed(1);
    const error = `${String(errors)} of ${String(requests)} requests failed in 5 minutes (${percent} %)`;
    conditions.push({ kind: 'error-rate', service: 'backend', error });
  }
  for (const breaker of breakers) {
    if (breaker.state() === 'closed') continue;
    conditions.push({
      kind: 'breaker-open',
      service: breaker.service,
      error: breaker.lastError(),
    });
  }
  for (const { name, status, count } of facts?.jobs ?? []) {
    if (status !== 'dead') continue;
    const error = `${String(count)} of these jobs used up their attempts`;
    conditions.push({ kind: 'dead-letters', service: name, error });
  }
  if (facts?.ledger && !facts.ledger.sound) {
    const error = `${String(facts.ledger.mismatches)} accounts differ from their postings`;
    conditions.push({ kind: 'ledger-mismatch', service: 'ledger', error });
  }
  return conditions;
}

/** Looks once: notes what is wrong, and ends what nobody has seen for a minute. */
export async function look(ctx: Context, monitor: HealthMonitor): Promise<void> {
  const { metrics } = ctx;
  const facts = await monitor.look();
  const rate = metrics?.errorRate() ?? { requests: 0, errors: 0 };
  for (const condition of conditionsOf(facts, rate, metrics?.breakers() ?? [])) {
    await inTransaction(ctx, (scope) => seeCondition(scope, condition));
  }
  await inTransaction(ctx, endQuiet);
}

/** Opens the desk: looks every 15 s, and sends at once what was opened or is over. */
export function openAlertDesk(
  ctx: Context,
  doorbell: Doorbell,
  parts: { readonly monitor: HealthMonitor; readonly webhook?: Webhook | undefined },
): AlertDesk {
  let stopping = false;
  let wake = (): void => undefined;
  let isRung = false;
  const ringOff = doorbell.on(['alert.opened', 'alert.resolved'], () => {
    isRung = true;
    wake();
  });
  const work = async (): Promise<void> => {
    let lookAtMs = 0;
    while (!stopping) {
      isRung = false;
      try {
        if (performance.now() >= lookAtMs) {
          lookAtMs = performance.now() + lookEveryMs;
          await look(ctx, parts.monitor);
        }
        if (parts.webhook) {
          await sendDue(ctx, parts.webhook);
          await sendDigest(ctx, parts.webhook);
        }
      } catch (error) {
        ctx.log.warn({ err: error }, 'alerts: could not look; trying again');
      }
      if (!stopping && !isRung)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, sendEveryMs).unref();
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
    }
  };
  const working = work();
  return {
    stop: async () => {
      stopping = true;
      ringOff();
      wake();
      await working;
    },
  };
}

// For what was postponed, and for rings that were lost.
const sendEveryMs = 5_000;
