// Property 2: how old a cap may be that is acted on, over any history of changes, outages and visits.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import { createCaps, freshMs } from './caps.ts';
import { serveFakeCaps } from './fake-caps.ts';
import { watchGroups } from './groups.ts';
import { pullCaps } from './pull.ts';

type Outage = 'refused' | 'silent';
type Step =
  | { readonly do: 'update'; readonly cap: number | null }
  | { readonly do: 'outage'; readonly kind: Outage | null }
  | { readonly do: 'wait'; readonly ms: number }
  /** Long enough for the breaker to be slow, with a change after it. */
  | { readonly do: 'longOutage'; readonly kind: Outage; readonly ms: number; readonly cap: number }
  /** The player leaves, the rules change, and the player comes again. */
  | {
      readonly do: 'away';
      readonly ms: number;
      readonly cap: number | null;
      readonly endsOutage: boolean;
    };

const kind = fc.constantFrom<Outage[]>('refused', 'silent');
const short = fc.integer({ min: 50, max: 3_000 });
const long = fc.integer({ min: 3_000, max: 60_000 });
const cap = fc.option(fc.nat(100));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: short }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: long }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('update' as const), cap }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('outage' as const), kind: fc.option(kind) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      ...{ do: fc.constant('longOutage' as const), kind, cap: fc.nat(100) },
      ms: fc.integer({ min: 60_000, max: 300_000 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ do: fc.constant('away' as const), cap, endsOutage: fc.boolean() },
      ms: fc.integer({ min: 0, max: 60_000 }),
    }),
  },
);

/** How long until it is noticed that the backend does not answer: a pause and a lost request. */
const noticeMs = 20_000;

function start(delayMs: number) {
  const world = startFakePlugin();
  const { fake, plugin } = world;
  const backend = serveFakeCaps(world, delayMs);
  const caps = createCaps(fake);
  pullCaps(plugin, {
    caps,
    groups: watchGroups(fake, plugin.settings, () => undefined),
    onCap: () => undefined,
    onRound: () => undefined,
    onVersion: () => undefined,
  });
  let alex = fake.join('Alex');
  let hereSinceMs = fake.nowMs();
  let lastKnown: number | null | undefined;
  return {
    fake,
    backend,
    async away(ms: number, cap: number | null, endsOutage: boolean) {
      fake.quit(alex);
      if (endsOutage) backend.outage(null);
      backend.update(cap);
      await fake.advance(ms);
      alex = fake.join('Alex');
      hereSinceMs = fake.nowMs();
    },
    ruling: () => caps.of(alex.id),
    /** The cap that rules now, against what the backend knows to have been true. */
    query() {
      const nowMs = fake.nowMs();
      const ruling = caps.of(alex.id);
      const { isUp, sinceMs } = backend.state;
      const stateMs = nowMs - sinceMs;
      const hereMs = nowMs - hereSinceMs;
      if (isUp && stateMs >= freshMs) {
        // The backend has answered all the while: nothing older than 30 s may rule.
        const fresh = backend.between(nowMs - freshMs, nowMs);
        if (ruling !== undefined) expect(fresh).toContain(ruling);
        if (hereMs >= freshMs) expect(ruling).toBeDefined();
        // What changed a second ago rules.
        const second = backend.between(nowMs - 1_000, nowMs);
        if (hereMs >= freshMs) expect(second).toContain(ruling);
      }
      if (!isUp && Math.min(stateMs, hereMs) >= noticeMs && lastKnown !== undefined) {
        // The last known good one rules: something that was true when the backend was heard last.
        expect(ruling).toBeDefined();
        expect(backend.between(sinceMs - freshMs, sinceMs)).toContain(ruling);
      }
      lastKnown = ruling ?? lastKnown;
    },
  };
}

describe('caps', () => {
  test('Property 2: Level Cap Cache Freshness (S0-038)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(300), fc.array(step, { maxLength: 20 }), async (delayMs, steps) => {
        const { fake, backend, away, query } = start(delayMs);
        // A look at every second of the way, and at its end.
        const wait = async (ms: number): Promise<void> => {
          for (let leftMs = ms; leftMs > 0; leftMs -= 1_000) {
            await fake.advance(Math.min(leftMs, 1_000));
            query();
          }
        };
        for (const one of steps) {
          if (one.do === 'update') backend.update(one.cap);
          else if (one.do === 'outage') backend.outage(one.kind);
          else if (one.do === 'away') await away(one.ms, one.cap, one.endsOutage);
          else if (one.do === 'wait') await wait(one.ms);
          else {
            backend.outage(one.kind);
            await wait(one.ms);
            backend.outage(null);
            backend.update(one.cap);
            await wait(35_000);
          }
          query();
        }
      }),
      { numRuns: propertyRunsMin },
    );
  }, 120_000);

  test('that were kept while nobody was here do not rule once the backend answers again', async () => {
    const { fake, backend, away, ruling } = start(0);
    backend.update(5);
    await fake.advance(1_000);
    backend.outage('refused');
    await fake.advance(40_000);
    expect(ruling()).toBe(5);
    await away(freshMs + 1_000, 7, true);
    expect(ruling()).toBeUndefined();
    await fake.settle();
    expect(ruling()).toBe(7);
  });
});
