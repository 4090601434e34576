// Timers on a clock that the test moves.
import { describe, expect, test } from 'vitest';
import type { Guard } from './guard.ts';
import { createTicker } from './ticker.ts';

const bare: Guard =
  (_what, run) =>
  (...args) =>
    void run(...args);

function world(spread: { readonly spreadMs?: number } = {}) {
  const clock = { nowMs: 0, asked: 0 };
  const order: string[] = [];
  const ticker = createTicker(
    () => {
      clock.asked += 1;
      return clock.nowMs;
    },
    bare,
    spread,
  );
  const mark = (name: string) => () => void order.push(name);
  const tickAt = (nowMs: number) => {
    clock.nowMs = nowMs;
    ticker.tick();
  };
  return { clock, order, ticker, mark, tickAt };
}

describe('createTicker', () => {
  test('runs timers of one late tick by when they were due', () => {
    const { order, ticker, mark, tickAt } = world();
    ticker.after('b', 60, mark('b'));
    ticker.after('a', 10, mark('a'));
    ticker.after('a2', 10, mark('a2'));
    tickAt(1_000);
    expect(order).toEqual(['a', 'a2', 'b']);
  });

  test('spreads what repeats slowly over ticks, and keeps its period', () => {
    const { order, ticker, mark, tickAt } = world({ spreadMs: 50 });
    ticker.every('a', 1_000, mark('a'));
    ticker.every('b', 1_000, mark('b'));
    ticker.every('fast', 500, mark('fast'));
    const heardAt = (nowMs: number): string[] => {
      tickAt(nowMs);
      return order.splice(0);
    };
    expect(heardAt(500)).toEqual(['fast']);
    expect(heardAt(1_050)).toEqual(['fast', 'a']);
    expect(heardAt(1_100)).toEqual(['b']);
    expect(heardAt(2_050)).toEqual(['fast', 'a']);
    expect(heardAt(2_100)).toEqual(['b']);
  });

  test('keeps a timer made during a tick for the next', () => {
    const { order, ticker, mark, tickAt } = world();
    ticker.after('outer', 0, () => void ticker.after('inner', 0, mark('inner')));
    tickAt(50);
    expect(order).toEqual([]);
    tickAt(100);
    expect(order).toEqual(['inner']);
  });

  test('lets an earlier timer of the same tick cancel a later one', () => {
    const { order, ticker, mark, tickAt } = world();
    const cancels: (() => void)[] = [];
    ticker.after('first', 0, () => cancels.forEach((cancel) => cancel()));
    cancels.push(ticker.after('second', 0, mark('second')));
    tickAt(50);
    expect(order).toEqual([]);
  });

  test('does not make up for beats that a hanging server missed', () => {
    const { order, ticker, mark, tickAt } = world();
    ticker.every('beat', 100, mark('beat'));
    for (const nowMs of [1_000, 1_050, 1_099, 1_100]) tickAt(nowMs);
    expect(order).toEqual(['beat', 'beat']);
  });

  test('asks for the time only while a timer waits', () => {
    const { clock, ticker, mark, tickAt } = world();
    ticker.onTick('each', mark('each'));
    tickAt(50);
    expect(clock.asked).toBe(0);
    const cancel = ticker.after('one', 1_000, mark('one'));
    tickAt(100);
    expect(clock.asked).toBe(2);
    cancel();
    tickAt(150);
    expect(clock.asked).toBe(2);
  });
});
