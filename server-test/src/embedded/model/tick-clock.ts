// Twenty ticks a second, corrected for drift, and how long the plugin's part of them took.

const tickMs = 50;
const samplesMax = 12_000;

export interface TickTimes {
  readonly ticks: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly maxUs: number;
}

export class TickClock {
  #timer: NodeJS.Timeout | undefined;
  #samples: number[] = [];
  #inPluginUs = 0;
  ticks = 0;

  /** Calls `run` at every tick until `stop`. */
  start(run: () => void): void {
    let next = performance.now() + tickMs;
    const beat = (): void => {
      this.ticks += 1;
      this.#inPluginUs = 0;
      run();
      this.#samples.push(this.#inPluginUs);
      if (this.#samples.length > samplesMax) this.#samples = this.#samples.slice(samplesMax / 2);
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

  addPluginTime(us: number): void {
    this.#inPluginUs += us;
  }

  /** The plugin's time per tick since the last reset. */
  times(): TickTimes {
    const sorted = [...this.#samples].sort((a, b) => a - b);
    const at = (share: number): number =>
      Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
    return { ticks: sorted.length, p50Us: at(0.5), p99Us: at(0.99), maxUs: at(1) };
  }

  reset(): void {
    this.#samples = [];
  }

  describe(): string {
    const { ticks, p50Us, p99Us, maxUs } = this.times();
    return `Plugin time per tick over ${ticks} ticks: p50 ${p50Us} us, p99 ${p99Us} us, max ${maxUs} us`;
  }
}
