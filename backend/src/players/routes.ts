// The doors of players: for staff, in the panel and in the game, and for game servers that follow
// the bans.
import type { FastifyInstance } from 'fastify';
import * as contracts from '@mintkeep/shared/players.ts';
import type { Context } from '../core/context.ts';
import { serve } from '../core/http.ts';
import { lookUntilNews } from '../core/long-poll.ts';
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
      ({ after, waitS }, { signal }) =>
        lookUntilNews(
          doorbell,
          { on: ['player.ban-changed'], waitMs: waitS * 1_000, lookEveryMs, signal },
          () => banChanges(ctx, after),
          ({ version }) => version !== after,
        ),
      { handlerTimeoutMs: (contracts.bansWaitSMax + 10) * 1_000 },
    );
  };
