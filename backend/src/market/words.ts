// What a search looks for: the words of a text in lower case, and which two stand together. Only
// letters and digits are left of words, so that one can stand in a regular expression as it is.

/** More words than anybody gives a thing, fewer than hurt its index. */
const wordsMax = 24;
const charactersMax = 32;
/** What a pair holds of each of its words: the shortest beginning that says something. */
const beginningCharacters = 2;

/** The words of a text, each once. */
export function wordsOf(text: string): string[] {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.map((word) => [...word].slice(0, charactersMax).join('')))].slice(
    0,
    wordsMax,
  );
}

/**
 * The beginnings of every two words that begin differently, as `di sw`: whatever has a word that
 * begins with `dia` and another with `swo` has this pair. So two words that are both common are looked
 * up together.
 */
export function pairsOf(words: readonly string[]): string[] {
  const long = words.map((word) => [...word]).filter(({ length }) => length >= beginningCharacters);
  const beginnings = long.map((word) => word.slice(0, beginningCharacters).join(''));
  const sorted = [...new Set(beginnings)].sort();
  return sorted.flatMap((first, place) =>
    sorted.slice(place + 1).map((second) => `${first} ${second}`),
  );
}
