// Holds: coins of a player that are set aside for one game server, and what other plugins there took
// from them or gave. Each hold has an account of its own. Knows no plugin: who may hold, and what is
// allowed, is the caller's to say.
import assert from 'node:assert/strict';
import type { WriteScope } from '../core/transaction.ts';
import { adjustWallet, changeHold, closeHold } from '../players/service.ts';
import { assertPostings, holdOf, walletOf } from './accounts.ts';
import type { Posting } from './accounts.ts';
import { insertEntries } from './store.ts';
import type { EntryDoc } from './store.ts';

/** Coins that move into or out of a hold. */
interface HoldMove {
  /** The operation that makes it, and the `_id` of its entry. */
  readonly operationId: string;
  readonly playerId: string;
  readonly serverId: string;
  readonly amountCoins: number;
}

/**
 * Sets coins of a wallet aside in a hold that is open. The caller has seen in the same transaction
 * that the wallet suffices.
 */
export async function postHold(scope: WriteScope, move: HoldMove): Promise<void> {
  const { playerId, serverId, amountCoins } = move;
  const change = { serverId, holdCoins: amountCoins, walletCoins: -amountCoins };
  const moved = await changeHold(scope, playerId, change);
  assert(moved, 'a wallet changed inside its own transaction');
  const [from, to] = [walletOf(playerId), holdOf(playerId, serverId)];
  await insertEntries(scope, [held(scope, move, 'hold', { from, to, amountCoins })]);
}

/**
 * Ends holds and gives their coins back to the wallets. Each hold has just so many coins, and its
 * wallet room for them, as the caller has seen in the same transaction; an empty one moves nothing.
 */
export async function postRelease(scope: WriteScope, moves: readonly HoldMove[]): Promise<void> {
  for (const { playerId, serverId, amountCoins: holdCoins } of moves) {
    const closed = await closeHold(scope, playerId, { serverId, holdCoins });
    assert(closed, 'a hold changed inside its own transaction');
  }
  const docs = moves
    .filter(({ amountCoins }) => amountCoins > 0)
    .map((move) => {
      const { playerId, serverId, amountCoins } = move;
      const [from, to] = [holdOf(playerId, serverId), walletOf(playerId)];
      return held(scope, move, 'release', { from, to, amountCoins });
    });
  await insertEntries(scope, docs);
}

const held = (
  scope: WriteScope,
  { operationId, playerId, serverId, amountCoins }: HoldMove,
  reason: 'hold' | 'release',
  posting: Posting,
): EntryDoc =>
  entry(scope, {
    _id: operationId,
    type: 'hold',
    actorId: playerId,
    amountCoins,
    reason,
    postings: [posting],
    meta: { cause: reason, serverId },
  });

/** What another plugin of one server took from a player (`WITHDRAW`) or gave (`DEPOSIT`). */
export interface HoldChange {
  /** Follows from the entry, so that none can be written twice. */
  readonly operationId: string;
  readonly kind: 'WITHDRAW' | 'DEPOSIT';
  readonly playerId: string;
  readonly serverId: string;
  /** Of the amount: what comes from the hold or goes into it. */
  readonly holdCoins: number;
  /** The rest: from the wallet, or into it. */
  readonly walletCoins: number;
  readonly meta: Readonly<Record<string, unknown>>;
}

/**
 * Burns what plugins took, and mints what they gave, all of it in one statement for each player. It
 * counts as neither earned nor spent: a bank would let the same coins count again and again. The
 * caller has seen in the same transaction that holds and wallets suffice, and have room.
 */
export async function postHoldEntries(
  scope: WriteScope,
  changes: readonly HoldChange[],
): Promise<void> {
  const sums = new Map<string, { opened: boolean; holdCoins: number; walletCoins: number }>();
  for (const { kind, playerId, holdCoins, walletCoins } of changes) {
    const sum = sums.get(playerId) ?? { opened: false, holdCoins: 0, walletCoins: 0 };
    const sign = kind === 'WITHDRAW' ? -1 : 1;
    sums.set(playerId, {
      opened: sum.opened || holdCoins > 0,
      holdCoins: sum.holdCoins + sign * holdCoins,
      walletCoins: sum.walletCoins + sign * walletCoins,
    });
  }
  const serverId = changes[0]?.serverId ?? '';
  for (const [playerId, { opened, holdCoins, walletCoins }] of sums) {
    const changed = opened
      ? await changeHold(scope, playerId, { serverId, holdCoins, walletCoins })
      : (await adjustWallet(scope, playerId, walletCoins)) !== null;
    assert(changed, 'a hold or a wallet changed inside its own transaction');
  }
  await insertEntries(
    scope,
    changes.map((change) => entryOf(scope, change)),
  );
}

function entryOf(scope: WriteScope, change: HoldChange): EntryDoc {
  const { operationId, kind, playerId, serverId, holdCoins, walletCoins, meta } = change;
  const parts = [
    { account: holdOf(playerId, serverId), amountCoins: holdCoins },
    { account: walletOf(playerId), amountCoins: walletCoins },
  ].filter(({ amountCoins }) => amountCoins > 0);
  const postings = parts.map(({ account, amountCoins }): Posting =>
    kind === 'WITHDRAW'
      ? { from: account, to: 'burn', amountCoins }
      : { from: 'mint', to: account, amountCoins },
  );
  return entry(scope, {
    _id: operationId,
    type: kind === 'WITHDRAW' ? 'spend' : 'earn',
    actorId: playerId,
    amountCoins: holdCoins + walletCoins,
    reason: 'vault',
    postings,
    meta: { cause: 'vault', serverId, ...meta },
  });
}

function entry(scope: WriteScope, doc: Omit<EntryDoc, 'actorKind' | 'createdAt'>): EntryDoc {
  assertPostings(doc.postings);
  return { ...doc, actorKind: 'player', createdAt: scope.now };
}
