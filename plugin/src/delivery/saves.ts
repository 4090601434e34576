// Proof on disk before a word to the backend: a player's file is saved, and only when it has really
// changed are the words about it said. The server swallows what goes wrong while saving.
import type { Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';

const proofWithinMs = 5_000;
/** Looking at a file is a call into the system, and some servers write a moment later. */
const ticksBetweenLooks = 2;

export interface Saves {
  /** Says the word once the player's file holds what memory holds now; drops it when it never does. */
  afterSave(player: Player, word: () => void): void;
  /** How many words wait for their proof. */
  waiting(): number;
}

interface Checking {
  readonly player: Player;
  readonly before: string | null;
  readonly untilMs: number;
  readonly words: readonly (() => void)[];
}

/**
 * Keeps the words that wait. They belong to a visit: who leaves takes them along, the lease comes
 * again, and the receipt answers then. At most one file is saved in a tick.
 */
export function keepSaves({ platform }: Plugin): Saves {
  const wanted = new Map<Player, (() => void)[]>();
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
        for (const word of one.words) word();
        return false;
      }
      if (nowMs < one.untilMs) return true;
      platform.log.error(
        `The file of ${one.player.name} was not written. Deliveries to ${one.player.name} are not ` +
          'confirmed until it can be: look at the disk and at players.disable-saving in spigot.yml.',
      );
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
    waiting: () =>
      [...wanted.values(), ...checking.map(({ words }) => words)].reduce(
        (sum, words) => sum + words.length,
        0,
      ),
    afterSave(player, word) {
      const words = wanted.get(player) ?? [];
      words.push(word);
      wanted.set(player, words);
    },
  };
}
