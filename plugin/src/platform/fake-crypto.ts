// SHA-256 and HMAC for the fake platform, written out: the plugin's compiler allows nothing of Node,
// and the contract checks hold both this and Java's against the published vectors.
import type { Crypto } from './platform.ts';

const base64Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const blockBytes = 64;

/** The crypto of the fake platform. `hmac` throws when the key is not base64. */
export const fakeCrypto: Crypto = {
  hmac(keyBase64, text) {
    const key = fromBase64(keyBase64);
    const block = key.length > blockBytes ? digest(key) : key;
    const padded = Array.from({ length: blockBytes }, (_, index) => block[index] ?? 0);
    const inner = digest([...padded.map((byte) => byte ^ 0x36), ...utf8(text)]);
    return toBase64(digest([...padded.map((byte) => byte ^ 0x5c), ...inner]));
  },
  sha256: (text) =>
    digest(utf8(text))
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join(''),
};

export function utf8(text: string): number[] {
  const bytes: number[] = [];
  const escaped = encodeURIComponent(text);
  for (let index = 0; index < escaped.length; index += 1) {
    if (escaped[index] === '%') {
      bytes.push(Number.parseInt(escaped.slice(index + 1, index + 3), 16));
      index += 2;
    } else bytes.push(escaped.charCodeAt(index));
  }
  return bytes;
}

export function fromBase64(text: string): number[] {
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const letter of text.replace(/=+$/, '')) {
    const value = base64Alphabet.indexOf(letter);
    if (value < 0) throw new Error('A key must be base64.');
    bits = ((bits << 6) | value) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push((bits >> count) & 0xff);
  }
  return bytes;
}

export function toBase64(bytes: readonly number[]): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const [one = 0, two = 0, three = 0] = bytes.slice(index, index + 3);
    const group = (one << 16) | (two << 8) | three;
    for (const shift of [18, 12, 6, 0]) text += base64Alphabet[(group >> shift) & 63] ?? '';
  }
  const padding = (3 - (bytes.length % 3)) % 3;
  return text.slice(0, text.length - padding) + '='.repeat(padding);
}

/** The first 32 bits of the fractions of the roots of the first primes, as FIPS 180-4 asks. */
function fractions(count: number, root: (prime: number) => number): number[] {
  const words: number[] = [];
  for (let candidate = 2; words.length < count; candidate += 1) {
    let divisor = 2;
    while (divisor * divisor <= candidate && candidate % divisor !== 0) divisor += 1;
    if (divisor * divisor > candidate) words.push(((root(candidate) % 1) * 2 ** 32) | 0);
  }
  return words;
}

const roundWords = fractions(64, Math.cbrt);
const startWords = fractions(8, Math.sqrt);

function digest(message: readonly number[]): number[] {
  const bytes = [...message, 0x80];
  while (bytes.length % blockBytes !== 56) bytes.push(0);
  const bits = message.length * 8;
  for (const word of [Math.floor(bits / 2 ** 32), bits | 0]) bytes.push(...bytesOf(word));
  let state = startWords;
  for (let start = 0; start < bytes.length; start += blockBytes) {
    state = compress(state, bytes.slice(start, start + blockBytes));
  }
  return state.flatMap(bytesOf);
}

function compress(state: readonly number[], block: readonly number[]): number[] {
  const words = schedule(block);
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let round = 0; round < 64; round += 1) {
    const choice = (e & f) ^ (~e & g);
    const mixed = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const first = (h + mixed + choice + (roundWords[round] ?? 0) + (words[round] ?? 0)) | 0;
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority) | 0;
    [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
  }
  return [a, b, c, d, e, f, g, h].map((word, index) => (word + (state[index] ?? 0)) | 0);
}

function schedule(block: readonly number[]): number[] {
  const words: number[] = [];
  for (let index = 0; index < 64; index += 1) {
    if (index < 16) {
      const [one = 0, two = 0, three = 0, four = 0] = block.slice(index * 4, index * 4 + 4);
      words.push((one << 24) | (two << 16) | (three << 8) | four);
      continue;
    }
    const early = words[index - 15] ?? 0;
    const late = words[index - 2] ?? 0;
    const spreadEarly = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const spreadLate = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    words.push(((words[index - 16] ?? 0) + spreadEarly + (words[index - 7] ?? 0) + spreadLate) | 0);
  }
  return words;
}

function turn(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function bytesOf(word: number): number[] {
  return [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff);
}
