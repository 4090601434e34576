// The link between a game account and a Discord account: the code that proves it, what the game and
// Discord ask, and how a link ends.
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { discordId, instant, line, minecraftName, minecraftUUID, uuid } from './primitives.ts';

/** How long a code can be used (S0-022). */
export const codeLifetimeMs = 15 * 60_000;

/** A code as a person enters it, in any case; what passes is in capitals (S0-021). */
export const enteredCode = z
  .string()
  .regex(/^[A-Za-z0-9]{8}$/, { error: 'must be 8 letters and digits' })
  .transform((text) => text.toUpperCase());

/** A Discord user's name, as it was when the link was made. */
export const discordName = line(64);

/** Who is linked with whom. */
export const link = z.strictObject({ playerId: uuid, minecraftUUID, discordId });

/** No key: a key's answer is kept, and a code in plain text must not be. Asking again voids it. */
export const generateCode = {
  method: 'POST',
  path: '/api/verification/generate',
  who: { server: true },
  summary: 'Makes a code with which the player links a Discord account; it voids the one before.',
  body: z.strictObject({ minecraftUUID, name: minecraftName }),
  status: 201,
  reply: z.strictObject({ code: z.string().regex(/^[A-Z0-9]{8}$/), expiresAt: instant }),
  key: 'none',
  refusals: ['PLAYER_LINKED'],
} as const satisfies Contract;

/**
 * A game server names the Discord user; with a session it is the session's own, and naming another
 * is refused. Attempts have narrower limits of their own (D16).
 */
export const verifyCode = {
  method: 'POST',
  path: '/api/verification/verify',
  who: { server: true, staff: 'member' },
  summary: 'Links the game account that made the code with the Discord user who entered it.',
  body: z.strictObject({
    code: enteredCode,
    discordId: discordId.optional(),
    discordName: discordName.optional(),
  }),
  status: 200,
  reply: link,
  // Linking may bring coins: those of an account known only from Discord, and the reward (D15).
  key: 'required',
  limit: 'none',
  refusals: [
    'LINK_CODE_UNKNOWN',
    'LINK_CODE_EXPIRED',
    'PLAYER_LINKED',
    'LINK_LIMIT_REACHED',
    'PLAYER_UNKNOWN',
    'BALANCE_TOO_LARGE',
    'ROLE_INSUFFICIENT',
  ],
} as const satisfies Contract;

export const linkStatus = {
  method: 'GET',
  path: '/api/verification/status/:minecraftUUID',
  who: { server: true },
  summary: 'Says whether a game account is linked, with whom and since when.',
  params: z.strictObject({ minecraftUUID }),
  status: 200,
  reply: z.strictObject({
    linked: z.boolean(),
    discordId: discordId.optional(),
    discordName: discordName.optional(),
    linkedAt: instant.optional(),
  }),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

/** A game server asks it for the player; staff must say why. Coins stay with the game account. */
export const unlink = {
  method: 'POST',
  path: '/api/verification/unlink',
  who: { server: true, staff: 'OPERATOR', inGame: 'OPERATOR' },
  summary: 'Ends the link of a game account; it can be linked anew at once.',
  body: z.strictObject({ minecraftUUID, reason: line(256).optional() }),
  status: 200,
  reply: link,
  key: 'accepted',
  refusals: ['PLAYER_UNKNOWN', 'PLAYER_NOT_LINKED'],
} as const satisfies Contract;
