// Grakkit 6: one script context at a time, its pushed tasks and hooks, and its reload, which starts
// the new script while the old one is still open. What Grakkit would swallow is told to the game.
import { Border, type BorderOptions } from '../border/border.ts';
import type { Reply, Request, Wire } from '../border/exchange.ts';
import type { GuestFunction } from '../border/values.ts';
import type { Engine } from '../engine.ts';
import type { Asked } from './bridge.ts';

export interface GrakkitOptions {
  readonly border: BorderOptions;
  readonly bundlePath: string;
  swallowed(where: string, what: string): void;
}

export class Grakkit {
  readonly #options: GrakkitOptions;
  readonly #borders = new Map<number, Border>();
  #engine: Engine | null = null;
  #current = 0;
  #lastContext = 0;
  #pushed: GuestFunction[] = [];
  #hooks: GuestFunction[] = [];

  constructor(options: GrakkitOptions) {
    this.#options = options;
  }

  /** The statics behind the global `Grakkit`. */
  readonly api = {
    push: (run: GuestFunction): void => void this.#pushed.push(run),
    hook: (run: GuestFunction): void => void this.#hooks.push(run),
    getRoot: (): string => 'plugins/grakkit',
    getMeta: (): string => 'grakkit',
    reload: (): void => this.reload(),
  };

  answer(contextId: number, request: Request): Reply {
    return this.#borders.get(contextId)?.answer(request) ?? { type: 'the context is closed' };
  }

  start(engine: Engine): void {
    this.#engine = engine;
    this.#open();
  }

  #open(): void {
    const id = ++this.#lastContext;
    this.#current = id;
    this.#borders.set(id, new Border(id, this.#options.border));
    const outcome = this.#engine?.open(id, this.#options.bundlePath);
    if (outcome && 'threw' in outcome) this.#options.swallowed('index.js', outcome.threw);
  }

  /** Runs a script's function with values of the model; answers null when it threw. */
  run(where: string, run: GuestFunction, args: readonly unknown[]): unknown {
    const asked = this.ask(where, run, args);
    return 'threw' in asked ? null : asked.value;
  }

  /** As `run`, for another plugin that must know whether it threw. */
  ask(where: string, run: GuestFunction, args: readonly unknown[]): Asked {
    const border = this.#borders.get(run.contextId);
    const wire: Wire[] = args.map((one) => border?.encode(one) ?? null);
    const outcome = this.#engine?.run(run.contextId, run.id, wire);
    // A script that reloaded itself has no context to come back to.
    if (!outcome || (border && !this.#borders.has(run.contextId))) return { value: null };
    if ('threw' in outcome) {
      this.#options.swallowed(where, outcome.threw);
      return { threw: outcome.threw };
    }
    return { value: border?.decode(outcome.value) ?? null };
  }

  tick(): void {
    for (const run of this.#pushed.splice(0)) this.run('pushed task', run, []);
  }

  /** Hooks, then the new script, then the old one's end: in this order (facts/grakkit.md, 7). */
  reload(): void {
    const before = this.#current;
    for (const run of this.#hooks.splice(0)) this.run('hook', run, []);
    this.#open();
    this.#close(before);
  }

  /** The plugin is disabled: hooks, and the script's end. */
  stop(): void {
    for (const run of this.#hooks.splice(0)) this.run('hook', run, []);
    this.#close(this.#current);
  }

  #close(contextId: number): void {
    this.#engine?.close(contextId);
    this.#borders.delete(contextId);
  }
}
