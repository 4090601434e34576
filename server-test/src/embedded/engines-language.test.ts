// The language on both engines: the fast one must not know more than GraalJS 22 does, and both run
// microtasks alike. Needs a JDK 17 to 21.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startProbe, type Probe } from './probe.ts';

const engines = ['node', 'graal'] as const;

const script = `
  command('inner', () => {
    say('inner starts');
    Promise.resolve().then(() => say('inner microtask'));
    say('inner ends');
  });
  command('outer', (sender) => {
    say('outer starts');
    Promise.resolve().then(() => say('outer microtask'));
    Bukkit.dispatchCommand(Bukkit.getConsoleSender(), 'inner');
    say('outer ends');
  });
  command('throwing', () => {
    Promise.resolve().then(() => say('microtask before the throw'));
    throw new Error('from a command');
  }, () => { throw new Error('from a completer'); });
  command('lose', () => { void Promise.reject(new Error('nobody looks')); });
  command('answer', () => Promise.reject(new Error('never mind')).catch(() => say('looked')));
`;

const present = [
  ...['Java', 'globalThis', 'Promise', 'WeakRef', 'BigInt', 'Proxy', 'Reflect'],
  ...['FinalizationRegistry', 'AggregateError', 'Array.prototype.at', 'Object.hasOwn'],
  ...['String.prototype.replaceAll', 'String.prototype.matchAll', 'Promise.any'],
  ...['Error.captureStackTrace', 'Object.fromEntries', 'Array.prototype.flatMap'],
];
// What the language has since 2023, what browsers have, and what Node has.
const absent = [
  ...['Intl', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch', 'URL'],
  ...['URLSearchParams', 'TextEncoder', 'TextDecoder', 'atob', 'btoa', 'AbortController'],
  ...['structuredClone', 'crypto', 'performance', 'process', 'Buffer', 'Event', 'WebAssembly'],
  ...['Array.prototype.findLast', 'Array.prototype.toSorted', 'Array.prototype.with'],
  ...['Array.prototype.findLastIndex', 'Array.prototype.toReversed', 'Array.prototype.toSpliced'],
  ...['Object.groupBy', 'Map.groupBy', 'Promise.withResolvers', 'Promise.try', 'Array.fromAsync'],
  ...['String.prototype.isWellFormed', 'Set.prototype.union', 'Set.prototype.isSubsetOf'],
  ...['RegExp.escape', 'Iterator', 'DisposableStack', 'SuppressedError', 'Float16Array'],
  ...['Math.f16round', 'Math.sumPrecise', 'Error.isError'],
  ...['Uint8Array.fromBase64', 'Uint8Array.prototype.toHex', 'JSON.rawJSON', 'JSON.isRawJSON'],
  ...['ArrayBuffer.prototype.transfer', 'ArrayBuffer.prototype.resizable', 'Atomics.waitAsync'],
  ...[
    'Map.prototype.getOrInsert',
    'Uint8Array.prototype.join',
    'DataView.prototype.getFloat16',
    'Uint8Array.prototype.toSorted',
    'Uint8Array.prototype.findLast',
  ],
];

const isThere = (path: string): string => {
  const parts = path.split('.');
  const name = parts[0] ?? '';
  const inner = parts
    .slice(1, -1)
    .map((part) => `.${part}`)
    .join('');
  const last = parts.length > 1 ? JSON.stringify(parts.at(-1)) : null;
  const exists = last === null ? `'${name}' in globalThis` : `${last} in ${name}${inner}`;
  return `typeof ${name} !== 'undefined' && ${exists}`;
};

/** Every global, static and method of the language that a script can reach. */
function everyName(probe: Probe): string[] {
  const walk = `{
    const others = ['Java', 'Grakkit', 'Bukkit', 'Packages', 'Polyglot', 'Graal'];
    const seen = new Set(others.map((name) => globalThis[name]));
    const names = [];
    const visit = (value, path) => {
      if (!value || !/^(object|function)$/.test(typeof value) || seen.has(value)) return;
      seen.add(value);
      for (const key of Reflect.ownKeys(value)) {
        names.push(path + String(key));
        visit(Reflect.getOwnPropertyDescriptor(value, key)?.value, path + String(key) + '.');
      }
    };
    for (const key of Reflect.ownKeys(globalThis).map(String)) {
      names.push(key);
      if (/^[A-Z]/.test(key)) visit(globalThis[key], key + '.');
    }
    visit(Object.getPrototypeOf(Int8Array), 'TypedArray.');
    visit(Object.getPrototypeOf([][Symbol.iterator]()), 'ArrayIterator.');
    visit(Object.getPrototypeOf(function* () {}), 'Generator.');
    names.join(' ');
  }`;
  return probe.evaluate(walk).split(' ');
}

describe.each(engines)('a script on %s', (engine) => {
  let probe: Probe;
  let known: ReadonlySet<string>;
  beforeAll(async () => {
    const real = await startProbe({ engine: 'graal', script });
    known = new Set(everyName(real));
    real.end();
  });
  beforeAll(async () => {
    probe = await startProbe({ engine, script });
    probe.join('Ada');
  });
  afterAll(() => probe.end());

  test.each(absent)('has no %s', (path) => {
    expect(probe.evaluate(isThere(path))).toBe('false');
  });

  test.each(present)('has %s', (path) => {
    expect(probe.evaluate(isThere(path))).toBe('true');
  });

  test.each([
    ['[3, 1, 2].at(-1)', '2'],
    ['Object.hasOwn({ a: 1 }, "a")', 'true'],
    ['new Error("a", { cause: "b" }).cause', 'b'],
    [
      'class A { #x = 1; static y = 2; static { A.z = 3; } has(o) { return #x in o; } } ' +
        '[new A().has(new A()), A.y, A.z]',
      'true,2,3',
    ],
    ['let n = null; n ??= 4; n?.x ?? n', '4'],
    ['/(?<first>\\p{L})(?<=a)/du.exec("a").indices.groups.first', '0,1'],
    ['new Function("a", "return a + 1")(2)', '3'],
    ['(1234567.8).toLocaleString()', '1234567.8'],
    ['"a-b".replaceAll("-", "+")', 'a+b'],
    ['2n ** 64n', '18446744073709551616'],
    // The bundle is a module: strict, with a scope of its own.
    ['typeof script', 'undefined'],
  ])('evaluates %s', (code, expected) => {
    expect(probe.evaluate(code)).toBe(expected);
  });

  test('has nothing that the real engine lacks', () => {
    // V8 lets nobody take its symbols away; the last two are the engine's own.
    const stuck = ['Symbol.dispose', 'Symbol.asyncDispose', '__input', '__result'];
    const extra = everyName(probe).filter((name) => !known.has(name) && !stuck.includes(name));
    expect([known.size > 1_000, extra]).toEqual([true, []]);
  });

  test('prints by console to the standard output, as plain texts', async () => {
    const printed: string[] = [];
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      printed.push(String(chunk));
      return true;
    });
    probe.evaluate(`for (const name of ['log', 'info', 'debug']) console[name](name, 1, { a: 1 })`);
    const endsAt = performance.now() + 5_000;
    while (!printed.join('').includes('debug') && performance.now() < endsAt) await sleep(5);
    write.mockRestore();
    const lines = printed.join('').replaceAll('[STDOUT] ', '').trim().split('\n');
    expect(lines).toEqual(['log', 'info', 'debug'].map((name) => `${name} 1 [object Object]`));
    expect(probe.evaluate('console.log(Symbol())')).toMatch(/^threw TypeError/);
  });

  test('runs microtasks when the outermost call returns, in their order', () => {
    const before = probe.said().length;
    probe.embedded.game.consoleLine('outer');
    probe.embedded.game.consoleLine('inner');
    expect(probe.said().slice(before)).toEqual([
      ...['outer starts', 'inner starts', 'inner ends', 'outer ends'],
      ...['outer microtask', 'inner microtask'],
      ...['inner starts', 'inner ends', 'inner microtask'],
    ]);
  });

  test('runs microtasks also after a throw, and reports the throw', () => {
    const before = probe.swallowed.length;
    probe.embedded.game.consoleLine('throwing');
    expect(probe.said().at(-1)).toBe('microtask before the throw');
    expect(probe.swallowed.slice(before)).toEqual([
      expect.stringMatching(/^command \/throwing: Error: from a command/),
    ]);
  });

  test('reports a rejection nobody looks at, and none that somebody does', async () => {
    const before = probe.swallowed.length;
    // Vitest would take the rejection for its own.
    const others = process
      .listeners('unhandledRejection')
      .filter((one) => one.name !== 'onRejection');
    for (const one of others) process.off('unhandledRejection', one);
    probe.embedded.game.consoleLine('answer');
    probe.embedded.game.consoleLine('lose');
    const endsAt = performance.now() + 5_000;
    while (probe.swallowed.length === before && performance.now() < endsAt) await sleep(5);
    for (const one of others) process.on('unhandledRejection', one);
    expect(probe.said().at(-1)).toBe('looked');
    expect(probe.swallowed.slice(before)).toEqual([
      // GraalJS 22 does not say what the promise was rejected with.
      expect.stringMatching(/a promise nobody waits for: [^]*(nobody looks|\[object Error\])/),
    ]);
  });
});
