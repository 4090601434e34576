// Rolling: from a wish to coins taken, an entry drawn and a delivery opened, in one commit. Whatever
// a player is shown afterwards, it is settled by then (D31). Knows no HTTP.
import assert from 'node:assert/strict';
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import type { rollGacha } from '@mintkeep/shared/gacha.ts';
import { Refusal } from '../core/errors.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import { openDeliveries } from '../delivery/service.ts';
import { logEvent } from '../event-log/service.ts';
import { postSpendings, spending } from '../ledger/service.ts';
import { getPlayer, isBanned } from '../players/service.ts';
import type { Player } from '../players/service.ts';
import { findRewards } from '../shop/service.ts';
import { draw, newSeed } from './draw.ts';
import { fingerprintOfTable, getTable } from './service.ts';
import * as store from './store.ts';
import type { RollDoc, TableDoc } from './store.ts';

/**
 * Rolls once: takes the cost, draws, records the draw with its seed and opens the delivery. Refuses
 * `PLAYER_UNKNOWN`, `PLAYER_BANNED`, `PLAYER_FROZEN`, `GACHA_TABLE_UNKNOWN`, `VERSION_STALE` when
 * the table is not the one that was quoted, and `FUNDS_INSUFFICIENT`; then nothing was changed.
 */
export async function roll(
  tx: Tx,
  { minecraftUUID, tableKey, quotedFingerprint }: InputOf<typeof rollGacha>,
): Promise<ReplyOf<typeof rollGacha>> {
  const rollId = tx.operationId;
  // The reply is kept for a week, the roll for ever: a later repeat must not roll again (D15).
  if (await store.findRoll(tx, rollId)) throw new Refusal('OPERATION_DONE_EARLIER');
  const player = await getActivePlayer(tx, minecraftUUID);
  const table = await getTable(tx, 'roll', tableKey);
  if (quotedFingerprint !== undefined && quotedFingerprint !== fingerprintOfTable(table)) {
    throw new Refusal('VERSION_STALE', { tableKey: table._id });
  }
  const { costCoins } = table;
  if (player.walletBalanceCoins < costCoins) {
    const { walletBalanceCoins } = player;
    throw new Refusal('FUNDS_INSUFFICIENT', { totalCostCoins: costCoins, walletBalanceCoins });
  }
  const drawn = await drawFrom(tx, player, table);
  const { seed, sku } = drawn;
  const meta = { rollId, tableKey: table._id, sku };
  const spent = { operationId: rollId, playerId: player._id, amountCoins: costCoins, meta };
  await postSpendings(tx, [{ ...spending(spent), reason: 'gacha roll' }]);
  const reward = await getDrawn(tx, sku);
  await openDeliveries(tx, [
    {
      deliveryId: rollId,
      playerId: player._id,
      minecraftUUID,
      ref: { refType: 'gacha', refId: rollId },
      task: reward.task,
    },
  ]);
  const walletBalanceCoins = player.walletBalanceCoins - costCoins;
  await logEvent(tx, {
    eventType: 'gacha',
    playerId: player._id,
    before: { walletBalanceCoins: player.walletBalanceCoins },
    after: { walletBalanceCoins, ...meta, costCoins, seed, deliveryId: rollId, task: reward.task },
  });
  const { name, icon } = reward;
  return { ...meta, name, icon, costCoins, seed, deliveryId: rollId, walletBalanceCoins };
}

/** The player, unless banned or frozen: neither coins nor goods move then (B-08). */
export async function getActivePlayer(tx: Tx, minecraftUUID: string): Promise<Player> {
  const player = await getPlayer(tx, minecraftUUID);
  if (isBanned(player, tx.now)) throw new Refusal('PLAYER_BANNED');
  if (player.frozen) throw new Refusal('PLAYER_FROZEN');
  return player;
}

/** Draws from a table and records the draw, by this command's id. */
export async function drawFrom(tx: Tx, player: Player, table: TableDoc): Promise<RollDoc> {
  const { _id: tableKey, kind, entries, costCoins } = table;
  // A commit that meets a conflict runs again and draws again; only what is committed was drawn.
  const seed = newSeed();
  const drawn: RollDoc = {
    _id: tx.operationId,
    playerId: player._id,
    tableKey,
    kind,
    entries,
    seed,
    sku: draw(seed, entries).sku,
    costCoins,
    status: 'pending',
    createdAt: tx.now,
    refundedAt: null,
  };
  await store.insertRoll(tx, drawn);
  return drawn;
}

/** The reward that was drawn. Tables only name rewards of the catalogue, which never leave it. */
export async function getDrawn(scope: ReadScope, sku: string) {
  const [reward] = await findRewards(scope, [sku]);
  assert(reward, `the reward ${sku} of a table is not in the catalogue`);
  return reward;
}
