// Every job there is, in two lists: what acts on an event, and what acts now and then.
import {
  tellOfLargeTrade,
  tellOfMissingReceipts,
  tellOfRestoredWorld,
  tellOfUncoveredHolds,
} from './alerts/jobs.ts';
import type { EventJob, TimedJob } from './core/jobs.ts';
import { remindOfReviews, retryFulfilment } from './delivery/jobs.ts';
import { retryStarters, settleDeliveredGacha, settleVoidedGacha } from './gacha/jobs.ts';
import { refreshLeaderboardJob } from './leaderboard/jobs.ts';
import { auditLedger } from './ledger/jobs.ts';
import { expireListings, holdVoidedReturn } from './market/jobs.ts';
import {
  awaitVoidOfOrder,
  endOverdueOrders,
  fulfilDeliveredOrder,
  readSales,
  reconcileOrders,
  refundVoidedOrder,
} from './market/orders-jobs.ts';
import { cleanUpStalePlayers } from './players/jobs.ts';
import { pricingRollup } from './pricing/jobs.ts';
import { dailyDigest } from './reports/jobs.ts';
import {
  awaitVoidReceipt,
  completeDelivered,
  refundEndedVoucher,
  refundVoidedDelivery,
  restockShop,
} from './shop/jobs.ts';
import { endEconomyEvents } from './quests/jobs.ts';
import { cleanUpCodes } from './verification/jobs.ts';
import { expireVouchers, releaseVoidedVoucher } from './vouchers/jobs.ts';

export const eventJobs: readonly EventJob[] = [
  fulfilDeliveredOrder,
  refundVoidedOrder,
  awaitVoidOfOrder,
  awaitVoidReceipt,
  completeDelivered,
  refundVoidedDelivery,
  releaseVoidedVoucher,
  holdVoidedReturn,
  refundEndedVoucher,
  settleDeliveredGacha,
  settleVoidedGacha,
  tellOfLargeTrade,
  tellOfMissingReceipts,
  tellOfRestoredWorld,
  tellOfUncoveredHolds,
];

export const timedJobs: readonly TimedJob[] = [
  auditLedger,
  refreshLeaderboardJob,
  cleanUpStalePlayers,
  retryFulfilment,
  remindOfReviews,
  retryStarters,
  cleanUpCodes,
  endEconomyEvents,
  restockShop,
  expireVouchers,
  expireListings,
  endOverdueOrders,
  reconcileOrders,
  pricingRollup(readSales),
  dailyDigest,
];

/** The same, with the times that the environment says. */
export const timedJobsAt = ({ leaderboardCron }: { leaderboardCron: string }): TimedJob[] =>
  timedJobs.map((job) =>
    job === refreshLeaderboardJob ? { ...refreshLeaderboardJob, cron: leaderboardCron } : job,
  );
