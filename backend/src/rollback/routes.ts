// The door of rollback for the highest staff.
import type { FastifyInstance } from 'fastify';
import { rollBackEvent } from '@mintkeep/shared/rollback.ts';
import type { Context } from '../core/context.ts';
import { serve } from '../core/http.ts';
import { rollBack, showRollback } from './service.ts';

export const rollbackForStaff =
  (ctx: Context) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, rollBackEvent, ({ dryRun = false, ...wish }, call) =>
      dryRun
        ? showRollback((work) => call.transact(work), wish)
        : call.transact((tx) => rollBack(tx, wish)),
    );
  };
