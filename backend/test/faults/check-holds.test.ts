// The checker of holds, on histories written by hand: it is quiet where all is right, and sees each
// wrong.
import { expect, test } from 'vitest';
import { operationOfEntry } from '../../src/holds/settle.ts';
import { checkHolds, holdIds, movedByPlugins } from './check-holds.ts';
import type { Final } from './final.ts';
import type { Asked } from './history.ts';
import { serverId } from './operation.ts';

const entryId = 'd2f1a1de-6d2e-4b43-8d6a-52cbf1dc0f21';
const id = operationOfEntry(serverId, entryId);
const entry = { entryId, kind: 'WITHDRAW', minecraftUUID: 'ann', amountCoins: 5 };
const settled = { meta: { cause: 'vault', entryId } };

const told = (...states: string[]): Asked[] =>
  states.map((state, place) => ({
    ...{ kind: 'settle', key: `settle-${String(place)}`, actor: 'server' },
    input: { entries: [entry] },
    attempts: [{ outcome: 'ok', reply: { entries: [{ entryId, state }] } }],
  })) as unknown as Asked[];

const books = (entries: Record<string, unknown>, allowances: object[] = []): Final =>
  ({ entries: new Map(Object.entries(entries)), allowances, players: [] }) as unknown as Final;

test('an entry that is there as often as it was answered is right', () => {
  expect(checkHolds(told('SETTLED', 'SETTLED'), books({ [id]: settled }))).toEqual([]);
  expect(checkHolds(told('UNCOVERED'), books({}))).toEqual([]);
  expect(holdIds(told('SETTLED'), books({}))).toEqual([id]);
  expect(movedByPlugins(told('SETTLED', 'SETTLED'), books({ [id]: settled }))).toEqual(
    new Map([['ann', -5]]),
  );
});

test.each([
  ['settled twice', told('SETTLED'), { [id]: settled, other: settled }],
  ['acknowledged and not there', told('SETTLED'), {}],
  ['settled although it was not covered', told('UNCOVERED'), { [id]: settled }],
  ['answered in two ways', told('SETTLED', 'UNCOVERED'), { [id]: settled }],
])('an entry that was %s is found', (_what, all, entries) => {
  expect(checkHolds(all, books(entries)).map(({ rule }) => rule)).toEqual([
    'an entry of a plugin is not settled once',
  ]);
});

test('more minted than reserved is found', () => {
  const over = { _id: '2026-11-21 first', mintedCoins: 11, reservedCoins: 10 };
  expect(checkHolds([], books({}, [over])).map(({ rule }) => rule)).toEqual([
    'a limit was exceeded',
  ]);
});
