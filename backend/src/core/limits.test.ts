// Sliding windows in one process, and whose places a request takes.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { arrivals, expectLimited, limit } from '../../test/limits-model.ts';
import { callerOf, networkOf, openWindows } from './limits.ts';
import type { Asking } from './limits.ts';

describe('openWindows', () => {
  test('Property 11: Rate Limit Enforcement (S0-028): no window holds more than the limit', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, limit, async (sequence, each) => {
        const windows = openWindows();
        await expectLimited(sequence, each, (caller, nowMs) => windows.take(caller, each, nowMs));
      }),
      { numRuns: propertyRunsMin },
    );
  });

  test('slides: five from second 50 to 59 leave no place at second 61 (S0-027)', () => {
    const windows = openWindows();
    const five = { max: 5, windowMs: 60_000 };
    for (const second of [50, 52, 54, 56, 59]) {
      expect(windows.take('a', five, second * 1_000)).toBe(0);
    }
    expect(windows.take('a', five, 61_000)).toBe(49_000);
    expect(windows.take('a', five, 109_999)).toBe(1);
    expect(windows.take('a', five, 110_000)).toBe(0);
  });

  test('forgets the caller who was heard last of all when there are too many', () => {
    const windows = openWindows(2);
    const one = { max: 1, windowMs: 60_000 };
    for (const caller of ['a', 'b', 'a', 'c']) windows.take(caller, one, 0);
    expect(windows.take('a', one, 1)).toBeGreaterThan(0);
    expect(windows.take('b', one, 1)).toBe(0);
  });
});

describe('networkOf', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:203.0.113.7', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['0:0:0:0:0:FFFF:CB00:7107', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8::7:0:0:0:1', '2001:db8:0:7::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('counts %s as %s (S0-084)', (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });
});

describe('callerOf', () => {
  const ip = '203.0.113.7';
  const staff = { kind: 'staff', id: '7', role: 'ADMIN' } as const;
  const server = { kind: 'server', id: 'survival' } as const;
  const request = (rest: Partial<Asking>): Asking => ({ ip, door: null, actor: null, ...rest });

  test('is the player whom a game server names, in path, query or body (D16)', () => {
    for (const part of ['params', 'query', 'body']) {
      const named = request({ door: 'server', actor: server, [part]: { minecraftUUID: 'ann' } });
      expect(callerOf(named)).toBe('player:ann');
    }
  });

  test('is never a game server: who names nobody is not limited (D16)', () => {
    expect(callerOf(request({ door: 'server', actor: server, body: { players: [] } }))).toBeNull();
    expect(callerOf(request({ door: 'server', actor: server, body: null }))).toBeNull();
    const console = { kind: 'console', id: 'survival' } as const;
    expect(callerOf(request({ door: 'inGame', actor: console }))).toBeNull();
  });

  test('is the member of staff, in the panel and in the game alike, whomever they name', () => {
    const body = { minecraftUUID: 'ann' };
    expect(callerOf(request({ door: 'staff', actor: staff, body }))).toBe('staff:7');
    expect(callerOf(request({ door: 'inGame', actor: staff, body }))).toBe('staff:7');
  });

  test('is the address of everybody else', () => {
    expect(callerOf(request({ body: { minecraftUUID: 'ann' } }))).toBe(`address:${ip}`);
  });
});
