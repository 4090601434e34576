// What ESLint checks: the recommended rules with types, the three that guard promises and unions,
// and the rules of the house (scripts/lint). How a line looks is Prettier's business.
import tseslint from 'typescript-eslint';
import { houseRules } from './scripts/lint/config.ts';

export default tseslint.config(
  {
    ignores: ['**/node_modules/**', '**/dist/**', '.mintkeep/**', 'coverage/**'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // A forgotten await in a transaction is lost money.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // What we must name to leave it out of the rest begins with a low line.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      // Our objects are closures without this; their methods may be taken off.
      '@typescript-eslint/unbound-method': 'off',
      // A function of an interface may keep its promise without waiting for anything.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // The matchers of expect are any, so that they fit every field.
    files: ['**/*.test.ts'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  {
    // Tests of the plugin run in Node: their project has the types of Node.
    files: ['plugin/src/**/*.test.ts'],
    languageOptions: {
      parserOptions: { projectService: false, project: './plugin/tsconfig.test.json' },
    },
  },
  {
    // Files at the root and plain JavaScript belong to no project.
    files: ['*.{js,ts}', '**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.disableTypeChecked],
  },
  ...houseRules,
);
