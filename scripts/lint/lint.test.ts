// Each rule of the house, proved by code that breaks it and by its clean counterpart. The files exist
// only here: ESLint is given their text and the path they would have.
import { resolve } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, test } from 'vitest';
import { houseRules } from './config.ts';
import { refusedImport } from './imports.ts';
import { nouns } from './nouns.ts';

const root = resolve(import.meta.dirname, '../..');

const house = new ESLint({
  cwd: root,
  overrideConfigFile: true,
  overrideConfig: [
    { files: ['**/*.{js,ts}'], languageOptions: { parser: tseslint.parser } },
    ...houseRules,
  ] as never,
});

async function complaints(filePath: string, code: string): Promise<string[]> {
  const [result] = await house.lintText(code, { filePath: resolve(root, filePath) });
  return (result?.messages ?? []).map(({ message }) => message);
}

/** The file, the code that is refused there, a part of the sentence, and the code that may stay. */
type Rule = readonly [path: string, refused: string, sentence: string, kept: string];

const importing = (specifier: string): string => `import { x } from '${specifier}';\n`;

async function expectRule([path, refused, sentence, kept]: Rule): Promise<void> {
  expect(await complaints(path, refused)).toEqual([expect.stringContaining(sentence)]);
  expect(await complaints(path, kept)).toEqual([]);
}

const title = '%s refuses %j: %s';

describe('imports', () => {
  const below = importing('../players/service.ts');
  const rules: Rule[] = [
    ['backend/src/shop/jobs.ts', importing('../players/store.ts'), 'Enter players by', below],
    ['backend/src/ledger/store.ts', importing('../shop/service.ts'), 'Calls go down', below],
    ['backend/src/shop/jobs.ts', importing('../news/service.ts'), 'neither core nor', below],
    ['backend/src/news/jobs.ts', below, 'Give news its place', importing('../core/jobs.ts')],
    [
      'backend/src/shop/jobs.ts',
      "export { x } from '../delivery/states.ts';\n",
      'Enter delivery by its service.ts.',
      "import type { State } from '../delivery/states.ts';\n",
    ],
    [
      'backend/src/shop/jobs.ts',
      "await import('../delivery/store.ts');\n",
      'Enter delivery by its service.ts.',
      "await import('../delivery/service.ts');\n",
    ],
    ['backend/src/core/jobs.ts', below, 'core knows no feature', importing('./log.ts')],
    ['backend/src/shop/jobs.ts', importing('../main.ts'), 'nothing imports it', below],
    ['backend/src/shop/jobs.ts', importing('../app.ts'), 'Only main.ts', below],
    ['backend/src/shop/jobs.ts', importing('../config.ts'), 'neither core nor a noun', below],
    [
      'backend/src/app.ts',
      importing('../../plugin/src/main.ts'),
      'own source',
      importing('./collections.ts'),
    ],
    [
      'backend/src/shop/service.ts',
      importing('fastify'),
      'into routes.ts',
      importing('./store.ts'),
    ],
    ['backend/src/shop/service.ts', importing('discord.js'), 'into discord.ts', below],
    ['backend/src/shop/service.ts', importing('mongodb'), 'into store.ts', below],
    [
      'backend/src/shop/service.ts',
      importing('../core/http.ts'),
      'throw a Refusal',
      importing('../core/errors.ts'),
    ],
    ['backend/test/app.ts', importing('../../scripts/bench.ts'), 'A test of the backend', below],
    ['shared/src/shop.ts', importing('node:crypto'), 'zod and itself', importing('zod')],
    ['shared/src/shop.ts', importing('fastify'), 'zod and itself', importing('./errors.ts')],
    [
      'plugin/src/shop/menu.ts',
      importing('../delivery/protocol.ts'),
      'tie them together in main.ts',
      importing('../messages.ts'),
    ],
    [
      'plugin/src/shop/menu.ts',
      importing('../platform/paper.ts'),
      'by platform/platform.ts',
      importing('../platform/platform.ts'),
    ],
    [
      'plugin/src/shop/menu.ts',
      importing('../backend/fake-backend.ts'),
      'A fake is for tests',
      importing('../backend/client.ts'),
    ],
    [
      'plugin/src/platform/paper.ts',
      importing('../shop/menu.ts'),
      'nothing of Mintkeep',
      importing('./paper-log.ts'),
    ],
    [
      'plugin/src/shop/menu.ts',
      importing('node:fs'),
      'no modules of Node',
      importing('../backend/client.ts'),
    ],
    [
      'plugin/src/shop/menu.ts',
      importing('../../../backend/src/app.ts'),
      'own source only',
      importing('@mintkeep/shared/shop.ts'),
    ],
    [
      'server-test/src/shop.e2e.test.ts',
      importing('../../backend/src/app.ts'),
      'only the doors',
      importing('@mintkeep/shared/shop.ts'),
    ],
    [
      'server-test/src/embedded/front.ts',
      importing('../../../scripts/build-plugin.ts'),
      'only the doors',
      importing('./wire.ts'),
    ],
  ];
  test.each(rules)(title, async (...rule) => expectRule(rule));

  test('of fakes and tests of the plugin may enter every room of it', async () => {
    for (const path of ['plugin/src/backend/fake-backend.ts', 'plugin/src/shop/menu.test.ts']) {
      const code = importing('../platform/fake.ts') + importing('../delivery/protocol.ts');
      expect(await complaints(path, code)).toEqual([]);
    }
  });

  test('go down the list of nouns by service.ts, and never up it', () => {
    for (const [floor, own] of nouns.entries()) {
      for (const [otherFloor, other] of nouns.entries()) {
        const from = `backend/src/${own}/service.ts`;
        const ask = { from, specifier: `../${other}/service.ts`, typesOnly: false };
        expect([own, other, refusedImport(ask) === null]).toEqual([
          own,
          other,
          otherFloor <= floor,
        ]);
      }
    }
  });
});

