// Which players' coins are on their way between the wallet and what is set aside here. Knows no amount.

export interface Moves {
  /** Coins of these players are on their way, until the end is called. */
  begin(minecraftUUIDs: readonly string[]): () => void;
  /** Another number after each move of a player's coins; null while there is one. */
  of(minecraftUUID: string): number | null;
  forget(minecraftUUID: string): void;
}

export function createMoves(): Moves {
  const moving = new Set<string>();
  const ended = new Map<string, number>();
  return {
    begin(minecraftUUIDs) {
      for (const id of minecraftUUIDs) moving.add(id);
      return () => {
        for (const id of minecraftUUIDs) {
          moving.delete(id);
          ended.set(id, (ended.get(id) ?? 0) + 1);
        }
      };
    },
    of: (minecraftUUID) => (moving.has(minecraftUUID) ? null : (ended.get(minecraftUUID) ?? 0)),
    forget: (minecraftUUID) => void ended.delete(minecraftUUID),
  };
}
