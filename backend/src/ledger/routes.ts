// The doors of the ledger: what staff do to a player's coins.
import type { FastifyInstance } from 'fastify';
import * as contracts from '@mintkeep/shared/players.ts';
import type { Context } from '../core/context.ts';
import { serve } from '../core/http.ts';
import { adjust } from './adjust.ts';

export const ledgerForStaff =
  (ctx: Context) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, contracts.adjust, (input, call) => call.transact((tx) => adjust(tx, input)));
  };
