// Direct push: hands deliveries to the address in MINECRAFT_API_URL as soon as they are due, beside
// the pull of game servers and by the same leases (D24, S1-129, S1-130). The call stands outside every
// transaction: lease, call, report.
import type { Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import type { Doorbell } from '../core/outbox.ts';
import { transact } from '../core/transact.ts';
import { openPushClient } from './push-client.ts';
import type { PushClient, PushTarget } from './push-client.ts';
import { leaseForPush, settlePush } from './push-leases.ts';
import type { PushLease } from './push-leases.ts';

/** Pushed at the same time, each with a whole lease before it. */
const pushesMax = 8;
// Retries that become due, and players who join, ring no bell.
const lookEveryMs = 2_000;

export interface Pusher {
  readonly client: PushClient;
  /** Takes no more and waits for what is on its way. */
  stop(): Promise<void>;
}

/** Starts pushing. */
export function startPush(
  ctx: Context,
  doorbell: Doorbell,
  target: PushTarget,
  options: { timeoutMs?: number } = {},
): Pusher {
  const client = openPushClient(target, {
    nowMs: () => ctx.clock.now().getTime(),
    ...options,
  });
  ctx.metrics?.watchBreaker(client.breaker);
  let stopping = false;
  let wake = (): void => undefined;
  const ringOff = doorbell.on(['delivery.due'], () => wake());
  const work = async (): Promise<void> => {
    while (!stopping) {
      const woken = new Promise<void>((resolve) => (wake = resolve));
      try {
        while (!stopping && (await pushDue(ctx, client)) > 0);
      } catch (error) {
        ctx.log.warn({ err: error }, 'push: could not look for deliveries; trying again');
      }
      if (!stopping) await Promise.race([woken, pause(lookEveryMs)]);
    }
  };
  const working = work();
  return {
    client,
    stop: async () => {
      stopping = true;
      ringOff();
      wake();
      await working;
    },
  };
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms).unref());

const command = {
  actor: { kind: 'job', id: 'delivery:push' },
  route: 'delivery:push',
  key: undefined,
  input: null,
} as const;

/** Leases some, pushes them, records what became of each; answers how many it had. */
export async function pushDue(ctx: Context, client: PushClient): Promise<number> {
  // Away: the pull has them.
  if (client.breaker.state() === 'open') return 0;
  const { reply: leased } = await transact(ctx, command, (tx) => leaseForPush(tx, pushesMax));
  await Promise.all(leased.map((lease) => pushOne(ctx, client, lease)));
  return leased.length;
}

async function pushOne(ctx: Context, client: PushClient, lease: PushLease): Promise<void> {
  const { _id: deliveryId, minecraftUUID, task, state } = lease.doc;
  // What staff decided to hand over again is a try of its own for the receiver too.
  const key = state.reviews === 0 ? deliveryId : `${deliveryId}.${String(state.reviews)}`;
  const pushed = lease.cancelled
    ? ({ outcome: 'unsent', error: 'cancelled' } as const)
    : await client.push({ key, minecraftUUID, task });
  if (pushed.outcome !== 'given') ctx.log.warn({ deliveryId, ...pushed }, 'push: not given');
  try {
    await transact(ctx, command, (tx) => settlePush(tx, lease, pushed));
  } catch (error) {
    // A given one is offered again under its id, and the receiver says so again.
    if (!(error instanceof Refusal)) throw error;
    ctx.log.warn({ deliveryId, code: error.code }, 'push: what became of it was not recorded');
  }
}
