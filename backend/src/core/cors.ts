// Which other origins a browser may read answers for: the panel's, and no other (S1-138).
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

/** Answers browsers that ask for the panel's pages, and says nothing to those of other pages. */
export const allowOrigin = (panelOrigin: string) =>
  fp(
    async (app: FastifyInstance) => {
      app.addHook('onRequest', async (request, reply) => {
        // Caches keep answers for different origins apart.
        reply.header('vary', 'Origin');
        if (request.headers.origin !== panelOrigin) return;
        reply.header('access-control-allow-origin', panelOrigin);
        reply.header('access-control-allow-credentials', 'true');
        reply.header('access-control-expose-headers', 'retry-after, x-request-id');
        if (request.method !== 'OPTIONS') return;
        reply.header('access-control-allow-methods', 'GET, POST, PUT, DELETE');
        reply.header('access-control-allow-headers', 'content-type, idempotency-key, x-csrf-token');
        await reply.code(204).send();
      });
    },
    { name: 'allow-origin' },
  );
