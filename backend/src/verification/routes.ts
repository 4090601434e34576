// The doors of verification: for the game, for members with a session, for staff.
import type { FastifyInstance } from 'fastify';
import { discordId } from '@mintkeep/shared/primitives.ts';
import * as contracts from '@mintkeep/shared/verification.ts';
import { discordName } from '@mintkeep/shared/verification.ts';
import type { Actor, Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import { serve } from '../core/http.ts';
import { networkOf } from '../core/limits.ts';
import type { DiscordUser } from '../players/service.ts';
import { findMember } from '../staff/service.ts';
import * as verification from './service.ts';
import type { Linking } from './service.ts';

export const verificationForAll =
  (ctx: Context, linking: Linking) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, contracts.generateCode, (input, call) =>
      call.transact((tx) => verification.generateCode(tx, linking, input)),
    );
    serve(scope, ctx, contracts.verifyCode, async ({ code, ...named }, call) => {
      const user = await userOf(ctx, call.actor, named);
      const address = call.actor.kind === 'server' ? null : networkOf(call.ip);
      await verification.admitAttempt(ctx, linking, { code, ...user, address });
      return call.transact((tx) => verification.verifyCode(tx, linking, { code, ...user }));
    });
    serve(scope, ctx, contracts.linkStatus, ({ minecraftUUID }) =>
      verification.statusOf(ctx, minecraftUUID),
    );
    serve(scope, ctx, contracts.unlink, ({ minecraftUUID, reason }, call) => {
      const byPlayer = call.actor.kind === 'server';
      if (!byPlayer && reason === undefined) throw missing('reason');
      const why = byPlayer ? null : (reason ?? null);
      return call.transact((tx) => verification.unlink(tx, { minecraftUUID, reason: why }));
    });
  };

/**
 * The Discord user who enters the code: whom a game server names, or the session's own. A member
 * cannot link in another's name, nor can the owner, who is no Discord user.
 */
async function userOf(
  ctx: Context,
  actor: Actor,
  named: { discordId?: string | undefined; discordName?: string | undefined },
): Promise<DiscordUser> {
  if (actor.kind === 'server') {
    if (named.discordId === undefined) throw missing('discordId');
    return { discordId: named.discordId, discordName: named.discordName ?? null };
  }
  const own = discordId.safeParse(actor.id).data;
  if (own === undefined || (named.discordId ?? own) !== own) {
    throw new Refusal('ROLE_INSUFFICIENT');
  }
  const name = discordName.safeParse((await findMember(ctx, own))?.name);
  return { discordId: own, discordName: name.data ?? null };
}

const missing = (field: string): Refusal =>
  new Refusal('REQUEST_INVALID', { fields: [{ path: `body.${field}`, message: 'is required' }] });
