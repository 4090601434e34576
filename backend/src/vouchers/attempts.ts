// How often codes may be tried. Counted in the database before the transaction, so that several
// backends share it and a refused attempt counts.
import type { Context } from '../core/context.ts';
import { takeSharedPlace } from '../core/limits.ts';
import type { Limit } from '../core/limits.ts';

/**
 * Tries of one player within any minute. At 2^80 codes it is not what keeps guessing hopeless, which
 * docs/vouchers.md reckons; it keeps guessing from costing anybody anything.
 */
export const attemptsLimit: Limit = { max: 10, windowMs: 60_000 };

/** Lets one try pass, or refuses `LIMIT_EXCEEDED`. Call it outside a transaction, before `redeem`. */
export const admitAttempt = (ctx: Context, minecraftUUID: string): Promise<void> =>
  takeSharedPlace(ctx, `vouchers player:${minecraftUUID}`, attemptsLimit);
