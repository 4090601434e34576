// Posts the digests of days that are due through the webhook. Any number of processes may do so at
// once: each takes a digest for a while before it posts it.
import { dayMs } from '../core/calendar.ts';
import type { Context } from '../core/context.ts';
import { claimDigest, finishDigest, postponeDigest } from '../reports/service.ts';
import type { DueDigest } from '../reports/service.ts';
import type { WebhookMessage } from './message.ts';
import type { Webhook } from './webhook.ts';

// Longer than one try of the webhook takes.
const claimMs = 30_000;
// The day before yesterday is no news: it is in the audit log.
const ageMsMax = 2 * dayMs;
const color = 0x1a_73_e8;

/** Posts one digest that is due, if there is one. Answers whether it went out. */
export async function sendDigest(ctx: Context, webhook: Webhook): Promise<boolean> {
  const now = ctx.clock.now();
  const due = await claimDigest(ctx, now, claimMs);
  if (!due) return false;
  if (now.getTime() - Date.parse(due.day) > ageMsMax) {
    await finishDigest(ctx, due);
    return false;
  }
  const posted = await webhook.post(messageOf(due));
  if (posted.outcome === 'later') {
    await postponeDigest(ctx, due, new Date(now.getTime() + posted.inMs));
    return false;
  }
  if (posted.outcome === 'refused') {
    ctx.log.error({ day: due.day, status: posted.status }, 'digest: Discord refused the message');
  }
  await finishDigest(ctx, due);
  return posted.outcome === 'sent';
}

const messageOf = ({ day, text }: DueDigest): WebhookMessage => ({
  username: 'Mintkeep',
  allowed_mentions: { parse: [] },
  embeds: [
    {
      title: 'The day in coins',
      color,
      timestamp: new Date(day).toISOString(),
      // Names may hold what is markup elsewhere: shown as code, nothing of it works.
      fields: text.map(({ name, value }) => ({
        name,
        value: `\`${value.replace(/[`\p{Cc}]/gu, "'").slice(0, 900)}\``,
        inline: true,
      })),
      footer: { text: 'docs/reports.md' },
    },
  ],
});
