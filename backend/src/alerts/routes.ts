// The doors of alerts: game servers report what they could not tell before, staff read the list.
import type { FastifyInstance } from 'fastify';
import { listAlerts, reportAlert } from '@mintkeep/shared/alerts.ts';
import type { Context } from '../core/context.ts';
import { serve } from '../core/http.ts';
import * as alerts from './service.ts';

export const alertsForKnown =
  (ctx: Context) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, reportAlert, (input, call) =>
      call.transact((tx) => alerts.reportOver(tx, call.actor.id, input)),
    );
    serve(scope, ctx, listAlerts, (page) => alerts.listAlerts(ctx, ctx.clock.now(), page));
  };
