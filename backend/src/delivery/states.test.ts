// The life of a delivery, rule by rule. The seeded model tries what no list of cases would.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deliveryAttemptsMax, leaseMs, propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { reportOutcome } from '@mintkeep/shared/delivery.ts';
import {
  backoffMs,
  cancel,
  expire,
  lease,
  opened,
  paidBack,
  report,
  resolve,
  withoutProof,
} from './states.ts';
import type { DeliveryState, Lease, Report } from './states.ts';

const nowMs = 1_000_000;
const by = (fields: Partial<Lease> = {}): Lease => ({
  serverId: 'a',
  leaseId: 'lease-1',
  nowMs,
  impatient: false,
  ...fields,
});
const says = (outcome: Report['outcome'], fields: Partial<Report> = {}): Report => ({
  leaseId: 'lease-1',
  outcome,
  nowMs,
  ...fields,
});
const next = (one: DeliveryState, word: Report): DeliveryState => {
  const reported = report(one, word);
  if ('refused' in reported) throw new Error(reported.refused);
  return reported.next;
};
const leased = (one: DeliveryState = opened(nowMs), who = by()): DeliveryState => {
  const got = lease(one, who);
  if (!got) throw new Error('not leased');
  return got;
};

describe('lease', () => {
  test('gives what is due, for a minute, to one server', () => {
    const one = leased();
    expect(one).toMatchObject({
      status: 'leased',
      everLeased: true,
      leaseUntilAt: nowMs + leaseMs,
    });
    expect(lease(one, by({ serverId: 'b', leaseId: 'lease-2' }))).toBeNull();
    expect(lease(one, by({ leaseId: 'lease-2' }))).toBeNull();
  });

  test('waits out the pause after a failed try, unless the player asks', () => {
    const failed = next(leased(), says('released', { reason: 'failed' }));
    expect(failed).toMatchObject({ status: 'pending', attempts: 1, nextAttemptAt: nowMs + 5_000 });
    expect(lease(failed, by())).toBeNull();
    expect(lease(failed, by({ impatient: true }))).not.toBeNull();
    expect(lease(failed, by({ nowMs: nowMs + 5_000 }))).not.toBeNull();
  });

  test('comes again when it ran out, after a pause, and counts as a failed try', () => {
    const one = leased();
    expect(lease(one, by({ nowMs: nowMs + leaseMs }))).toBeNull();
    const again = leased(one, by({ nowMs: nowMs + leaseMs + 5_000, leaseId: 'lease-2' }));
    expect(again).toMatchObject({ attempts: 1, leaseId: 'lease-2' });
  });

  test('is taken over at once by the same server for a player it has now', () => {
    const one = leased();
    const again = leased(one, by({ impatient: true, leaseId: 'lease-2' }));
    expect(again).toMatchObject({ attempts: 0, leaseId: 'lease-2' });
    expect(lease(one, by({ impatient: true, serverId: 'b' }))).toBeNull();
  });

  test('stays with the server that may hold a receipt nobody heard of', () => {
    const late = by({ nowMs: nowMs + 10 * leaseMs, impatient: true });
    expect(lease(leased(), { ...late, serverId: 'b' })).toBeNull();
    for (const reason of ['playerLeft', 'noRoom', 'failed'] as const) {
      const back = next(leased(), says('released', { reason }));
      expect(lease(back, { ...late, serverId: 'b' })).toBeNull();
      expect(lease(back, late)).not.toBeNull();
    }
  });

  test('asks for a void receipt once the tries are used up (S0-013)', () => {
    let one = leased();
    for (let at = nowMs, i = 1; i < deliveryAttemptsMax; i += 1) {
      at += 2 ** 30;
      one = leased(one, by({ nowMs: at, leaseId: `lease-${String(i)}` }));
    }
    expect(one.status).toBe('leased');
    one = leased(one, by({ nowMs: nowMs + 2 ** 40 }));
    expect(one).toMatchObject({ status: 'cancelling', attempts: deliveryAttemptsMax });
  });

  test('gives nothing of what has ended', () => {
    for (const status of ['delivered', 'voided', 'refunded', 'needs_review'] as const) {
      expect(lease({ ...opened(0), status }, by())).toBeNull();
    }
  });
});

