// The stages of `npm test` and `npm run check`: what each runs, and how a run of several is told. A
// stage that fails shows all it said and does not keep the others from running.
import { join, resolve } from 'node:path';
import { startChild } from './children.ts';

const root = resolve(import.meta.dirname, '..');
const modules = join(root, 'node_modules');

/** Programs of the tools, run with this Node: no shell, and no search along the PATH. */
export const tools = {
  tsc: join(modules, 'typescript/bin/tsc'),
  prettier: join(modules, 'prettier/bin/prettier.cjs'),
  eslint: join(modules, 'eslint/bin/eslint.js'),
  vitest: join(modules, 'vitest/vitest.mjs'),
} as const;

type Outcome = { readonly code: number; readonly output: string };

export interface Stage {
  readonly name: string;
  run(): Promise<Outcome>;
}

/** Runs a script of Node in the root of the project to its end. It dies with this process. */
export async function runNode(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const lines: string[] = [];
  const child = startChild({
    name: 'stage',
    command: process.execPath,
    args,
    env,
    onLine: (line) => lines.push(line),
  });
  const { code } = await child.exited;
  return { code, output: lines.join('\n') };
}

async function checkTypes(): Promise<Outcome> {
  const projects = ['shared', 'backend', 'plugin', 'plugin/tsconfig.test.json', 'server-test'];
  const outcomes = await Promise.all(
    [...projects, 'scripts'].map((project) => runNode([tools.tsc, '-p', project, '--noEmit'])),
  );
  return {
    code: Math.max(...outcomes.map(({ code }) => code)),
    output: outcomes.map(({ output }) => output).join('\n'),
  };
}

const vitest = (project: string, env: Readonly<Record<string, string>> = {}): Promise<Outcome> =>
  runNode([tools.vitest, 'run', '--project', project], env);

/** What reads the source without running it: `npm run check`. */
export const checkStages: readonly Stage[] = [
  { name: 'types', run: checkTypes },
  { name: 'format', run: () => runNode([tools.prettier, '--check', '.']) },
  { name: 'lint', run: () => runNode([tools.eslint, '--max-warnings', '0', '.']) },
  { name: 'docs', run: () => runNode(['scripts/check-docs.ts']) },
];

/** All that `npm test` runs. */
export const testStages: readonly Stage[] = [
  ...checkStages,
  { name: 'plugin', run: () => runNode(['scripts/build-plugin.ts']) },
  { name: 'unit', run: () => vitest('unit') },
  { name: 'mongo', run: () => vitest('mongo') },
  { name: 'model', run: () => vitest('model') },
  { name: 'faults', run: () => vitest('faults') },
  { name: 'embedded', run: () => vitest('embedded') },
  { name: 'e2e-node', run: () => vitest('e2e', { MC_TARGET: 'node' }) },
  { name: 'e2e-graal', run: () => vitest('e2e', { MC_TARGET: 'graal' }) },
];

/** Needs the licence of the game to be accepted and a download, so it runs only when it is named. */
export const paperStage: Stage = {
  name: 'e2e-paper',
  run: () => vitest('e2e', { MC_TARGET: 'paper' }),
};

/** What a stage wants to be read although all is well begins so. */
const worthReading = /^faults: /;

/** Runs stages one after the other, one line for each. Answers the names of those that failed. */
export async function runStages(
  stages: readonly Stage[],
  write: (text: string) => void,
): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, run } of stages) {
    write(name.padEnd(12));
    const startedAt = performance.now();
    const { code, output } = await run();
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6);
    write(`${code === 0 ? 'ok    ' : 'FAILED'} ${seconds} s\n`);
    if (code === 0) {
      for (const line of output.split('\n')) if (worthReading.test(line)) write(`  ${line}\n`);
      continue;
    }
    failed.push(name);
    write(`\n${output.trim() || `It ended with ${code} and said nothing.`}\n\n`);
  }
  return failed;
}
