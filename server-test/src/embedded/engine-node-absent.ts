// What V8 brings along and the engine of Grakkit does not have (facts/grakkit.md, section 4), as a
// script that takes it away. A test compares the two engines name by name.

const absent: Readonly<Record<string, readonly string[]>> = {
  globalThis: [
    ...['Intl', 'WebAssembly', 'SharedArrayBuffer', 'Atomics', 'Iterator', 'console'],
    ...['DisposableStack', 'AsyncDisposableStack', 'SuppressedError', 'Float16Array'],
  ],
  Array: ['fromAsync'],
  'Array.prototype': [
    ...['findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with'],
  ],
  'Array.prototype[Symbol.unscopables]': [
    ...['findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced'],
  ],
  'Object.getPrototypeOf(Int8Array.prototype)': [
    ...['findLast', 'findLastIndex', 'toSorted', 'toReversed', 'with', 'join'],
  ],
  Uint8Array: ['fromBase64', 'fromHex'],
  'Uint8Array.prototype': ['toBase64', 'toHex', 'setFromBase64', 'setFromHex'],
  'ArrayBuffer.prototype': [
    ...['maxByteLength', 'resizable', 'resize', 'transfer', 'transferToFixedLength', 'detached'],
  ],
  'DataView.prototype': ['getFloat16', 'setFloat16'],
  Object: ['groupBy'],
  Map: ['groupBy'],
  'Map.prototype': ['getOrInsert', 'getOrInsertComputed'],
  'WeakMap.prototype': ['getOrInsert', 'getOrInsertComputed'],
  'Set.prototype': [
    ...['union', 'intersection', 'difference', 'symmetricDifference'],
    ...['isSubsetOf', 'isSupersetOf', 'isDisjointFrom'],
  ],
  Promise: ['withResolvers', 'try'],
  Symbol: ['dispose', 'asyncDispose'],
  'String.prototype': ['isWellFormed', 'toWellFormed'],
  RegExp: ['escape', '$_', '$&', '$+', '$`', "$'"],
  'RegExp.prototype': ['unicodeSets'],
  Error: ['isError'],
  JSON: ['rawJSON', 'isRawJSON'],
  Math: ['f16round', 'sumPrecise'],
};

// GraalJS knows no locales: its numbers are the same everywhere.
export const absentScript =
  Object.entries(absent)
    .map(([from, names]) => `for (const name of ${JSON.stringify(names)}) delete ${from}[name];`)
    .join('\n') + '\nNumber.prototype.toLocaleString = Number.prototype.toString;';
