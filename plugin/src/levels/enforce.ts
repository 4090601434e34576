// Keeps levels at or below the cap, whatever way they come: orbs before they count, commands before
// they run, and what other plugins give at once after the fact. Asks nobody: a look into the caps.
import { createLimiter } from '../limiter.ts';
import type { CommandLine, Experience, Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import type { Caps } from './caps.ts';
import { almost, pointsBelow } from './experience.ts';
import { cappedLine, readGain } from './gain-command.ts';

/** A player at the cap is told no more often. */
const tellPauseMs = 60_000;
const tellSenderPauseMs = 1_000;

export interface Enforcement {
  /** A cap is known (again): what came while it was not is judged now. */
  judge(player: Player): void;
}

/** Registers with the game. */
export function enforceCaps(plugin: Plugin, caps: Caps): Enforcement {
  const { platform } = plugin;
  const tell = openTelling(plugin);
  /** The level a player had when the cap was not known: nobody loses that. */
  const unjudged = new WeakMap<Player, number>();
  const noteUnjudged = (player: Player, level: number): void => {
    unjudged.set(player, Math.min(unjudged.get(player) ?? level, level));
  };
  function bringBack(player: Player, level: number, cap: number): void {
    // What is taken back still fills the bar, as the same points from orbs would have.
    player.setExperience(almost(level));
    tell(player, cap);
  }

  platform.onJoin((player) => {
    if (caps.of(player.id) === undefined) noteUnjudged(player, player.level());
  });
  platform.onGain((player, points) => {
    const cap = caps.of(player.id);
    if (cap === undefined) noteUnjudged(player, player.level());
    if (cap === undefined || cap === null) return points;
    const counted = pointsBelow(cap, player.experience(), points);
    if (counted < points) tell(player, cap);
    return counted;
  });
  platform.onLevelChange((player, before) => {
    const cap = caps.of(player.id);
    if (cap === undefined) noteUnjudged(player, Math.min(before, player.level()));
    if (cap === undefined || cap === null) return;
    // Who stands above a cap that was lowered keeps the level, and gets no higher (D30).
    const most = Math.max(cap, before);
    if (player.level() > most) bringBack(player, most, cap);
  });
  limitCommands(plugin, caps);
  return {
    judge(player) {
      const had = unjudged.get(player);
      const cap = caps.of(player.id);
      if (had === undefined || cap === undefined) return;
      unjudged.delete(player);
      if (cap !== null && player.level() > Math.max(cap, had)) {
        bringBack(player, Math.max(cap, had), cap);
      }
    },
  };
}

/** Tells a player of the cap: in chat once for each visit, then where it disturbs nobody. */
function openTelling({ platform, say, words }: Plugin): (player: Player, cap: number) => void {
  const telling = createLimiter(tellPauseMs);
  const toldInChat = new WeakSet<Player>();
  return (player, cap) => {
    if (!telling.allow(player.id, platform.nowMs())) return;
    const level = platform.formatInteger(cap, player.language);
    if (toldInChat.has(player)) {
      player.actionBar(words(player.language, 'levels.reachedShort', { level }));
    } else say(player, 'levels.reached', { level });
    toldInChat.add(player);
  };
}

function limitCommands({ platform, say }: Plugin, caps: Caps): void {
  const telling = createLimiter(tellSenderPauseMs);
  platform.onCommandLine((line) => {
    const limited = limitLine(caps, line);
    if (!limited) return null;
    const { sender } = line;
    // A command block repeats itself twenty times a second.
    if (!telling.allow(sender.name, platform.nowMs())) return limited.lines;
    for (const { player, cap } of limited.held) {
      const level = platform.formatInteger(cap, sender.language);
      say(sender, 'levels.commandLimited', { player: player.name, level });
    }
    return limited.lines;
  });
}

interface Limited {
  readonly lines: readonly string[];
  readonly held: readonly { readonly player: Player; readonly cap: number }[];
}

/** What may run of a command that gives experience; null when all of it may. */
function limitLine(caps: Caps, { text, targets }: CommandLine): Limited | null {
  const gain = readGain(text);
  if (!gain) return null;
  const held: { readonly player: Player; readonly cap: number }[] = [];
  const lines: string[] = [];
  for (const player of targets(gain.target)) {
    const now: Experience = player.experience();
    const cap = caps.of(player.id) ?? null;
    const line = cappedLine(gain, { id: player.id, now, cap });
    if (line.isHeld && cap !== null) held.push({ player, cap });
    if (line.text !== null) lines.push(line.text);
  }
  return held.length > 0 ? { lines, held } : null;
}
