// The starter: one kit for each player, once ever. A claim draws it and opens a delivery; what is
// proved not given can be claimed again, and nothing else can (D31). Knows no HTTP.
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import type { claimStarter, getStarter, reportStarter } from '@mintkeep/shared/gacha.ts';
import type { StarterStatus } from '@mintkeep/shared/gacha.ts';
import { Refusal } from '../core/errors.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import * as delivery from '../delivery/service.ts';
import { logEvent } from '../event-log/service.ts';
import { getPlayer, setStarterInProgress } from '../players/service.ts';
import { drawFrom, getActivePlayer, getDrawn } from './roll.ts';
import { getTable } from './service.ts';
import * as store from './store.ts';
import type { StarterDoc } from './store.ts';

/** Failed tries of a hand-over before a receipt must say that it was not given (S0-017). */
export const starterAttemptsMax = 5;

type Delivery = Awaited<ReturnType<typeof delivery.findDelivery>>;
type State = NonNullable<Delivery>['state'];

/**
 * Claims a player's starter. Of several at once one wins, by the flag on the player's document
 * (S0-016). A kit that was drawn once stays drawn: nobody gets another one by failing. Refuses
 * `STARTER_IN_PROGRESS` until it is known what became of the last claim, `STARTER_DELIVERED`,
 * `GACHA_TABLE_UNKNOWN` when there is no starter; and whom a roll refuses.
 */
export async function claim(
  tx: Tx,
  { minecraftUUID }: InputOf<typeof claimStarter>,
): Promise<ReplyOf<typeof claimStarter>> {
  const deliveryId = tx.operationId;
  if (await delivery.findDelivery(tx, deliveryId)) throw new Refusal('OPERATION_DONE_EARLIER');
  const player = await getActivePlayer(tx, minecraftUUID);
  const earlier = await store.findStarter(tx, player._id);
  const before = await standing(tx, earlier);
  if (before.status === 'delivered') throw new Refusal('STARTER_DELIVERED');
  // The proof may be here before the job that reads of it.
  if (earlier && before.status === 'failed') await settle(tx, earlier, before.delivery);
  if (!(await setStarterInProgress(tx, player._id, true))) {
    throw new Refusal('STARTER_IN_PROGRESS');
  }
  const table = await getTable(tx, 'starter');
  const stillOffered = earlier && table.entries.some(({ sku }) => sku === earlier.sku);
  const kit = stillOffered ? earlier : rollOf(await drawFrom(tx, player, table));
  const reward = await getDrawn(tx, kit.sku);
  await delivery.openDeliveries(tx, [
    {
      deliveryId,
      playerId: player._id,
      minecraftUUID,
      ref: { refType: 'starter', refId: deliveryId },
      task: reward.task,
      attemptsMax: starterAttemptsMax,
    },
  ]);
  const { rollId, sku } = kit;
  await store.putStarter(tx, {
    _id: player._id,
    status: 'open',
    rollId,
    sku,
    deliveryId,
    attemptsEarlier: before.attempts,
    claimedAt: tx.now,
  });
  await logEvent(tx, {
    eventType: 'starter',
    playerId: player._id,
    before: { status: before.status, attempts: before.attempts },
    after: { status: 'pending', rollId, tableKey: table._id, sku, deliveryId, task: reward.task },
  });
  return { deliveryId, sku, name: reward.name, payload: reward.task };
}

const rollOf = ({ _id, sku }: store.RollDoc) => ({ rollId: _id, sku });

/** How a player's starter stands. Refuses `PLAYER_UNKNOWN`. */
export async function starterOf(
  scope: ReadScope,
  { minecraftUUID }: InputOf<typeof getStarter>,
): Promise<ReplyOf<typeof getStarter>> {
  const player = await getPlayer(scope, minecraftUUID);
  const { status, attempts } = await standing(scope, await store.findStarter(scope, player._id));
  return { status, attempts };
}

