// The rules of the house as ESLint blocks: which files each list of bans is for. Needs no types of
// the linted code, so that a rule can be proved on a file that exists only in a test.
import type { ESLint, Linter } from 'eslint';
import * as bans from './bans.ts';
import { banned, fileName, imports } from './rules.ts';

const plugin: ESLint.Plugin = {
  rules: {
    imports,
    'file-name': fileName,
    syntax: banned(bans.everywhere),
    'named-exports': banned(bans.withoutDefaultExport),
    environment: banned(bans.withoutEnvironment),
    random: banned(bans.withoutRandom),
    service: banned(bans.services),
    'shared-schema': banned(bans.sharedSchemas),
    engine: banned(bans.engine),
    platform: banned(bans.platform),
  },
};

const tests = ['**/*.test.ts', 'backend/test/**'];
// Tests play on the fakes in Node: there is no engine and no Java in them.
const inNode = [...tests, 'plugin/src/**/fake*.ts'];

const engineOnly: Linter.RuleEntry = [
  'error',
  { globals: bans.engineGlobals, checkGlobalObject: true },
];
const engineWithoutJava: Linter.RuleEntry = [
  'error',
  { globals: [...bans.engineGlobals, ...bans.javaGlobals], checkGlobalObject: true },
];

/** Every rule of the house that needs no type information. */
export const houseRules: Linter.Config[] = [
  {
    plugins: { mintkeep: plugin },
    rules: {
      'mintkeep/imports': 'error',
      'mintkeep/file-name': 'error',
      'mintkeep/syntax': 'error',
      'mintkeep/named-exports': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', 60],
    },
  },
  // A describe is one function, and a table of cases is as long as there are cases.
  { files: tests, rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' } },
  // The list of what Java offers is as long as the list is.
  { files: ['**/*.d.ts'], rules: { 'max-lines': 'off' } },
  // Tools find their settings by the default export.
  { files: ['*.config.{js,ts}'], rules: { 'mintkeep/named-exports': 'off' } },
  {
    files: ['backend/**', 'shared/**'],
    ignores: [...tests, 'backend/src/config.ts', 'backend/src/commands/**'],
    rules: { 'mintkeep/environment': 'error' },
  },
  { files: ['backend/**'], rules: { 'mintkeep/random': 'error' } },
  { files: ['backend/src/*/service.ts'], rules: { 'mintkeep/service': 'error' } },
  {
    files: ['shared/src/**', 'plugin/src/**'],
    ignores: inNode,
    rules: { 'mintkeep/shared-schema': 'error', 'mintkeep/engine': 'error' },
  },
  {
    files: ['shared/src/**', 'plugin/src/**'],
    ignores: inNode,
    rules: { 'no-restricted-globals': engineWithoutJava },
  },
  {
    files: ['plugin/src/platform/**'],
    ignores: inNode,
    rules: { 'no-restricted-globals': engineOnly, 'mintkeep/platform': 'error' },
  },
];
