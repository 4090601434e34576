// The life of a delivery as pure functions: what a lease, a report and a cancel turn it into. The
// service runs them in transactions; the seeded model runs the same ones against crashes. Knows no
// database, no clock and no player.
//
//   pending --lease--> leased --given--> delivered
//      |                  |
//      |                  '--cancel--> cancelling --void--> voided --paid back--> refunded
//      '--cancel, never leased--> voided                    (given still wins: delivered)
import { deliveryAttemptsMax, leaseMs } from '@mintkeep/shared/constants.ts';
import type { DeliveryStatus, ReleaseReason, ReportOutcome } from '@mintkeep/shared/delivery.ts';

/** What the machine needs to know of a delivery; the stored document holds more. */
export interface DeliveryState {
  readonly status: DeliveryStatus;
  /** Once true, only a receipt proves that nothing was given (D23). */
  readonly everLeased: boolean;
  /** Failed tries: leases that ran out, and reports that it failed. */
  readonly attempts: number;
  readonly leaseId: string | null;
  readonly leaseUntilAt: number | null;
  /**
   * The server that may hold an unreported receipt in its player files, or an older lease that has
   * not arrived yet: only it may lease again. Not even a release ends that.
   */
  readonly boundTo: string | null;
  readonly nextAttemptAt: number;
  readonly lastError: string | null;
  /** How often staff decided to hand it over again: each is a try of its own in the journal. */
  readonly reviews: number;
  /** How many tries may fail, where that is not the usual number (S0-017). */
  readonly attemptsMax?: number;
  /** Pushed without a clear answer: no void receipt proves that nothing was given (D24). */
  readonly isPushUnclear?: boolean;
}

export interface Lease {
  readonly serverId: string;
  readonly leaseId: string;
  readonly nowMs: number;
  /** The player asks now: the pause after an earlier try does not count. */
  readonly impatient: boolean;
}

export interface Report {
  readonly leaseId: string;
  readonly outcome: ReportOutcome;
  readonly nowMs: number;
  readonly reason?: ReleaseReason | undefined;
  readonly error?: string | undefined;
  readonly permanent?: boolean | undefined;
}

/** A new delivery: due at once, leased by nobody. */
export const opened = (nowMs: number, attemptsMax?: number): DeliveryState => ({
  status: 'pending',
  everLeased: false,
  attempts: 0,
  leaseId: null,
  leaseUntilAt: null,
  boundTo: null,
  nextAttemptAt: nowMs,
  lastError: null,
  reviews: 0,
  ...(attemptsMax === undefined ? {} : { attemptsMax }),
});

const attemptsMaxOf = ({ attemptsMax = deliveryAttemptsMax }: DeliveryState): number => attemptsMax;

const backoffFirstMs = 5_000;

/** The pause after the nth failed try: 5 s, 10 s, 20 s ... (jobs: fulfilment:retry). */
export const backoffMs = (attempts: number): number =>
  attempts === 0 ? 0 : backoffFirstMs * 2 ** (Math.min(attempts, deliveryAttemptsMax) - 1);

/**
 * Leases what is due, or answers null when this server may not have it now. A lease that ran out
 * counts as a failed try; with the tries used up the lease asks for a void receipt instead.
 */
export function lease(one: DeliveryState, by: Lease): DeliveryState | null {
  if (one.boundTo !== null && one.boundTo !== by.serverId) return null;
  const leaseRunsOut = one.leaseUntilAt !== null && one.leaseUntilAt <= by.nowMs;
  const leased = {
    everLeased: true,
    leaseId: by.leaseId,
    leaseUntilAt: by.nowMs + leaseMs,
    boundTo: by.serverId,
  };
  switch (one.status) {
    case 'pending': {
      const due = by.impatient || one.nextAttemptAt <= by.nowMs;
      return due ? { ...one, ...leased, status: 'leased' } : null;
    }
    case 'leased': {
      // The same server asks again for a player it has now, as after a restart: its receipts keep
      // a hand-over that is still under way from giving twice.
      if (by.impatient && one.boundTo === by.serverId) return { ...one, ...leased };
      if (!leaseRunsOut) return null;
      const attempts = one.attempts + 1;
      const due = (one.leaseUntilAt ?? 0) + backoffMs(attempts) <= by.nowMs;
      if (!due) return null;
      const status = attempts >= attemptsMaxOf(one) ? 'cancelling' : 'leased';
      return { ...one, ...leased, attempts, status };
    }
    case 'cancelling':
      return one.leaseUntilAt === null || leaseRunsOut ? { ...one, ...leased } : null;
    case 'delivered':
    case 'voided':
    case 'refunded':
    case 'needs_review':
      return null;
  }
}

/**
 * Ends a lease that ran out without a report: the try has failed, and it is due again after a pause
 * that doubles; with the tries used up it waits for a void receipt. Answers null for what is not so
 * far. The lease's id stays, so that a server can still say that it does not know what became of it.
 */
export function expire(one: DeliveryState, nowMs: number): DeliveryState | null {
  const { status, leaseUntilAt } = one;
  if (status !== 'leased' || leaseUntilAt === null || leaseUntilAt > nowMs) return null;
  const attempts = one.attempts + 1;
  const over = { ...one, attempts, leaseUntilAt: null };
  if (attempts >= attemptsMaxOf(one)) return { ...over, status: 'cancelling' };
  return { ...over, status: 'pending', nextAttemptAt: leaseUntilAt + backoffMs(attempts) };
}