describe('a service', () => {
  const rules: Rule[] = [
    [
      'backend/src/shop/service.ts',
      'await Promise.all([]);\n',
      'one thing at a time',
      'await Promise.resolve();\n',
    ],
    ['backend/src/shop/service.ts', 'f(new Date());\n', 'tx.now', 'f(new Date(tx.now));\n'],
    ['backend/src/shop/service.ts', 'f(Date.now());\n', 'tx.now', 'f(tx.now);\n'],
  ];
  test.each(rules)(title, async (...rule) => expectRule(rule));

  test('is the only room with these bans', async () => {
    const code = 'await Promise.all([new Date(), Date.now()]);\n';
    expect(await complaints('backend/src/core/clock.ts', code)).toEqual([]);
  });
});

describe('the backend', () => {
  const rules: Rule[] = [
    ['backend/src/shop/jobs.ts', 'f(Math.random());\n', 'randomInt', 'f(randomInt(3));\n'],
    ['backend/src/shop/jobs.ts', "f(process.env['A']);\n", 'config.ts', 'f(config.A);\n'],
    [
      'backend/src/shop/store.ts',
      'f({ useBigInt64: true });\n',
      'core/long.ts',
      'f({ ...exactLongs });\n',
    ],
  ];
  test.each(rules)(title, async (...rule) => expectRule(rule));

  test.each(['backend/src/config.ts', 'backend/src/commands/keys.ts', 'backend/test/mongo.ts'])(
    '%s may read the environment',
    async (path) => {
      expect(await complaints(path, "f(process.env['A']);\n")).toEqual([]);
    },
  );
});

describe('schemas that the plugin shares', () => {
  test.each(['z.url()', 'z.ipv6()', 'z.base64()', 'z.jwt()', 'z.file()', 'z.string().url()'])(
    'do without %s',
    async (schema) => {
      const said = await complaints('shared/src/shop.ts', `export const a = ${schema};\n`);
      expect(said).toEqual([expect.stringContaining('The plugin cannot check this format')]);
      expect(await complaints('shared/src/shop.ts', 'export const a = z.uuid();\n')).toEqual([]);
    },
  );
});

describe('the engine of the game server', () => {
  const globals = [
    ...['setTimeout', 'setInterval', 'console', 'Intl', 'URL', 'fetch', 'TextEncoder'],
    ...['structuredClone', 'queueMicrotask', 'crypto', 'performance', 'process', 'Buffer'],
  ];
  test.each(globals)('has no %s', async (name) => {
    const sentence = `The engine of the game server has no ${name}.`;
    for (const path of ['plugin/src/shop/menu.ts', 'plugin/src/platform/paper.ts']) {
      for (const code of [`f(${name});\n`, `f(globalThis.${name});\n`]) {
        expect(await complaints(path, code)).toEqual([expect.stringContaining(sentence)]);
      }
      expect(await complaints(path, `const ${name} = 1;\nf(${name});\n`)).toEqual([]);
    }
  });

  const missing = [
    ...['list.findLast(f)', 'list.toSorted()', 'list.toReversed()', 'list.with(0, 1)'],
    ...["list['toSorted']()", '(5).toLocaleString()', 'Object.groupBy(list, f)'],
    ...['Promise.withResolvers()', '/a/v.test(b)', "new RegExp(a, 'v')"],
  ];
  test.each(missing)('cannot run %s', async (code) => {
    const said = await complaints('plugin/src/shop/menu.ts', `f(${code});\n`);
    expect(said).toEqual([expect.stringMatching(/^The engine /)]);
    expect(await complaints('plugin/src/shop/menu.test.ts', `f(${code});\n`)).toEqual([]);
  });

  test('runs what ES2022 has', async () => {
    const code = "f(list.at(-1), [...list].sort(), Object.hasOwn(a, 'b'), /\\p{L}/u, o.m?.());\n";
    expect(await complaints('plugin/src/shop/menu.ts', code)).toEqual([]);
  });

  test.each(['Java', 'Grakkit'])('shows %s to the platform alone', async (name) => {
    const code = `f(${name}.type);\n`;
    const said = await complaints('plugin/src/shop/menu.ts', code);
    expect(said).toEqual([expect.stringContaining('Only plugin/src/platform touches Java')]);
    expect(await complaints('plugin/src/platform/paper.ts', code)).toEqual([]);
  });

  test('throws on an optional call of a Java method', async () => {
    const said = await complaints('plugin/src/platform/paper.ts', 'player.ping?.();\n');
    expect(said).toEqual([expect.stringContaining('always throws')]);
    expect(await complaints('plugin/src/platform/paper.ts', 'player?.ping();\n')).toEqual([]);
  });
});

