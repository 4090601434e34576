// Amounts as people write them: 64, 1.5k, 2m, 1b.

const factors: Readonly<Record<string, number>> = {
  '': 1,
  k: 1_000,
  m: 1_000_000,
  b: 1_000_000_000,
};

/** Reads an amount; null unless it is a whole number that is exact and at least 1. */
export function readAmount(text: string): number | null {
  const [, whole, fraction = '', suffix = ''] =
    /^(\d{1,16})(?:\.(\d{1,9}))?([kmb]?)$/i.exec(text) ?? [];
  if (whole === undefined) return null;
  const factor = factors[suffix.toLowerCase()] ?? 1;
  // In whole numbers all the way: 0.1 has no exact binary form.
  const amount = (BigInt(whole + fraction) * BigInt(factor)) / 10n ** BigInt(fraction.length);
  const isWhole =
    (BigInt(whole + fraction) * BigInt(factor)) % 10n ** BigInt(fraction.length) === 0n;
  return isWhole && amount >= 1n && amount <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(amount)
    : null;
}
