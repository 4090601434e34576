// The report of an import in words: what was found, what will be paid, what is left out and why.
import { coinsIn } from './import-balances.ts';
import type { ImportPlan, Payment, Terms } from './import-balances.ts';
import { decimalText } from './import-decimal.ts';
import type { UserFiles } from './import-essentials.ts';

const listMax = 20;

const count = (number: number | bigint): string => number.toLocaleString('en');

/** The lines of the report. Whatever stood in a file is shown without control characters. */
export function reportOf({ users, refused }: UserFiles, plan: ImportPlan, terms: Terms): string[] {
  const { payments } = plan;
  const open = payments.filter(({ isPaid }) => !isPaid);
  const known = open.filter(({ coinsHere }) => coinsHere !== null);
  const rich = known.filter(({ coinsHere }) => (coinsHere ?? 0) > 0);
  const offline = open.filter(({ minecraftUUID }) => minecraftUUID.charAt(14) === '3');
  return [
    `${count(users.length + refused.length)} files read, ${count(payments.length)} players with coins.`,
    `To pay: ${count(open.length)} players, ${count(coinsIn(open))} coins, ${decimalText(terms.ratio)} for 1.`,
    `  new here: ${count(open.length - known.length)}; known here: ${count(known.length)}`,
    ...some(
      rich.length,
      `${count(rich.length)} of them hold coins here already and get these on top:`,
    ),
    ...list(rich.map((one) => `${one.name} holds ${count(one.coinsHere ?? 0)}`)),
    ...some(
      payments.length - open.length,
      `${count(payments.length - open.length)} were paid by an earlier run and are not paid again`,
    ),
    ...some(
      plan.rounded.players,
      `rounded down: ${count(plan.rounded.players)} players, ${decimalText(plan.rounded.lost)} coins lost in all`,
    ),
    ...some(
      plan.capped.players,
      `above the maximum of ${count(terms.coinsMax)}: ${count(plan.capped.players)} players, ${count(plan.capped.lost)} coins cut`,
    ),
    ...some(
      plan.negative.players,
      `negative: ${count(plan.negative.players)} players, ${decimalText(plan.negative.sum)} in all; they get nothing`,
    ),
    ...some(
      plan.npcs.accounts,
      `accounts of plugins (npc): ${count(plan.npcs.accounts)}, holding ${decimalText(plan.npcs.sum)}; left out`,
    ),
    ...some(plan.empty, `less than one coin, or no money written: ${count(plan.empty)}`),
    ...some(
      offline.length,
      `ids of offline mode: ${count(offline.length)}; on a server in online mode nobody will ever join with them`,
    ),
    ...some(plan.nameless.length, 'without a usable name, and unknown here; left out:'),
    ...list(plan.nameless),
    ...some(plan.namesTwice.length, 'names of several accounts; each is paid by its UUID:'),
    ...list(plan.namesTwice.map(([name, uuids]) => `${name}: ${uuids.join(', ')}`)),
    ...some(refused.length, `files left out: ${count(refused.length)}`),
    ...list(refused.map(({ file, why }) => `${file}: ${why}`)),
    ...largest(payments),
  ].map((text) => text.replace(/\p{Cc}/gu, '?').slice(0, 300));
}

const some = (found: number, text: string): string[] => (found > 0 ? [`  ${text}`] : []);

function list(all: readonly string[]): string[] {
  const shown = all.slice(0, listMax).map((text) => `    ${text}`);
  return all.length > listMax ? [...shown, `    and ${count(all.length - listMax)} more`] : shown;
}

function largest(payments: readonly Payment[]): string[] {
  if (payments.length === 0) return [];
  const rows = payments.slice(0, 10).map(({ coins, name, minecraftUUID, coinsHere, isPaid }) => {
    const state = isPaid
      ? 'paid earlier'
      : coinsHere === null
        ? 'new'
        : `holds ${count(coinsHere)}`;
    return `  ${count(coins).padStart(22)}  ${name.padEnd(17)}  ${minecraftUUID}  ${state}`;
  });
  return ['The largest:', ...rows];
}
