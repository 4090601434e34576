// npm run deliveries: what is owed and stuck, and the decisions only a person can take.
import { deliveryStatus } from '@mintkeep/shared/delivery.ts';
import { distrustAfterRestore, listByStatus } from '../delivery/service.ts';
import { forgetReceiptsOf } from '../delivery/receipts.ts';
import { decideDelivery, listForStaff } from '../delivery/staff.ts';
import { runCommand, Usage } from './command.ts';
import type { Shell } from './command.ts';

const usage = `npm run deliveries -- list [status]                     oldest first; default needs_review
npm run deliveries -- list missing                         delivered, and the player's file has no receipt
npm run deliveries -- resolve <delivery id> deliverAgain [reason...]   it did not arrive, or its world was restored: hand it over again
npm run deliveries -- resolve <delivery id> done [reason...]           it did arrive: count it as delivered
npm run deliveries -- new-world <server>                   its players began anew on purpose: look for none of their old receipts
npm run deliveries -- restored                             once, after the database was restored from a backup
Statuses: ${deliveryStatus.options.join(', ')}`;

await runCommand(usage, async (shell, [verb, subject, decision, ...words]) => {
  if (verb === 'list' && subject === 'missing') return listMissing(shell);
  if (verb === 'list') return list(shell, subject ?? 'needs_review');
  if (verb === 'restored') return restored(shell);
  if (verb === 'new-world' && subject) return newWorld(shell, subject);
  if (verb !== 'resolve' || !subject) throw new Usage('List, or resolve which delivery?');
  if (decision !== 'deliverAgain' && decision !== 'done') throw new Usage('Decide what?');
  const reason = words.join(' ').trim() || 'by command';
  const { status } = await shell.change((tx) =>
    decideDelivery(tx, { deliveryId: subject, decision, reason }),
  );
  shell.print(`Delivery ${subject} is ${status} now.`);
});

async function list({ ctx, print }: Shell, wanted: string): Promise<void> {
  const status = deliveryStatus.safeParse(wanted);
  if (!status.success) throw new Usage(`There is no status "${wanted}".`);
  const found = await listByStatus(ctx, status.data, 100);
  if (found.length === 0) print(`No delivery is ${status.data}.`);
  for (const { _id, minecraftUUID, task, state, createdAt } of found) {
    print(`${_id}  player ${minecraftUUID}  ${task.action}  since ${createdAt.toISOString()}`);
    print(`  attempts ${String(state.attempts)}${state.lastError ? `, ${state.lastError}` : ''}`);
  }
}

async function listMissing({ ctx, print }: Shell): Promise<void> {
  const page = { page: 1, pageSize: 100, receiptMissing: 'true' } as const;
  const { items, total } = await listForStaff(ctx, page);
  if (total === 0) print('No receipt is missing.');
  for (const { deliveryId, minecraftUUID, task, deliveredAt, boundTo } of items) {
    print(`${deliveryId}  player ${minecraftUUID}  ${task.action}`);
    print(`  delivered ${deliveredAt ?? 'long ago'} on ${boundTo ?? 'a server'}`);
  }
  if (total > items.length) print(`and ${String(total - items.length)} more`);
}

async function newWorld({ change, print }: Shell, serverId: string): Promise<void> {
  const forgotten = await untilNone(() => change((tx) => forgetReceiptsOf(tx, serverId)));
  print(`Receipts of ${String(forgotten)} deliveries on ${serverId} are not looked for any more.`);
}

/** Does pages of work until there is none; answers how much it was. */
async function untilNone(workOnPage: () => Promise<number>): Promise<number> {
  let done = 0;
  for (;;) {
    const some = await workOnPage();
    if (some === 0) return done;
    done += some;
  }
}

async function restored({ change, print }: Shell): Promise<void> {
  const marked = await untilNone(() => change(distrustAfterRestore));
  print(`${String(marked)} open deliveries wait for a receipt before any refund now.`);
}
