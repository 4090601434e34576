// What is laid into a script's context before the script: `Java`, `Grakkit`, and Java objects that
// are strict, so that a member nobody modelled throws instead of being undefined. Runs in the Node
// engine and in GraalJS alike; bundled to one script by guest-script.ts. It has no access to
// anything but `__host`.
import type { Reply, Request, Wire } from './exchange.ts';
import { decodeNative, encodeNative, javaException, type NativeJava } from './guest-native.ts';

interface ClassTable {
  readonly methods: readonly string[];
  readonly statics: readonly string[];
  readonly fields: readonly string[];
  readonly above: readonly string[];
  readonly named: boolean;
  readonly iterable: boolean;
}

interface Host {
  /** Answers one request, both as JSON. */
  call(json: string): string;
  /** Stops and goes on with the clock that tells how long the script itself works. */
  leave(): void;
  enter(): void;
  /** What console is on the Node engine; GraalJS has its own. */
  print?(text: string): void;
  /** The class table, as JSON. */
  readonly table: string;
}

/** As GraalJS prints: a symbol cannot become a text and throws. */
const asText = (word: unknown): string => `${word as string}`;

declare const __host: Host;

type Fn = (...args: unknown[]) => unknown;

((globals: Record<string, unknown>) => {
  const host = __host;
  const native = globals['Java'] as NativeJava | undefined;
  const table = JSON.parse(host.table) as Record<string, ClassTable>;
  const members = new Map(Object.entries(table).map(([name, one]) => [name, new Set(one.methods)]));

  // ---- values out and in --------------------------------------------------------------------

  const idOf = new WeakMap<object, number>();
  const typeOf = new WeakMap<object, string>();
  const known = new Map<number, WeakRef<object>>();
  const released: number[] = [];
  const registry = new FinalizationRegistry((id: number) => {
    if (known.get(id)?.deref() === undefined) {
      known.delete(id);
      released.push(id);
    }
  });
  const functions = new Map<number, Fn>();
  const functionIds = new WeakMap<Fn, number>();
  let lastFunction = 0;

  function keep(run: Fn): number {
    let id = functionIds.get(run);
    if (id === undefined) {
      id = ++lastFunction;
      functionIds.set(run, id);
      functions.set(id, run);
    }
    return id;
  }

  function encode(value: unknown): Wire {
    if (value === undefined) return { u: 1 };
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
    if (typeof value === 'number') return Number.isFinite(value) ? value : { n: String(value) };
    if (typeof value === 'function' && !typeOf.has(value)) return { f: keep(value as Fn) };
    if (typeof value !== 'object' && typeof value !== 'function') return { o: 1 };
    const id = idOf.get(value);
    if (id !== undefined) return { r: id };
    if (native?.isJavaObject(value)) return encodeNative(value, encode, native);
    if (Array.isArray(value)) return { a: value.map(encode) };
    return { o: 1 };
  }

  function decode(wire: Wire): unknown {
    if (wire === null || typeof wire !== 'object') return wire;
    if ('u' in wire) return undefined;
    if ('n' in wire) return Number(wire.n);
    if ('a' in wire) return javaArray(wire.a.map(decode));
    if ('r' in wire) return wrap(wire.r, wire.c ?? '');
    const made = 'j' in wire && native ? decodeNative(wire, native) : undefined;
    if (made !== undefined) return made;
    throw new Error('the game answered a value that scripts do not know');
  }

  function ask(request: Request): unknown {
    host.leave();
    try {
      return askOffTheClock(request);
    } finally {
      host.enter();
    }
  }

  function askOffTheClock(request: Request): unknown {
    if (released.length > 0) {
      // The game may have named one again since; then the script holds it again.
      const ids = released.splice(0).filter((id) => !known.has(id));
      host.call(JSON.stringify({ op: 'release', ids }));
    }
    const reply = JSON.parse(host.call(JSON.stringify(request))) as Reply;
    if ('ok' in reply) return decode(reply.ok);
    if ('type' in reply) throw new TypeError(reply.type);
    throw javaException(reply, native);
  }

  function notModelled(what: string): never {
    ask({ op: 'unmodelled', what });
    throw new TypeError(`not modelled: ${what}`);
  }

  // ---- Java objects as a script sees them ------------------------------------------------------

  function javaArray(items: readonly unknown[]): object {
    return new Proxy(Object.freeze({}), {
      get(_target, key) {
        if (key === 'length') return items.length;
        if (key === Symbol.iterator) return () => items[Symbol.iterator]();
        if (typeof key === 'string' && /^\d+$/.test(key)) return items[Number(key)];
        return undefined;
      },
      has: (_target, key) =>
        key === 'length' || (typeof key === 'string' && Number(key) < items.length),
      set: () => notModelled('writing into a Java array'),
    });
  }

  function method(call: Fn): Fn {
    // Methods of Java objects are bound and have no call, apply or bind of their own.
    return Object.setPrototypeOf(call, null) as Fn;
  }

  function wrap(id: number, type: string): object {
    const alive = known.get(id)?.deref();
    if (alive) return alive;
    const names = members.get(type);
    if (!names) throw new Error(`the game answered a ${type}, which the surface does not list`);
    const made = new Proxy(Object.freeze({}), {
      get(_target, key) {
        if (typeof key === 'symbol') return symbolOf(id, type, key);
        if (key === 'then' || key === 'toJSON') return undefined; // Promises and JSON ask every object.
        if (names.has(key)) {
          return method((...args) =>
            ask({ op: 'call', on: id, member: key, args: args.map(encode) }),
          );
        }
        if (key === 'toString') return method(() => `${type}@${id}`);
        if (key === 'equals') return method((other) => other === made);
        return notModelled(`${type}.${key}`);
      },
      has: (_target, key) => typeof key === 'string' && names.has(key),
      set: (_target, key) => notModelled(`setting ${type}.${String(key)}`),
    });
    idOf.set(made, id);
    typeOf.set(made, type);
    known.set(id, new WeakRef(made));
    registry.register(made, id);
    return made;
  }

  function symbolOf(id: number, type: string, key: symbol): unknown {
    if (key === Symbol.iterator && table[type]?.iterable) {
      return () => (ask({ op: 'iterate', on: id }) as Iterable<unknown>)[Symbol.iterator]();
    }
    if (key === Symbol.toPrimitive) {
      return () =>
        members.get(type)?.has('toString')
          ? ask({ op: 'call', on: id, member: 'toString', args: [] })
          : `${type}@${id}`;
    }
    return undefined;
  }

  const types = new Map<string, object>();

  function modelledType(name: string): object {
    const one = table[name];
    if (!one?.named) return notModelled(`Java.type('${name}')`);
    let made = types.get(name);
    if (made) return made;
    const statics = new Set(one.statics);
    const fields = new Set(one.fields);
    made = new Proxy(function JavaType() {}, {
      construct: (_target, args) =>
        ask({ op: 'new', type: name, args: args.map(encode) }) as object,
      get(_target, key) {
        if (key === Symbol.hasInstance) {
          return (value: unknown) =>
            typeof value === 'object' &&
            value !== null &&
            (table[typeOf.get(value) ?? '']?.above ?? []).includes(name);
        }
        if (typeof key === 'symbol' || key === 'prototype' || key === 'then') return undefined;
        if (key === 'class')
          return ask({ op: 'static', type: 'java.lang.Class', member: 'forName', args: [name] });
        if (fields.has(key)) return ask({ op: 'field', type: name, member: key });
        if (statics.has(key)) {
          return method((...args) =>
            ask({ op: 'static', type: name, member: key, args: args.map(encode) }),
          );
        }
        return notModelled(`${name}.${key}`);
      },
      set: (_target, key) => notModelled(`setting ${name}.${String(key)}`),
    });
    types.set(name, made);
    typeOf.set(made, 'java.lang.Class');
    return made;
  }

  const isOfGame = (name: string) => /^(org\.bukkit|net\.kyori|grakkit|io\.papermc)\./.test(name);

  globals['Java'] = Object.freeze({
    type(name: string): unknown {
      if (!native || isOfGame(name)) return modelledType(name);
      if (!table[name]?.named) notModelled(`Java.type('${name}')`);
      return native.type(name);
    },
    extend(type: object, parts: object): new () => object {
      if (Object.keys(parts).length > 0) notModelled('Java.extend with members');
      return function Extended() {
        return Reflect.construct(type as new () => object, []);
      } as unknown as new () => object;
    },
  });

  const grakkit =
    (member: string) =>
    (...args: unknown[]) =>
      ask({ op: 'static', type: 'grakkit.Api', member, args: args.map(encode) });
  globals['Grakkit'] = new Proxy(
    Object.freeze(
      Object.fromEntries(
        (table['grakkit.Api']?.statics ?? []).map((name) => [name, grakkit(name)]),
      ),
    ),
    {
      get: (target, key) =>
        typeof key === 'symbol' ? undefined : (target[key] ?? notModelled(`Grakkit.${key}`)),
    },
  );

  // ---- the game calls the script ----------------------------------------------------------------

  /** Runs a kept function; answers `{ value }`, or `{ threw }` with what a log can show. */
  globals['__run'] = (json: string): string => {
    const { id, args } = JSON.parse(json) as { id: number; args: Wire[] };
    const run = functions.get(id);
    if (!run) return JSON.stringify({ threw: `no function ${id}` });
    try {
      const value = run(...args.map(decode));
      return JSON.stringify({ value: encodeResult(value) });
    } catch (error) {
      return JSON.stringify({ threw: describe(error) });
    }
  };

  // Grakkit drops what an executor answers, a promise too; a completer answers texts.
  function encodeResult(value: unknown): Wire {
    return Array.isArray(value) || typeof value === 'boolean' || typeof value === 'string'
      ? encode(value)
      : null;
  }

  function describe(error: unknown): string {
    if (error instanceof Error) return error.stack ?? String(error);
    return String(error);
  }

  if (!native) {
    const print = (...words: unknown[]): void => host.print?.(words.map(asText).join(' '));
    const methods = ['log', 'info', 'debug', 'warn', 'error'];
    globals['console'] = Object.fromEntries(methods.map((name) => [name, print]));
  }

  delete globals['__host'];
})(globalThis);
