// The clock of scripts on both engines: it counts what a script itself works, not what the game does
// for it. The figures of docs/performance.md rest on it. Needs a JDK 17 to 21.
import { afterEach, describe, expect, test } from 'vitest';
import { startProbe, type Probe } from './probe.ts';

const engines = ['node', 'graal'] as const;

const script = `
  globalThis.work = (ms) => { const end = Date.now() + ms; while (Date.now() < end); return 'worked'; };
  globalThis.later = (ms) => { Promise.resolve().then(() => work(ms)); return 'soon'; };
`;
/** Longer than an engine that runs for the first time takes for anything else here. */
const longMs = 300;

let probe: Probe;
afterEach(() => probe.end());

const busy = (ms: number): void => {
  for (const endsAt = performance.now() + ms; performance.now() < endsAt;);
};

describe.each(engines)('the clock of scripts on %s', (engine) => {
  test('counts what a script works, also in its promises, and starts again when asked', async () => {
    probe = await startProbe({ engine, script });
    const { takeScriptUs } = probe.embedded.engine;
    takeScriptUs();
    expect(probe.evaluate(`work(${longMs})`)).toBe('worked');
    expect(takeScriptUs()).toBeGreaterThanOrEqual(longMs * 990);
    expect(probe.evaluate(`later(${longMs})`)).toBe('soon');
    expect(takeScriptUs()).toBeGreaterThanOrEqual(longMs * 990);
    expect(takeScriptUs()).toBe(0);
  });

  test('stands still while the game answers', async () => {
    let answersMs = 0;
    probe = await startProbe({
      engine,
      script,
      onCall: (name, when) => {
        if (when === 'before' && name.endsWith('.getOnlinePlayers')) busy(answersMs);
      },
    });
    const { takeScriptUs } = probe.embedded.engine;
    probe.evaluate('Bukkit.getOnlinePlayers().size()');
    answersMs = longMs;
    takeScriptUs();
    const startedAt = performance.now();
    expect(probe.evaluate('Bukkit.getOnlinePlayers().size()')).toBe('0');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(longMs);
    expect(takeScriptUs()).toBeLessThan((longMs * 1_000) / 2);
  });
});