/**
 * Takes the word of the server that leased a starter, through the machine of every delivery. What
 * is said again answers the same. Refuses `STARTER_NOT_OPEN` where this server has no starter of
 * that player in its hands (S0-018).
 */
export async function report(
  tx: Tx,
  { minecraftUUID, deliveryId, success, error }: InputOf<typeof reportStarter>,
): Promise<ReplyOf<typeof reportStarter>> {
  const player = await getPlayer(tx, minecraftUUID);
  const starter = await store.findStarter(tx, player._id);
  if (starter?.deliveryId !== deliveryId) throw new Refusal('STARTER_NOT_OPEN', { deliveryId });
  const { state } = (await delivery.findDelivery(tx, deliveryId)) ?? {};
  // The lease binds to a server; without its id in the report, that is what tells whose word it is.
  if (!state || state.boundTo !== tx.actor.id || !mayStillSay(state.status, success)) {
    throw new Refusal('STARTER_NOT_OPEN', { deliveryId });
  }
  if (success || state.leaseId !== null) {
    await delivery.report(tx, {
      deliveryId,
      leaseId: state.leaseId ?? deliveryId,
      outcome: success ? 'given' : 'released',
      reason: success ? undefined : 'failed',
      error,
    });
    await settle(tx, starter, await delivery.findDelivery(tx, deliveryId));
  }
  return { status: (await standing(tx, await store.findStarter(tx, player._id))).status };
}

/** Success is heard until there is proof of the contrary; failure until there is success. */
function mayStillSay(status: State['status'], success: boolean): boolean {
  switch (status) {
    case 'pending':
    case 'leased':
    case 'cancelling':
      return true;
    case 'delivered':
    case 'needs_review':
      return success;
    case 'voided':
    case 'refunded':
      return false;
  }
}

/**
 * Draws the consequences of how a starter's delivery ended: delivered for ever, or open to the next
 * claim. Does nothing while it is under way, and for the delivery of an earlier claim.
 */
async function settle(tx: Tx, starter: StarterDoc, one: Delivery): Promise<void> {
  if (one?._id !== starter.deliveryId) return;
  const ended = endOf(one.state.status);
  if (ended === null) return;
  await store.endStarter(tx, starter, ended);
  if (ended === 'delivered') await store.endRoll(tx, starter.rollId, 'completed');
  await setStarterInProgress(tx, starter._id, false);
}

/** As `settle`, for who has heard of a delivery's end. */
export async function settleDelivery(tx: Tx, deliveryId: string): Promise<void> {
  const one = await delivery.findDelivery(tx, deliveryId);
  const starter = one && (await store.findStarter(tx, one.playerId));
  if (starter) await settle(tx, starter, one);
}

function endOf(status: State['status']): 'delivered' | 'failed' | null {
  switch (status) {
    case 'delivered':
      return 'delivered';
    case 'voided':
    case 'refunded':
      return 'failed';
    case 'pending':
    case 'leased':
    case 'cancelling':
    case 'needs_review':
      return null;
  }
}

/** What is shown of a starter, from its own document and the delivery it waits for. */
async function standing(
  scope: ReadScope,
  starter: StarterDoc | null,
): Promise<{ status: StarterStatus; attempts: number; delivery: Delivery }> {
  if (!starter) return { status: 'unclaimed', attempts: 0, delivery: null };
  const one = await delivery.findDelivery(scope, starter.deliveryId);
  const attempts = starter.attemptsEarlier + (one ? attemptsOf(one.state) : 0);
  return { status: statusOf(starter, one), attempts, delivery: one };
}

function statusOf({ status }: StarterDoc, one: Delivery): StarterStatus {
  if (status !== 'open') return status;
  if (!one) return 'in_progress';
  return endOf(one.state.status) ?? (one.state.status === 'pending' ? 'pending' : 'in_progress');
}

/** Hand-overs that were begun: those that failed, and the one under way or done. */
const attemptsOf = ({ status, attempts }: State): number =>
  attempts + (status === 'leased' || status === 'delivered' || status === 'needs_review' ? 1 : 0);
