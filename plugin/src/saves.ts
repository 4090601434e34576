// Proof on disk before a word to the backend: a player's file is saved, and only when it has really
// changed are the words about it said. The server swallows what goes wrong while saving.
import type { Platform, Player } from './platform/platform.ts';
import type { Plugin } from './plugin.ts';

const proofWithinMs = 5_000;
/** Looking at a file is a call into the system, and some servers write a moment later. */
const ticksBetweenLooks = 2;

export interface Saves {
  /**
   * Says the word once the player's file holds what memory holds now. When it does not within 5 s the
   * word is dropped and `never` is called instead; who leaves before hears neither.
   */
  afterSave(player: Player, word: () => void, never?: () => void): void;
  /** How many words wait for their proof. */
  waiting(): number;
}

interface Waiting {
  readonly word: () => void;
  readonly never: (() => void) | undefined;
}

interface Checking {
  readonly player: Player;
  readonly before: string | null;
  readonly untilMs: number;
  readonly words: readonly Waiting[];
}

/**
 * Keeps the words that wait. They belong to a visit: who leaves takes them along, the lease comes
 * again, and the receipt answers then. At most one file is saved in a tick.
 */
export function keepSaves({ platform }: Plugin): Saves {
  const wanted = new Map<Player, Waiting[]>();
  let checking: Checking[] = [];
  let ticks = 0;

  /**
   * Saves the next file. One whose last save is not proved yet must wait: that write, landing late,
   * would be taken for the proof of what came after it.
   */
  function saveNext(): void {
    const isFree = ([player]: readonly [Player, unknown]) =>
      !checking.some((one) => one.player === player);
    const next = [...wanted].find(isFree);
    if (!next) return;
    const [player, words] = next;
    wanted.delete(player);
    const before = player.fileState();
    player.save();
    checking.push({ player, before, words, untilMs: platform.nowMs() + proofWithinMs });
  }

  function check(): void {
    const nowMs = platform.nowMs();
    checking = checking.filter((one) => {
      if (one.player.fileState() !== one.before) {
        for (const { word } of one.words) word();
        return false;
      }
      if (nowMs < one.untilMs) return true;
      platform.log.error(
        `The file of ${one.player.name} was not written. What ${one.player.name} gets or hands in is ` +
          'not confirmed until it can be: look at the disk and at players.disable-saving in spigot.yml.',
      );
      for (const { never } of one.words) never?.();
      return false;
    });
  }

  platform.onTick('save players', () => {
    if (checking.length === 0 && wanted.size === 0) return;
    ticks += 1;
    if (checking.length > 0 && ticks % ticksBetweenLooks === 0) check();
    if (wanted.size > 0) saveNext();
  });
  platform.onQuit((player) => {
    wanted.delete(player);
    checking = checking.filter((one) => one.player !== player);
  });
  return {
    waiting: () => [...wanted.values(), ...checking.map(({ words }) => words)].flat().length,
    afterSave(player, word, never) {
      const words = wanted.get(player) ?? [];
      words.push({ word, never });
      wanted.set(player, words);
    },
  };
}

/** Whether this server saves no players: then nothing can be handed over or taken exactly once. */
export function savingIsOff({ files }: Platform): boolean {
  const settings = files.readServer('spigot.yml') ?? '';
  return /^[ \t]*disable-saving:[ \t]*true[ \t]*(#.*)?$/m.test(settings);
}
