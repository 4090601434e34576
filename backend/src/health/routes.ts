// Whether this process can serve: the one door that needs no identity.
import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { healthz } from '@mintkeep/shared/health.ts';
import type { Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import { serve } from '../core/http.ts';

// A database that needs longer than this to say hello cannot serve a purchase.
const pingTimeoutMs = 2_000;

export const healthForAll =
  (ctx: Context) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, healthz, async () => {
      const late = setTimeoutPromise(pingTimeoutMs, null, { ref: false });
      const asked = ctx.client
        .db('admin')
        .command({ hello: 1 }, { timeoutMS: pingTimeoutMs })
        .catch((error: unknown) => {
          ctx.log.warn({ err: error }, 'healthz: the database did not answer');
          return null;
        });
      // The driver looks for a server longer than this before it gives up.
      const hello = await Promise.race([asked, late]);
      if (hello?.['isWritablePrimary'] !== true) {
        throw new Refusal('DATABASE_UNAVAILABLE', {}, { retryAfterS: 1 });
      }
      return { status: 'ok' as const };
    });
  };
