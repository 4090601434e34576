// npm run coins: gives coins to a player out of the mint, with a reason that stays in the ledger.
import { positiveCoins } from '@mintkeep/shared/primitives.ts';
import { postEarning } from '../ledger/service.ts';
import { getPlayerByNameOrUUID } from '../players/service.ts';
import { runCommand, Usage } from './command.ts';

const usage = `npm run coins -- grant <player name or UUID> <coins> <reason...>`;

await runCommand(usage, async ({ change, print }, [verb, who, amount, ...words]) => {
  const reason = words.join(' ').trim();
  if (verb !== 'grant' || !who) throw new Usage('Grant to whom?');
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
});
