// Adjusting: staff give coins out of the mint or burn them, by the same double entry as all coins,
// with their reason in the ledger, the audit log and the event log.
import assert from 'node:assert/strict';
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import type { adjust as contract } from '@mintkeep/shared/players.ts';
import { audit } from '../audit/service.ts';
import { nameOf } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import type { Tx } from '../core/transact.ts';
import { logEvent } from '../event-log/service.ts';
import { adjustWallet, getPlayerById } from '../players/service.ts';
import { walletOf } from './accounts.ts';
import { insertEntries } from './store.ts';

/** A correction of one wallet: positive out of the mint, negative into nothing. */
export interface Adjustment {
  /** The operation that makes it, and the `_id` of its entry. */
  readonly operationId: string;
  readonly playerId: string;
  readonly amountCoins: number;
  readonly reason: string;
  readonly meta: Readonly<Record<string, unknown>>;
  /** How much of it counts as spent again: for a refund that is taken back. */
  readonly spentCoins?: number;
}

/**
 * Corrects a wallet, also a frozen one; answers the balance after it. Life-long sums stay as they
 * are. Refuses `PLAYER_UNKNOWN`, `BALANCE_BELOW_ZERO`, `BALANCE_TOO_LARGE`. Writes no log but the
 * ledger's, because why it is done is the caller's to say.
 */
export async function postAdjustment(tx: Tx, adjustment: Adjustment): Promise<number> {
  const { operationId, playerId, amountCoins, reason, meta, spentCoins } = adjustment;
  assert(Number.isSafeInteger(amountCoins) && amountCoins !== 0, 'coins are whole, and some move');
  const balanceCoins = await adjustWallet(tx, playerId, amountCoins, spentCoins);
  if (balanceCoins === null) {
    const { walletBalanceCoins } = await getPlayerById(tx, playerId);
    const code = amountCoins < 0 ? 'BALANCE_BELOW_ZERO' : 'BALANCE_TOO_LARGE';
    throw new Refusal(code, { playerId, walletBalanceCoins });
  }
  const wallet = walletOf(playerId);
  const moved = Math.abs(amountCoins);
  await insertEntries(tx, [
    {
      _id: operationId,
      type: amountCoins > 0 ? 'earn' : 'spend',
      actorId: playerId,
      actorKind: 'player',
      amountCoins: moved,
      reason,
      postings: [
        amountCoins > 0
          ? { from: 'mint', to: wallet, amountCoins: moved }
          : { from: wallet, to: 'burn', amountCoins: moved },
      ],
      meta: { ...meta },
      createdAt: tx.now,
    },
  ]);
  return balanceCoins;
}

/** Adjusts a player's coins for staff, and logs it. Refuses as `postAdjustment` does (S1-088). */
export async function adjust(
  tx: Tx,
  { id: playerId, amountCoins, reason }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  await getPlayerById(tx, playerId);
  const txId = tx.operationId;
  const walletBalanceCoins = await postAdjustment(tx, {
    operationId: txId,
    playerId,
    amountCoins,
    reason,
    meta: { cause: 'adjust', by: nameOf(tx.actor) },
  });
  const before = { walletBalanceCoins: walletBalanceCoins - amountCoins };
  const after = { walletBalanceCoins, amountCoins, txId };
  const target = { type: 'player', id: playerId };
  await audit(tx, { action: 'player.adjust', target, reason, before, after });
  await logEvent(tx, { eventType: 'adjust', playerId, before, after });
  return { walletBalanceCoins, txId };
}
