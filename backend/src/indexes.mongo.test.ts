// No question reads a whole collection: every read route with every filter, every job and the commands
// that move coins and goods are asked over full books, and the database's profiler tells how each was
// answered. A route that is added is asked by being there. What may read a collection from end to end
// is listed with the reason.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ZodType } from 'zod';
import type { Contract } from '@mintkeep/shared/contract.ts';
import { leaseDeliveries, reportDelivery } from '@mintkeep/shared/delivery.ts';
import { claimStarter, rollGacha } from '@mintkeep/shared/gacha.ts';
import { adjust, freeze, unfreeze } from '@mintkeep/shared/players.ts';
import { heartbeat, join, leave } from '@mintkeep/shared/presence.ts';
import { purchase, refundPurchase } from '@mintkeep/shared/shop.ts';
import { generateCode, verifyCode } from '@mintkeep/shared/verification.ts';
import { testApp } from '../test/app.ts';
import { aPlayer, aReward, inTx } from '../test/builders.ts';
import { exampleOf } from '../test/example-of.ts';
import { requestOf, send, signedRequest } from '../test/game-server.ts';
import { pastPurchase, pastTrade } from '../test/past.ts';
import { startProfiling, stopProfiling } from '../test/profiler.ts';
import type { Profiled } from '../test/profiler.ts';
import { aListing } from '../test/market.ts';
import { buy } from '../test/orders.ts';
import { staffMember } from '../test/staff.ts';
import { startWorker } from './core/jobs.ts';
import type { Worker } from './core/jobs.ts';
import { replaceTables } from './gacha/service.ts';
import { eventJobs, timedJobs } from './jobs.ts';
import type { Player } from './players/service.ts';

const rowsCount = 3_000;
/** What a question may read besides ten documents for each that it answers. */
const readMax = 200;
/** Those that hold more with every day of play. */
const growing = [
  ...['transactions', 'shop_transactions', 'deliveries', 'event_log', 'audit_log', 'players'],
  ...['operations', 'outbox', 'jobs', 'gacha_rolls', 'sessions', 'verification_codes', 'alerts'],
  ...['orders', 'listings', 'market_goods', 'market_notices', 'pricing_history'],
];
const playersCount = 30;

const opened = testApp();
let worker: Worker;
let players: Player[];
let profiled: Profiled[];

beforeAll(async () => {
  const { ctx, doorbell } = opened;
  players = [];
  for (let made = 0; made < playersCount; made += 1) {
    players.push(await aPlayer(ctx, { coins: 10_000 }));
  }
  await fillBooks();
  worker = startWorker(ctx, doorbell, { onEvent: eventJobs, timed: [] });
  await startProfiling(ctx.db);
  await playAlong();
  await askEverything();
  for (const { run } of timedJobs) await run(ctx);
  await worker.stop(5_000);
  profiled = await stopProfiling(ctx.db);
}, 120_000);
afterAll(() => worker.stop(5_000));

/** Purchases of the past, and rows of what else grows, all over and done with. */
async function fillBooks(): Promise<void> {
  const { ctx } = opened;
  const at = ctx.clock.now();
  const rows = Array.from({ length: rowsCount }, (_, place) => {
    const player = players[place % playersCount] as Player;
    return pastPurchase({
      playerId: player._id,
      minecraftUUID: player.minecraftUUID ?? '',
      sku: `past-${String(place % 20)}`,
      at: new Date(at.getTime() - place * 60_000),
      action: place === 0 ? 'rare' : 'player.adjust',
      adminId: `staff:${String(place % 5)}`,
    });
  });
  const names = Object.keys(rows[0] as object) as (keyof (typeof rows)[number])[];
  for (const name of names) {
    await ctx.db.collection<{ _id: string }>(name).insertMany(rows.map((row) => row[name]));
  }
  const done = Array.from({ length: rowsCount }, () => ({ _id: randomUUID() }));
  const all = (name: string, fields: object) =>
    ctx.db.collection<{ _id: string }>(name).insertMany(done.map((row) => ({ ...row, ...fields })));
  await all('outbox', { events: [], pending: [], createdAt: at, doneAt: at });
  await all('jobs', { name: 'past', status: 'done', runAt: at, endedAt: at });
  await all('operations', { createdAt: at, expiresAt: new Date(at.getTime() + 86_400_000) });
  await all('gacha_rolls', { playerId: players[0]?._id, createdAt: at });
  const [buyer, seller] = players as [Player, Player];
  const over = new Date(at.getTime() - 30 * 86_400_000);
  for (const [name, fields] of Object.entries(pastTrade({ buyer, seller, at: over }))) {
    await all(name, fields);
  }
  await all('alerts', { status: 'resolved', openedAt: at, resolvedAt: at });
  await all('staff', { roles: [] });
  await ctx.db.collection<{ _id: string }>('players').insertMany(
    done.map((row, place) => ({
      ...(players[0] as object),
      ...row,
      ...{ minecraftUUID: randomUUID(), minecraftName: `Past_${String(place)}` },
      ...{ walletBalanceCoins: 0, lifetimeEarnedCoins: 0 },
    })),
  );
}

