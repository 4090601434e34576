// What the database holds when all is quiet: loaded whole, for checkers that are pure functions.
import type { DomainEvent } from '@mintkeep/shared/events.ts';
import type { AuditDoc } from '../../src/audit/store.ts';
import type { Context } from '../../src/core/context.ts';
import type { DeliveryDoc } from '../../src/delivery/store.ts';
import type { RollDoc, StarterDoc } from '../../src/gacha/store.ts';
import type { AllowanceDoc } from '../../src/holds/store.ts';
import type { EntryDoc } from '../../src/ledger/store.ts';
import { verifyLedger } from '../../src/ledger/verify.ts';
import type { LedgerReport } from '../../src/ledger/verify.ts';
import type { OrderDoc } from '../../src/market/orders-store.ts';
import type { GoodsDoc, ListingDoc } from '../../src/market/store.ts';
import type { PlayerDoc } from '../../src/players/store.ts';
import type { RewardDoc } from '../../src/shop/reward-store.ts';
import type { SaleDoc } from '../../src/shop/sale-store.ts';
import type { PurchaseDoc } from '../../src/shop/store.ts';
import type { VoucherDoc } from '../../src/vouchers/store.ts';

export interface Final {
  readonly players: readonly PlayerDoc[];
  readonly purchases: ReadonlyMap<string, PurchaseDoc>;
  readonly entries: ReadonlyMap<string, EntryDoc>;
  readonly deliveries: ReadonlyMap<string, DeliveryDoc>;
  readonly rolls: ReadonlyMap<string, RollDoc>;
  readonly starters: readonly StarterDoc[];
  readonly goods: ReadonlyMap<string, GoodsDoc>;
  readonly listings: ReadonlyMap<string, ListingDoc>;
  readonly orders: ReadonlyMap<string, OrderDoc>;
  readonly sales: ReadonlyMap<string, SaleDoc>;
  readonly vouchers: ReadonlyMap<string, VoucherDoc>;
  readonly rewards: readonly RewardDoc[];
  readonly allowances: readonly AllowanceDoc[];
  readonly operations: ReadonlySet<string>;
  readonly audits: readonly AuditDoc[];
  /** Events of the outbox, and whether a reader still waits for them. */
  readonly events: readonly { readonly event: DomainEvent; readonly pending: boolean }[];
  readonly deadJobs: readonly { readonly _id: string; readonly lastError?: string }[];
  readonly ledger: LedgerReport;
}

/** Loads it, from the primary, by majority. */
export async function loadFinal(ctx: Context): Promise<Final> {
  const all = <T extends object>(name: string): Promise<T[]> =>
    ctx.db.collection(name).find({}).toArray() as unknown as Promise<T[]>;
  const byId = async <T extends { _id: string }>(name: string): Promise<Map<string, T>> =>
    new Map((await all<T>(name)).map((one) => [one._id, one]));
  const rows = await all<{ events: DomainEvent[]; pending: string[] }>('outbox');
  const jobs = await all<{ _id: string; status: string; lastError?: string }>('jobs');
  return {
    players: await all<PlayerDoc>('players'),
    purchases: await byId<PurchaseDoc>('shop_transactions'),
    entries: await byId<EntryDoc>('transactions'),
    deliveries: await byId<DeliveryDoc>('deliveries'),
    rolls: await byId<RollDoc>('gacha_rolls'),
    starters: await all<StarterDoc>('starters'),
    goods: await byId<GoodsDoc>('market_goods'),
    listings: await byId<ListingDoc>('listings'),
    orders: await byId<OrderDoc>('orders'),
    sales: await byId<SaleDoc>('shop_sales'),
    vouchers: await byId<VoucherDoc>('vouchers'),
    rewards: await all<RewardDoc>('rewards'),
    allowances: await all<AllowanceDoc>('hold_allowances'),
    operations: new Set((await all<{ _id: string }>('operations')).map(({ _id }) => _id)),
    audits: await all<AuditDoc>('audit_log'),
    events: rows.flatMap(({ events, pending }) =>
      events.map((event) => ({ event, pending: pending.length > 0 })),
    ),
    deadJobs: jobs.filter(({ status }) => status === 'dead'),
    ledger: await verifyLedger(ctx),
  };
}
