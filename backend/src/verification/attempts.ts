// How often codes may be entered: by one caller, at one code, by everybody together. Counted in the
// database before the transaction, so that several backends share it and a refused attempt counts.
import { Refusal } from '../core/errors.ts';
import type { Context } from '../core/context.ts';
import { takeSharedPlace } from '../core/limits.ts';
import type { Limit } from '../core/limits.ts';
import { hashOf } from './code.ts';
import type { Linking } from './service.ts';
import { countAttempt } from './store.ts';

const minuteMs = 60_000;

/**
 * Entries by everybody together within any minute. What bounds guessing, however many accounts and
 * addresses guess: at most 16 windows touch a code's life of 15 minutes, so 960 guesses at 2^40
 * codes, a chance of 9 in 10^10 (S0-085). Nobody sets it, because the bound hangs on it.
 */
export const allAttemptsLimit: Limit = { max: 60, windowMs: minuteMs };

/** Entries of one and the same code. Its owner needs one; a code that others know is void. */
const attemptsPerCodeMax = 5;

/** Who enters a code: the Discord user, and the address where no proved server or bot asks. */
export interface Attempt {
  readonly code: string;
  readonly discordId: string;
  readonly address: string | null;
}

/**
 * Lets one attempt at a code pass, or refuses `LIMIT_EXCEEDED` with the time to wait (S0-025, S0-026,
 * D16); `LINK_CODE_UNKNOWN` where this very code was entered too often. Call it outside a
 * transaction, before `verifyCode`.
 */
export async function admitAttempt(
  ctx: Context,
  { codeKey, attemptsPerMinuteMax }: Linking,
  { code, discordId, address }: Attempt,
): Promise<void> {
  const each: Limit = { max: attemptsPerMinuteMax, windowMs: minuteMs };
  await takeSharedPlace(ctx, `verification discord:${discordId}`, each);
  if (address !== null) await takeSharedPlace(ctx, `verification address:${address}`, each);
  // Last, so that who is over a limit of their own takes no place of everybody's.
  await takeSharedPlace(ctx, 'verification everybody', allAttemptsLimit).catch((error: unknown) => {
    if (error instanceof Refusal) ctx.log.warn('verification: somebody may be guessing codes');
    throw error;
  });
  if ((await countAttempt(ctx, hashOf(codeKey, code))) > attemptsPerCodeMax) {
    throw new Refusal('LINK_CODE_UNKNOWN');
  }
}
