// Settling: what other plugins took from players or gave them becomes true in the ledger, each entry
// once. Entries are facts that happened, so they are taken whatever state a player is in; where there
// are no coins for one, it is recorded and staff are told. No balance ever goes below zero.
import { coinsMax } from '@mintkeep/shared/constants.ts';
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import type { HoldEntry, HoldEntryState, settleHolds } from '@mintkeep/shared/holds.ts';
import { nameOf } from '../core/context.ts';
import { operationIdOf } from '../core/identity.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import { logEvents } from '../event-log/service.ts';
import type { Happened } from '../event-log/service.ts';
import { findEntries, postHoldEntries } from '../ledger/service.ts';
import type { HoldChange } from '../ledger/service.ts';
import { findPlayers, holdIn, sumOfHolds } from '../players/service.ts';
import type { Player } from '../players/service.ts';
import { playerHoldOf } from './service.ts';
import * as store from './store.ts';
import type { AllowanceDoc, ShortfallDoc } from './store.ts';

/** The operation of an entry: its `_id` in the ledger, or among the shortfalls. */
export const operationOfEntry = (serverId: string, entryId: string): string =>
  operationIdOf(`server:${serverId}`, 'holds.entry', entryId);

/** A player while entries are settled: what they have moved so far. */
interface Purse {
  readonly player: Player;
  readonly hasHold: boolean;
  /** Held for other servers: no coins of this one's, but room that they need when they come back. */
  readonly elsewhereCoins: number;
  holdCoins: number;
  walletCoins: number;
}

/** What settling finds out and puts together; written at the end, a few statements for all of it. */
interface Work {
  readonly serverId: string;
  readonly now: Date;
  readonly purses: ReadonlyMap<string, Purse>;
  readonly allowances: ReadonlyMap<string, AllowanceDoc>;
  /** By day, what these entries mint of it. */
  readonly minted: Map<string, number>;
  readonly changes: HoldChange[];
  readonly shortfalls: ShortfallDoc[];
  readonly happened: (Happened & { readonly operationId: string })[];
}

/** Settles entries of the asking server in their order. Told again, an entry changes nothing. */
export async function settle(
  tx: Tx,
  { entries }: InputOf<typeof settleHolds>,
): Promise<ReplyOf<typeof settleHolds>> {
  const serverId = tx.actor.id;
  const operationIds = entries.map(({ entryId }) => operationOfEntry(serverId, entryId));
  const states = await statesOf(tx, operationIds);
  const work = await beginWork(tx, serverId, entries);
  const told = entries.map((entry, place) => {
    const operationId = operationIds[place] ?? '';
    const state = states.get(operationId) ?? settleOne(work, entry, operationId);
    states.set(operationId, state);
    return { entryId: entry.entryId, state };
  });
  await write(tx, work);
  const players = [...work.purses.values()].map(({ player, ...moved }) =>
    playerHoldOf(player, serverId, tx.now, {
      holdCoins: moved.holdCoins - (holdIn(player, serverId)?.holdCoins ?? 0),
      walletCoins: moved.walletCoins - player.walletBalanceCoins,
    }),
  );
  return { entries: told, players };
}

/** The states of entries that were told before. */
async function statesOf(
  scope: ReadScope,
  operationIds: readonly string[],
): Promise<Map<string, HoldEntryState>> {
  const settled = await findEntries(scope, operationIds);
  const uncovered = await store.findShortfalls(scope, operationIds);
  return new Map([
    ...settled.map(({ _id }) => [_id, 'SETTLED'] as const),
    ...uncovered.map(({ _id }) => [_id, 'UNCOVERED'] as const),
  ]);
}

async function beginWork(tx: Tx, serverId: string, entries: readonly HoldEntry[]): Promise<Work> {
  const named = [...new Set(entries.map(({ minecraftUUID }) => minecraftUUID))];
  const purses = (await findPlayers(tx, named)).map((player) => {
    const hold = holdIn(player, serverId);
    const { walletBalanceCoins: walletCoins } = player;
    const holdCoins = hold?.holdCoins ?? 0;
    const elsewhereCoins = sumOfHolds(player) - holdCoins;
    return { player, hasHold: hold !== null, elsewhereCoins, holdCoins, walletCoins };
  });
  const days = entries.flatMap((entry) => (entry.kind === 'DEPOSIT' ? [entry.allowanceDay] : []));
  return {
    serverId,
    now: tx.now,
    purses: new Map(purses.map((purse) => [purse.player.minecraftUUID, purse])),
    allowances: await store.findAllowances(tx, serverId, [...new Set(days)]),
    minted: new Map(),
    ...{ changes: [], shortfalls: [], happened: [] },
  };
}

