// Reports: what the ledger says, entry by entry, as sums over days, and live as it is written.
import * as z from 'zod';
import { listFormat } from './audit.ts';
import type { Contract } from './contract.ts';
import { goodsSku } from './goods.ts';
import { instant, page, pageOf, positiveCoins, uuid } from './primitives.ts';

export const entryType = z.enum([
  'earn',
  'spend',
  /** Set aside for a game server, or given back. */
  'hold',
  'list',
  'buy',
  'fulfil',
  'refund',
  'flag',
]);
export type EntryType = z.infer<typeof entryType>;

/** One entry of the ledger. Names are those of now; null for who is no longer known. */
export const ledgerEntry = z.strictObject({
  txId: z.string(),
  type: entryType,
  amountCoins: z.int(),
  reason: z.string(),
  /** What made it, where its reason is somebody's own words: `adjust`, `grant`, `pay` ... */
  cause: z.string().nullable(),
  sku: z.string().nullable(),
  actorId: z.string(),
  actorName: z.string().nullable(),
  /** Of what one player gave another. */
  payeeId: z.string().nullable(),
  payeeName: z.string().nullable(),
  postings: z.array(z.strictObject({ from: z.string(), to: z.string(), amountCoins: z.int() })),
  createdAt: instant,
});
export type LedgerEntry = z.infer<typeof ledgerEntry>;

export const listTransactions = {
  method: 'GET',
  path: '/api/reports/tx',
  who: { staff: 'AUDITOR', inGame: 'AUDITOR' },
  summary: 'Lists ledger entries, newest first; as CSV with `format=csv`, 5,000 rows a page.',
  query: z.strictObject({
    from: instant.optional(),
    to: instant.optional(),
    type: entryType.optional(),
    playerId: uuid.optional(),
    format: listFormat,
    ...page,
  }),
  status: 200,
  reply: pageOf(ledgerEntry),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

/** Longer periods are asked for in parts. */
export const reportDaysMax = 366;

/** A day of UTC. */
export const day = z.iso.date().meta({ examples: ['2026-11-21'] });

/** A sum of coins as decimal digits: over years it may be more than a number holds exactly. */
export const coinsText = z
  .string()
  .regex(/^(0|-?[1-9]\d{0,29})$/, { error: 'must be a whole number' })
  .meta({ examples: ['12500'] });

/** Coins by where they are. The five add up to what was minted and not burned. */
const holdings = z.strictObject({
  walletsCoins: coinsText,
  /** Set aside for game servers. */
  holdsCoins: coinsText,
  escrowsCoins: coinsText,
  creditsCoins: coinsText,
  treasuryCoins: coinsText,
});

/** Coins made and unmade, each net of what was taken back. */
const supply = { mintedCoins: coinsText, burnedCoins: coinsText };

/** A way of coins into the world, out of it, or into the treasury. */
const flow = z.strictObject({ type: entryType, cause: z.string(), coins: coinsText });

export const economyReport = z.strictObject({
  /** First and last day, both included. */
  from: day,
  to: day,
  /** Over the period. The change of each holding; `feesCoins` is the treasury's. */
  period: z.strictObject({
    ...supply,
    feesCoins: coinsText,
    change: holdings,
    faucets: z.array(flow),
    sinks: z.array(flow),
    fees: z.array(flow),
    volumes: z.array(
      z.strictObject({ type: entryType, entries: z.int().min(0), coins: coinsText }),
    ),
    /** Who moved most by spending, buying and selling: merged from the busiest of each day. */
    topTraders: z.array(
      z.strictObject({ playerId: z.string(), name: z.string().nullable(), coins: coinsText }),
    ),
  }),
  /** Since the first entry, up to the end of the period's last day. */
  whole: z.strictObject({ ...supply, circulation: holdings }),
  /** What the market sold for at the period's end: skus sold in the 7 days before, busiest first. */
  market: z.strictObject({
    prices: z
      .array(
        z.strictObject({
          sku: goodsSku,
          medianCoins: positiveCoins,
          volume24hCount: z.int().min(0),
        }),
      )
      .max(50),
  }),
  computedAt: instant,
});
export type EconomyReport = z.infer<typeof economyReport>;

export const getEconomyReport = {
  method: 'GET',
  path: '/api/reports/economy',
  who: { staff: 'AUDITOR', inGame: 'AUDITOR' },
  summary: 'Sums up the economy over days of UTC, by default the last seven; at most a minute old.',
  query: z.strictObject({ from: day.optional(), to: day.optional() }),
  status: 200,
  reply: economyReport,
  key: 'none',
  refusals: ['REQUEST_INVALID'],
} as const satisfies Contract;

/** What a stream says besides its events: where it begins, and what it could not keep. */
export const streamText = z.string().meta({
  examples: ['retry: 1000\n\nid: 8269…-1795254000000\nevent: ready\ndata: {}\n\n'],
});

export const streamTransactions = {
  method: 'GET',
  path: '/api/streams/tx',
  who: { staff: 'AUDITOR' },
  summary:
    'Streams ledger entries as they are committed (Server-Sent Events `entry`), from where ' +
    '`Last-Event-ID` ended.',
  status: 200,
  reply: streamText,
  stream: ledgerEntry,
  key: 'none',
  refusals: ['LIMIT_EXCEEDED'],
} as const satisfies Contract;
