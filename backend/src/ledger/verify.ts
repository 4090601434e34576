// The verifier: replays the ledger to every cached balance and checks that coins are conserved. It
// reads one snapshot, so it may run beside any load.
import type { Context } from '../core/context.ts';
import type { ReadScope } from '../core/mongo.ts';
import { inSnapshot } from '../core/snapshot.ts';
import { allBalances } from '../players/service.ts';
import { playerOfWallet, walletOf } from './accounts.ts';
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
  /** wallets + escrows + treasury. */
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
  const sums = await readSums(scope);
  const mismatches: Mismatch[] = [];
  let wallets = 0;
  let circulating = 0n;
  for await (const { _id, walletBalanceCoins } of allBalances(scope)) {
    wallets += 1;
    circulating += BigInt(walletBalanceCoins);
    const account = walletOf(_id);
    compare(mismatches, account, sums.get(account) ?? 0n, BigInt(walletBalanceCoins));
    sums.delete(account);
  }
  const minted = -(sums.get('mint') ?? 0n);
  const burned = sums.get('burn') ?? 0n;
  for (const [account, coins] of sums) {
    if (account === 'mint' || account === 'burn') continue;
    circulating += coins;
    // A wallet that only the ledger knows.
    if (playerOfWallet(account)) compare(mismatches, account, coins, 0n);
  }
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

async function readSums(scope: ReadScope): Promise<Map<string, bigint>> {
  const sums = new Map<string, bigint>();
  for await (const { _id, balanceCoins } of sumsByAccount(scope)) {
    sums.set(_id, BigInt(balanceCoins));
  }
  return sums;
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
