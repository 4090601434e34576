// All that a player did, over books written by real operations, and over books in which much happens in
// the same millisecond.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { activityKind, listActivity } from '@mintkeep/shared/activity.ts';
import type { ActivityEntry, ActivityKind } from '@mintkeep/shared/activity.ts';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { adjust, freeze, unfreeze } from '@mintkeep/shared/players.ts';
import { purchase } from '@mintkeep/shared/shop.ts';
import { testApp } from '../../test/app.ts';
import { aPlayer, aReward } from '../../test/builders.ts';
import { aTrade, buy } from '../../test/orders.ts';
import { staffMember } from '../../test/staff.ts';
import { findPlayerById } from '../players/service.ts';
import { sources } from './activity-store.ts';

const opened = testApp();
const console = { actor: 'console' };

const list = (id: string, query: object = {}) =>
  opened.ask(listActivity, { id, ...query }, console);

/** Turns all pages; `between` is done after each. */
async function allOf(
  id: string,
  query: { limit?: string; kinds?: string; from?: string; to?: string } = {},
  between: () => Promise<unknown> = async () => undefined,
): Promise<ActivityEntry[]> {
  const items: ActivityEntry[] = [];
  let before: string | undefined;
  do {
    const { status, body } = await list(id, { ...query, ...(before ? { before } : {}) });
    expect(status).toBe(200);
    expect(body.items.length).toBeLessThanOrEqual(Number(query.limit ?? 50));
    items.push(...body.items);
    before = body.nextBefore ?? undefined;
    await between();
  } while (before !== undefined);
  return items;
}

describe('GET /api/users/:id/activity (S1-091)', () => {
  test('has what a player bought, sold, was given and was done to, newest first', async () => {
    const { ctx, ask } = opened;
    const { seller, buyer, listing } = await aTrade(opened);
    const reward = await aReward(ctx, { priceCoins: 30 });
    await buy(opened, buyer, listing);
    const { minecraftUUID, _id: id } = buyer;
    const bought = await ask(purchase, { minecraftUUID, sku: reward._id, quantity: 2 });
    await ask(adjust, { id, amountCoins: 7, reason: 'an apology' }, console);
    await ask(freeze, { id, reason: 'a look' }, console);
    await ask(unfreeze, { id, reason: 'all fine' }, console);
    const items = await allOf(id);
    const times = items.map(({ at }) => at);
    expect(times).toEqual(times.toSorted().reverse());
    const one = (kind: ActivityKind, what: string) =>
      items.find((entry) => entry.kind === kind && entry.what === what);
    expect(one('purchase', 'purchase')).toMatchObject({
      ...{ id: bought.body.purchaseId, sku: reward._id, quantity: 2, amountCoins: 60 },
      delivery: { deliveryId: bought.body.purchaseId, status: 'pending' },
    });
    expect(one('ledger', 'spend')).toMatchObject({ amountCoins: 60, walletCoins: -60 });
    expect(one('order', 'bought')).toMatchObject({
      ...{ sku: listing.sku, status: 'pending', otherId: seller._id },
      ...{ otherName: seller.minecraftName, delivery: { status: 'pending' } },
    });
    expect(one('event', 'purchase')).toMatchObject({ by: 'server:survival', status: 'done' });
    expect(one('audit', 'player.adjust')).toMatchObject({
      ...{ by: 'console:survival', reason: 'an apology' },
    });
    expect(items.filter(({ kind }) => kind === 'audit')).toHaveLength(3);
    expect(one('ledger', 'earn')).toMatchObject({ walletCoins: expect.any(Number) as number });
    const changes = items.map(({ walletCoins }) => walletCoins ?? 0);
    const wallet = await findPlayerById(ctx, id);
    expect(changes.reduce((sum, coins) => sum + coins, 0)).toBe(wallet?.walletBalanceCoins);

    const ofSeller = await allOf(seller._id);
    expect(ofSeller.find(({ what }) => what === 'sold')).toMatchObject({ otherId: id });
    expect(ofSeller.find(({ kind }) => kind === 'listing')).toMatchObject({
      ...{ what: 'listed', sku: listing.sku, quantity: 10, amountCoins: 50 },
    });
  });

  test('refuses who is unknown, and what is no filter', async () => {
    const { _id: id } = await aPlayer(opened.ctx);
    expect((await list(randomUUID())).error?.code).toBe('PLAYER_UNKNOWN');
    for (const query of [
      ...[{ kinds: '' }, { kinds: 'ledger,' }, { kinds: 'coins' }, { kinds: 'x'.repeat(200) }],
      ...[{ limit: '0' }, { limit: '101' }, { before: 'x' }, { before: '1.ledger.' }],
      ...[{ before: `1.ledger.${'x'.repeat(256)}` }, { before: '1.led ger.x' }, { from: 'today' }],
      { before: '9'.repeat(16) + '.ledger.x' },
    ]) {
      expect([query, (await list(id, query)).status]).toEqual([query, 400]);
    }
    // A place in the list that nobody was given is a place all the same.
    expect((await list(id, { before: '999999999999999.x.x' })).status).toBe(200);
    expect((await list(id, { before: '0.ledger.x' })).body.items).toEqual([]);
  });

  test('is for who may see players', async () => {
    const { _id: id } = await aPlayer(opened.ctx);
    const url = `/api/users/${id}/activity`;
    const none = await opened.app.inject({ method: 'GET', url });
    expect(none.statusCode).toBe(401);
    const auditor = await staffMember(opened, 'AUDITOR');
    expect((await auditor.send({ method: 'GET', url })).status).toBe(200);
    const asServer = await opened.ask(listActivity, { id });
    expect(asServer.status).toBeGreaterThanOrEqual(400);
  });
});

