// The doors of the job desk for staff.
import type { FastifyInstance } from 'fastify';
import { cancelJob, listJobs, retryJob } from '@mintkeep/shared/jobs.ts';
import type { Context } from '../core/context.ts';
import { serve } from '../core/http.ts';
import * as desk from './service.ts';

export const jobDeskForStaff =
  (ctx: Context) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, listJobs, (input) => desk.look(ctx, input));
    serve(scope, ctx, retryJob, (input, call) => call.transact((tx) => desk.retry(tx, input)));
    serve(scope, ctx, cancelJob, (input, call) => call.transact((tx) => desk.cancel(tx, input)));
  };
