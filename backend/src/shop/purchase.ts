// Buying: from a batch of requests to coins, stock, records, ledger and deliveries in one commit.
// Knows no HTTP.
import assert from 'node:assert/strict';
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import type { Task } from '@mintkeep/shared/delivery.ts';
import type { purchase } from '@mintkeep/shared/shop.ts';
import type { Context } from '../core/context.ts';
import { faultPoint } from '../core/fault-points.ts';
import { groupCommit } from '../core/group-commit.ts';
import type { GroupCommit, Verdict } from '../core/group-commit.ts';
import { newId } from '../core/identity.ts';
import { tellingOfLarge } from '../core/high-value.ts';
import type { Done } from '../core/transact.ts';
import type { WriteScope } from '../core/transaction.ts';
import { openDeliveries } from '../delivery/service.ts';
import { logEvents } from '../event-log/service.ts';
import { postSpendings, spending } from '../ledger/service.ts';
import { codeOf, openVouchers } from '../vouchers/service.ts';
import type { Vouching } from '../vouchers/service.ts';
import { decidePurchases } from './decide.ts';
import type { Accepted, Decision, PurchaseCommand } from './decide.ts';
import { readState } from './read-state.ts';
import { takeStock } from './reward-store.ts';
import { findPurchases, insertPurchases } from './store.ts';
import type { PurchaseDoc } from './store.ts';

export type Purchase = ReplyOf<typeof purchase>;
export type Purchases = GroupCommit<PurchaseCommand['input'], Purchase>;

/**
 * Opens the shop's till: purchases that arrive together are committed together, each with its own
 * outcome (S0-002). Without `vouching` it sells no vouchers.
 * All share one lane, so that no stock is ever fought over in this process.
 */
export const openPurchases = (
  ctx: Context,
  vouching: Vouching | null = null,
  highValueCoins?: number,
): Purchases =>
  groupCommit(ctx, {
    name: 'purchases',
    laneOf: ({ sku }) => sku,
    // Measured: with more lanes each batch is smaller, and costs as many round trips.
    lanesMax: 1,
    batchMax: 128,
    taker: newId(),
    run: (scope, batch) => purchaseBatch(tellingOfLarge(scope, highValueCoins), batch, vouching),
    lookUp: async (scope, { operationId, requestHash }) => {
      const [earlier] = await findPurchases(scope, [operationId]);
      return earlier?.requestHash === requestHash ? replayOf(earlier, vouching) : null;
    },
  });

/**
 * Buys for a whole batch in one transaction: takes the coins, writes records and ledger entries,
 * opens the deliveries, takes the stock last, since others may be waiting for it.
 */
export async function purchaseBatch(
  scope: WriteScope,
  batch: readonly PurchaseCommand[],
  vouching: Vouching | null,
): Promise<Verdict<Purchase>[]> {
  const decisions = decidePurchases(await readState(scope, batch), batch);
  const accepted = decisions.flatMap((one) => (one.kind === 'accepted' ? [one.accepted] : []));
  if (accepted.length > 0) await writeAccepted(scope, accepted, vouching);
  return decisions.map((decision) => verdictOf(decision, vouching));
}

async function writeAccepted(
  scope: WriteScope,
  accepted: readonly Accepted[],
  vouching: Vouching | null,
): Promise<void> {
  // This is the line that takes the coins.
  await postSpendings(scope, accepted.map(spendingOf));
  await faultPoint('purchase.after-coins');

  await insertPurchases(scope, accepted.map(purchaseDocOf(scope)));
  await faultPoint('purchase.after-record');
  const [sold, handedOver] = [true, false].map((wanted) =>
    accepted.filter(({ reward }) => isVoucher(reward) === wanted),
  );
  if (handedOver?.length) await openDeliveries(scope, handedOver.map(deliveryOf));
  if (sold?.length) await openVouchers(scope, mustVouch(vouching), sold.map(voucherOf));
  await faultPoint('purchase.after-delivery');
  await logEvents(scope, accepted.map(loggedOf));
  await faultPoint('purchase.after-log');

  const quantities = new Map<string, number>();
  for (const { reward, command } of accepted) {
    if (reward.stock === null) continue;
    quantities.set(reward._id, (quantities.get(reward._id) ?? 0) + command.input.quantity);
  }
  const enough = await takeStock(scope, quantities);
  assert.equal(enough, quantities.size, 'stock changed inside its own transaction');
  await faultPoint('purchase.after-stock');

  for (const { command, player, totalCostCoins } of accepted) {
    const { sku, quantity } = command.input;
    const purchaseId = command.operationId;
    const playerId = player._id;
    scope.emit({ type: 'purchase.made', purchaseId, playerId, sku, quantity, totalCostCoins });
  }
}