/** What one row of a random book is. */
interface Written {
  readonly source: keyof typeof books;
  /** Few different ones, so that much happens at once. */
  readonly ms: number;
  readonly isOurs: boolean;
}

const epochMs = Date.UTC(2026, 0, 1);

/** How each source writes a row of a player, with what is needed to find and read it. */
const books = {
  ledgerActor: [
    'transactions',
    'ledger',
    (playerId: string, at: Date) => ({
      ...{ type: 'spend', actorId: playerId, amountCoins: 1, postings: [], createdAt: at },
    }),
  ],
  ledgerPayee: [
    'transactions',
    'ledger',
    (playerId: string, at: Date) => ({
      ...{ type: 'spend', actorId: 'another', payeeId: playerId, amountCoins: 1 },
      ...{ postings: [], createdAt: at },
    }),
  ],
  event: [
    'event_log',
    'event',
    (playerId: string, at: Date) => ({
      ...{ playerId, timestamp: at, eventType: 'pay', data: { after: {} } },
    }),
  ],
  audit: [
    'audit_log',
    'audit',
    (id: string, at: Date) => ({
      ...{ target: { type: 'player', id }, timestamp: at, action: 'x' },
    }),
  ],
  purchase: [
    'shop_transactions',
    'purchase',
    (playerId: string, at: Date) => ({
      ...{ playerId, timestamp: at },
    }),
  ],
  bought: ['orders', 'order', (buyerId: string, at: Date) => ({ buyerId, createdAt: at })],
  sold: ['orders', 'order', (sellerId: string, at: Date) => ({ sellerId, createdAt: at })],
  listing: [
    'listings',
    'listing',
    (sellerId: string, at: Date) => ({
      ...{ sellerId, status: at.getTime() % 2 ? 'sold' : 'active', createdAt: at },
    }),
  ],
} as const satisfies Record<
  string,
  readonly [string, ActivityKind, (playerId: string, at: Date) => object]
>;

const written: fc.Arbitrary<Written> = fc.record({
  source: fc.constantFrom(...(Object.keys(books) as (keyof typeof books)[])),
  ms: fc.nat(2),
  isOurs: fc.boolean(),
});