/** What players and staff do in an evening; each must be a yes, or it proved nothing. */
async function playAlong(): Promise<void> {
  const { ctx, ask } = opened;
  const console = { actor: 'console' };
  const reason = 'an evening';
  const [player, other] = players as [Player, Player];
  const { _id: id, minecraftName } = player;
  const minecraftUUID = player.minecraftUUID ?? '';
  const name = minecraftName ?? '';
  const limits = { quantityPerDayMax: 1_000, quantityPerPlayerMax: 1_000 };
  const reward = await aReward(ctx, { stock: 100, limits });
  const entries = [{ sku: reward._id, weight: 1 }];
  const table = { name: 'Crate', icon: 'CHEST', entries };
  await inTx(ctx, (tx) =>
    replaceTables(
      tx,
      [
        { ...table, _id: 'crate', kind: 'roll', costCoins: 11 },
        { ...table, _id: 'kit', kind: 'starter', costCoins: 0 },
      ],
      reason,
    ),
  );
  const yes = async (doing: Promise<{ status: number; text: string }>): Promise<void> => {
    const { status, text } = await doing;
    if (status >= 300) throw new Error(`${String(status)} ${text}`);
  };
  await yes(ask(join, { minecraftUUID, name }));
  const online = [{ minecraftUUID, name, level: 3 }];
  await yes(ask(heartbeat, { players: online, pluginVersion: '1', saveCount: 1 }));
  for (let bought = 0; bought < 3; bought += 1) {
    await yes(ask(purchase, { minecraftUUID, sku: reward._id, quantity: 1 }));
  }
  await yes(ask(rollGacha, { minecraftUUID }));
  await yes(ask(claimStarter, { minecraftUUID }));
  const { body: leased } = await ask(leaseDeliveries, { minecraftUUID });
  const [given, failed] = leased;
  if (!given || !failed) throw new Error('Nothing was leased.');
  const { deliveryId, leaseId } = given;
  await yes(ask(reportDelivery, { deliveryId, leaseId, outcome: 'given', attempt: 1 }));
  const back = { deliveryId: failed.deliveryId, leaseId: failed.leaseId } as const;
  await yes(ask(reportDelivery, { ...back, outcome: 'released', reason: 'noRoom', attempt: 1 }));
  const unled = await ask(purchase, { minecraftUUID, sku: reward._id, quantity: 1 });
  await yes(ask(refundPurchase, { purchaseId: unled.body.purchaseId, reason }, console));
  const listing = await aListing(opened, other, { terms: { quantityPerBuyerMax: 5 } });
  await yes(buy(opened, player, listing));
  await yes(ask(adjust, { id: other._id, amountCoins: 5, reason }, console));
  await yes(ask(freeze, { id, reason }, console));
  await yes(ask(unfreeze, { id, reason }, console));
  const made = await ask(generateCode, { minecraftUUID, name });
  const discordId = '180351110224678912';
  await yes(ask(verifyCode, { code: made.body.code, discordId, discordName: 'someone' }));
  await yes(ask(leave, { minecraftUUID }));
}

/** Every route, through each of its doors; those that read, also with each of their filters. */
async function askEverything(): Promise<void> {
  for (const contract of opened.app.contracts) {
    if (contract.who.internal) continue;
    for (const call of callsOf(contract)) {
      const request = requestOf(contract, call as never);
      if (contract.who.server || contract.who.inGame) {
        const actor = contract.who.server ? undefined : 'console';
        const idempotencyKey = contract.key === 'none' ? undefined : randomUUID();
        const asked = signedRequest(opened.key, { ...request, idempotencyKey, actor });
        await send(opened.app, opened.key, asked).catch(() => undefined);
      }
      if (contract.who.staff) {
        // A session for each question: one of them is how to end it.
        const panel = await staffMember(opened, 'SUPERADMIN');
        await panel.send({ ...request, headers: { 'idempotency-key': randomUUID() } });
      }
    }
  }
}

