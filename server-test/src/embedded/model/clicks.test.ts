// How clicks in windows are served: who hears of them, what the client is shown, and drags, which
// come in parts. What they move is in moves.test.ts.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ada, click, lay, open, openDesk, places, probe, shown, stackOf } from './clicks-desk.ts';

beforeAll(openDesk);
afterAll(() => probe.end());

describe('click', () => {
  test('shows the client the slots it changed by itself, and its cursor', () => {
    open(true);
    lay();
    const from = ada.sent.length;
    click(0, 0, 0);
    expect(ada.sent.slice(from)).toEqual([
      ['windowSlot', ada.player.view.windowId, 0, { material: 'DIAMOND', amount: 10 }],
      ['cursor', null],
    ]);
  });

  test('shows everything to a client whose picture was old', () => {
    open(true);
    const from = ada.sent.length;
    const { windowId } = ada.player.view;
    const old = { isCurrent: false, predictedSlots: [0] };
    ada.visit.click({ windowId, slot: 0, button: 0, mode: 0, ...old });
    expect(ada.sent.slice(from).map(([method]) => method)).toEqual(['windowItems']);
  });

  test('hears nothing of a window that is gone', () => {
    open(false);
    lay();
    const unmoved = places();
    const [windowId, heard] = [ada.player.view.windowId + 1, probe.said().length];
    const current = { isCurrent: true, predictedSlots: [] };
    ada.visit.click({ windowId, slot: 0, button: 0, mode: 0, ...current });
    expect([places(), probe.said().length]).toEqual([unmoved, heard]);
  });

  test('lets nothing vanish in the crafting grid of the own window', () => {
    open(false);
    ada.visit.closeWindow(ada.player.view.windowId);
    ada.player.cursor = stackOf('DIRT', 8);
    for (const slot of [0, 1, 4, 5, 8]) click(slot, 0, 0);
    expect(places()).toEqual({ cursor: 'DIRT 8' });
  });

  test('gives back what is held when the window closes, and throws what has no room', () => {
    open(false);
    ada.player.inventory.slots.fill(stackOf('DIAMOND_SWORD', 1), 0, 36);
    ada.player.cursor = stackOf('DIRT', 8);
    ada.visit.closeWindow(ada.player.view.windowId);
    expect([shown(ada.player.cursor), ada.player.dropped.map(shown)]).toEqual([null, ['DIRT 8']]);
  });
});

describe('drag', () => {
  const over = (slots: readonly number[], kind: 0 | 1): void => {
    click(-999, kind * 4, 5);
    for (const slot of slots) click(slot, kind * 4 + 1, 5);
    click(-999, kind * 4 + 2, 5);
  };

  beforeEach(() => {
    open(false);
    ada.player.cursor = stackOf('DIRT', 8);
  });

  test('spreads evenly and keeps the rest, with one event', () => {
    const heard = probe.said().length;
    over([2, 3, 9], 0);
    expect(places()).toEqual({
      ...{ 'chest 2': 'DIRT 2', 'chest 3': 'DIRT 2', 'own 9': 'DIRT 2', cursor: 'DIRT 2' },
    });
    expect(probe.said().slice(heard)).toEqual(['Drag ']);
  });

  test('lays one each with the right button', () => {
    over([2, 3], 1);
    expect(places()).toEqual({ 'chest 2': 'DIRT 1', 'chest 3': 'DIRT 1', cursor: 'DIRT 6' });
  });

  test('moves nothing when cancelled', () => {
    ada.visit.command('cancel on');
    over([2, 3], 0);
    expect(places()).toEqual({ cursor: 'DIRT 8' });
  });
});
