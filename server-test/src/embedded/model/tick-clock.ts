// Twenty ticks a second, corrected for drift, and how long the plugin's part of them took.

const tickMs = 50;
const samplesMax = 12_000;

interface Times {
  readonly meanUs: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly maxUs: number;
}

/** What the plugin took of each tick, what was called between two ticks counted to the later one. */
export interface TickTimes extends Times {
  readonly ticks: number;
  /** Of that the scripts' own work: without the model's answers and the border to it. */
  readonly script: Times;
}

export class TickClock {
  #timer: NodeJS.Timeout | undefined;
  #samples: number[] = [];
  #scriptSamples: number[] = [];
  #inPluginUs = 0;
  #depth = 0;
  ticks = 0;

  /** Calls `run` at every tick until `stop`; `takeScriptUs` as an engine has it. */
  start(run: () => void, takeScriptUs: () => number): void {
    let next = performance.now() + tickMs;
    const beat = (): void => {
      this.ticks += 1;
      run();
      this.#samples.push(this.#inPluginUs);
      this.#inPluginUs = 0;
      this.#scriptSamples.push(takeScriptUs());
      for (const samples of [this.#samples, this.#scriptSamples]) {
        if (samples.length > samplesMax) samples.splice(0, samplesMax / 2);
      }
      const now = performance.now();
      // A server that fell far behind does not try to catch up on everything.
      next = Math.max(next + tickMs, now - 20 * tickMs);
      this.#timer = setTimeout(beat, Math.max(0, next - now));
    };
    this.#timer = setTimeout(beat, tickMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Runs the plugin on the clock; a call within a call counts once. */
  inPlugin<T>(work: () => T): T {
    const startedMs = performance.now();
    this.#depth += 1;
    try {
      return work();
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) this.#inPluginUs += (performance.now() - startedMs) * 1_000;
    }
  }

  /** The plugin's time per tick since the last reset. */
  times(): TickTimes {
    const script = timesOf(this.#scriptSamples);
    return { ticks: this.#samples.length, ...timesOf(this.#samples), script };
  }

  reset(): void {
    this.#samples = [];
    this.#scriptSamples = [];
  }

  describe(): string {
    const { ticks, p50Us, p99Us, maxUs } = this.times();
    return `Plugin time per tick over ${ticks} ticks: p50 ${p50Us} us, p99 ${p99Us} us, max ${maxUs} us`;
  }
}

function timesOf(samples: readonly number[]): Times {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  const meanUs = sorted.reduce((sum, us) => sum + us, 0) / Math.max(1, sorted.length);
  return { meanUs, p50Us: at(0.5), p99Us: at(0.99), maxUs: at(1) };
}
