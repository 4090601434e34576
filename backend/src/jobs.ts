// Every job there is, in two lists: what acts on an event, and what acts now and then.
import type { EventJob, TimedJob } from './core/jobs.ts';
import { remindOfReviews } from './delivery/jobs.ts';
import { retryStarters, settleDeliveredGacha, settleVoidedGacha } from './gacha/jobs.ts';
import { refreshLeaderboardJob } from './leaderboard/jobs.ts';
import { auditLedger } from './ledger/jobs.ts';
import { cleanUpStalePlayers } from './players/jobs.ts';
import {
  awaitVoidReceipt,
  completeDelivered,
  refundEndedVoucher,
  refundVoidedDelivery,
} from './shop/jobs.ts';
import { endEconomyEvents } from './quests/jobs.ts';
import { cleanUpCodes } from './verification/jobs.ts';
import { expireVouchers, releaseVoidedVoucher } from './vouchers/jobs.ts';

export const eventJobs: readonly EventJob[] = [
  awaitVoidReceipt,
  completeDelivered,
  refundVoidedDelivery,
  releaseVoidedVoucher,
  refundEndedVoucher,
  settleDeliveredGacha,
  settleVoidedGacha,
];

export const timedJobs: readonly TimedJob[] = [
  auditLedger,
  refreshLeaderboardJob,
  cleanUpStalePlayers,
  remindOfReviews,
  retryStarters,
  cleanUpCodes,
  endEconomyEvents,
  expireVouchers,
];
