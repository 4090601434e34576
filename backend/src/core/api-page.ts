// The documentation page at /docs, made from the contracts of the routes that are served, and the
// security headers of every answer.
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';

export const apiPage = fp(
  async (app: FastifyInstance) => {
    await app.register(helmet, {
      global: true,
      // Whether the way to a browser is encrypted is known to the proxy in front, not here: on plain
      // HTTP these two would keep the page from loading its own parts.
      strictTransportSecurity: false,
      contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
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
