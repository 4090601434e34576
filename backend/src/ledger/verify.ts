// The verifier: replays the ledger to every cached balance and checks that coins are conserved. It
// reads one snapshot, so it may run beside any load.
import type { Context } from '../core/context.ts';
import type { ReadScope } from '../core/mongo.ts';
import { inSnapshot } from '../core/snapshot.ts';
import { allBalances } from '../players/service.ts';
import { holdOf, isEscrow, isHold, playerOfWallet, walletOf } from './accounts.ts';
import { countEntries, sumsByAccount } from './store.ts';

/** An account whose cached balance is not what its postings sum to. */
export interface Mismatch {
  readonly account: string;
  readonly ledgerCoins: string;
  readonly cachedCoins: string;
}

/** What the verifier found. Sums are decimal texts, exact beyond what a number holds. */
export interface LedgerReport {
  readonly entries: number;
  readonly wallets: number;
  /** wallets + holds + escrows + treasury. */
  readonly circulatingCoins: string;
  readonly mintedCoins: string;
  readonly burnedCoins: string;
  /** The first of them, by account. */
  readonly mismatches: readonly Mismatch[];
  /** Entries that break a rule by themselves: no positive whole amount, one account twice. */
  readonly brokenEntries: readonly string[];
  /** True when nothing above is wrong and circulating = minted - burned. */
  readonly sound: boolean;
}

// A report names the first of them; a thousand lines would not help anyone.
const mismatchesMax = 100;

/** Verifies the whole ledger against one snapshot of the database. */
export const verifyLedger = (ctx: Context): Promise<LedgerReport> =>
  inSnapshot(ctx, verifyLedgerIn);

/** Verifies the ledger as a snapshot that somebody else reads too has it. */
export async function verifyLedgerIn(scope: ReadScope): Promise<LedgerReport> {
  const { total, broken } = await countEntries(scope);
  const { sums, escrows } = await readSums(scope);
  const mismatches: Mismatch[] = [];
  let wallets = 0;
  let circulating = 0n;
  for await (const player of allBalances(scope)) {
    wallets += 1;
    circulating += BigInt(player.walletBalanceCoins);
    const account = walletOf(player._id);
    compare(mismatches, account, sums.get(account) ?? 0n, BigInt(player.walletBalanceCoins));
    sums.delete(account);
    for (const { serverId, holdCoins } of player.holds ?? []) {
      const hold = holdOf(player._id, serverId);
      circulating += BigInt(holdCoins);
      compare(mismatches, hold, sums.get(hold) ?? 0n, BigInt(holdCoins));
      sums.delete(hold);
    }
    const inEscrow = BigInt(player.escrowBalanceCoins);
    compare(mismatches, escrowsOf(player._id), escrows.get(player._id) ?? 0n, inEscrow);
    escrows.delete(player._id);
  }
  const minted = -(sums.get('mint') ?? 0n);
  const burned = sums.get('burn') ?? 0n;
  for (const [account, coins] of sums) {
    if (account === 'mint' || account === 'burn') continue;
    circulating += coins;
    // A wallet or a hold that only the ledger knows.
    if (playerOfWallet(account) || isHold(account)) compare(mismatches, account, coins, 0n);
    // An escrow that gave more than it got.
    if (isEscrow(account) && coins < 0n) compare(mismatches, account, coins, 0n);
  }
  // Escrows of somebody whom only the ledger knows.
  for (const [playerId, coins] of escrows) compare(mismatches, escrowsOf(playerId), coins, 0n);
  const adds = circulating === minted - burned;
  return {
    entries: total,
    wallets,
    circulatingCoins: String(circulating),
    mintedCoins: String(minted),
    burnedCoins: String(burned),
    mismatches,
    brokenEntries: broken,
    sound: mismatches.length === 0 && broken.length === 0 && adds,
  };
}

/** All that a player has in escrow, as one name in a report. */
const escrowsOf = (playerId: string): string => `escrows of ${playerId}`;

interface Sums {
  /** By account; of escrows and holds only those that hold coins. */
  readonly sums: Map<string, bigint>;
  /** All escrows of each player together: what a player's cached sum must be (S1-074). */
  readonly escrows: Map<string, bigint>;
}

async function readSums(scope: ReadScope): Promise<Sums> {
  const sums = new Map<string, bigint>();
  const escrows = new Map<string, bigint>();
  const add = (to: Map<string, bigint>, name: string, coins: bigint): void => {
    to.set(name, (to.get(name) ?? 0n) + coins);
  };
  for await (const { _id, balanceCoins } of sumsByAccount(scope)) {
    const coins = BigInt(balanceCoins);
    // Every order leaves an empty escrow behind, and every hold may end: there may be more of them
    // than fit.
    if ((isEscrow(_id.account) || isHold(_id.account)) && coins === 0n) continue;
    add(sums, _id.account, coins);
    if (isEscrow(_id.account)) add(escrows, _id.escrowOfId ?? 'nobody', coins);
  }
  return { sums, escrows };
}

function compare(
  mismatches: Mismatch[],
  account: string,
  ledgerCoins: bigint,
  cachedCoins: bigint,
): void {
  const differ = ledgerCoins !== cachedCoins || cachedCoins < 0n;
  if (!differ || mismatches.length >= mismatchesMax) return;
  mismatches.push({
    account,
    ledgerCoins: String(ledgerCoins),
    cachedCoins: String(cachedCoins),
  });
}
