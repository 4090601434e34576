// Alerts live: each when it begins, and when it is over (S1-128). Read from the alerts themselves, so
// that what the watcher wrote while no backend lived is told too.
import { alert } from '@mintkeep/shared/alerts.ts';
import type { Context } from '../core/context.ts';
import { openTail } from '../core/tail.ts';
import type { Tail } from '../core/tail.ts';
import { shownAlert } from './service.ts';
import { alertsPlan, alertsSince } from './store.ts';
import type { AlertDoc } from './store.ts';

/** Opens the tail of alerts; its events are called `alert`. */
export const openAlertTail = (ctx: Context): Tail =>
  openTail(ctx, {
    collection: alertsPlan.name,
    // Seen again each quarter of a minute: only its beginning and its end are news.
    match: {
      $or: [
        { operationType: { $in: ['insert', 'replace'] } },
        { 'updateDescription.updatedFields.resolvedAt': { $exists: true } },
      ],
    },
    fullDocument: 'updateLookup',
    tell: async (_ctx, docs) =>
      docs.map((doc) =>
        doc === null
          ? null
          : {
              name: 'alert',
              data: alert.parse(shownAlert(doc as unknown as AlertDoc, ctx.clock.now())),
            },
      ),
    since: alertsSince,
  });
