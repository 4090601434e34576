// The doors of gacha and starter for game servers; staff may read the tables.
import type { FastifyInstance } from 'fastify';
import {
  claimStarter,
  getStarter,
  listGachaTables,
  reportStarter,
  rollGacha,
} from '@mintkeep/shared/gacha.ts';
import type { Context } from '../core/context.ts';
import { faultPoint } from '../core/fault-points.ts';
import { serve } from '../core/http.ts';
import { roll } from './roll.ts';
import * as gacha from './service.ts';
import * as starter from './starter.ts';

export const gachaForServers =
  (ctx: Context) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, listGachaTables, () => gacha.listGachaTables(ctx));
    serve(scope, ctx, rollGacha, (input, call) =>
      committed(call.transact((tx) => roll(tx, input))),
    );
    serve(scope, ctx, claimStarter, (input, call) =>
      committed(call.transact((tx) => starter.claim(tx, input))),
    );
    serve(scope, ctx, reportStarter, (input, call) =>
      call.transact((tx) => starter.report(tx, input)),
    );
    serve(scope, ctx, getStarter, (input) => starter.starterOf(ctx, input));
  };

/** Between a commit and its answer a test may end this process. */
async function committed<T>(committing: Promise<T>): Promise<T> {
  const reply = await committing;
  await faultPoint('gacha.after-commit');
  return reply;
}
