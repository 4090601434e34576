// The list of what is served, kept while the app is built: each route with its contract, which says
// who may ask. A route without one stops the build, so nobody can forget to say (S1-140).
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import type { Contract } from '@mintkeep/shared/contract.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Every contract that is served. */
    readonly contracts: readonly Contract[];
  }
}

/** Keeps the list of all routes that are registered after it. Throws on one without a contract. */
export const routeTable = fp(
  async (app: FastifyInstance) => {
    const contracts: Contract[] = [];
    app.decorate('contracts', contracts);
    app.addHook('onRoute', ({ method, url, config }) => {
      const contract = config?.contract;
      if (!contract || Object.keys(contract.who).length === 0) {
        throw new Error(`${String(method)} ${url} does not say who may ask: give it a contract.`);
      }
      // The framework adds HEAD to each GET, with the same contract and the same checks.
      if (method !== 'HEAD') contracts.push(contract);
    });
  },
  { name: 'route-table' },
);
