// The draw: from a seed and weights to one entry, the same for everybody who computes it. Pure; the
// algorithm is written down in docs/gacha.md, with a worked example. Knows no player and no coins.
import { createHash, randomBytes } from 'node:crypto';

export interface Weighted {
  readonly sku: string;
  readonly weight: number;
}

/** A fresh seed: 32 bytes of the system's CSPRNG, in hex. */
export const newSeed = (): string => randomBytes(32).toString('hex');

// Numbers are drawn from 48 bits: exact in a double, and far above any sum of weights.
const bytesPerNumber = 6;
const numbersCount = 2 ** (8 * bytesPerNumber);

/**
 * Draws one entry: a number below the sum of the weights, and the entry in whose share it falls.
 * Numbers that would favour the first entries are thrown away, so that the odds are exactly
 * `weight / sum` (D31).
 */
export function draw<T extends Weighted>(seed: string, entries: readonly T[]): T {
  const sum = sumOf(entries);
  const limit = numbersCount - (numbersCount % sum);
  for (let round = 0; ; round += 1) {
    const number = numberOf(seed, round);
    if (number >= limit) continue;
    let left = number % sum;
    for (const entry of entries) {
      if (left < entry.weight) return entry;
      left -= entry.weight;
    }
  }
}

/** The sum of the weights. Throws where a draw would make no sense. */
export function sumOf(entries: readonly Weighted[]): number {
  const sum = entries.reduce((so, { weight }) => so + weight, 0);
  const sound = entries.every(({ weight }) => Number.isSafeInteger(weight) && weight > 0);
  if (!sound || sum < 1 || sum > numbersCount) throw new Error('weights are whole and positive');
  return sum;
}

/** The first 48 bits of SHA-256 over the seed's bytes and the round as 4 bytes, big end first. */
function numberOf(seed: string, round: number): number {
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(round);
  const hash = createHash('sha256').update(Buffer.from(seed, 'hex')).update(counter).digest();
  return hash.readUIntBE(0, bytesPerNumber);
}
