// Sends the messages that alerts have due. Any number of processes may do so at once: each takes a
// message for a while before it sends it. One that dies in between sends it again: twice is better
// than never.
import { dayMs } from '../core/calendar.ts';
import type { Context } from '../core/context.ts';
import { messageOf } from './message.ts';
import { claimDue, finishDue, postponeDue } from './store.ts';
import type { AlertDoc } from './store.ts';
import type { Posted, Webhook } from './webhook.ts';

// Longer than one try of the webhook takes.
const claimMs = 30_000;
const messagesPerLookMax = 10;
// What happened before yesterday is in the list; as a message it would only confuse.
const ageMsMax = dayMs;

/** Sends what is due, oldest first, until the webhook wants a pause. Answers how many went out. */
export async function sendDue(ctx: Context, webhook: Webhook): Promise<number> {
  let sent = 0;
  for (let look = 0; look < messagesPerLookMax; look += 1) {
    const taken = await claimDue(ctx, ctx.clock.now(), claimMs);
    if (!taken) return sent;
    const posted = await sendOne(ctx, webhook, taken);
    if (posted.outcome === 'sent') sent += 1;
    if (posted.outcome === 'later') return sent;
  }
  return sent;
}

async function sendOne(
  ctx: Context,
  webhook: Webhook,
  taken: AlertDoc & { claim: string },
): Promise<Posted> {
  const now = ctx.clock.now();
  const [what] = taken.due;
  const isOld = now.getTime() - taken.lastSeenAt.getTime() > ageMsMax;
  if (!what || isOld) {
    await finishDue(ctx, taken, null);
    return { outcome: 'refused', status: 0 };
  }
  const posted = await webhook.post(messageOf(what, { ...taken, durationS: lasted(taken, now) }));
  ctx.metrics?.alertSent(posted.outcome);
  if (posted.outcome === 'later') {
    await postponeDue(ctx, taken, new Date(now.getTime() + posted.inMs));
    return posted;
  }
  if (posted.outcome === 'refused') {
    const { status } = posted;
    ctx.log.error(
      { alertId: taken._id, status },
      'alerts: Discord refused the message; is DISCORD_WEBHOOK_URL still right?',
    );
  }
  await finishDue(ctx, taken, posted.outcome === 'sent' ? ctx.clock.now() : null);
  return posted;
}

const lasted = ({ durationS, startedAt }: AlertDoc, now: Date): number =>
  durationS ?? Math.max(0, Math.round((now.getTime() - startedAt.getTime()) / 1_000));
