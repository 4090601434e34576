// How long a text is in a player's file. Knows nothing else.

/** Bytes of a text as a player's file writes it: Java's own UTF-8, with surrogates one by one. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    bytes += code !== 0 && code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
  }
  return bytes;
}