/** What is asked of a contract: its example, about things there are; a read with each filter alone. */
function callsOf({ method, params, query, body }: Contract): Record<string, unknown>[] {
  const [player] = players as [Player];
  const known = {
    ...{ minecraftUUID: player.minecraftUUID, id: player._id, playerId: player._id },
    ...{ sku: 'past-1', target: 'player', adminId: 'staff:1', action: 'rare' },
    // Kinds of the logs that the books hold none of.
    ...{ eventType: 'rollback', type: 'flag' },
  } as Record<string, unknown>;
  const fill = (fields: Contract['body']): Record<string, unknown> => {
    const example = fields ? (exampleOf(fields) as Record<string, unknown>) : {};
    const names = Object.keys(fields?.shape ?? {}).filter((name) => name in known);
    return { ...example, ...Object.fromEntries(names.map((name) => [name, known[name]])) };
  };
  const base = { ...fill(params), ...fill(body) };
  if (method !== 'GET' || !query) return [base];
  const asked = fill(query);
  const required = exampleOfRequired(query);
  return [
    required,
    ...Object.entries(asked).map(([name, value]) => ({ ...required, [name]: value })),
  ].map((one) => ({ ...base, ...one }));
}

/** Only what a query must have. */
function exampleOfRequired(query: NonNullable<Contract['query']>): Record<string, unknown> {
  const fields = query.shape as Record<string, ZodType>;
  const isRequired = (name: string): boolean => !fields[name]?.safeParse(undefined).success;
  const example = Object.entries(exampleOf(query) as object);
  return Object.fromEntries(example.filter(([name]) => isRequired(name)));
}

/** A read from end to end that is meant, and how it is known. */
interface Allowed {
  readonly collection: string;
  readonly why: string;
  fits(command: Profiled['command']): boolean;
}

const isFind = (command: Profiled['command']): boolean => 'find' in command;
const isCount = ({ aggregate, pipeline }: Profiled['command']): boolean =>
  aggregate !== undefined && JSON.stringify(pipeline).includes('"$group":{"_id":1,"n"');

/** A count reads what it counts; the logs count no further than their limit. */
const isBoundedCount = (command: Profiled['command']): boolean =>
  isCount(command) && JSON.stringify(command['pipeline']).includes('"$limit"');

const allowed: readonly Allowed[] = [
  {
    collection: 'rewards',
    why: 'A catalogue is written by hand, at most 1,000 rewards, and a menu shows all of it.',
    fits: isFind,
  },
  { collection: 'gacha_tables', why: 'Tables are written by hand, some tens.', fits: isFind },
  {
    collection: 'transactions',
    why: 'The verifier replays the whole ledger, once an hour: that is what it is for.',
    fits: (command) => JSON.stringify(command).includes('postings') || isCount(command),
  },
  {
    collection: 'transactions',
    why: 'A report sums up days: each once when it is over, today at most once a minute.',
    fits: (command) => JSON.stringify(command).includes('"unit":"day"'),
  },
  {
    collection: 'players',
    why: 'The verifier looks at every balance; a page of players for staff says how many there are.',
    fits: (command) => isCount(command) || JSON.stringify(command).includes('walletBalanceCoins'),
  },
  {
    collection: 'alerts',
    why: 'Incidents of a quarter, some hundreds, in an order that no two share.',
    fits: () => true,
  },
];

const isAllowed = ({ collection, command }: Profiled): boolean =>
  allowed.some((one) => one.collection === collection && one.fits(command));

const shown = ({ collection, op, plan, examined, keys, answered, command }: Profiled): string => {
  const { lsid: _lsid, $clusterTime: _time, $db: _db, ...asked } = command;
  const counted = `${String(examined)} (${String(keys)} entries) read for ${String(answered)}`;
  return `${collection} ${op}, ${plan}, ${counted}: ${JSON.stringify(asked)}`.slice(0, 400);
};

describe('every question over full books', () => {
  test('is answered by an index (S1-047)', () => {
    const scans = profiled.filter((one) => one.plan.includes('COLLSCAN') && !isAllowed(one));
    expect([...new Set(scans.map(shown))]).toEqual([]);
  });

  test('reads little more than it answers', () => {
    const wasteful = profiled.filter(
      (one) =>
        Math.max(one.examined, one.keys) > readMax + 10 * one.answered &&
        !isBoundedCount(one.command) &&
        !isAllowed(one),
    );
    expect([...new Set(wasteful.map(shown))]).toEqual([]);
  });

  test('was asked: the profiler saw every collection that grows', () => {
    const seen = new Set(profiled.map(({ collection }) => collection));
    expect(growing.filter((name) => !seen.has(name))).toEqual([]);
    expect(profiled.length).toBeGreaterThan(500);
  });

  test('and what may read from end to end still does, or the list is out of date', () => {
    const idle = allowed.filter(
      ({ collection, fits }) =>
        !profiled.some(
          (one) =>
            one.collection === collection &&
            (one.plan.includes('COLLSCAN') || one.examined > readMax) &&
            fits(one.command),
        ),
    );
    expect(idle.map(({ collection, why }) => `${collection}: ${why}`)).toEqual([]);
  });
});
