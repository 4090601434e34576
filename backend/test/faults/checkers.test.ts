// Each checker is shown a history and a database in which one thing is wrong, and must say which; and
// one in which all is right, and must be silent.
import { describe, expect, test } from 'vitest';
import { checkEvents, checkLedger, checkLimits, checkTotals } from './check-books.ts';
import { checkGoods, checkLeases } from './check-goods.ts';
import { checkBalances, checkOperations, checkStrangers } from './check-operations.ts';
import type { Final } from './final.ts';
import { asked } from './history.ts';
import type { Kind, Row } from './history.ts';
import { operationIdOfAsked, purchaseIdOf, refundEntryIdOf } from './operation.ts';

const playerId = 'f0000000-0000-4000-8000-000000000001';
const minecraftUUID = 'f0000000-0000-4000-8000-000000000002';
const key = 'purchase-1-0000000001';
const purchaseId = purchaseIdOf(key);
const input = { minecraftUUID, sku: 'bread', quantity: 2 };
const noBursts = { made: {} as never, starters: [], discordIds: [], sellers: [] };

/** A request with its answer, as rows. */
let requests = 0;
function rows(kind: Kind, end: Partial<Row> & Pick<Row, 'event'>, more: Partial<Row> = {}): Row[] {
  requests += 1;
  const about = { request: requests, kind, key, backend: 0, ...more };
  const atMs = more.atMs ?? requests * 10;
  return [
    { input, actor: 'server', ...about, event: 'invoke', atMs },
    { ...about, ...end, atMs: atMs + 5 },
  ];
}

const delivery = (status: string, refType = 'purchase') => ({
  _id: purchaseId,
  playerId,
  minecraftUUID,
  ref: { refType, refId: purchaseId },
  state: { status, lastError: null },
});

/** A database in which the one purchase was bought and delivered. */
function database(changes: Record<string, unknown> = {}): Final {
  const purchase = {
    _id: purchaseId,
    playerId,
    sku: 'bread',
    quantity: 2,
    status: 'completed',
    timestamp: new Date(0),
  };
  return {
    players: [{ _id: playerId, minecraftUUID, walletBalanceCoins: -20, discordId: null }],
    purchases: new Map([[purchaseId, purchase]]),
    entries: new Map([[purchaseId, {}]]),
    deliveries: new Map([[purchaseId, delivery('delivered')]]),
    rolls: new Map(),
    starters: [],
    goods: new Map(),
    listings: new Map(),
    orders: new Map(),
    sales: new Map(),
    vouchers: new Map(),
    rewards: [],
    operations: new Set(),
    audits: [],
    events: [{ event: { type: 'purchase.made', purchaseId }, pending: false }],
    deadJobs: [],
    ledger: { sound: true },
    ...changes,
  } as unknown as Final;
}

const empty = { purchases: new Map(), entries: new Map(), deliveries: new Map() };
const ok = { event: 'ok', reply: { purchaseId } } as const;
const rulesOf = (found: { rule: string }[]): string[] => [
  ...new Set(found.map(({ rule }) => rule)),
];

