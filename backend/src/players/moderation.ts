// What staff do to players. Each verb that changes something writes one entry into the audit log and
// one into the event log, in the same commit (S0-051, S0-056, D41); one that changes nothing writes
// nothing. Knows no HTTP.
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import type { EventType } from '@mintkeep/shared/event-log.ts';
import type * as contracts from '@mintkeep/shared/players.ts';
import { audit } from '../audit/service.ts';
import { nameOf } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import type { Tx } from '../core/transact.ts';
import { logEvent } from '../event-log/service.ts';
import { getPlayerById, markStaleOffline, setBan, setFrozen } from './service.ts';
import type { Ban } from './service.ts';
import { banOf } from './users.ts';

type Freezing = InputOf<typeof contracts.freeze>;
type Frozen = ReplyOf<typeof contracts.freeze>;
type Banned = ReplyOf<typeof contracts.banPlayer>;

/** Freezes a player. Refuses `PLAYER_UNKNOWN` (S1-089). */
export const freeze = (tx: Tx, input: Freezing): Promise<Frozen> => changeFrozen(tx, input, true);

/** Thaws a player. Refuses `PLAYER_UNKNOWN` (S1-090). */
export const unfreeze = (tx: Tx, input: Freezing): Promise<Frozen> =>
  changeFrozen(tx, input, false);

async function changeFrozen(tx: Tx, { id, reason }: Freezing, frozen: boolean): Promise<Frozen> {
  const before = await getPlayerById(tx, id);
  if (before.frozen === frozen) return { frozen };
  await setFrozen(tx, id, frozen);
  await record(tx, frozen ? 'freeze' : 'unfreeze', {
    playerId: id,
    reason,
    before: { frozen: before.frozen },
    after: { frozen },
  });
  return { frozen };
}

/**
 * Bans a player, or changes the ban there is. Refuses `PLAYER_UNKNOWN`, and `REQUEST_INVALID` for
 * an end that has passed (B-08).
 */
export async function banPlayer(
  tx: Tx,
  { id, reason, untilAt }: InputOf<typeof contracts.banPlayer>,
): Promise<Banned> {
  const until = untilAt ? new Date(untilAt) : null;
  if (until && until <= tx.now) {
    throw new Refusal('REQUEST_INVALID', {
      fields: [{ path: 'body.untilAt', message: 'must lie ahead' }],
    });
  }
  const { banned: before } = await getPlayerById(tx, id);
  if (before?.reason === reason && before.untilAt?.getTime() === until?.getTime()) {
    return { banned: banOf(before) };
  }
  const after: Ban = { reason, by: nameOf(tx.actor), at: tx.now, untilAt: until };
  await changeBan(tx, { id, reason }, before, after);
  return { banned: banOf(after) };
}

/** Lifts a ban. Refuses `PLAYER_UNKNOWN` (B-08). */
export async function unbanPlayer(
  tx: Tx,
  { id, reason }: InputOf<typeof contracts.unbanPlayer>,
): Promise<Banned> {
  const { banned: before } = await getPlayerById(tx, id);
  if (before) await changeBan(tx, { id, reason }, before, null);
  return { banned: null };
}

async function changeBan(
  tx: Tx,
  { id, reason }: { id: string; reason: string },
  before: Ban | null,
  after: Ban | null,
): Promise<void> {
  await setBan(tx, id, after);
  await record(tx, after ? 'ban' : 'unban', {
    playerId: id,
    reason,
    before: { banned: before },
    after: { banned: after },
  });
}

/** Writes a note about a player: it stands in the audit log alone. Refuses `PLAYER_UNKNOWN`. */
export async function notePlayer(
  tx: Tx,
  { id, reason }: InputOf<typeof contracts.notePlayer>,
): Promise<ReplyOf<typeof contracts.notePlayer>> {
  await getPlayerById(tx, id);
  const target = { type: 'player', id };
  await audit(tx, { action: 'player.note', target, reason, before: null, after: { note: reason } });
  return { playerId: id };
}

/** Marks offline who was not heard of, when asked to; what staff ask for is audited (S0-059). */
export async function cleanUpStale(tx: Tx): Promise<ReplyOf<typeof contracts.cleanUpStale>> {
  const markedOffline = await markStaleOffline(tx);
  if (tx.actor.kind !== 'server' && markedOffline > 0) {
    await audit(tx, {
      action: 'players.cleanup-stale',
      target: { type: 'players', id: 'all' },
      reason: 'asked for',
      before: null,
      after: { markedOffline },
    });
  }
  return { markedOffline };
}

interface Done {
  readonly playerId: string;
  readonly reason: string;
  readonly before: Record<string, unknown>;
  readonly after: Record<string, unknown>;
}

async function record(tx: Tx, verb: EventType, done: Done): Promise<void> {
  const { playerId, reason, before, after } = done;
  const target = { type: 'player', id: playerId };
  await audit(tx, { action: `player.${verb}`, target, reason, before, after });
  await logEvent(tx, { eventType: verb, playerId, before, after });
}
