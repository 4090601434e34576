// npm run staff: lets the owner in without Discord, and gives and takes roles by hand.
import { role as roleSchema, roles } from '@mintkeep/shared/roles.ts';
import { memberId as memberIdSchema } from '@mintkeep/shared/staff.ts';
import { Refusal } from '../core/errors.ts';
import type { ReadScope } from '../core/mongo.ts';
import { getPlayerByNameOrUUID } from '../players/service.ts';
import {
  findSettings,
  grantRole,
  listStaff,
  liveSessions,
  makeOwnerLink,
  ownerLinkLifeMs,
  revokeGrant,
} from '../staff/service.ts';
import { runCommand, Usage } from './command.ts';
import type { Shell } from './command.ts';

const usage = `npm run staff -- link                            a link that lets the owner in once, as SUPERADMIN
npm run staff -- list                            who has a role, and how
npm run staff -- grant <who> <ROLE> <reason...>  give a role by hand: ${roles.join(', ')}
npm run staff -- revoke <who> <reason...>        take it back, and end the sessions

<who> is the id of a Discord user, or the name of a player with a linked Discord account.`;

await runCommand(usage, async (shell, [verb, who, ...rest]) => {
  switch (verb) {
    case 'link':
      return link(shell);
    case 'list':
      return list(shell);
    case 'grant':
      return grant(shell, who, rest);
    case 'revoke':
      return revoke(shell, who, rest);
    case undefined:
      throw new Usage('What should be done?');
    default:
      throw new Usage(`There is no "${verb}" here.`);
  }
});

async function link({ change, config, print }: Shell): Promise<void> {
  const { token } = await change((tx) => makeOwnerLink(tx));
  const url = new URL('/auth/owner', config.PANEL_BASE_URL ?? config.API_BASE_URL);
  url.searchParams.set('token', token);
  print(
    `Whoever opens this within ${String(ownerLinkLifeMs / 60_000)} minutes is in as SUPERADMIN:`,
  );
  print('');
  print(`  ${url.toString()}`);
  print('');
  print('It works once. Send it to nobody.');
}

async function list({ ctx, print }: Shell): Promise<void> {
  const members = await listStaff(ctx);
  const roleMap = (await findSettings(ctx))?.roleMap ?? {};
  if (members.length === 0) {
    print('Nobody has logged in or been given a role: npm run staff -- link');
  }
  for (const { _id, name, grantedRole, isMember, discordRoles, checkedAt } of members) {
    const sessions = (await liveSessions(ctx, _id, ctx.clock.now())).length;
    print(`${_id}  ${name}`);
    print(`  by hand: ${grantedRole ?? 'no role'}; sessions: ${String(sessions)}`);
    if (!checkedAt) continue;
    const mapped = discordRoles.map((id) => `${id} (${roleMap[id] ?? 'no role here'})`);
    const said = isMember ? `roles ${mapped.join(', ') || 'none'}` : 'no member';
    print(`  Discord, ${checkedAt.toISOString()}: ${said}`);
  }
}

async function grant(
  { ctx, change, print }: Shell,
  who: string | undefined,
  [named, ...words]: readonly string[],
): Promise<void> {
  const role = roleSchema.safeParse(named?.toUpperCase());
  if (!role.success) throw new Usage(`A role is one of ${roles.join(', ')}.`);
  const reason = reasonOf(words);
  const memberId = await memberOf(ctx, who);
  await change((tx) => grantRole(tx, { memberId, role: role.data, reason }));
  print(`${memberId} is ${role.data} from now on, whatever the roles in Discord say.`);
}

async function revoke(
  { ctx, change, print }: Shell,
  who: string | undefined,
  words: readonly string[],
): Promise<void> {
  const reason = reasonOf(words);
  const memberId = await memberOf(ctx, who);
  const ended = await change((tx) => revokeGrant(tx, { memberId, reason }));
  print(`${memberId} has no role by hand any more; sessions ended: ${String(ended)}.`);
}

function reasonOf(words: readonly string[]): string {
  const reason = words.join(' ').trim();
  if (!reason || reason.length > 256) throw new Usage('It needs a reason, up to 256 characters.');
  return reason;
}

/** A Discord user's id, or that of the account a player is linked to. */
async function memberOf(scope: ReadScope, who: string | undefined): Promise<string> {
  if (!who) throw new Usage('Who?');
  if (memberIdSchema.safeParse(who).success) return who;
  const { discordId } = await getPlayerByNameOrUUID(scope, who);
  if (!discordId) throw new Refusal('PLAYER_NOT_LINKED', { player: who });
  return discordId;
}