describe('every file', () => {
  const path = 'shared/src/shop.ts';
  const functionOf = (lines: number): string =>
    `export function f() {\n${'  g();\n'.repeat(lines - 2)}}\n`;
  const rules: Rule[] = [
    [path, 'enum A { B }\n', 'a union of strings', "export type A = 'b';\n"],
    [path, 'export default 1;\n', 'Export it by its name', 'export const one = 1;\n'],
    [path, 'const a = 1;\nexport { a as default };\n', 'by its name', 'export { a as b };\n'],
    [path, "eval('1');\n", 'can be harmful', 'f();\n'],
    [path, "new Function('1');\n", 'The Function constructor is eval', 'f();\n'],
    [path, 'f();\n'.repeat(301), 'too many lines (301)', 'f();\n'.repeat(300)],
    [path, functionOf(61), 'too many lines (61)', functionOf(60)],
  ];
  test.each(rules.map((rule) => [rule[2], rule] as const))('%s', (_sentence, rule) =>
    expectRule(rule),
  );

  test.each(['index.ts', 'utils.ts', 'util.ts', 'types.ts', 'helpers.ts', 'types.d.ts'])(
    'is not called %s',
    async (name) => {
      const said = await complaints(`shared/src/${name}`, 'f();\n');
      expect(said).toEqual([`Name the file after what is in it; ${name} says nothing.`]);
    },
  );

  test.each(['shopRewards.ts', 'Shop.ts', 'shop_rewards.ts'])('is not called %s', async (name) => {
    const said = await complaints(`shared/src/${name}`, 'f();\n');
    expect(said).toEqual([`Write ${name} in kebab-case.`]);
    expect(await complaints('shared/src/shop-rewards.mongo.test.ts', 'f();\n')).toEqual([]);
  });

  test('of a tool may export its settings by default', async () => {
    expect(await complaints('vitest.config.ts', 'export default {};\n')).toEqual([]);
  });

  test('of tests may be as long as its cases', async () => {
    const code = `describe('a', () => {\n${'  f();\n'.repeat(310)}});\n`;
    expect(await complaints('shared/src/shop.test.ts', code)).toEqual([]);
  });
});

describe('eslint.config.js', () => {
  // A file that exists, because the types come from its project; its text is ours.
  const whole = new ESLint({ cwd: root });
  const rulesBroken = async (code: string): Promise<(string | null)[]> => {
    const filePath = resolve(root, 'shared/src/constants.ts');
    const [result] = await whole.lintText(code, { filePath });
    return (result?.messages ?? []).map(({ ruleId }) => ruleId);
  };
  const later = 'declare const later: () => Promise<void>;\n';
  const kind = "declare const kind: 'a' | 'b';\n";

  test.each([
    ['no-floating-promises', `${later}later();\n`, `${later}await later();\n`],
    ['no-misused-promises', `${later}[1].forEach(later);\n`, `${later}[1].map(later);\n`],
    [
      'switch-exhaustiveness-check',
      `${kind}switch (kind) {\n  case 'a':\n}\n`,
      `${kind}switch (kind) {\n  case 'a':\n  case 'b':\n}\n`,
    ],
  ])('reports %s', { timeout: 30_000 }, async (rule, refused, kept) => {
    expect(await rulesBroken(refused)).toEqual([`@typescript-eslint/${rule}`]);
    expect(await rulesBroken(kept)).not.toContain(`@typescript-eslint/${rule}`);
  });

  test('has every rule of the house', async () => {
    const config = (await whole.calculateConfigForFile(
      resolve(root, 'backend/src/shop/service.ts'),
    )) as { rules: Record<string, unknown[]> };
    for (const rule of ['imports', 'service', 'environment', 'random', 'syntax', 'file-name']) {
      expect([rule, config.rules[`mintkeep/${rule}`]?.[0]]).toEqual([rule, 2]);
    }
  });
});
