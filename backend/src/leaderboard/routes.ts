// The doors of the leaderboard, for game servers and staff.
import type { FastifyInstance } from 'fastify';
import { getLeaderboard, getLeaderboardPlace } from '@mintkeep/shared/leaderboard.ts';
import type { Context } from '../core/context.ts';
import { serve } from '../core/http.ts';
import * as board from './service.ts';

export const leaderboardForAll =
  (ctx: Context) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, getLeaderboard, () => board.leaderboard(ctx));
    serve(scope, ctx, getLeaderboardPlace, ({ minecraftUUID }) =>
      board.placeOf(ctx, minecraftUUID),
    );
  };
