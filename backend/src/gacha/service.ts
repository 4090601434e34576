// Gacha: the tables with their odds, and what becomes of a roll that was paid for. Rolling is in
// roll.ts, the starter in starter.ts. Knows no HTTP.
import assert from 'node:assert/strict';
import type { ShownTable } from '@mintkeep/shared/gacha.ts';
import { audit } from '../audit/service.ts';
import { Refusal } from '../core/errors.ts';
import { fingerprintOf, operationIdOf } from '../core/identity.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import { markPaidBack } from '../delivery/service.ts';
import { logEvent } from '../event-log/service.ts';
import { postRefund } from '../ledger/service.ts';
import { findPlayerById } from '../players/service.ts';
import { findRewards } from '../shop/service.ts';
import { sumOf } from './draw.ts';
import * as store from './store.ts';
import type { TableDoc } from './store.ts';

export { findRoll } from './store.ts';

/** A table as an admin describes it. */
export type Table = Omit<TableDoc, 'createdAt' | 'updatedAt'>;

/** Equal as long as neither the cost nor any of the odds changes. */
export const fingerprintOfTable = ({ costCoins, entries }: Table): string =>
  fingerprintOf({
    costCoins,
    entries: entries.map(({ sku, weight }) => ({ sku, weight })),
  });

/** The tables as players may see them: the cost, and the exact odds of every entry (D31). */
export async function listGachaTables(scope: ReadScope): Promise<{ tables: ShownTable[] }> {
  const { tables, rewards } = await offered(scope);
  const shown = tables.map((table): ShownTable => {
    const { _id: key, name, icon, kind, costCoins, entries } = table;
    const weightTotal = sumOf(entries);
    return {
      key,
      name,
      icon,
      kind,
      costCoins,
      weightTotal,
      entries: entries.map(({ sku, weight }) => {
        const reward = rewards.get(sku);
        assert(reward, `the reward ${sku} of the table ${key} is not in the catalogue`);
        const oddsRatio = weight / weightTotal;
        return { sku, name: reward.name, icon: reward.icon, weight, oddsRatio };
      }),
      fingerprint: fingerprintOfTable(table),
    };
  });
  return { tables: shown };
}

/**
 * The tables without what was deleted from the catalogue: nobody draws it, and the odds are those of
 * what is left. A table of which nothing is left is not offered.
 */
async function offered(scope: ReadScope): Promise<{
  tables: TableDoc[];
  rewards: ReadonlyMap<string, Awaited<ReturnType<typeof findRewards>>[number]>;
}> {
  const written = await store.listTables(scope);
  const skus = new Set(written.flatMap(({ entries }) => entries.map(({ sku }) => sku)));
  const found = (await findRewards(scope, [...skus])).filter(({ deletedAt }) => !deletedAt);
  const rewards = new Map(found.map((one) => [one._id, one]));
  const tables = written
    .map((table) => ({ ...table, entries: table.entries.filter(({ sku }) => rewards.has(sku)) }))
    .filter(({ entries }) => entries.length > 0);
  return { tables, rewards };
}

/** The tables as an admin wrote them. */
export const listTables = async (scope: ReadScope): Promise<Table[]> =>
  (await store.listTables(scope)).map(({ _id, name, icon, kind, costCoins, entries }) => ({
    _id,
    name,
    icon,
    kind,
    costCoins,
    entries,
  }));

/**
 * Makes the tables exactly these, with one entry in the audit log; what is not named is removed.
 * Answers which rewards are not in the catalogue; then nothing is changed. The caller has checked
 * that keys are unique, weights whole and positive, and that there is one starter at most.
 */
export async function replaceTables(
  tx: Tx,
  tables: readonly Table[],
  reason: string,
): Promise<{ unknownSkus: string[] }> {
  const wanted = [...new Set(tables.flatMap(({ entries }) => entries.map(({ sku }) => sku)))];
  const found = (await findRewards(tx, wanted)).filter(({ deletedAt }) => !deletedAt);
  const known = new Set(found.map(({ _id }) => _id));
  const unknownSkus = wanted.filter((sku) => !known.has(sku));
  if (unknownSkus.length > 0) return { unknownSkus };
  const before = await listTables(tx);
  for (const table of tables) await store.putTable(tx, table);
  const kept = new Set(tables.map(({ _id }) => _id));
  const gone = before.filter(({ _id }) => !kept.has(_id)).map(({ _id }) => _id);
  await store.removeTables(tx, gone);
  const target = { type: 'gacha_tables', id: 'all' };
  await audit(tx, { action: 'gacha.import', target, reason, before, after: tables });
  return { unknownSkus };
}

/** The table to draw from. Refuses `GACHA_TABLE_UNKNOWN`, also when it must be named. */
export async function getTable(
  scope: ReadScope,
  kind: Table['kind'],
  tableKey?: string,
): Promise<TableDoc> {
  const tables = (await offered(scope)).tables.filter((table) => table.kind === kind);
  const fitting = tables.filter(({ _id }) => tableKey === undefined || _id === tableKey);
  const [table, ...others] = fitting;
  if (table && others.length === 0) return table;
  throw new Refusal('GACHA_TABLE_UNKNOWN', { tables: tables.map(({ _id }) => _id) });
}

/** Records that the goods of a roll are in the player's hands. */
export async function completeRoll(tx: Tx, rollId: string): Promise<void> {
  await store.endRoll(tx, rollId, 'completed');
}

/**
 * Pays back a roll whose delivery is proved not given: the exact cost, once for ever, since the
 * refund's id follows from the delivery's (D23).
 */
export async function refundVoidedRoll(tx: Tx, rollId: string): Promise<void> {
  const roll = await store.endRoll(tx, rollId, 'refunded');
  // Nothing to do a second time: the first did all of it in one commit.
  if (!roll) return;
  const { playerId, tableKey, sku, costCoins } = roll;
  const before = await balanceOf(tx, playerId);
  await postRefund(tx, {
    operationId: operationIdOf('refund', 'delivery', rollId),
    playerId,
    amountCoins: costCoins,
    reason: 'gacha refund',
    meta: { rollId, tableKey, sku },
  });
  await markPaidBack(tx, rollId);
  await logEvent(tx, {
    eventType: 'refund',
    playerId,
    before: { walletBalanceCoins: before, rollId, status: 'pending' },
    after: { walletBalanceCoins: before + costCoins, rollId, status: 'refunded', costCoins },
  });
}

async function balanceOf(scope: ReadScope, playerId: string): Promise<number> {
  const player = await findPlayerById(scope, playerId);
  assert(player, 'who rolled is a player');
  return player.walletBalanceCoins;
}