describe('operations', () => {
  test('are right when the acknowledged one is there, wholly', () => {
    const all = asked(rows('purchase', ok));
    expect(checkOperations(all, database())).toEqual([]);
    expect(checkStrangers(all, database())).toEqual([]);
    expect(checkBalances(all, database())).toEqual([]);
  });

  test('an acknowledged one that is not there is missing, whatever the sums say', () => {
    const found = checkOperations(asked(rows('purchase', ok)), database(empty));
    expect(rulesOf(found)).toEqual(['an acknowledged operation is missing']);
  });

  test('one that left a part of its traces is torn', () => {
    const unknown = asked(rows('purchase', { event: 'unknown' }));
    const found = checkOperations(unknown, database({ deliveries: new Map() }));
    expect(rulesOf(found)).toEqual(['an operation is torn']);
  });

  test('an unknown one may be there or not', () => {
    const unknown = asked(rows('purchase', { event: 'unknown' }));
    expect(checkOperations(unknown, database())).toEqual([]);
    expect(checkOperations(unknown, database(empty))).toEqual([]);
  });

  test('a request that never ended counts as unknown', () => {
    const [invoke] = rows('purchase', ok);
    expect(checkOperations(asked(invoke ? [invoke] : []), database())).toEqual([]);
  });

  test('a refused one that was done is found, also when it was only said to be impossible now', () => {
    for (const code of ['FUNDS_INSUFFICIENT', 'DATABASE_UNAVAILABLE']) {
      const found = checkOperations(
        asked(rows('purchase', { event: 'refused', code })),
        database(),
      );
      expect(rulesOf(found)).toEqual(['a refused operation was done']);
    }
  });

  test('an answer that was given before was not given to a refusal', () => {
    const again = { ...ok, replayed: true } as const;
    const late = (event: 'refused' | 'unknown') =>
      asked([
        ...rows('purchase', { event, code: 'DATABASE_UNAVAILABLE' }),
        ...rows('purchase', again),
      ]);
    expect(checkOperations(late('unknown'), database())).toEqual([]);
    expect(rulesOf(checkOperations(late('refused'), database()))).toEqual([
      'a refused operation was done',
    ]);
  });

  test('one key has one answer', () => {
    const other = { event: 'ok', reply: { purchaseId, walletBalanceCoins: 7 } } as const;
    const found = checkOperations(
      asked([...rows('purchase', ok), ...rows('purchase', other)]),
      database(),
    );
    expect(rulesOf(found)).toEqual(['a key got two answers']);
  });

  test('once answered, a key is not refused; told to wait it may be', () => {
    const refused = (code: string) =>
      asked([...rows('purchase', ok), ...rows('purchase', { event: 'refused', code })]);
    expect(rulesOf(checkOperations(refused('OPERATION_DONE_EARLIER'), database()))).toEqual([
      'a key got two answers',
    ]);
    expect(checkOperations(refused('OPERATION_IN_FLIGHT'), database())).toEqual([]);
  });

  test('a used key with another wish is never a yes', () => {
    expect(rulesOf(checkOperations(asked(rows('reuse', ok)), database()))).toEqual([
      'a used key did something else',
    ]);
  });

  test('what nobody asked for is a stranger, in each book', () => {
    expect(checkStrangers([], database())).toHaveLength(3);
    const id = refundEntryIdOf(purchaseId);
    const paidBack = database({ entries: new Map([[id, {}]]) });
    expect(checkStrangers(asked(rows('purchase', ok)), paidBack)).toEqual([]);
  });

  test('a balance follows from what was asked', () => {
    const players = [{ _id: playerId, minecraftUUID, walletBalanceCoins: -30 }];
    const found = checkBalances(asked(rows('purchase', ok)), database({ players }));
    expect(rulesOf(found)).toEqual(['a balance is not what was asked for']);
  });

  test('coins that staff gave are audited once', () => {
    const all = asked(rows('adjust', ok, { actor: 'console', input: { id: playerId } }));
    const id = operationIdOfAsked({ kind: 'adjust', key, actor: 'console' }) ?? '';
    const audit = { action: 'player.adjust', after: { txId: id } };
    const books = { ...empty, entries: new Map([[id, {}]]), operations: new Set([id]) };
    expect(checkStrangers(all, database({ ...books, audits: [audit] }))).toEqual([]);
    for (const audits of [[], [audit, audit]]) {
      expect(rulesOf(checkStrangers(all, database({ ...books, audits })))).toEqual([
        'an action of staff is not audited once',
      ]);
    }
  });
});

describe('books', () => {
  test('a read that does not add up is found', () => {
    const read = (sound: boolean) => rows('totals', { event: 'ok', reply: { sound } });
    expect(checkTotals(read(true))).toEqual([]);
    expect(checkTotals(read(false))).toHaveLength(1);
  });

  test('a wallet below zero and a ledger that does not replay are found', () => {
    const players = [{ _id: playerId, walletBalanceCoins: 0 }];
    expect(checkLedger(database({ players }))).toEqual([]);
    const unsound = { sound: false, mismatches: [] };
    expect(checkLedger(database({ ledger: unsound }))).toHaveLength(2);
  });

  test('stock that was sold twice, or has gone without a sale, is found', () => {
    const sold = (stock: number, quantity: number) => {
      const one = { playerId, sku: 'burst-stock-0', quantity, status: 'completed' };
      const purchases = new Map([['a', { ...one, timestamp: new Date(0) }]]);
      const rewards = [{ _id: 'burst-stock-0', stock }];
      return checkLimits(database({ purchases, rewards }), noBursts);
    };
    expect(sold(1, 2)).toEqual([]);
    expect(sold(1, 3)).not.toEqual([]);
    expect(sold(0, 4)).not.toEqual([]);
  });

  test('more than a player may buy, ever and in one day, is found', () => {
    const bought = (sku: string, quantity: number, timestamp = new Date(0)) => {
      return { playerId, sku, quantity, status: 'pending', timestamp };
    };
    const tomorrow = new Date(86_400_000);
    const check = (...list: ReturnType<typeof bought>[]) => {
      const purchases = new Map(list.map((one, place) => [String(place), one]));
      return checkLimits(database({ purchases }), noBursts);
    };
    expect(check(bought('capped', 5))).toEqual([]);
    expect(check(bought('capped', 5), bought('capped', 1, tomorrow))).toHaveLength(1);
    expect(check(bought('daily', 4), bought('daily', 4, tomorrow))).toEqual([]);
    expect(check(bought('daily', 5))).toHaveLength(1);
  });

  test('a second starter and a second account of a Discord user are found', () => {
    const starter = { ...delivery('delivered', 'starter') };
    const two = new Map([
      ['a', starter],
      ['b', delivery('leased', 'starter')],
    ]);
    const facts = { ...noBursts, starters: [playerId], discordIds: ['7'] };
    expect(checkLimits(database({ deliveries: two }), facts)).toHaveLength(1);
    two.set('b', { ...starter, state: { status: 'voided', lastError: null } });
    expect(checkLimits(database({ deliveries: two }), facts)).toEqual([]);
    const players = [{ discordId: '7' }, { discordId: '7' }];
    expect(checkLimits(database({ players }), facts)).toHaveLength(1);
  });

  test('an event that was never committed, is missing, or waits for ever is found', () => {
    const name = `purchase.made ${purchaseId}`;
    expect(checkEvents(database(), new Map([[name, 1]]))).toEqual([]);
    expect(checkEvents(database(), new Map([['purchase.made x', 1]]))).toHaveLength(1);
    expect(rulesOf(checkEvents(database({ events: [] }), new Map()))).toEqual([
      'an operation is torn',
    ]);
    const events = [{ event: { type: 'purchase.made', purchaseId }, pending: true }];
    expect(checkEvents(database({ events }), new Map())).toHaveLength(1);
    expect(checkEvents(database({ deadJobs: [{ _id: 'a' }] }), new Map())).toHaveLength(1);
  });
});