async function write(playerId: string, rows: readonly Written[], fromMs = epochMs) {
  const ours: { at: number; kind: string; id: string }[] = [];
  const made = new Map<string, { _id: string }[]>();
  for (const { source, ms, isOurs } of rows) {
    const [collection, kind, rowOf] = books[source];
    const [id, at] = [randomUUID(), new Date(fromMs + ms)];
    const row = rowOf(isOurs ? playerId : randomUUID(), at);
    made.set(collection, [...(made.get(collection) ?? []), { _id: id, ...row }]);
    if (isOurs) ours.push({ at: at.getTime(), kind, id });
  }
  await Promise.all(
    [...made].map(([collection, docs]) =>
      opened.ctx.db.collection<{ _id: string }>(collection).insertMany(docs),
    ),
  );
  return ours;
}

const placesOf = (items: readonly ActivityEntry[]) =>
  items.map(({ at, kind, id }) => ({ at: Date.parse(at), kind: kind, id }));

const explained = z.object({
  queryPlanner: z.object({ winningPlan: z.unknown() }),
  executionStats: z.object({ totalDocsExamined: z.number() }),
});

describe('the pages of it', () => {
  test('are read from indexes in their order, however much a player has behind (S1-047, S1-091)', async () => {
    const { _id: id } = await aPlayer(opened.ctx);
    const names = Object.keys(books) as (keyof typeof books)[];
    for (const source of names) {
      const rows = Array.from({ length: 60 }, (_, ms) => ({ source, ms, isOurs: true }));
      await write(id, rows);
    }
    for (const { collection, time, filter } of sources) {
      const told: unknown = await opened.ctx.db
        .collection<{ _id: string }>(collection)
        .find({ ...filter(id), [time]: { $gt: new Date(0) } })
        .sort({ [time]: -1 })
        .limit(20)
        .explain();
      const { executionStats: stats, queryPlanner } = explained.parse(told);
      const plan = JSON.stringify(queryPlanner.winningPlan);
      expect([collection, /"(COLLSCAN|SORT)"/.exec(plan)]).toEqual([collection, null]);
      expect([collection, stats.totalDocsExamined]).toEqual([collection, 20]);
    }
  });

  test('Property: hold each entry once and in order, whatever shares a millisecond and comes meanwhile (S1-091)', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(written, { maxLength: 30, size: 'max' }),
        fc.integer({ min: 1, max: 4 }),
        fc.option(fc.subarray([...activityKind.options], { minLength: 1 })),
        fc.option(fc.tuple(fc.nat(3), fc.nat(3))),
        async (rows, limit, kinds, during) => {
          const { _id: id } = await aPlayer(opened.ctx);
          const ours = await write(id, rows);
          const [from, to] = during ?? [0, 9];
          const expected = ours
            .filter(({ kind, at }) => {
              const isDuring = !during || (at >= epochMs + from && at < epochMs + to);
              return isDuring && (!kinds || kinds.some((one) => one === kind));
            })
            .sort((a, b) => {
              const [keyA, keyB] = [`${a.kind} ${a.id}`, `${b.kind} ${b.id}`];
              return b.at - a.at || (keyA < keyB ? 1 : -1);
            });
          const query = {
            limit: String(limit),
            ...(kinds ? { kinds: kinds.join(',') } : {}),
            from: new Date(epochMs + from).toISOString(),
            to: new Date(epochMs + to).toISOString(),
          };
          // What is newer than the first page is not in the later ones.
          const newer = rows.slice(0, 1).map((row) => ({ ...row, ms: 0, isOurs: true }));
          const meanwhile = () => write(id, newer, epochMs + 8);
          expect(placesOf(await allOf(id, query, meanwhile))).toEqual(expected);
        },
      ),
      { numRuns: propertyRunsMin },
    );
  }, 120_000);
});
