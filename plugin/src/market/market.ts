// The market in the game: /market with its windows, and what sellers hear. Prices, fees and limits are
// the backend's to decide; what is shown here is what it said last.
import type { Taking } from '../goods/taking.ts';
import { playerCommand } from '../player-command.ts';
import type { Plugin } from '../plugin.ts';
import { isStaffCommand, marketCommand, marketWords } from './command.ts';
import { openCounter } from './counter.ts';
import type { Desk } from './desk.ts';
import { tellHeld } from './held.ts';
import { followTrades } from './notices.ts';
import { keepSeen } from './seen.ts';
import { staffCommand } from './staff.ts';
import { openTill } from './till.ts';

/** Registers the market (S1-069, S1-070, D25, D35). */
export function market(plugin: Plugin, taking: Taking): void {
  const seen = keepSeen(plugin);
  const desk: Desk = {
    plugin,
    seen,
    till: openTill(plugin),
    counter: openCounter(plugin, seen, taking),
  };
  followTrades(plugin);
  plugin.platform.onJoin((player) => void tellHeld(desk, player));
  playerCommand(plugin, {
    name: 'market',
    run: (player, args) => marketCommand(desk, player, args),
    complete: (player, args) => marketWords(desk, player, args),
    console: (sender, args) =>
      isStaffCommand(sender, args)
        ? staffCommand(desk, sender, args)
        : plugin.say(sender, 'market.consoleUsage'),
  });
}
