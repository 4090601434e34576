// The documentation page at /docs, made from the contracts of the routes that are served, and the
// security headers of every answer.
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';

export const apiPage = fp(
  async (app: FastifyInstance) => {
    const headers = await securityHeaders();
    app.addHook('onRequest', (_request, reply, done) => {
      reply.headers(headers);
      done();
    });
    await app.register(swagger, {
      openapi: {
        info: {
          title: 'Mintkeep API',
          version: '0.1.0',
          description:
            'For game servers, whose requests and answers are signed, and for staff with a ' +
            'session. Each route says who may ask; docs/api.md tells how, with an example.',
        },
      },
      transform: jsonSchemaTransform,
    });
    await app.register(swaggerUi, {
      routePrefix: '/docs',
      staticCSP: true,
      theme: { title: 'Mintkeep API' },
      uiConfig: { layout: 'BaseLayout', displayRequestDuration: true, tryItOutEnabled: false },
    });
  },
  { name: 'api-page' },
);

/**
 * The headers that keep a browser safe, as helmet sets them: asked for once, because they are the same
 * for every answer and helmet works them out anew for each, which cost a tenth of a small one.
 */
async function securityHeaders(): Promise<Record<string, string>> {
  const asked = Fastify();
  await asked.register(helmet, {
    // Whether the way to a browser is encrypted is known to the proxy in front, not here: on plain
    // HTTP these two would keep the page from loading its own parts.
    strictTransportSecurity: false,
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
  });
  // Up to here an answer has no headers but helmet's.
  asked.get('/', async (_request, reply) => reply.raw.getHeaders());
  const answer = await asked.inject('/');
  await asked.close();
  return answer.json<Record<string, string>>();
}
