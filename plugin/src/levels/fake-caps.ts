// The backend's side of level caps for tests: one cap for everybody that a test changes, answers
// that take their time, outages of both kinds, and a memory of when what was true.
import {
  getLevelCaps,
  getLevelCapsVersion,
  listEffectiveLevelCaps,
  type LevelRule,
} from '@mintkeep/shared/levels.ts';
import { refused, silence } from '../backend/fake-backend.ts';
import type { FakeWorld } from '../fake-plugin.ts';

/** What was true from a moment on. */
interface Truth {
  readonly fromMs: number;
  readonly cap: number | null;
}

export interface FakeCaps {
  /** Changes the cap; it has the next version. */
  update(cap: number | null): void;
  /** `refused` takes no connection, `silent` never answers. */
  outage(kind: 'refused' | 'silent' | null): void;
  /** Since when it answers, or does not. */
  readonly state: { readonly isUp: boolean; readonly sinceMs: number };
  cap(): number | null;
  version(): number;
  /** What was true at any moment between two. */
  between(fromMs: number, toMs: number): (number | null)[];
  /** Players it does not know. */
  readonly unknown: Set<string>;
}

/** Serves the caps. `delayMs` is how long each answer is on its way. */
export function serveFakeCaps({ fake, server }: FakeWorld, delayMs = 0): FakeCaps {
  const history = openHistory(fake.nowMs());
  const bell = openBell(fake);
  const unknown = new Set<string>();
  const down = { refused, silent: silence };
  let outage: 'refused' | 'silent' | null = null;
  let sinceMs = fake.nowMs();
  /** An answer, once it arrived; or the outage's way of giving none. */
  const answer = <T>(value: T): Promise<{ readonly yes: T }> => {
    if (outage) return down[outage]();
    const said = { yes: value };
    if (delayMs === 0) return Promise.resolve(said);
    return new Promise((resolve) => fake.after('answer', delayMs, () => resolve(said)));
  };

  server.on(getLevelCaps, () => answer(rulesOf(history.version(), history.cap())));
  server.on(getLevelCapsVersion, async ({ call }) => {
    const isKnown = call.knownVersion === String(history.version());
    if (isKnown && !outage) await bell.rings(Number(call.waitS ?? 0) * 1_000);
    return answer({ version: history.version(), lastModified: null });
  });
  server.on(listEffectiveLevelCaps, ({ call }) =>
    answer({
      version: history.version(),
      calculatedAt: new Date(fake.nowMs()).toISOString(),
      groups: [],
      caps: call.players
        .filter(({ minecraftUUID }) => !unknown.has(minecraftUUID))
        .map(({ minecraftUUID }) => ({
          ...{ minecraftUUID, cap: history.cap(), appliedRules: [], isHere: true },
        })),
    }),
  );
  return {
    ...history,
    unknown,
    update(cap) {
      history.update(fake.nowMs(), cap);
      bell.ring();
    },
    outage(kind) {
      if ((outage === null) !== (kind === null)) sinceMs = fake.nowMs();
      outage = kind;
      bell.ring();
    },
    get state() {
      return { isUp: outage === null, sinceMs };
    },
  };
}

function openHistory(startMs: number) {
  const truths: Truth[] = [{ fromMs: startMs, cap: null }];
  return {
    update: (fromMs: number, cap: number | null) => void truths.push({ fromMs, cap }),
    version: () => truths.length - 1,
    cap: () => truths.at(-1)?.cap ?? null,
    between: (fromMs: number, toMs: number) =>
      truths
        .filter(({ fromMs: beginsMs }, index) => {
          const endsMs = truths[index + 1]?.fromMs ?? Infinity;
          return beginsMs <= toMs && endsMs >= fromMs;
        })
        .map(({ cap }) => cap),
  };
}

/** Who waits is woken by a ring, or when the wait is over. */
function openBell(fake: FakeWorld['fake']) {
  const waiting = new Set<() => void>();
  return {
    ring() {
      for (const wake of [...waiting]) wake();
    },
    rings: (waitMs: number): Promise<void> =>
      new Promise((resolve) => {
        const wake = (): void => {
          waiting.delete(wake);
          resolve();
        };
        waiting.add(wake);
        fake.after('wait', waitMs, wake);
      }),
  };
}

function rulesOf(version: number, cap: number | null) {
  const rule: LevelRule = {
    ...{ key: 'base', enabled: true, conditions: [], priority: 0 },
    value: cap ?? 0,
  };
  return { rules: cap === null ? [] : [rule], version, lastModified: null, modifiedBy: null };
}
