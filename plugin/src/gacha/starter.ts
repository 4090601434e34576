// /starter: the one kit of a player, with its odds before it is claimed. What was claimed comes by a
// delivery as everything else does.
import { claimStarter, getStarter, type ShownTable } from '@mintkeep/shared/gacha.ts';
import type { Player } from '../platform/platform.ts';
import { playerCommand } from '../player-command.ts';
import { openPage, tellRefusal, type Draws } from './draws.ts';
import { starterPage } from './menu.ts';
import { oddsLines } from './odds.ts';
import { openStage } from './stage.ts';
import { starterAmong } from './tables.ts';

const subcommands = ['claim', 'status', 'odds'];

/** Registers the starter. */
export function starter(draws: Draws): void {
  playerCommand(draws.plugin, {
    name: 'starter',
    tellsWhenSlow: true,
    run: (player, args) => starterCommand(draws, player, args),
    complete: (_player, args) => (args.length === 1 ? subcommands : []),
  });
}

async function starterCommand(
  draws: Draws,
  player: Player,
  [word = '']: readonly string[],
): Promise<void> {
  const { plugin } = draws;
  if (word === 'status') return tellStatus(draws, player);
  if (word !== '' && word !== 'claim' && word !== 'odds') {
    return plugin.say(player, 'starter.usage');
  }
  const heard = await draws.tables.refresh();
  if (!heard.ok) return tellRefusal(plugin, player, heard);
  if (!player.isOnline()) return;
  const table = starterAmong(heard.value);
  if (!table) return plugin.say(player, 'starter.none');
  if (word === 'claim') return claim(draws, player, table, plugin.platform.newId());
  if (word === '') return openStarter(draws, player, table);
  for (const line of oddsLines(plugin, table, player.language)) player.tell(line);
}

async function tellStatus({ plugin }: Draws, player: Player): Promise<void> {
  const answer = await plugin.backend.send(getStarter, { minecraftUUID: player.id });
  if (!answer.ok) return tellRefusal(plugin, player, answer);
  const { status, attempts } = answer.value;
  plugin.say(player, `starter.status.${status}`);
  if (attempts === 0) return;
  const count = plugin.platform.formatInteger(attempts, player.language);
  plugin.say(player, 'starter.attempts', { count });
}

async function openStarter(draws: Draws, player: Player, table: ShownTable): Promise<void> {
  const { plugin } = draws;
  const answer = await plugin.backend.send(getStarter, { minecraftUUID: player.id });
  if (!answer.ok) return tellRefusal(plugin, player, answer);
  if (!player.isOnline()) return;
  const key = plugin.platform.newId();
  openPage(plugin, player, plugin.words(player.language, 'starter.title'), 6, {
    buttons: starterPage(plugin, table, answer.value, player.language),
    run: (act) => {
      if (act.do === 'claim') void claim(draws, player, table, key);
    },
  });
}

/** Claims the starter, shows what was drawn once that is settled, and tells it. */
async function claim(
  { plugin, desk }: Draws,
  player: Player,
  table: ShownTable,
  key: string,
): Promise<void> {
  if (!desk.begin(player)) return;
  const { words, platform, say } = plugin;
  const stage = openStage(plugin, player, words(player.language, 'starter.title'));
  const answer = await desk.ask(player, claimStarter, { minecraftUUID: player.id }, key);
  // The player may have left and come back since.
  const here = platform.player(player.id) ?? player;
  if (!answer?.ok) {
    stage.close();
    return answer ? tellRefusal(plugin, here, answer) : undefined;
  }
  const { name, sku } = answer.value;
  const icon = table.entries.find((entry) => entry.sku === sku)?.icon ?? table.icon;
  stage.reveal(table, { name, icon }, () => {
    say(here, 'starter.got', { item: name });
    say(here, 'starter.comes');
    plugin.sound(here, 'success');
  });
}
