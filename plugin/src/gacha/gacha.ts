// Draws in the game: /gacha with its windows, and /starter. What is drawn, what it costs and who may
// draw is the backend's to decide; the odds shown here are those it draws by (D31).
import { rollGacha, type ShownTable } from '@mintkeep/shared/gacha.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import type { Message, Player } from '../platform/platform.ts';
import { playerCommand } from '../player-command.ts';
import type { Plugin } from '../plugin.ts';
import { openDesk } from './desk.ts';
import { openPage, tellRefusal, type Draws } from './draws.ts';
import { confirmPage, tablePage, tablesPage } from './menu.ts';
import { oddsLines } from './odds.ts';
import { openStage } from './stage.ts';
import { starter } from './starter.ts';
import { keepTables, rollsAmong } from './tables.ts';

/** Registers draws and the starter. */
export function gacha(plugin: Plugin): void {
  const draws: Draws = { plugin, tables: keepTables(plugin), desk: openDesk(plugin) };
  starter(draws);
  playerCommand(plugin, {
    name: 'gacha',
    tellsWhenSlow: true,
    run: (player, args) => gachaCommand(draws, player, args),
    complete: (_player, args) => {
      if (args.length === 1) return ['odds', 'roll'];
      const isOfTable = args[0] === 'odds' || args[0] === 'roll';
      return isOfTable && args.length === 2 ? draws.tables.rolls().map(({ key }) => key) : [];
    },
  });
}

async function gachaCommand(
  draws: Draws,
  player: Player,
  [word = '', tableText]: readonly string[],
): Promise<void> {
  const { plugin, tables } = draws;
  if (word !== '' && word !== 'odds' && word !== 'roll') return plugin.say(player, 'gacha.usage');
  const heard = await tables.refresh();
  if (!heard.ok) return tellRefusal(plugin, player, heard);
  // Who has left meanwhile is not charged for what nobody sees.
  if (!player.isOnline()) return;
  const rolls = rollsAmong(heard.value);
  if (rolls.length === 0) return plugin.say(player, 'gacha.none');
  if (word === '') return openTables(draws, player, rolls);
  const table = tableOf(plugin, player, rolls, tableText);
  if (!table) return;
  if (word === 'roll') return roll(draws, player, { table, key: plugin.platform.newId() });
  for (const line of oddsLines(plugin, table, player.language)) player.tell(line);
}

/** The table a player named; the only one need not be named. Null when the player was told. */
function tableOf(
  { say }: Plugin,
  player: Player,
  rolls: readonly ShownTable[],
  text: string | undefined,
): ShownTable | null {
  const tables = rolls.map(({ key }) => key).join(', ');
  const [only, ...others] = rolls;
  if (text === undefined) {
    if (only && others.length === 0) return only;
    say(player, 'gacha.whichTable', { tables });
    return null;
  }
  const named = rolls.find(({ key }) => key === text.toLowerCase());
  if (!named) say(player, 'gacha.unknownTable', { table: text, tables });
  return named ?? null;
}

/** Opens the windows with a fresh balance; a single table needs no list. */
async function openTables(
  draws: Draws,
  player: Player,
  rolls: readonly ShownTable[],
): Promise<void> {
  const { plugin } = draws;
  const card = await plugin.backend.send(getCard, { minecraftUUID: player.id });
  if (!card.ok) return tellRefusal(plugin, player, card);
  if (!player.isOnline()) return;
  const { language } = player;
  const view = { balanceCoins: card.value.walletBalanceCoins, language };
  const words = (key: 'gacha.tableTitle' | 'gacha.confirmTitle', { name }: ShownTable): Message =>
    plugin.words(language, key, { table: name });
  const list = (): void => {
    openPage(plugin, player, plugin.words(language, 'gacha.title'), 6, {
      buttons: tablesPage(plugin, rolls, view),
      run: (act) => {
        if (act.do === 'open') odds(act.table);
      },
    });
  };
  const odds = (table: ShownTable): void => {
    openPage(plugin, player, words('gacha.tableTitle', table), 6, {
      buttons: tablePage(plugin, table, view),
      run: (act) => {
        if (act.do === 'back') list();
        else if (act.do === 'roll') confirm(table);
      },
    });
  };
  const confirm = (table: ShownTable): void => {
    // The key belongs to this question: a double click answers it once.
    const key = plugin.platform.newId();
    openPage(plugin, player, words('gacha.confirmTitle', table), 3, {
      buttons: confirmPage(plugin, table, view),
      run: (act) => {
        if (act.do === 'back') odds(table);
        else if (act.do === 'yes') void roll(draws, player, { table, key });
      },
    });
  };
  const [only, ...others] = rolls;
  if (only && others.length === 0) odds(only);
  else list();
}

/** Rolls at the odds that were shown, shows the result once it is settled, and tells it. */
async function roll(
  { plugin, tables, desk }: Draws,
  player: Player,
  { table, key }: { readonly table: ShownTable; readonly key: string },
): Promise<void> {
  if (!desk.begin(player)) return;
  const { words, platform, say, coins } = plugin;
  const title = words(player.language, 'gacha.resultTitle', { table: table.name });
  const stage = openStage(plugin, player, title);
  const call = {
    minecraftUUID: player.id,
    tableKey: table.key,
    quotedFingerprint: table.fingerprint,
  };
  const answer = await desk.ask(player, rollGacha, call, key);
  // The player may have left and come back since.
  const here = platform.player(player.id) ?? player;
  if (!answer?.ok) {
    stage.close();
    if (!answer) return;
    plugin.sound(here, 'refused');
    if (answer.code !== 'VERSION_STALE') return tellRefusal(plugin, here, answer);
    void tables.refresh();
    return say(here, 'gacha.changed');
  }
  const { name, icon, costCoins, walletBalanceCoins } = answer.value;
  stage.reveal(table, { name, icon }, () => {
    const price = coins(costCoins, here.language);
    say(here, 'gacha.won', { item: name, table: table.name, price });
    say(here, 'gacha.balanceLeft', { balance: coins(walletBalanceCoins, here.language) });
    plugin.sound(here, 'success');
  });
}
