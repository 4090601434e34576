// Proof on disk before a word to the backend: a player's file is saved, and only when it has really
// changed are the words about it said. The server swallows what goes wrong while saving.
import type { Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';

const proofWithinMs = 5_000;

export interface Saves {
  /** Says the word once the player's file holds what memory holds now; drops it when it never does. */
  afterSave(player: Player, word: () => void): void;
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

  function saveNext(): void {
    const [next] = wanted;
    if (!next) return;
    const [player, words] = next;
    wanted.delete(player);
    if (!player.isOnline()) return;
    const before = player.fileState();
    player.save();
    checking.push({ player, before, words, untilMs: platform.nowMs() + proofWithinMs });
  }

  function check(): void {
    const nowMs = platform.nowMs();
    checking = checking.filter((one) => {
      if (!one.player.isOnline()) return false;
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
    if (checking.length > 0) check();
    if (wanted.size > 0) saveNext();
  });
  platform.onQuit((player) => wanted.delete(player));
  return {
    afterSave(player, word) {
      const words = wanted.get(player) ?? [];
      words.push(word);
      wanted.set(player, words);
    },
  };
}