describe('goods', () => {
  const one = new Map([[purchaseId, 1]]);
  const withStatus = (purchase: string, deliveryStatus: string): Final =>
    database({
      purchases: new Map([[purchaseId, { _id: purchaseId, status: purchase }]]),
      deliveries: new Map([[purchaseId, delivery(deliveryStatus)]]),
    });

  test('delivered once, or refunded and not given, is right', () => {
    expect(checkGoods(database(), one)).toEqual([]);
    expect(checkGoods(withStatus('refunded', 'refunded'), new Map())).toEqual([]);
  });

  test('lost, twice, both and neither are found', () => {
    expect(rulesOf(checkGoods(database(), new Map()))).toEqual([
      'goods of a delivered purchase are lost',
    ]);
    expect(rulesOf(checkGoods(database(), new Map([[purchaseId, 2]])))).toEqual([
      'goods given twice',
    ]);
    expect(rulesOf(checkGoods(withStatus('refunded', 'refunded'), one))).toEqual([
      'delivered and refunded',
    ]);
    expect(rulesOf(checkGoods(withStatus('pending', 'leased'), new Map()))).toEqual([
      'paid, and neither delivered nor refunded',
    ]);
    expect(rulesOf(checkGoods(database(), new Map([...one, ['x', 1]])))).toEqual([
      'an effect that nobody asked for',
    ]);
  });
});

describe('leases', () => {
  const lease = (leaseId: string, begunMs: number, more: Partial<Row> = {}): Row[] => {
    const leaseUntilAt = new Date(begunMs + 3_000).toISOString();
    const reply = [{ deliveryId: 'd', leaseId, leaseUntilAt }];
    return rows('lease', { event: 'ok', reply }, { key: '', input: {}, atMs: begunMs, ...more });
  };
  const check = (...several: Row[][]) => rulesOf(checkLeases(asked(several.flat()), 3_000));

  test('one after the other are right', () => {
    expect(check(lease('a', 100_000), lease('b', 103_100))).toEqual([]);
  });

  test('two at once, or one after the delivery, are found', () => {
    const rule = 'handed out again while leased or after it was delivered';
    expect(check(lease('a', 100_000), lease('b', 100_500))).toEqual([rule]);
    const report = rows(
      'report',
      { event: 'ok', reply: { status: 'delivered' } },
      { input: { deliveryId: 'd', leaseId: 'a', outcome: 'given' }, atMs: 100_100 },
    );
    expect(check(lease('a', 100_000), report, lease('b', 103_100))).toEqual([rule]);
  });

  test('an impatient ask after another is right, whichever backend read the earlier time', () => {
    const first = lease('a', 100_050, { atMs: 99_900 });
    const impatient = { input: { minecraftUUID }, atMs: 100_060 };
    expect(check(first, lease('b', 100_000, impatient))).toEqual([]);
    expect(check(first, lease('b', 100_000, { ...impatient, input: {} }))).toHaveLength(1);
  });

  test('one after a release is right, whichever backend read the earlier time', () => {
    const release = (leaseId: string, atMs: number) =>
      rows(
        'report',
        { event: 'ok', reply: { status: 'pending' } },
        { input: { deliveryId: 'd', leaseId, outcome: 'released' }, atMs },
      );
    // Answered at 100,005 and 100,045, but by their times the second was 11 ms before the first.
    const first = lease('a', 100_011, { atMs: 100_000 });
    const second = lease('b', 100_000, { atMs: 100_040 });
    expect(check(first, release('a', 100_020), second)).toEqual([]);
    expect(check(first, release('b', 100_050), second)).toEqual([]);
    expect(check(first, second)).toHaveLength(1);
    // Taken over by an impatient ask, which let it go; its time is before that of the first.
    const impatient = lease('b', 100_000, { input: { minecraftUUID }, atMs: 100_020 });
    const third = lease('c', 100_200, { atMs: 100_150 });
    expect(check(first, impatient, release('b', 100_100), third)).toEqual([]);
    expect(check(first, impatient, third)).toHaveLength(1);
  });

  test('one by a clock that is wrong is found', () => {
    const late = lease('a', 100_000).map((row) => ({ ...row, atMs: row.atMs + 7_200_000 }));
    expect(check(late)).toEqual(['a lease does not follow the clock of the database']);
  });
});
