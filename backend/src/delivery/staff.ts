// What staff see of deliveries, and what they decide about them. Each decision is audited.
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import type * as contracts from '@mintkeep/shared/delivery.ts';
import { audit } from '../audit/service.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import { getPlayerById } from '../players/service.ts';
import { getDelivery, resolveDelivery } from './service.ts';
import { pageOfDeliveries } from './store.ts';
import type { DeliveryDoc } from './store.ts';

/** A page of deliveries; without a wish, those that wait for a person. Refuses `PLAYER_UNKNOWN`. */
export async function listForStaff(
  scope: ReadScope,
  { status, playerId, receiptMissing, page, pageSize }: InputOf<typeof contracts.listDeliveries>,
): Promise<ReplyOf<typeof contracts.listDeliveries>> {
  const player = playerId === undefined ? null : await getPlayerById(scope, playerId);
  const wanted = status ?? (player || receiptMissing ? undefined : 'needs_review');
  const { items, total } = await pageOfDeliveries(
    scope,
    {
      ...(wanted === undefined ? {} : { status: wanted }),
      ...(player ? { minecraftUUID: player.minecraftUUID } : {}),
      ...(receiptMissing ? { receiptMissing: true } : {}),
    },
    { page, pageSize },
  );
  return { items: items.map(recordOf), total, page };
}

const recordOf = ({ _id: deliveryId, state, ...doc }: DeliveryDoc): contracts.DeliveryRecord => ({
  deliveryId,
  playerId: doc.playerId,
  minecraftUUID: doc.minecraftUUID,
  ref: doc.ref,
  task: doc.task,
  status: state.status,
  attempts: state.attempts,
  everLeased: state.everLeased,
  boundTo: state.boundTo,
  reviews: state.reviews,
  lastError: state.lastError,
  cancelReason: doc.cancelReason ?? null,
  paidBack: Boolean(doc.paidBackAt),
  createdAt: doc.createdAt.toISOString(),
  lastAttemptAt: doc.lastAttemptAt?.toISOString() ?? null,
  deliveredAt: doc.deliveredAt?.toISOString() ?? null,
  receiptMissingAt: doc.receiptMissingAt?.toISOString() ?? null,
});

/**
 * Carries out a decision of staff, and audits it. Refuses `DELIVERY_UNKNOWN`, and
 * `DELIVERY_NOT_OPEN` for one that is not open to it (D22).
 */
export async function decideDelivery(
  tx: Tx,
  { deliveryId, decision, reason }: InputOf<typeof contracts.resolveDelivery>,
): Promise<ReplyOf<typeof contracts.resolveDelivery>> {
  const { state: before } = await getDelivery(tx, deliveryId);
  const status = await resolveDelivery(tx, deliveryId, decision);
  await audit(tx, {
    action: 'delivery.resolve',
    target: { type: 'delivery', id: deliveryId },
    reason,
    before: { status: before.status, lastError: before.lastError },
    after: { status, decision },
  });
  return { deliveryId, status };
}