describe('report', () => {
  test('given ends it, whatever became of the lease or a cancel', () => {
    const cancelled = cancel(leased()) as DeliveryState;
    const releasedOne = next(leased(), says('released', { reason: 'playerLeft' }));
    for (const one of [leased(), cancelled, releasedOne]) {
      expect(next(one, says('given', { leaseId: 'another' })).status).toBe('delivered');
    }
  });

  test('void ends it, also when the backend has forgotten that it cancelled', () => {
    const cancelled = cancel(leased()) as DeliveryState;
    for (const one of [leased(), cancelled]) {
      expect(next(one, says('void', { leaseId: 'another' })).status).toBe('voided');
    }
  });

  test('said twice changes nothing the second time', () => {
    const delivered = next(leased(), says('given'));
    expect(report(delivered, says('given'))).toEqual({ next: delivered, became: null });
    const voided = next(cancel(leased()) as DeliveryState, says('void'));
    expect(report(voided, says('void'))).toEqual({ next: voided, became: null });
  });

  test('both receipts for one delivery are a case for people', () => {
    const voided = next(leased(), says('void'));
    expect(next(voided, says('given')).status).toBe('needs_review');
    expect(next(leased(), says('given')).status).toBe('delivered');
    expect(next(next(leased(), says('given')), says('void')).status).toBe('needs_review');
  });

  test('released by another lease is refused', () => {
    const late = says('released', { leaseId: 'lease-0', reason: 'noRoom' });
    expect(report(leased(), late)).toEqual({ refused: 'DELIVERY_LEASE_LOST' });
    expect(report(opened(0), says('released'))).toEqual({ refused: 'DELIVERY_LEASE_LOST' });
  });

  test('released for want of room is no failed try, however often', () => {
    let one = opened(nowMs);
    for (let i = 0; i < 3 * deliveryAttemptsMax; i += 1) {
      const leaseId = `lease-${String(i)}`;
      one = leased(one, by({ impatient: true, leaseId }));
      one = next(one, says('released', { leaseId, reason: 'noRoom' }));
    }
    expect(one).toMatchObject({ status: 'pending', attempts: 0 });
  });

  test('a permanent failure cancels, and the void receipt must still come (S0-013, D23)', () => {
    const failed = next(leased(), says('released', { reason: 'failed', permanent: true }));
    expect(failed.status).toBe('cancelling');
    const again = leased(failed, by({ leaseId: 'lease-2' }));
    expect(again.status).toBe('cancelling');
    expect(next(again, says('void', { leaseId: 'lease-2' })).status).toBe('voided');
  });

  test('unclear is a case for people, who decide', () => {
    const unclear = next(leased(), says('unclear', { error: 'started, never ended' }));
    expect(unclear).toMatchObject({ status: 'needs_review', lastError: 'started, never ended' });
    expect(resolve(unclear, 'done', nowMs)?.status).toBe('delivered');
    const again = resolve(unclear, 'deliverAgain', nowMs);
    expect(again?.reviews).toBe(unclear.reviews + 1);
    expect(again).toMatchObject({ status: 'pending', boundTo: null, attempts: 0 });
    expect(resolve(opened(0), 'done', nowMs)).toBeNull();
  });

  test('lets what was delivered go again when a world was restored, and nothing else that ended', () => {
    const delivered = next(leased(), says('given'));
    expect(resolve(delivered, 'deliverAgain', nowMs)).toMatchObject({
      status: 'pending',
      reviews: 1,
    });
    expect(resolve(delivered, 'done', nowMs)).toBeNull();
    for (const status of ['pending', 'leased', 'cancelling', 'voided', 'refunded'] as const) {
      expect(resolve({ ...opened(0), status }, 'deliverAgain', nowMs)).toBeNull();
    }
  });
});

describe('cancel', () => {
  test('voids at once what no server ever had; else it waits for the receipt (D23)', () => {
    expect(cancel(opened(0))?.status).toBe('voided');
    expect(cancel(leased())?.status).toBe('cancelling');
    const back = next(leased(), says('released', { reason: 'noRoom' }));
    expect(cancel(back)?.status).toBe('cancelling');
  });

  test('comes too late for what has ended', () => {
    for (const status of ['delivered', 'voided', 'refunded', 'cancelling'] as const) {
      expect(cancel({ ...opened(0), status })).toBeNull();
    }
  });
});

