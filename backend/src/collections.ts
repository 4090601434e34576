// Every collection and index there is, in one list. Stores declare them beside their queries; the
// start creates what is missing.
import { auditPlan } from './audit/store.ts';
import { jobsPlan } from './core/job-queue.ts';
import type { CollectionPlan } from './core/mongo.ts';
import { outboxPlan } from './core/outbox.ts';
import { operationsPlan } from './core/transact.ts';
import { deliveriesPlan } from './delivery/store.ts';
import { eventLogPlan } from './event-log/store.ts';
import { ledgerPlan } from './ledger/store.ts';
import { playersPlan } from './players/store.ts';
import { noncesPlan, serversPlan } from './servers/store.ts';
import { purchasesPlan, rewardsPlan } from './shop/store.ts';

export const collections: readonly CollectionPlan[] = [
  auditPlan,
  eventLogPlan,
  playersPlan,
  ledgerPlan,
  serversPlan,
  noncesPlan,
  deliveriesPlan,
  rewardsPlan,
  purchasesPlan,
  operationsPlan,
  outboxPlan,
  jobsPlan,
];
