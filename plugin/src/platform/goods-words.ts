// Words for goods as the contract takes them: one plain line, never empty. Knows no game.

const lineMax = 128;

/** A text as one plain line of at most 128 characters; null when nothing of it is left. */
export function goodsLine(text: string): string | null {
  const plain = text
    .replace(/§./gu, '')
    .replace(/[\p{Cc}\u2028\u2029§]+/gu, ' ')
    // Half of a pair is no character, and would not survive the way to the backend.
    .replace(/\p{Cs}/gu, '')
    .trim();
  const short = plain.length <= lineMax ? plain : `${plain.slice(0, lineMax - 1)}…`;
  return short.replace(/\p{Cs}/gu, '') || null;
}

/** `DIAMOND_SWORD` as people write it. */
export const materialTitle = (name: string): string =>
  name
    .toLowerCase()
    .split('_')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(' ');