/** What a report changes, or why it is refused. */
export type Reported =
  | { readonly next: DeliveryState; readonly became: DeliveryStatus | null }
  | { readonly refused: 'DELIVERY_LEASE_LOST' };

const unchanged = (one: DeliveryState): Reported => ({ next: one, became: null });
const becomes = (one: DeliveryState, status: DeliveryStatus): Reported => ({
  next: { ...one, status, leaseId: null, leaseUntilAt: null },
  became: status,
});

/**
 * Takes a server's word. `given` and `void` are receipts on disk, so they hold whatever became of
 * the lease: `given` beats a running cancel, `void` holds even if the backend has forgotten that it
 * cancelled (restored from a backup). A repeated report changes nothing. `released` and `unclear`
 * need the lease they speak of.
 */
export function report(one: DeliveryState, by: Report): Reported {
  switch (by.outcome) {
    case 'given':
      return given(one);
    case 'void':
      return voided(one);
    case 'released':
      return released(one, by);
    case 'unclear':
      return unclear(one, by);
  }
}

function given(one: DeliveryState): Reported {
  if (one.status === 'delivered') return unchanged(one);
  // A receipt of both kinds cannot be; if a restored world brings it about, people must look.
  if (one.status === 'voided' || one.status === 'refunded') {
    return becomes({ ...one, lastError: 'given after it was voided' }, 'needs_review');
  }
  return becomes(one, 'delivered');
}

function voided(one: DeliveryState): Reported {
  if (one.status === 'voided' || one.status === 'refunded') return unchanged(one);
  if (one.status === 'delivered') {
    return becomes({ ...one, lastError: 'voided after it was given' }, 'needs_review');
  }
  if (one.isPushUnclear) {
    const lastError = 'pushed, and nobody said whether it was given';
    return becomes({ ...one, lastError }, 'needs_review');
  }
  return becomes(one, 'voided');
}

function released(one: DeliveryState, by: Report): Reported {
  if (one.leaseId !== by.leaseId) return leaseLost;
  const back = {
    ...one,
    leaseId: null,
    leaseUntilAt: null,
    lastError: by.error ?? one.lastError,
  };
  if (one.status === 'cancelling') return { next: back, became: null };
  if (one.status !== 'leased') return leaseLost;
  const failed = by.reason === 'failed';
  const attempts = failed ? one.attempts + 1 : one.attempts;
  if (by.permanent || attempts >= attemptsMaxOf(one)) {
    return becomes({ ...back, attempts }, 'cancelling');
  }
  const pauseMs = failed ? backoffMs(attempts) : by.reason === 'noRoom' ? leaseMs : 0;
  const next = { ...back, attempts, status: 'pending' as const };
  return { next: { ...next, nextAttemptAt: by.nowMs + pauseMs }, became: 'pending' };
}

function unclear(one: DeliveryState, by: Report): Reported {
  if (one.status === 'needs_review') return unchanged(one);
  if (one.leaseId !== by.leaseId) return leaseLost;
  return becomes({ ...one, lastError: by.error ?? 'started and never ended' }, 'needs_review');
}

const leaseLost: Reported = { refused: 'DELIVERY_LEASE_LOST' };

/**
 * Cancels: what no server ever had is voided at once; what one had waits for the void receipt.
 * Answers null when it is too late or already so.
 */
export function cancel(one: DeliveryState): DeliveryState | null {
  if (one.status !== 'pending' && one.status !== 'leased') return null;
  if (!one.everLeased) return { ...one, status: 'voided' };
  // A running lease goes on: its report decides, or its end brings the wish for a void receipt.
  return { ...one, status: 'cancelling' };
}

/**
 * What staff decided about a delivery that nobody could prove: do it again, or count it as done. One
 * that was delivered may be handed over again too, when the game's world was restored from a backup:
 * where the receipt is still there, it answers and nothing is given twice.
 */
export function resolve(
  one: DeliveryState,
  decision: 'deliverAgain' | 'done',
  nowMs: number,
): DeliveryState | null {
  const mayGoAgain = decision === 'deliverAgain' && one.status === 'delivered';
  if (one.status !== 'needs_review' && !mayGoAgain) return null;
  const free = { ...one, leaseId: null, leaseUntilAt: null, lastError: null };
  return decision === 'done'
    ? { ...free, status: 'delivered' }
    : {
        ...free,
        status: 'pending',
        attempts: 0,
        reviews: one.reviews + 1,
        boundTo: null,
        nextAttemptAt: nowMs,
      };
}

/**
 * What becomes of a delivery whose coins go back without proof (D23). One that a server may still
 * have goes on asking for the void receipt, so that the goods are not given on top if that can be
 * helped; what nobody could prove is closed; what was given stays given.
 */
export function withoutProof(one: DeliveryState): DeliveryState {
  switch (one.status) {
    case 'pending':
    case 'leased':
      return one.everLeased ? { ...one, status: 'cancelling' } : { ...one, status: 'refunded' };
    case 'voided':
    case 'needs_review':
      return { ...one, status: 'refunded', leaseId: null, leaseUntilAt: null };
    case 'cancelling':
    case 'delivered':
    case 'refunded':
      return one;
  }
}

/**
 * What a delivery must be taken for after the backend was restored from a backup: a server may have
 * leased it since, so only a receipt proves that nothing was given.
 */
export const afterRestore = (one: DeliveryState): DeliveryState => ({ ...one, everLeased: true });

/** Says that the coins are back. Only what is voided can be paid back. */
export const paidBack = (one: DeliveryState): DeliveryState | null =>
  one.status === 'voided' ? { ...one, status: 'refunded' } : null;
