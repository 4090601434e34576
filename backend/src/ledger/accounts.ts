// The names of accounts: a place coins can be. Wallets, holds and escrows belong to someone; treasury,
// mint and burn are sums over postings and have no document that every sale would have to write.
import assert from 'node:assert/strict';
import { coinsMax } from '@mintkeep/shared/constants.ts';

export type Account =
  | `wallet:${string}`
  | `hold:${string}`
  | `escrow:${string}`
  | `credit:${string}`
  | 'treasury'
  | 'mint'
  | 'burn';

/** A player's earned coins. */
export const walletOf = (playerId: string): Account => `wallet:${playerId}`;

/** The player whose wallet this is, or null. */
export const playerOfWallet = (account: string): string | null =>
  account.startsWith('wallet:') ? account.slice('wallet:'.length) : null;

/** What a buyer has paid for an order of the market and its seller has not got yet (S1-074). */
export const escrowOf = (orderId: string): Account => `escrow:${orderId}`;

export const isEscrow = (account: string): boolean => account.startsWith('escrow:');

/** A player's coins that are set aside for one game server. */
export const holdOf = (playerId: string, serverId: string): Account =>
  `hold:${playerId}:${serverId}`;

export const isHold = (account: string): boolean => account.startsWith('hold:');

/** A player's own coins, wherever they lie for now: in the wallet, or held for a server. */
export const belongsTo = (playerId: string, account: string): boolean =>
  account === walletOf(playerId) || account.startsWith(`hold:${playerId}:`);

/** Coins from one account to another. A transfer of such rows sums to zero by its shape. */
export interface Posting {
  readonly from: Account;
  readonly to: Account;
  readonly amountCoins: number;
}

/** What these postings put into the accounts that are meant, less what they took out of them. */
export const changeOf = (
  postings: readonly Posting[],
  isMeant: (account: Account) => boolean,
): number =>
  postings.reduce(
    (sum, { from, to, amountCoins }) =>
      sum + (isMeant(to) ? amountCoins : 0) - (isMeant(from) ? amountCoins : 0),
    0,
  );

/** Coins that move are whole and positive (D20), and a posting has two ends. */
export function assertPostings(postings: readonly Posting[]): void {
  assert(postings.length > 0, 'a transfer has a posting');
  for (const { from, to, amountCoins } of postings) {
    const isWhole = Number.isSafeInteger(amountCoins) && amountCoins > 0 && amountCoins <= coinsMax;
    assert(isWhole, 'coins are whole');
    assert(from !== to, 'a posting has two ends');
  }
}
