// The known word that somebody most likely meant.

/** The nearest of the known words, at most two letters off; null when none is. */
export function nearest(word: string, known: readonly string[]): string | null {
  // Longer than any word of ours: not worth counting, and cheap for hostile input.
  if (word.length > 24) return null;
  const ranked = known
    .map((one) => ({ one, off: lettersOff(word, one) }))
    .sort((left, right) => left.off - right.off);
  const [best] = ranked;
  return best && best.off <= 2 && best.off < best.one.length ? best.one : null;
}

/** The edit distance of Levenshtein: letters put in, left out or changed. */
function lettersOff(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [at, letter] of [...left].entries()) {
    const next = [at + 1];
    for (let column = 1; column <= right.length; column += 1) {
      const changed = (row[column - 1] ?? 0) + (letter === right[column - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? left.length;
}
