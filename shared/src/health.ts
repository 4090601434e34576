// Health: whether the backend can serve.
import * as z from 'zod';
import type { Contract } from './contract.ts';

export const healthz = {
  method: 'GET',
  path: '/healthz',
  who: { everybody: true },
  summary: 'Says whether the database has a primary that answers (D17).',
  status: 200,
  reply: z.strictObject({ status: z.literal('ok') }),
  key: 'none',
  refusals: ['DATABASE_UNAVAILABLE'],
} as const satisfies Contract;
