// npm run coins: gives coins to a player out of the mint, with a reason that stays in the ledger; shows
// coins that are set aside for game servers, and gives back those of a server that does not come back.
import { pageSizeMax } from '@mintkeep/shared/constants.ts';
import { line, positiveCoins } from '@mintkeep/shared/primitives.ts';
import { listHolds, releaseForStaff } from '../holds/service.ts';
import { postEarning } from '../ledger/service.ts';
import { getPlayerByNameOrUUID } from '../players/service.ts';
import { runCommand, Usage } from './command.ts';
import type { Shell } from './command.ts';

const usage = `npm run coins -- grant <player name or UUID> <coins> <reason...>
npm run coins -- holds [server]                               coins set aside for other plugins
npm run coins -- holds release <server> --reason <words...>   gives back those of a server that is gone`;

await runCommand(usage, async (shell, [verb, ...args]) => {
  if (verb === 'grant') return grant(shell, args);
  if (verb !== 'holds') throw new Usage('Grant to whom, or which holds?');
  if (args[0] === 'release') return releaseHolds(shell, args.slice(1));
  return showHolds(shell, args[0]);
});

async function grant({ change, print }: Shell, args: readonly string[]): Promise<void> {
  const [who, amount, ...words] = args;
  const reason = words.join(' ').trim();
  if (!who) throw new Usage('Grant to whom?');
  const coins = positiveCoins.safeParse(/^\d+$/.test(amount ?? '') ? Number(amount) : null);
  if (!coins.success) throw new Usage('Coins are a whole number above zero.');
  if (!reason || reason.length > 128) throw new Usage('A grant needs a reason, 128 characters.');
  const name = await change(async (tx) => {
    const player = await getPlayerByNameOrUUID(tx, who);
    await postEarning(tx, {
      playerId: player._id,
      amountCoins: coins.data,
      reason,
      meta: { cause: 'grant', by: tx.actor.id },
    });
    return player.minecraftName;
  });
  print(`${name} has ${String(coins.data)} coins more.`);
}

async function showHolds({ ctx, print }: Shell, serverId: string | undefined): Promise<void> {
  const page = { page: 1, pageSize: pageSizeMax };
  const { items, total } = await listHolds(ctx, { serverId, ...page });
  if (total === 0) print('No coins are set aside.');
  for (const { serverId: where, name, holdCoins, heldSince } of items) {
    print(`${where}  ${name}  ${String(holdCoins)} coins  since ${heldSince}`);
  }
  if (total > items.length) print(`and ${String(total - items.length)} more`);
}

/** Page by page, each a commit of its own with its entry in the audit log. */
async function releaseHolds({ change, print }: Shell, args: readonly string[]): Promise<void> {
  const [serverId, flag, ...words] = args;
  const reason = line(200).safeParse(words.join(' ').trim());
  if (!serverId || serverId.startsWith('--')) throw new Usage('Release those of which server?');
  if (flag !== '--reason' || !reason.success) throw new Usage('Say why: --reason <words>.');
  let players = 0;
  let coins = 0;
  for (let more = true; more;) {
    const done = await change((tx) => releaseForStaff(tx, { serverId, reason: reason.data }));
    players += done.players.length;
    coins += done.releasedCoins;
    more = done.more;
  }
  print(`${String(coins)} coins of ${String(players)} players are in their wallets again.`);
}
