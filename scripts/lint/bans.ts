// What must not be written where, as ESLint selectors and names, each with the way out. Knows the
// rooms by their reasons only; scripts/lint/config.ts says which files each list is for.

/** A piece of syntax that is refused, and what to write in its place. */
export interface Ban {
  readonly selector: string;
  readonly message: string;
}

const named = (object: string, property: string): string =>
  `MemberExpression[object.name="${object}"][property.name="${property}"]`;

export const everywhere: readonly Ban[] = [
  {
    selector: 'TSEnumDeclaration',
    message: 'Node runs the sources as they are: write a union of strings, not an enum.',
  },
  {
    selector: 'Property[key.name="useBigInt64"]',
    message: 'A step-down beside such a read ends the process: read by core/long.ts.',
  },
];

export const withoutDefaultExport: readonly Ban[] = [
  {
    selector: ':matches(ExportDefaultDeclaration, ExportSpecifier[exported.name="default"])',
    message: 'Export it by its name, so that every reader calls it the same.',
  },
];

export const withoutEnvironment: readonly Ban[] = [
  {
    selector: named('process', 'env'),
    message: 'Only backend/src/config.ts reads the environment: take it from Config.',
  },
];

export const withoutRandom: readonly Ban[] = [
  {
    selector: named('Math', 'random'),
    message: 'Draw with randomInt of node:crypto, or newId of core/identity.ts.',
  },
];

export const services: readonly Ban[] = [
  {
    selector: named('Promise', 'all'),
    message: 'A session does one thing at a time: await one after the other, or ask in one query.',
  },
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: "Take the time from tx.now or ctx.clock: the database's time, once for the whole tx.",
  },
  {
    selector: named('Date', 'now'),
    message: "Take the time from tx.now or ctx.clock: the database's time, once for the whole tx.",
  },
];

// They lean on URL and atob, which the engine lacks, and then refuse valid input without a word.
export const sharedSchemas: readonly Ban[] = [
  {
    selector:
      'CallExpression > MemberExpression.callee' +
      '[property.name=/^(url|httpUrl|ipv6|base64|base64url|jwt|file)$/]',
    message: 'The plugin cannot check this format: use a regexp over the characters you allow.',
  },
];

const missingMethods =
  'findLast|findLastIndex|toSorted|toReversed|toSpliced|with|toLocaleString|isSubsetOf|isSupersetOf';

export const engine: readonly Ban[] = [
  {
    selector: `MemberExpression[property.name=/^(${missingMethods})$/]`,
    message: 'The engine has ES2022 and no locales: this method is missing there, or lies.',
  },
  {
    selector: `MemberExpression[property.value=/^(${missingMethods})$/]`,
    message: 'The engine has ES2022 and no locales: this method is missing there, or lies.',
  },
  {
    selector: `:matches(${named('Object', 'groupBy')}, ${named('Map', 'groupBy')})`,
    message: 'The engine has no groupBy: fill a Map in a loop.',
  },
  {
    selector: `:matches(${named('Promise', 'withResolvers')}, ${named('Array', 'fromAsync')})`,
    message: 'The engine has ES2022: write it out with new Promise.',
  },
  {
    selector:
      ':matches(Literal[regex.flags=/v/], ' +
      ':matches(NewExpression, CallExpression)[callee.name="RegExp"][arguments.1.value=/v/])',
    message: 'The engine knows no v flag: use u.',
  },
];

export const platform: readonly Ban[] = [
  {
    selector: 'CallExpression[optional=true]',
    message: "An optional call of a Java method always throws: test typeof o.m === 'function'.",
  },
];

/** Globals that exist only where the plugin touches the game server. */
export const javaGlobals = ['Java', 'Grakkit', 'Packages', 'Polyglot'].map((name) => ({
  name,
  message: 'Only plugin/src/platform touches Java: ask the Platform for it.',
}));

/** Globals that the compiler may know and the engine does not have. */
export const engineGlobals = [
  ['setTimeout', 'Wait with the ticks of the Platform.'],
  ['setInterval', 'Wait with the ticks of the Platform.'],
  ['setImmediate', 'Wait with the ticks of the Platform.'],
  ['queueMicrotask', 'Write Promise.resolve().then(...).'],
  ['console', 'Say it to the log of the Platform.'],
  ['Intl', 'Format with the functions of the plugin.'],
  ['URL', 'Join the address from its parts.'],
  ['URLSearchParams', 'Join the query with encodeURIComponent.'],
  ['fetch', 'Ask with the http of the Platform.'],
  ['TextEncoder', 'Let the Platform turn text into bytes.'],
  ['TextDecoder', 'Let the Platform turn bytes into text.'],
  ['structuredClone', 'Build the copy you need.'],
  ['crypto', 'Ask the Platform for random bytes and signatures.'],
  ['performance', 'Take nowMs of the Platform.'],
  ['process', 'Settings come from the file of the plugin.'],
  ['Buffer', 'Use Uint8Array.'],
].map(([name = '', instead = '']) => ({
  name,
  message: `The engine of the game server has no ${name}. ${instead}`,
}));