const spendingOf = ({ command, player, reward, totalCostCoins }: Accepted) =>
  spending({
    operationId: command.operationId,
    playerId: player._id,
    amountCoins: totalCostCoins,
    meta: { sku: reward._id, quantity: command.input.quantity },
  });

const purchaseDocOf =
  (scope: WriteScope) =>
  ({ command, player, reward, unitPriceCoins, ...paid }: Accepted): PurchaseDoc => ({
    _id: command.operationId,
    playerId: player._id,
    sku: reward._id,
    quantity: command.input.quantity,
    unitPriceCoins,
    totalCostCoins: paid.totalCostCoins,
    timestamp: scope.now,
    status: 'pending',
    deliveryAttempts: 0,
    lastDeliveryAttemptAt: null,
    refundReason: null,
    refundedAt: null,
    walletBalanceCoins: paid.walletBalanceCoins,
    requestHash: command.requestHash,
    ...(isVoucher(reward) ? { voucherId: command.operationId } : {}),
  });

const deliveryOf = ({ command, player, reward }: Accepted) => ({
  deliveryId: command.operationId,
  playerId: player._id,
  minecraftUUID: player.minecraftUUID,
  ref: { refType: 'purchase' as const, refId: command.operationId },
  task: timesQuantity(reward.task, command.input.quantity),
});

const isVoucher = ({ fulfilment }: Accepted['reward']): boolean => fulfilment === 'voucher';

function mustVouch(vouching: Vouching | null): Vouching {
  assert(vouching, 'this till sells no vouchers');
  return vouching;
}

const voucherOf = ({ command, player, reward }: Accepted) => ({
  voucherId: command.operationId,
  refType: 'purchase' as const,
  refId: command.operationId,
  playerId: player._id,
  reward: {
    sku: reward._id,
    name: reward.name,
    task: timesQuantity(reward.task, command.input.quantity),
  },
});

/** A purchase as the event log keeps it: enough to rebuild the state before and after (S0-056). */
const loggedOf = ({ command, player, reward, ...paid }: Accepted) => {
  const { totalCostCoins, walletBalanceCoins, stock } = paid;
  const { operationId, source, input } = command;
  const { quantity } = input;
  return {
    eventType: 'purchase' as const,
    playerId: player._id,
    source,
    operationId,
    before: {
      walletBalanceCoins: walletBalanceCoins + totalCostCoins,
      stock: stock === null ? null : stock + quantity,
    },
    after: {
      walletBalanceCoins,
      stock,
      purchaseId: operationId,
      ...(isVoucher(reward) ? { voucherId: operationId } : { deliveryId: operationId }),
      sku: reward._id,
      quantity,
      totalCostCoins,
      purchaseStatus: 'pending',
    },
  };
};

/** What several units of a reward give: more of each item, more money; the rest once. */
export function timesQuantity(task: Task, quantity: number): Task {
  switch (task.action) {
    case 'give':
      return {
        action: 'give',
        payload: {
          items: task.payload.items.map((one) => ({ ...one, amount: one.amount * quantity })),
        },
      };
    case 'money':
      return {
        action: 'money',
        payload: { amountCoins: task.payload.amountCoins * quantity },
      };
    case 'command':
    case 'rank':
    case 'message':
      return task;
  }
}

function verdictOf(decision: Decision, vouching: Vouching | null): Verdict<Purchase> {
  switch (decision.kind) {
    case 'accepted': {
      const { command, reward, totalCostCoins, walletBalanceCoins } = decision.accepted;
      const { sku, quantity } = command.input;
      const voucher = isVoucher(reward) ? { voucherId: command.operationId } : {};
      const bought = { sku, quantity, totalCostCoins, ...voucher };
      const reply = replyWith(command.operationId, bought, vouching);
      return { reply: { ...reply, walletBalanceCoins }, replayed: false };
    }
    case 'earlier':
      return replayOf(decision.purchase, vouching);
    case 'refused':
      return decision.refusal;
  }
}

const replayOf = (doc: PurchaseDoc, vouching: Vouching | null): Done<Purchase> => ({
  reply: { ...replyWith(doc._id, doc, vouching), walletBalanceCoins: doc.walletBalanceCoins },
  replayed: true,
});

type Bought = Pick<PurchaseDoc, 'sku' | 'quantity' | 'totalCostCoins' | 'voucherId'>;

/** A code is worked out for each answer and stored nowhere: a replay shows it again (S1-132). */
const replyWith = (
  purchaseId: string,
  { sku, quantity, totalCostCoins, voucherId }: Bought,
  vouching: Vouching | null,
) => ({
  ...{ purchaseId, sku, quantity, totalCostCoins },
  ...(voucherId === undefined
    ? { deliveryId: purchaseId }
    : { voucherCode: codeOf(mustVouch(vouching).codeKey, voucherId) }),
});
