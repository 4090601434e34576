// The doors of players: for staff, in the panel and in the game, and for game servers that follow
// the bans.
import type { FastifyInstance } from 'fastify';
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import * as contracts from '@mintkeep/shared/players.ts';
import type { Context } from '../core/context.ts';
import { serve } from '../core/http.ts';
import type { Doorbell } from '../core/outbox.ts';
import * as moderation from './moderation.ts';
import { banChanges, oneUser, usersOf } from './users.ts';

export const playersForStaff =
  (ctx: Context) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, contracts.listUsers, (input) => usersOf(ctx, ctx.clock.now(), input));
    serve(scope, ctx, contracts.getUser, ({ id }) => oneUser(ctx, ctx.clock.now(), id));
    serve(scope, ctx, contracts.freeze, (input, call) =>
      call.transact((tx) => moderation.freeze(tx, input)),
    );
    serve(scope, ctx, contracts.unfreeze, (input, call) =>
      call.transact((tx) => moderation.unfreeze(tx, input)),
    );
    serve(scope, ctx, contracts.banPlayer, (input, call) =>
      call.transact((tx) => moderation.banPlayer(tx, input)),
    );
    serve(scope, ctx, contracts.unbanPlayer, (input, call) =>
      call.transact((tx) => moderation.unbanPlayer(tx, input)),
    );
    serve(scope, ctx, contracts.notePlayer, (input, call) =>
      call.transact((tx) => moderation.notePlayer(tx, input)),
    );
    serve(scope, ctx, contracts.cleanUpStale, (_, call) => call.transact(moderation.cleanUpStale));
  };

// A lost ring costs no more than this.
const lookEveryMs = 2_000;

export const bansForServers =
  (ctx: Context, doorbell: Doorbell) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(
      scope,
      ctx,
      contracts.listBanChanges,
      ({ after, waitS }, call) =>
        changesWithin(ctx, doorbell, { after, waitMs: waitS * 1_000, signal: call.signal }),
      { handlerTimeoutMs: (contracts.bansWaitSMax + 10) * 1_000 },
    );
  };

/** Looks at once, then at every ring and now and then, until there is a change or time is up. */
async function changesWithin(
  ctx: Context,
  doorbell: Doorbell,
  { after, waitMs, signal }: { after: number; waitMs: number; signal: AbortSignal },
): Promise<ReplyOf<typeof contracts.listBanChanges>> {
  const endsAtMs = performance.now() + waitMs;
  const bell = { rang: false, wake: (): void => undefined };
  const hear = (): void => {
    bell.rang = true;
    bell.wake();
  };
  const ringOff = doorbell.on(['player.ban-changed'], hear);
  signal.addEventListener('abort', hear);
  try {
    for (;;) {
      bell.rang = false;
      const changes = await banChanges(ctx, after);
      const leftMs = endsAtMs - performance.now();
      if (changes.version !== after || leftMs <= 0 || signal.aborted) return changes;
      const pauseMs = Math.min(leftMs, lookEveryMs);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs);
        bell.wake = () => {
          clearTimeout(timer);
          resolve();
        };
        // A ring that came while looking must not be slept over.
        if (bell.rang) bell.wake();
      });
    }
  } finally {
    ringOff();
    signal.removeEventListener('abort', hear);
  }
}
