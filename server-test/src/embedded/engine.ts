// What runs the plugin's bundle: one script context after another, on the Node engine or on
// GraalJS. The game talks to a context only through its functions.
import type { Request, Reply, Wire } from './border/exchange.ts';

/** What a script function did: answered, or threw something a log can show. */
export type Outcome = { readonly value: Wire } | { readonly threw: string };

export interface EngineOptions {
  /** The class table for the script, as JSON. */
  readonly table: string;
  /** Answers what a script asks of the game. */
  answer(contextId: number, request: Request): Reply;
  /** A promise of a script was rejected and nobody looked. */
  onLostRejection(what: string): void;
}

export interface Engine {
  readonly name: 'node' | 'graal';
  /** The JDK's classes are the engine's own. */
  readonly nativeJdk: boolean;
  /** Makes a context and evaluates the bundle in it as a module; `threw` when its top level did. */
  open(contextId: number, bundlePath: string): Outcome;
  /** Runs a function that the context gave away. */
  run(contextId: number, functionId: number, args: readonly Wire[]): Outcome;
  close(contextId: number): void;
  /**
   * How long scripts themselves have worked since this was asked last, in microseconds: without the
   * game's answers and without the border between them, which no real server has.
   */
  takeScriptUs(): number;
  stop(): void;
  /** Ends at once, as a pulled plug would. */
  kill(): void;
}
