// The last warnings and errors, in memory: for an admin who has no log at hand. Knows no game.

/** So many are kept; the oldest goes first. */
const keptMax = 10;
/** As much of one is kept: the log has the rest. */
const textMax = 300;

export interface Troubles {
  note(text: string): void;
  /** Oldest first, each with when it was. */
  list(): readonly string[];
}

/** Starts empty. Of a text with several lines, as one with a stack, the first is kept. */
export function keepTroubles(nowMs: () => number): Troubles {
  const kept: string[] = [];
  return {
    note(text) {
      const [line = ''] = text.split('\n');
      kept.push(`${new Date(nowMs()).toISOString()} ${line.slice(0, textMax)}`);
      if (kept.length > keptMax) kept.shift();
    },
    list: () => [...kept],
  };
}
