// The fast engine: the bundle in a vm context that has what GraalJS 22 has and nothing of Node.
// A tool of fidelity, not a border of safety.
import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import { guestScript } from './border/guest-script.ts';
import type { Engine, EngineOptions, Outcome } from './engine.ts';
import type { Wire } from './border/border.ts';

// What V8 brings along and the engine of Grakkit does not have (facts/grakkit.md, section 4).
const absent = `
  for (const name of ['Intl', 'WebAssembly', 'SharedArrayBuffer', 'Atomics', 'Iterator', 'console',
    'DisposableStack', 'AsyncDisposableStack', 'SuppressedError', 'Float16Array'])
    delete globalThis[name];
  const drop = (from, ...names) => names.forEach((name) => delete from[name]);
  drop(Array.prototype, 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with');
  drop(Array, 'fromAsync');
  drop(Object, 'groupBy');
  drop(Map, 'groupBy');
  drop(Promise, 'withResolvers', 'try');
  drop(String.prototype, 'isWellFormed', 'toWellFormed');
  drop(Set.prototype, 'union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf',
    'isSupersetOf', 'isDisjointFrom');
  drop(RegExp, 'escape');
  for (const type of [Uint8Array, Int8Array, Uint16Array, Int32Array, Float64Array])
    drop(Object.getPrototypeOf(type.prototype), 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'with');
  Number.prototype.toLocaleString = Number.prototype.toString;
`;

interface Guest {
  readonly context: vm.Context;
  isOpen: boolean;
}

/** Starts the Node engine. */
export async function startNodeEngine(options: EngineOptions): Promise<Engine> {
  const guest = new vm.Script(await guestScript(), { filename: 'guest.js' });
  const prepare = new vm.Script(absent, { filename: 'absent.js' });
  const enter = new vm.Script('__result = __run(__input)', { filename: 'enter.js' });
  const guests = new Map<number, Guest>();
  let depth = 0;

  const onRejection = (reason: unknown): void => {
    options.onLostRejection(reason instanceof Error ? (reason.stack ?? '') : String(reason));
  };
  process.on('unhandledRejection', onRejection);

  function inside<T>(work: () => T): T {
    depth += 1;
    try {
      return work();
    } finally {
      depth -= 1;
    }
  }

  /** Microtasks run when the outermost call returns, as in GraalJS: never in the middle of one. */
  function enterContext(context: vm.Context, input: string): string {
    context['__input'] = input;
    if (depth === 0) inside(() => enter.runInContext(context));
    else
      inside(() => (context['__result'] = (context['__run'] as (json: string) => string)(input)));
    return context['__result'] as string;
  }

  return {
    name: 'node',
    nativeJdk: false,
    open(contextId, bundlePath): Outcome {
      const context = vm.createContext(Object.create(null) as object, {
        microtaskMode: 'afterEvaluate',
      });
      guests.set(contextId, { context, isOpen: true });
      prepare.runInContext(context);
      context['__host'] = Object.freeze({
        table: options.table,
        call: (json: string) =>
          JSON.stringify(
            options.answer(contextId, JSON.parse(json) as Parameters<typeof options.answer>[1]),
          ),
      });
      guest.runInContext(context);
      try {
        // A module's scope is strict and its own; the bundle has neither exports nor awaits.
        const source = `(() => { 'use strict';\n${readFileSync(bundlePath, 'utf8')}\n})();`;
        inside(() => vm.runInContext(source, context, { filename: 'index.js', lineOffset: -1 }));
        return { value: null };
      } catch (error) {
        return { threw: error instanceof Error ? (error.stack ?? error.message) : String(error) };
      }
    },
    run(contextId, functionId, args: readonly Wire[]): Outcome {
      const one = guests.get(contextId);
      if (!one?.isOpen) {
        return { threw: 'java.lang.IllegalStateException: The Context is already closed.' };
      }
      return JSON.parse(
        enterContext(one.context, JSON.stringify({ id: functionId, args })),
      ) as Outcome;
    },
    close(contextId) {
      const one = guests.get(contextId);
      if (one) one.isOpen = false;
    },
    stop() {
      guests.clear();
      process.off('unhandledRejection', onRejection);
    },
    kill() {
      guests.clear();
    },
  };
}
