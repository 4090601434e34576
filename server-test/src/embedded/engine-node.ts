// The fast engine: the bundle in a vm context that has what GraalJS 22 has and nothing of Node.
// A tool of fidelity, not a border of safety.
import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import type { Request } from './border/exchange.ts';
import { guestScript } from './border/guest-script.ts';
import { absentScript } from './engine-node-absent.ts';
import type { Engine, EngineOptions, Outcome } from './engine.ts';

/** One script's context, and how deep the calls into it are nested. */
interface Guest {
  readonly context: vm.Context;
  readonly clock: ScriptClock;
  isOpen: boolean;
  depth: number;
}

/** The globals by which the engine and a context talk. */
interface Globals {
  readonly __run: (input: string) => string;
  __input: string;
  __result: string;
}

const prepare = new vm.Script(absentScript, { filename: 'absent.js' });
const enter = new vm.Script('__result = __run(__input)', { filename: 'enter.js' });

const shown = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

function inside(guest: Guest, work: () => void): void {
  guest.depth += 1;
  guest.clock.enter();
  try {
    work();
  } finally {
    guest.clock.leave();
    guest.depth -= 1;
  }
}

/** Runs while scripts themselves work; they stop it while the game answers. */
function scriptClock() {
  let enteredMs = 0;
  let workedMs = 0;
  return {
    enter(): void {
      enteredMs = performance.now();
    },
    leave(): void {
      workedMs += performance.now() - enteredMs;
    },
    takeUs(): number {
      const taken = workedMs * 1_000;
      workedMs = 0;
      return taken;
    },
  };
}
type ScriptClock = ReturnType<typeof scriptClock>;

/** Microtasks run when the outermost call returns, as in GraalJS: never in the middle of one. */
function enterContext(guest: Guest, input: string): string {
  const globals = guest.context as unknown as Globals;
  const isOutermost = guest.depth === 0;
  inside(guest, () => {
    globals.__input = input;
    if (isOutermost) enter.runInContext(guest.context);
    else globals.__result = globals.__run(input);
  });
  return globals.__result;
}

/** A context with the border in it, before any bundle. */
function makeGuest(
  border: vm.Script,
  clock: ScriptClock,
  table: string,
  call: (json: string) => string,
): Guest {
  const context = vm.createContext(Object.create(null) as object, {
    microtaskMode: 'afterEvaluate',
  });
  prepare.runInContext(context);
  const print = (text: string): void => void process.stdout.write(`[STDOUT] ${text}\n`);
  const { enter, leave } = clock;
  context['__host'] = Object.freeze({ table, call, print, enter, leave });
  border.runInContext(context);
  return { context, clock, isOpen: true, depth: 0 };
}

function evaluate(guest: Guest, bundlePath: string): Outcome {
  try {
    // A module's scope is strict and its own; the bundle has neither exports nor awaits.
    const source = `(() => { 'use strict';\n${readFileSync(bundlePath, 'utf8')}\n})();`;
    inside(guest, () => {
      vm.runInContext(source, guest.context, { filename: 'index.js', lineOffset: -1 });
    });
    return { value: null };
  } catch (error) {
    return { threw: shown(error) };
  }
}

/** Starts the Node engine. */
export async function startNodeEngine(options: EngineOptions): Promise<Engine> {
  const border = new vm.Script(await guestScript(), { filename: 'guest.js' });
  const guests = new Map<number, Guest>();
  const clock = scriptClock();
  const onRejection = (reason: unknown): void => options.onLostRejection(shown(reason));
  process.on('unhandledRejection', onRejection);
  return {
    name: 'node',
    nativeJdk: false,
    open(contextId, bundlePath) {
      const guest = makeGuest(border, clock, options.table, (json) =>
        JSON.stringify(options.answer(contextId, JSON.parse(json) as Request)),
      );
      guests.set(contextId, guest);
      return evaluate(guest, bundlePath);
    },
    run(contextId, functionId, args) {
      const guest = guests.get(contextId);
      if (!guest?.isOpen) {
        return { threw: 'java.lang.IllegalStateException: The Context is already closed.' };
      }
      const input = JSON.stringify({ id: functionId, args });
      return JSON.parse(enterContext(guest, input)) as Outcome;
    },
    close(contextId) {
      const guest = guests.get(contextId);
      if (guest) guest.isOpen = false;
    },
    takeScriptUs: () => clock.takeUs(),
    stop() {
      guests.clear();
      process.off('unhandledRejection', onRejection);
    },
    kill() {
      guests.clear();
    },
  };
}
