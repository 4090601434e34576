// The doors of alerts: game servers report what they could not tell before, staff read the list.
import type { FastifyInstance } from 'fastify';
import { listAlerts, reportAlert, streamAlerts } from '@mintkeep/shared/alerts.ts';
import type { Context } from '../core/context.ts';
import { serveStream } from '../core/event-stream.ts';
import type { StreamDoor } from '../core/event-stream.ts';
import { serve } from '../core/http.ts';
import * as alerts from './service.ts';
import { openAlertTail } from './streams.ts';

export const alertsForKnown =
  (ctx: Context, door: StreamDoor) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, reportAlert, (input, call) =>
      call.transact((tx) => alerts.reportOver(tx, call.actor.id, input)),
    );
    serve(scope, ctx, listAlerts, (page) => alerts.listAlerts(ctx, ctx.clock.now(), page));
    const tail = openAlertTail(ctx);
    scope.addHook('onClose', async () => tail.close());
    serveStream(scope, ctx, streamAlerts, { ...door, tail });
  };
