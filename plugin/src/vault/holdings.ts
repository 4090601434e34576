// What is set aside here of each player's coins, as far as it is known without asking: what the backend
// said last, and what other plugins took and gave since. Asks nobody and writes nothing.
import type { HoldEntry, PlayerHold } from '@mintkeep/shared/holds.ts';
import { createMoves, type Moves } from './moves.ts';

/** After an answer, a player's coins are asked for again this late at the earliest. */
export const againMs = 2_000;

export interface Holding {
  readonly minecraftUUID: string;
  isHere: boolean;
  /** What the backend held at its last answer; null while nothing can be counted on. */
  heardCoins: number | null;
  /** Coins may be held that were not heard of: nothing was heard yet, or nothing clear. */
  mayHoldMore: boolean;
  walletCoins: number;
  refused: PlayerHold['refused'];
  /** To be given back, once what is open of the player is settled; nothing is spent meanwhile. */
  isReleasing: boolean;
  /** More may be taken from then on. */
  takeAtMs: number;
  /** The wallet was looked at last, and is again. */
  lookedAtMs: number;
  lookAtMs: number;
}

/** What is not settled yet of a player's. */
interface Pending {
  readonly coins: number;
  readonly entries: number;
}

export interface Holdings {
  all(): Iterable<Holding>;
  find(minecraftUUID: string): Holding | null;
  /** The holding of one who has come; an older one goes on. */
  arrived(minecraftUUID: string): Holding;
  /** Drops those who left, and of whom nothing is left to do. */
  forgetGone(): void;
  /** Coins that a plugin may take now. */
  spendable(holding: Holding): number;
  /** Coins of a player who is here, those in the wallet too. */
  total(holding: Holding): number;
  isPending(minecraftUUID: string): boolean;
  readonly moves: Moves;
  /** An entry was written down: it counts before the backend knows. */
  noted(entry: HoldEntry): void;
  /** The backend counts it itself now. */
  settled(entry: HoldEntry): void;
  /** As `settled`, where what the backend holds may count others already that are still open here. */
  settledAlone(entry: HoldEntry): void;
  /** What the backend says of a player's coins, after every entry that was settled. */
  heard(hold: PlayerHold): void;
}

const changeOf = ({ kind, amountCoins }: HoldEntry): number =>
  kind === 'DEPOSIT' ? amountCoins : -amountCoins;

/** Knows nobody at first; `open` is what an earlier run left to settle. */
export function createHoldings(open: readonly HoldEntry[]): Holdings {
  const byId = new Map<string, Holding>();
  const pending = new Map<string, Pending>();
  const nothing: Pending = { coins: 0, entries: 0 };
  const moves = createMoves();

  function count(entry: HoldEntry, sign: 1 | -1): void {
    const { coins, entries } = pending.get(entry.minecraftUUID) ?? nothing;
    const left = { coins: coins + sign * changeOf(entry), entries: entries + sign };
    if (left.entries === 0) pending.delete(entry.minecraftUUID);
    else pending.set(entry.minecraftUUID, left);
  }
  for (const entry of open) count(entry, 1);

  const spendable = ({ minecraftUUID, heardCoins }: Holding): number =>
    heardCoins === null
      ? 0
      : Math.max(0, heardCoins + (pending.get(minecraftUUID) ?? nothing).coins);
  return {
    all: () => byId.values(),
    find: (minecraftUUID) => byId.get(minecraftUUID) ?? null,
    arrived(minecraftUUID) {
      const holding = byId.get(minecraftUUID) ?? newHolding(minecraftUUID);
      holding.isHere = true;
      byId.set(minecraftUUID, holding);
      return holding;
    },
    forgetGone() {
      for (const { minecraftUUID, isHere, isReleasing } of byId.values()) {
        if (isHere || isReleasing) continue;
        byId.delete(minecraftUUID);
        moves.forget(minecraftUUID);
      }
    },
    spendable,
    total: (holding) => holding.walletCoins + spendable(holding),
    isPending: (minecraftUUID) => pending.has(minecraftUUID),
    moves,
    noted: (entry) => count(entry, 1),
    settled: (entry) => count(entry, -1),
    settledAlone(entry) {
      count(entry, -1);
      const holding = byId.get(entry.minecraftUUID);
      if (holding?.heardCoins != null) holding.heardCoins += changeOf(entry);
    },
    heard({ minecraftUUID, holdCoins, walletBalanceCoins, refused }) {
      const holding = byId.get(minecraftUUID);
      if (!holding) return;
      holding.heardCoins = holdCoins;
      holding.mayHoldMore = false;
      holding.walletCoins = walletBalanceCoins;
      holding.refused = refused;
    },
  };
}

const newHolding = (minecraftUUID: string): Holding => ({
  minecraftUUID,
  isHere: true,
  heardCoins: null,
  mayHoldMore: true,
  walletCoins: 0,
  refused: null,
  isReleasing: false,
  takeAtMs: 0,
  lookedAtMs: 0,
  lookAtMs: 0,
});
