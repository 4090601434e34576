// What a checker found. Each rule is a sentence of what must never be.

export const rules = [
  'a read of the totals does not add up',
  'an acknowledged operation is missing',
  'a refused operation was done',
  'an operation is torn',
  'an effect that nobody asked for',
  'a key got two answers',
  'a used key did something else',
  'the ledger does not replay to the balances',
  'a balance is not what was asked for',
  'a limit was exceeded',
  'paid, and neither delivered nor refunded',
  'delivered and refunded',
  'goods given twice',
  'goods of a delivered purchase are lost',
  'a lease does not follow the clock of the database',
  'handed out again while leased or after it was delivered',
  'an event was heard that was never committed',
  'a committed event was not heard in a quiet time',
  'an event was never read',
  'a job is dead',
  'the restored backup is not what was backed up',
  'an action of staff is not audited once',
  'goods are in two places, or in none',
  'goods got two answers',
  'an order does not fit its delivery or its coins',
  'a voucher was redeemed twice',
  'an entry of a plugin is not settled once',
] as const;
export type Rule = (typeof rules)[number];

export interface Violation {
  readonly rule: Rule;
  readonly detail: string;
}

/** Violations by rule, with the first details of each. */
export function summaryOf(violations: readonly Violation[]): string[] {
  const lines: string[] = [];
  for (const rule of rules) {
    const found = violations.filter((one) => one.rule === rule);
    if (found.length === 0) continue;
    lines.push(`${rule}: ${String(found.length)}`);
    for (const { detail } of found.slice(0, 3)) lines.push(`    ${detail}`);
  }
  return lines;
}
