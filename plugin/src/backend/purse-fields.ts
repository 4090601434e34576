// Whose coins a request and its answer are about. Knows no request by name.

/** The player that a call names; null when it names none. */
export function playerOf(call: unknown): string | null {
  const { minecraftUUID } = call as { minecraftUUID?: unknown };
  return typeof minecraftUUID === 'string' ? minecraftUUID : null;
}

/** The coins in the wallet that an answer tells of; null when it tells of none. */
export function walletOf(value: unknown): number | null {
  if (typeof value !== 'object' || value === null) return null;
  const { walletBalanceCoins } = value as { walletBalanceCoins?: unknown };
  return typeof walletBalanceCoins === 'number' ? walletBalanceCoins : null;
}
