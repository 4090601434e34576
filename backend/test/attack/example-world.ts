// What the contracts' own examples name, so that a request made of them finds it: a player, a reward,
// a purchase with its delivery, an entry of the event log, tables to roll. Each call puts all of it
// back as it was.
import type { Context } from '../../src/core/context.ts';
import { formats } from '../example-of.ts';
import { inTx } from '../builders.ts';
import { postEarning } from '../../src/ledger/service.ts';

const id = formats.uuid;
const minecraftUUID = '069a79f4-44e9-4726-a5be-fca90e38aaf5';
const longAgo = new Date('2026-01-01T00:00:00.000Z');
const dates = { createdAt: longAgo, updatedAt: longAgo };

const task = { action: 'give', payload: { items: [{ material: 'BREAD', amount: 1 }] } };

/** Documents by collection; `_id` of the first of each is what an example names. */
export const exampleDocs: Readonly<Record<string, readonly { _id: string }[]>> = {
  players: [
    {
      _id: id,
      minecraftUUID,
      minecraftName: 'text',
      discordId: null,
      walletBalanceCoins: 0,
      escrowBalanceCoins: 0,
      lifetimeEarnedCoins: 0,
      lifetimeSpentCoins: 0,
      frozen: false,
      banned: null,
      online: true,
      serverId: 'survival',
      lastHeartbeat: longAgo,
      level: 1,
      starterDeliveryInProgress: false,
      ...dates,
    } as { _id: string },
  ],
  rewards: ['bread', 'stone'].map((_id) => ({
    _id,
    name: _id,
    category: 'item',
    description: [],
    icon: 'BREAD',
    priceCoins: 1,
    task,
    stock: null,
    limits: {},
    visible: true,
    expiresAt: null,
    ...dates,
  })),
  gacha_tables: [
    { _id: 'text', kind: 'roll', costCoins: 1 },
    { _id: 'kit', kind: 'starter', costCoins: 0 },
  ].map((table) => ({
    name: table._id,
    icon: 'CHEST',
    entries: [
      { sku: 'bread', weight: 1 },
      { sku: 'stone', weight: 1 },
    ],
    ...table,
    ...dates,
  })),
  shop_transactions: [
    {
      _id: id,
      playerId: id,
      sku: 'bread',
      quantity: 1,
      unitPriceCoins: 1,
      totalCostCoins: 1,
      timestamp: longAgo,
      status: 'pending',
      deliveryAttempts: 0,
      lastDeliveryAttemptAt: null,
      refundReason: null,
      refundedAt: null,
      walletBalanceCoins: 1_000,
      requestHash: '0'.repeat(64),
    } as { _id: string },
  ],
  deliveries: [
    {
      _id: id,
      playerId: id,
      minecraftUUID,
      ref: { refType: 'purchase', refId: id },
      task,
      state: {
        status: 'pending',
        everLeased: false,
        attempts: 0,
        leaseId: null,
        leaseUntilAt: null,
        boundTo: null,
        nextAttemptAt: 0,
        lastError: null,
        reviews: 0,
      },
      revision: 1,
      ...dates,
    } as { _id: string },
  ],
  event_log: [
    {
      _id: id,
      timestamp: longAgo,
      source: 'server:survival',
      eventType: 'freeze',
      playerId: id,
      data: { before: { frozen: false }, after: { frozen: true } },
      operationId: id,
      success: true,
      errorMessage: null,
      rolledBackBy: null,
    } as { _id: string },
  ],
};

// What a request of an example leaves, that would keep the next from being the first.
const made = ['gacha_rolls', 'starters', 'operations', 'level_caps', 'alerts'];

/**
 * Puts the world of the examples there, the player with 1,000 coins from the ledger. Counts by hand
 * what was there before: it is not for tests that verify the ledger.
 */
export async function putExampleWorld(ctx: Context): Promise<void> {
  const names = [...made, ...Object.keys(exampleDocs)];
  await Promise.all(names.map((name) => ctx.db.collection(name).deleteMany({})));
  await Promise.all(
    Object.entries(exampleDocs).map(([name, docs]) =>
      ctx.db.collection<{ _id: string }>(name).insertMany(docs.map((doc) => ({ ...doc }))),
    ),
  );
  await inTx(ctx, (tx) =>
    postEarning(tx, { playerId: id, amountCoins: 1_000, reason: 'test', meta: {} }),
  );
}