/** Settles one entry in the work, or finds that there are no coins for it. */
function settleOne(work: Work, entry: HoldEntry, operationId: string): HoldEntryState {
  const purse = work.purses.get(entry.minecraftUUID);
  const before = pictureOf(purse);
  const parts = purse
    ? entry.kind === 'WITHDRAW'
      ? partsOfWithdrawal(purse, entry.amountCoins)
      : partsOfDeposit(work, purse, entry)
    : 'player';
  const state = typeof parts === 'string' ? 'UNCOVERED' : 'SETTLED';
  const { serverId } = work;
  const playerId = purse?.player._id ?? null;
  const { entryId, minecraftUUID, kind, amountCoins, plugin } = entry;
  if (typeof parts === 'string') {
    const told = { serverId, entryId, playerId, minecraftUUID, kind, amountCoins, plugin };
    const at = new Date(entry.at);
    work.shortfalls.push({ _id: operationId, ...told, cause: parts, at, createdAt: work.now });
  } else if (purse) {
    const sign = kind === 'WITHDRAW' ? -1 : 1;
    purse.holdCoins += sign * parts.holdCoins;
    purse.walletCoins += sign * parts.walletCoins;
    const meta = { plugin, entryId, at: entry.at };
    const change = { operationId, kind, playerId: purse.player._id, serverId, ...parts };
    work.changes.push({ ...change, meta });
  }
  const cause = typeof parts === 'string' ? { cause: parts } : {};
  const after = { ...pictureOf(purse), ...{ state, ...cause, ...entry, serverId } };
  work.happened.push({ eventType: 'vault', playerId, before, after, operationId });
  return state;
}

const pictureOf = (purse: Purse | undefined): Record<string, unknown> =>
  purse ? { walletBalanceCoins: purse.walletCoins, holdCoins: purse.holdCoins } : {};

/** What an entry moves of the hold and of the wallet, or why it cannot. */
type Parts = Pick<HoldChange, 'holdCoins' | 'walletCoins'> | ShortfallDoc['cause'];

/** From the hold; what it lacks, because staff gave it back, from the wallet. */
function partsOfWithdrawal({ holdCoins: held, walletCoins }: Purse, amountCoins: number): Parts {
  const holdCoins = Math.min(held, amountCoins);
  const missing = amountCoins - holdCoins;
  return missing <= walletCoins ? { holdCoins, walletCoins: missing } : 'funds';
}

/** Into the hold, or into the wallet when that has ended; within what the server reserved that day. */
function partsOfDeposit(
  { allowances, minted }: Work,
  { hasHold, elsewhereCoins, holdCoins, walletCoins }: Purse,
  { amountCoins, allowanceDay: day }: Extract<HoldEntry, { kind: 'DEPOSIT' }>,
): Parts {
  const { reservedCoins = 0, mintedCoins = 0 } = allowances.get(day) ?? {};
  const used = minted.get(day) ?? 0;
  if (amountCoins > reservedCoins - mintedCoins - used) return 'allowance';
  if (amountCoins > coinsMax - walletCoins - holdCoins - elsewhereCoins) return 'balance';
  minted.set(day, used + amountCoins);
  return hasHold
    ? { holdCoins: amountCoins, walletCoins: 0 }
    : { holdCoins: 0, walletCoins: amountCoins };
}

async function write(tx: Tx, work: Work): Promise<void> {
  const { serverId, changes, shortfalls, minted, happened } = work;
  await postHoldEntries(tx, changes);
  await store.insertShortfalls(tx, shortfalls);
  for (const [day, mintedCoins] of minted) {
    await store.addToAllowance(tx, { serverId, day }, { reservedCoins: 0, mintedCoins });
  }
  const source = nameOf(tx.actor);
  if (happened.length > 0) {
    await logEvents(
      tx,
      happened.map((one) => ({ ...one, source })),
    );
  }
  for (const { entryId, playerId, kind, amountCoins, cause } of shortfalls) {
    const about = { serverId, entryId, playerId, kind, amountCoins, cause };
    tx.emit({ type: 'hold.uncovered', ...about });
  }
}
