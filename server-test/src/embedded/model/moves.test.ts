// What each kind of click moves when nobody cancels it, and that nothing is made or lost by any.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ada, amounts, click, lay, open, openDesk, places, probe } from './clicks-desk.ts';

beforeAll(openDesk);
afterAll(() => probe.end());

interface Case {
  readonly title: string;
  readonly name: string;
  readonly slot: number;
  readonly button: number;
  readonly mode: number;
  readonly cursor?: readonly [string, number];
  readonly after: Record<string, string>;
}

// Before each: 10 diamonds in chest 0, 60 dirt in chest 1, 5 dirt in storage 9, pearls in hotbar 0.
const before = {
  ...{ 'chest 0': 'DIAMOND 10', 'chest 1': 'DIRT 60' },
  ...{ 'own 9': 'DIRT 5', 'own 0': 'ENDER_PEARL 3' },
};
const { 'chest 0': _diamonds, ...noDiamonds } = before;
const { 'own 9': _dirt, ...noOwnDirt } = before;
const { 'chest 1': _more, ...noChestDirt } = before;

const dirt = (amount: number) => ['DIRT', amount] as const;
const cases: readonly Case[] = [
  {
    title: 'takes a stack',
    name: 'LEFT',
    slot: 0,
    button: 0,
    mode: 0,
    after: { ...noDiamonds, cursor: 'DIAMOND 10' },
  },
  {
    title: 'takes half of one',
    name: 'RIGHT',
    slot: 9,
    button: 1,
    mode: 0,
    after: { ...before, 'own 9': 'DIRT 2', cursor: 'DIRT 3' },
  },
  {
    title: 'lays a stack down',
    name: 'LEFT',
    slot: 2,
    button: 0,
    mode: 0,
    cursor: dirt(8),
    after: { ...before, 'chest 2': 'DIRT 8' },
  },
  {
    title: 'lays one down',
    name: 'RIGHT',
    slot: 2,
    button: 1,
    mode: 0,
    cursor: dirt(8),
    after: { ...before, 'chest 2': 'DIRT 1', cursor: 'DIRT 7' },
  },
  {
    title: 'fills a stack up',
    name: 'LEFT',
    slot: 1,
    button: 0,
    mode: 0,
    cursor: dirt(8),
    after: { ...before, 'chest 1': 'DIRT 64', cursor: 'DIRT 4' },
  },
  {
    title: 'swaps what differs',
    name: 'LEFT',
    slot: 0,
    button: 0,
    mode: 0,
    cursor: dirt(8),
    after: { ...before, 'chest 0': 'DIRT 8', cursor: 'DIAMOND 10' },
  },
  {
    title: 'sends a stack out of the chest',
    name: 'SHIFT_LEFT',
    slot: 0,
    button: 0,
    mode: 1,
    after: { ...noDiamonds, 'own 8': 'DIAMOND 10' },
  },
  {
    title: 'sends a stack into the chest',
    name: 'SHIFT_RIGHT',
    slot: 9,
    button: 1,
    mode: 1,
    after: { ...noOwnDirt, 'chest 1': 'DIRT 64', 'chest 2': 'DIRT 1' },
  },
  {
    title: 'swaps with the hotbar',
    name: 'NUMBER_KEY',
    slot: 0,
    button: 0,
    mode: 2,
    after: { ...before, 'chest 0': 'ENDER_PEARL 3', 'own 0': 'DIAMOND 10' },
  },
  {
    title: 'swaps with the off-hand',
    name: 'SWAP_OFFHAND',
    slot: 0,
    button: 40,
    mode: 2,
    after: { ...noDiamonds, 'own 40': 'DIAMOND 10' },
  },
  {
    title: 'throws one',
    name: 'DROP',
    slot: 0,
    button: 0,
    mode: 4,
    after: { ...before, 'chest 0': 'DIAMOND 9', 'ground 0': 'DIAMOND 1' },
  },
  {
    title: 'throws a stack',
    name: 'CONTROL_DROP',
    slot: 0,
    button: 1,
    mode: 4,
    after: { ...noDiamonds, 'ground 0': 'DIAMOND 10' },
  },
  {
    title: 'throws what is held',
    name: 'WINDOW_BORDER_LEFT',
    slot: -999,
    button: 0,
    mode: 0,
    cursor: dirt(8),
    after: { ...before, 'ground 0': 'DIRT 8' },
  },
  {
    title: 'throws one of what is held',
    name: 'WINDOW_BORDER_RIGHT',
    slot: -999,
    button: 1,
    mode: 0,
    cursor: dirt(8),
    after: { ...before, 'ground 0': 'DIRT 1', cursor: 'DIRT 7' },
  },
  {
    title: 'collects',
    name: 'DOUBLE_CLICK',
    slot: 2,
    button: 0,
    mode: 6,
    cursor: dirt(1),
    after: { ...noChestDirt, 'own 9': 'DIRT 2', cursor: 'DIRT 64' },
  },
];

describe('move', () => {
  test.each(cases)('$name $title when nobody cancels', ({ slot, button, mode, cursor, ...one }) => {
    open(false);
    lay(cursor);
    const sums = amounts();
    click(slot, button, mode);
    expect(probe.said().at(-1)).toBe(`Click ${one.name} ${slot}`);
    expect([places(), amounts()]).toEqual([one.after, sums]);
  });

  test.each(cases)(
    '$name moves nothing when cancelled: $title',
    ({ slot, button, mode, cursor }) => {
      open(true);
      lay(cursor);
      const unmoved = places();
      click(slot, button, mode);
      expect(places()).toEqual(unmoved);
    },
  );
});

test('no row of clicks makes or loses anything', () => {
  const anyClick = fc.record({
    slot: fc.oneof(fc.integer({ min: -1, max: 47 }), fc.constant(-999)),
    button: fc.oneof(fc.integer({ min: 0, max: 10 }), fc.constant(40)),
    mode: fc.integer({ min: 0, max: 7 }),
    closes: fc.integer({ min: 0, max: 20 }).map((one) => one === 0),
  });
  fc.assert(
    fc.property(fc.array(anyClick, { minLength: 1, maxLength: 40 }), (clicks) => {
      open(false);
      lay(['ENDER_PEARL', 5]);
      const sums = amounts();
      for (const { slot, button, mode, closes } of clicks) {
        if (closes) ada.visit.closeWindow(ada.player.view.windowId);
        click(slot, button, mode);
        expect(amounts()).toEqual(sums);
      }
    }),
    { numRuns: 300 },
  );
});
