// Known defects, one at a time: places of the product's sources that are changed while a backend loads
// them, or protocols that the simulated game server plays wrongly. The suite must see each of them.
import type { BurstKind } from './bursts.ts';
import type { GameDefect } from './game.ts';
import { marketDefects } from './market-defects.ts';
import type { FaultKind } from './nemesis.ts';
import type { Rule } from './violation.ts';

/** A text in a file of the product, and what stands there instead. */
export interface Edit {
  /** From the root of the repository. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export interface Defect {
  readonly name: string;
  /** What is wrong with it, as a reader of the table wants to know. */
  readonly what: string;
  readonly edits?: readonly Edit[];
  /** Edits for the command that backs up, where the defect is in that. */
  readonly backupEdits?: readonly Edit[];
  readonly game?: GameDefect;
  /** The faults that bring it to light soonest; all of them where it does not matter. */
  readonly faults?: readonly FaultKind[];
  readonly bursts?: readonly BurstKind[];
  /** How long faults must strike for it, where that is longer than for the others. */
  readonly seconds?: number;
  /** At least one of these must be seen. */
  readonly seenAs: readonly Rule[];
}

/** Time made shorter, in every run: leases and retries that would outlast it end within seconds. */
export const leaseMs = 3_000;
export const shorterTimes: readonly Edit[] = [
  {
    file: 'shared/src/constants.ts',
    find: 'export const leaseMs = 60_000;',
    replace: `export const leaseMs = ${String(leaseMs)};`,
  },
  {
    file: 'backend/src/delivery/states.ts',
    find: 'const backoffFirstMs = 5_000;',
    replace: 'const backoffFirstMs = 250;',
  },
  {
    file: 'backend/src/core/jobs.ts',
    find: 'const leaseMs = 30_000;',
    replace: 'const leaseMs = 4_000;',
  },
  {
    // So many link at once that the net under guessing would stop them.
    file: 'backend/src/verification/attempts.ts',
    find: 'Limit = { max: 60,',
    replace: 'Limit = { max: 1_000_000,',
  },
  {
    file: 'backend/src/vouchers/attempts.ts',
    find: 'Limit = { max: 10,',
    replace: 'Limit = { max: 1_000_000,',
  },
  {
    file: 'backend/src/vouchers/jobs.ts',
    find: 'everyMs: 60_000,',
    replace: 'everyMs: 4_000,',
  },
  {
    file: 'backend/src/market/orders-jobs.ts',
    find: 'everyMs: 60_000,',
    replace: 'everyMs: 4_000,',
  },
];

const kills: readonly FaultKind[] = ['kill a backend', 'kill a backend at a point'];

export const defects: readonly Defect[] = [
  {
    name: 'no transaction',
    what: 'writes of one operation are not tied together',
    edits: [
      {
        file: 'backend/src/core/transaction.ts',
        find: 'session.withTransaction(',
        replace: '(async (run: () => Promise<T>, _options: object): Promise<T> => run())(',
      },
    ],
    faults: kills,
    seenAs: ['a read of the totals does not add up', 'an operation is torn'],
  },
  {
    name: 'weak write concern',
    what: 'a commit counts when one member has heard of it, w: 1',
    edits: [
      {
        file: 'backend/src/core/mongo.ts',
        find: "writeConcern: { w: 'majority' },",
        replace: 'writeConcern: { w: 1 },',
      },
    ],
    faults: ['part the primary, then kill it'],
    seenAs: ['an acknowledged operation is missing'],
  },
  {
    name: 'operation row dropped',
    what: 'the reply of a key is not kept with its effect',
    edits: [
      {
        file: 'backend/src/core/transact.ts',
        find: 'await rememberReply(scope, command, operation, reply);',
        replace: '',
      },
    ],
    faults: kills,
    seenAs: ['a key got two answers', 'an operation is torn'],
  },
  {
    name: 'limit without an owner document',
    what: 'links of a Discord user are counted, and nothing is written that all of them write',
    edits: [
      {
        file: 'backend/src/verification/service.ts',
        find: 'await store.takeOwner(tx, discordId);',
        replace: '',
      },
    ],
    faults: ['kill a backend'],
    bursts: ['link'],
    seenAs: ['a limit was exceeded'],
  },
  {
    name: 'unknown told as refused',
    what: 'a commit that nobody answered is called "nothing was changed"',
    edits: [
      {
        file: 'backend/src/core/transact.ts',
        find: "new Refusal('OUTCOME_UNKNOWN', {}, { retryAfterS: 1 })",
        replace: "new Refusal('DATABASE_UNAVAILABLE', {}, { retryAfterS: 1 })",
      },
      {
        file: 'backend/src/core/transaction.ts',
        find: 'commitWasSent = true;',
        replace: '',
      },
    ],
    faults: ['lose the answers of the primary'],
    seconds: 30,
    seenAs: ['a refused operation was done'],
  },
  {
    name: 'report before save',
    what: 'the game server says "given" before the player\'s file is on disk',
    game: 'reportBeforeSave',
    faults: ['crash the game server'],
    seenAs: ['goods of a delivered purchase are lost'],
  },
  {
    name: 'receipt a tick later',
    what: 'the goods are given in one tick, the receipt is written in the next',
    game: 'receiptTickLater',
    faults: ['crash the game server'],
    seenAs: ['goods given twice'],
  },
  {
    name: 'receipts dropped at report',
    what: 'a receipt is thrown away once the backend has heard of it',
    game: 'receiptsDroppedAtReport',
    faults: ['crash the game server', 'kill a backend'],
    seenAs: ['goods given twice'],
  },
  {
    name: 'refund when the lease ends',
    what: 'a purchase is paid back when its lease is over, without a void receipt',
    edits: [
      {
        file: 'backend/src/delivery/states.ts',
        find: 'if (!one.everLeased) return',
        replace: 'if (one.leaseUntilAt === null || one.leaseUntilAt <= Date.now()) return',
      },
    ],
    faults: ['crash the game server', 'kill a backend'],
    seenAs: ['delivered and refunded', 'paid, and neither delivered nor refunded'],
  },
  {
    name: 'process clock for leases',
    what: "leases follow the backend's own clock, which is wrong on one of the two",
    edits: [
      {
        file: 'backend/src/delivery/service.ts',
        find: 'const nowMs = tx.now.getTime();',
        replace: 'const nowMs = Date.now();',
      },
    ],
    faults: ['kill a backend'],
    seenAs: ['a lease does not follow the clock of the database'],
  },
  {
    name: 'backup without a snapshot',
    what: 'a backup reads each collection when its turn comes',
    backupEdits: [
      {
        file: 'backend/src/core/snapshot.ts',
        find: 'return ctx.client.withSession({ snapshot: true }, (session) =>',
        replace:
          'if (ctx) return read({ db: ctx.db });\n  return ctx.client.withSession({ snapshot: true }, (session) =>',
      },
    ],
    faults: ['kill a backend'],
    seenAs: ['the restored backup is not what was backed up'],
  },
  ...marketDefects,
];
