// The doors of presence for game servers.
import type { FastifyInstance } from 'fastify';
import { getCard, heartbeat, join, leave } from '@mintkeep/shared/presence.ts';
import type { Context } from '../core/context.ts';
import { serve } from '../core/http.ts';
import * as players from '../players/service.ts';
import * as presence from './service.ts';

export const presenceForServers =
  (ctx: Context) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, join, (input, call) => call.transact((tx) => presence.arrive(tx, input)));
    serve(scope, ctx, leave, (input, call) =>
      call.transact(async (tx) => {
        await players.leave(tx, input);
        return null;
      }),
    );
    serve(scope, ctx, heartbeat, (input, call) => call.transact((tx) => presence.beat(tx, input)));
    serve(scope, ctx, getCard, ({ minecraftUUID }, { actor }) =>
      presence.cardOf(ctx, actor.id, minecraftUUID),
    );
  };
