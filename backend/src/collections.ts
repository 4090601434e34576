// Every collection and index there is, in one list. Stores declare them beside their queries; the
// start creates what is missing.
import { alertsPlan } from './alerts/store.ts';
import { adminActionsView, auditPlan } from './audit/store.ts';
import { cacheEntriesPlan } from './core/cache.ts';
import { jobsPlan } from './core/job-queue.ts';
import { migrationLeasesPlan, migrationsPlan } from './core/migrate.ts';
import type { CollectionPlan } from './core/mongo.ts';
import { outboxPlan } from './core/outbox.ts';
import { rateLimitsPlan } from './core/limits.ts';
import { operationsPlan } from './core/transact.ts';
import { turnsPlan } from './core/turn.ts';
import { deliveriesPlan } from './delivery/store.ts';
import { eventLogPlan } from './event-log/store.ts';
import { gachaRollsPlan, gachaTablesPlan, startersPlan } from './gacha/store.ts';
import { ledgerAuditsPlan, ledgerPlan } from './ledger/store.ts';
import { levelCapsPlan } from './levels/store.ts';
import { holdAllowancesPlan, holdShortfallsPlan } from './holds/store.ts';
import { leaderboardPlan } from './leaderboard/store.ts';
import { noticesPlan, payablePlan } from './pay/store.ts';
import { countersPlan } from './players/bans.ts';
import { playersPlan } from './players/store.ts';
import {
  claimsPlan,
  economyEventGuardPlan,
  economyEventsPlan,
  questsPlan,
} from './quests/store.ts';
import { ledgerDaysPlan } from './reports/store.ts';
import { noncesPlan, serversPlan } from './servers/store.ts';
import { marketNoticesPlan } from './market/notices.ts';
import { orderLinesView, ordersPlan } from './market/orders-store.ts';
import { goodsPlan, listingsPlan, sellersPlan } from './market/store.ts';
import { pricingConfigPlan, pricingHistoryPlan } from './pricing/store.ts';
import { rewardsPlan } from './shop/reward-store.ts';
import { salesPlan } from './shop/sale-store.ts';
import { purchasesPlan } from './shop/store.ts';
import { settingsPlan } from './staff/settings-store.ts';
import { loginsPlan, membersPlan, ownerLinksPlan, sessionsPlan } from './staff/store.ts';
import { codesPlan, linkOwnersPlan, linkRewardsPlan } from './verification/store.ts';
import { vouchersPlan } from './vouchers/store.ts';

export const collections: readonly CollectionPlan[] = [
  auditPlan,
  adminActionsView,
  eventLogPlan,
  playersPlan,
  countersPlan,
  ledgerPlan,
  questsPlan,
  claimsPlan,
  economyEventsPlan,
  economyEventGuardPlan,
  serversPlan,
  noncesPlan,
  holdAllowancesPlan,
  holdShortfallsPlan,
  levelCapsPlan,
  membersPlan,
  sessionsPlan,
  loginsPlan,
  ownerLinksPlan,
  settingsPlan,
  deliveriesPlan,
  rewardsPlan,
  purchasesPlan,
  salesPlan,
  vouchersPlan,
  pricingConfigPlan,
  pricingHistoryPlan,
  goodsPlan,
  listingsPlan,
  sellersPlan,
  ordersPlan,
  orderLinesView,
  marketNoticesPlan,
  gachaTablesPlan,
  gachaRollsPlan,
  startersPlan,
  codesPlan,
  linkOwnersPlan,
  linkRewardsPlan,
  rateLimitsPlan,
  turnsPlan,
  operationsPlan,
  outboxPlan,
  jobsPlan,
  alertsPlan,
  ledgerAuditsPlan,
  ledgerDaysPlan,
  cacheEntriesPlan,
  payablePlan,
  noticesPlan,
  leaderboardPlan,
  migrationsPlan,
  migrationLeasesPlan,
];
