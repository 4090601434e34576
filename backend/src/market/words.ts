// What a search looks for: the words of a text in lower case. Only letters and digits are left of them,
// so that a word can stand in a regular expression as it is.

/** More words than anybody gives a thing, fewer than hurt its index. */
const wordsMax = 24;
const charactersMax = 32;

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
