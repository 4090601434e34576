// Deliveries that are not goods: console commands, ranks, another plugin's money, a message. They
// go through the journal, so that none runs twice unless it may.
import type { LeasedDelivery, Task } from '@mintkeep/shared/delivery.ts';
import type { Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import type { Journal } from './journal.ts';

export type Errand = Exclude<Task, { action: 'give' }>;

/** What became of an errand, as the backend's report wants it. */
export type ErrandOutcome =
  | { readonly outcome: 'given' | 'unclear' | 'void' }
  | { readonly outcome: 'released'; readonly error: string };

/** Runs an errand once, or says from the journal what became of it. */
export function runErrand(
  plugin: Plugin,
  journal: Journal,
  player: Player,
  { deliveryId, reviews, cancelled }: LeasedDelivery,
  task: Errand,
): ErrandOutcome {
  // Staff who looked and let it run again start a new entry: the old one stays unclear for ever.
  const entry = reviews === 0 ? deliveryId : `${deliveryId}#${reviews}`;
  const state = journal.state(entry);
  if (state === 'done') return { outcome: 'given' };
  if (state === 'void') return { outcome: 'void' };
  if (state === 'started' && !mayRepeat(task)) return { outcome: 'unclear' };
  if (cancelled && state === 'unknown') {
    // On the disk first: an older lease that comes late must not run what was paid back.
    journal.voided(entry);
    return { outcome: 'void' };
  }
  if (task.action === 'message') {
    plugin.say(player, 'delivery.message', { text: task.payload.text });
    return { outcome: 'given' };
  }
  const lines = commandLines(plugin, player, task);
  journal.started(entry);
  for (const line of lines) {
    if (plugin.platform.runConsole(line)) continue;
    // Nobody knows the command, so it did nothing; the ones before it did, or an earlier run.
    if (line !== lines[0] || state === 'started') return { outcome: 'unclear' };
    journal.undone(entry);
    const error = `the server knows no command "${line.split(' ')[0] ?? ''}"`;
    return { outcome: 'released', error };
  }
  journal.done(entry);
  tell(plugin, player, task);
  return { outcome: 'given' };
}

/** A rank that is set twice is set; other commands only when the reward says so. */
function mayRepeat(task: Errand): boolean {
  if (task.action === 'command') return task.payload.safeToRepeat;
  return task.action === 'rank' || task.action === 'message';
}

/** The commands, with typed values only: names, ids and whole numbers, never a player's own words. */
function commandLines(
  { settings }: Plugin,
  player: Player,
  task: Exclude<Errand, { action: 'message' }>,
): string[] {
  const fill = (template: string, values: Readonly<Record<string, string>>): string =>
    template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  const who = { player: player.name, uuid: player.id };
  switch (task.action) {
    case 'command':
      return task.payload.commands.map((line) => fill(line, who));
    case 'rank':
      return [fill(settings.rankCommand, { ...who, group: task.payload.group })];
    case 'money':
      return [fill(settings.moneyCommand, { ...who, amount: String(task.payload.amountCoins) })];
  }
}

function tell(plugin: Plugin, player: Player, task: Errand): void {
  if (task.action === 'rank') plugin.say(player, 'delivery.rank', { group: task.payload.group });
  else if (task.action === 'money') {
    const coins = plugin.coins(task.payload.amountCoins, player.language);
    plugin.say(player, 'delivery.money', { coins });
  } else plugin.say(player, 'delivery.done');
}
