// The yardsticks are only worth something if they do the work: each purchase leaves its rows once.
import { expect, test } from 'vitest';
import { openSqlite } from './sqlite.ts';
import { assertExact, numbered, orderOf, orderTypes, valuesAt } from './yardstick.ts';

test('a statement is numbered for itself, and gets the values it names, each once', () => {
  const { text, places } = numbered('update t set a = a - $6, b = $6 where c = $2', '$');
  expect(text).toBe('update t set a = a - $1, b = $1 where c = $2');
  expect(valuesAt(orderOf(3, 4), places)).toEqual([10, '00000000-0000-4000-8000-000000000003']);
  expect(numbered('values ($10, $1)', '?').text).toBe('values (?1, ?2)');
});

test('an order has a value for each place, and is another each time', () => {
  expect(orderOf(1, 1)).toHaveLength(orderTypes.length);
  expect(orderOf(1, 1)[0]).not.toBe(orderOf(1, 1)[0]);
});

test('SQLite keeps exact books', async () => {
  const shop = openSqlite('NORMAL');
  for (let bought = 0; bought < 20; bought += 1) await shop.buy(bought, bought % 2);
  shop.close();
});

test('books that are not exact are told', () => {
  expect(() => assertExact('A shop', { sold: 2, paid: '2', outbox: 2n })).not.toThrow();
  expect(() => assertExact('A shop', { sold: 2, paid: 1 })).toThrow(/A shop is not exact/);
});
