// npm run vouchers: makes codes for a reward, lists them, makes one worthless.
import { voucherStatus, vouchersPerCallMax } from '@mintkeep/shared/vouchers.ts';
import { dayMs, hourMs } from '../core/calendar.ts';
import { findRewards } from '../shop/service.ts';
import { listVouchers, voucherKeyOf } from '../vouchers/service.ts';
import { codesOf, createVouchers, voidVoucher } from '../vouchers/staff.ts';
import { runCommand, Usage } from './command.ts';
import type { Shell } from './command.ts';

const usage = `npm run vouchers -- create <sku> [--count n] [--expires 30d] <reason...>   prints the codes, once
npm run vouchers -- list [status]                    newest first, without their codes
npm run vouchers -- void <voucher id> <reason...>    one that was bought is paid back
A time is a number with s, m, h or d. Statuses: ${voucherStatus.options.join(', ')}`;

await runCommand(usage, async (shell, [verb, subject, ...words]) => {
  if (verb === 'list') return list(shell, subject);
  if (verb === 'create' && subject) return create(shell, subject, words);
  const reason = words.join(' ').trim();
  if (verb !== 'void' || !subject) throw new Usage('Create, list or void what?');
  if (reason === '') throw new Usage('Why? The reason is kept in the audit log.');
  const { status } = await shell.change((tx) => voidVoucher(tx, { voucherId: subject, reason }));
  shell.print(`Voucher ${subject} is ${status} now.`);
});

async function create({ ctx, config, change, print }: Shell, sku: string, words: string[]) {
  const count = Number(takeOption(words, '--count') ?? 1);
  if (!Number.isInteger(count) || count < 1 || count > vouchersPerCallMax) {
    throw new Usage(`The count must be from 1 to ${String(vouchersPerCallMax)}.`);
  }
  const expires = takeOption(words, '--expires');
  const lifeMs = expires === undefined ? config.VOUCHER_TIMEOUT_H * hourMs : msOf(expires);
  const reason = words.join(' ').trim();
  if (reason === '') throw new Usage('Why? The reason is kept in the audit log.');
  const vouching = { codeKey: voucherKeyOf(config.APP_KEY), lifeMs };
  const reward = (await findRewards(ctx, [sku])).find(({ deletedAt }) => !deletedAt) ?? null;
  const made = await change((tx) =>
    createVouchers(tx, vouching, async () => reward, { sku, count, reason }),
  );
  for (const { code } of codesOf(vouching, made).vouchers) print(code);
  print(`${String(count)} of ${sku}, valid until ${made.expiresAt}. They are shown this once.`);
}

/** Takes an option with its value out of the words. */
function takeOption(words: string[], name: string): string | undefined {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words.splice(at, 2)[1];
}

function msOf(text: string): number {
  const units = { s: 1_000, m: 60_000, h: hourMs, d: dayMs } as const;
  const [, number, unit] = /^(\d{1,4})([smhd])$/.exec(text) ?? [];
  const ms = Number(number) * units[(unit ?? 's') as keyof typeof units];
  if (!(ms > 0)) throw new Usage(`"${text}" is no time, as 30d, 12h or 90s.`);
  return ms;
}

async function list({ ctx, print }: Shell, wanted: string | undefined): Promise<void> {
  const status = voucherStatus.optional().safeParse(wanted);
  if (!status.success) throw new Usage(`There is no status "${String(wanted)}".`);
  const { items, total } = await listVouchers(ctx, { status: status.data, page: 1, pageSize: 100 });
  for (const { voucherId, sku, status: now, madeBy, expiresAt, redeemedBy } of items) {
    const by = redeemedBy === null ? '' : `, by player ${redeemedBy}`;
    print(`${voucherId}  ${now}${by}  ${sku}  of ${madeBy}  until ${expiresAt}`);
  }
  print(`${String(items.length)} of ${String(total)} vouchers.`);
}
