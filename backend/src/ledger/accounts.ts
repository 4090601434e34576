// The names of accounts: a place coins can be. Wallets and escrows belong to someone; treasury,
// mint and burn are sums over postings and have no document that every sale would have to write.

export type Account =
  `wallet:${string}` | `escrow:${string}` | `credit:${string}` | 'treasury' | 'mint' | 'burn';

/** A player's earned coins. */
export const walletOf = (playerId: string): Account => `wallet:${playerId}`;

/** The player whose wallet this is, or null. */
export const playerOfWallet = (account: string): string | null =>
  account.startsWith('wallet:') ? account.slice('wallet:'.length) : null;

/** Coins from one account to another. A transfer of such rows sums to zero by its shape. */
export interface Posting {
  readonly from: Account;
  readonly to: Account;
  readonly amountCoins: number;
}