describe('paidBack', () => {
  test('follows a void, and nothing else', () => {
    const voided = cancel(opened(0)) as DeliveryState;
    expect(paidBack(voided)?.status).toBe('refunded');
    for (const one of [opened(0), leased(), cancel(leased()) as DeliveryState]) {
      expect(paidBack(one)).toBeNull();
    }
  });
});

describe('withoutProof (D23)', () => {
  const given = () => next(leased(), says('given'));
  const voided = () => next(leased(), says('void'));
  const unclear = () => next(leased(), says('unclear'));
  const cancelling = () => cancel(leased()) ?? opened(nowMs);
  test.each([
    ['never leased', opened(nowMs), 'refunded'],
    ['leased', leased(), 'cancelling'],
    ['leased before', next(leased(), says('released', { reason: 'noRoom' })), 'cancelling'],
    ['cancelling', cancelling(), 'cancelling'],
    ['voided', voided(), 'refunded'],
    ['in review', unclear(), 'refunded'],
    ['delivered', given(), 'delivered'],
  ] as const)('of one %s', (_what, one, status) => {
    expect(withoutProof(one).status).toBe(status);
    // Whatever was closed is leased by nobody.
    if (status === 'refunded') expect(lease(withoutProof(one), by({ nowMs: 9e12 }))).toBeNull();
  });

  test('lets a receipt that comes later say what became of it', () => {
    const one = withoutProof(leased());
    expect(next(one, says('given')).status).toBe('delivered');
    expect(next(one, says('void')).status).toBe('voided');
    expect(lease(one, by({ nowMs: 9e12 }))).toMatchObject({ status: 'cancelling' });
  });
});

describe('any story', () => {
  test('never pays back what was given, and never gives up what was paid back', () => {
    const word = fc.oneof(
      fc.record({ do: fc.constant('lease' as const), server: fc.constantFrom('a', 'b') }),
      fc.record({
        do: fc.constant('report' as const),
        outcome: fc.constantFrom(...reportOutcome.options),
        reason: fc.constantFrom('noRoom' as const, 'playerLeft' as const, 'failed' as const),
      }),
      fc.record({ do: fc.constantFrom('cancel' as const, 'pay' as const) }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (story) => {
        let one = opened(0);
        let at = 0;
        let ended: string | null = null;
        for (const step of story) {
          at += 1_000_000;
          if (step.do === 'lease') {
            const who = { serverId: step.server, leaseId: String(at), nowMs: at, impatient: true };
            one = lease(one, who) ?? one;
          } else if (step.do === 'report') {
            const said = { ...step, leaseId: one.leaseId ?? 'none', nowMs: at };
            const reported = report(one, said);
            if ('next' in reported) one = reported.next;
          } else if (step.do === 'cancel') one = cancel(one) ?? one;
          else one = paidBack(one) ?? one;
          if (ended !== null && one.status !== 'needs_review') expect(one.status).toBe(ended);
          if (one.status === 'delivered' || one.status === 'refunded') ended ??= one.status;
          if (one.status === 'needs_review') ended = null;
        }
      }),
      { numRuns: 10 * propertyRunsMin, verbose: 1 },
    );
  });
});

describe('expire', () => {
  test('gives back what ran out alone: due again when the server would have had it again', () => {
    const one = leased();
    expect(expire(one, nowMs + leaseMs - 1)).toBeNull();
    const over = expire(one, nowMs + leaseMs);
    const nextAttemptAt = nowMs + leaseMs + backoffMs(1);
    expect(over).toMatchObject({ status: 'pending', attempts: 1, boundTo: 'a', nextAttemptAt });
    for (const at of [nextAttemptAt - 1, nextAttemptAt]) {
      const again = [one, over].map((state) => state && lease(state, by({ nowMs: at })));
      expect(again[0] === null).toBe(at < nextAttemptAt);
      expect(again[1] === null).toBe(again[0] === null);
    }
    expect(expire(over as DeliveryState, nowMs + 10 * leaseMs)).toBeNull();
  });

  test('the pauses double from five seconds on, and stay bounded (S1-124)', () => {
    const pauses = Array.from({ length: 10 }, (_, tried) => backoffMs(tried));
    expect(pauses).toEqual([0, 5, 10, 20, 40, 80, 160, 320, 640, 640].map((s) => s * 1_000));
  });
});
