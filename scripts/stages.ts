// The stages of `npm test` and `npm run check`: what each runs, what runs beside what, and how a run of
// several is told. A stage that fails shows all it said and does not keep the others from running.
import { availableParallelism } from 'node:os';
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
  /**
   * `game` plays on game servers and mostly waits, for ticks and for what a player hears: these fill
   * what all other stages leave of two cores.
   */
  readonly lane?: 'game';
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

const tests = (project: string): Stage => ({ name: project, run: () => vitest(project) });
const game = (target: string): Stage => ({
  name: `e2e-${target}`,
  lane: 'game',
  run: () => vitest('e2e', { MC_TARGET: target }),
});

/** The script, and the bridge where there is a compiler of Java. */
async function buildPlugin(): Promise<Outcome> {
  const script = await runNode(['scripts/build-plugin.ts']);
  if (script.code !== 0) return script;
  return runNode(['scripts/build-bridge.ts', '--if-possible']);
}

/** What reads the source without running it: `npm run check`. */
export const checkStages: readonly Stage[] = [
  { name: 'types', run: checkTypes },
  { name: 'format', run: () => runNode([tools.prettier, '--check', '.']) },
  { name: 'lint', run: () => runNode([tools.eslint, '--max-warnings', '0', '.']) },
  { name: 'docs', run: () => runNode(['scripts/check-docs.ts']) },
];

/** All that `npm test` runs, in the order in which it is told. */
export const testStages: readonly Stage[] = [
  ...checkStages,
  { name: 'plugin', run: buildPlugin },
  ...['unit', 'mongo', 'model', 'faults', 'embedded'].map(tests),
  // The longest first: nothing is left to run beside what ends last.
  ...['graal', 'node'].map(game),
];

/** Needs the licence of the game to be accepted and a download, so it runs only when it is named. */
export const paperStage: Stage = game('paper');

/** What a stage wants to be read although all is well begins so. */
const worthReading = /^(faults|bridge): /;

/**
 * Runs stages: those of one lane one after the other, the lanes beside each other where there are
 * cores for it. Tells them in the order given, one line for each, whichever ends first. Answers the
 * names of those that failed.
 */
export async function runStages(
  stages: readonly Stage[],
  write: (text: string) => void,
  cores = availableParallelism(),
): Promise<string[]> {
  const byLane = [...Map.groupBy(stages, ({ lane }) => lane).values()];
  const lanes = cores < 2 ? [stages] : byLane;
  const ends = new Map(stages.map((stage) => [stage, Promise.withResolvers<TimedOutcome>()]));
  const running = lanes.map(async (lane) => {
    for (const stage of lane) ends.get(stage)?.resolve(await timed(stage));
  });
  const failed: string[] = [];
  for (const [{ name }, { promise }] of ends) {
    write(name.padEnd(12));
    const { code, output, ms } = await promise;
    write(`${code === 0 ? 'ok    ' : 'FAILED'} ${(ms / 1_000).toFixed(1).padStart(6)} s\n`);
    if (code === 0) {
      for (const line of output.split('\n')) if (worthReading.test(line)) write(`  ${line}\n`);
      continue;
    }
    failed.push(name);
    write(`\n${output.trim() || `It ended with ${code} and said nothing.`}\n\n`);
  }
  await Promise.all(running);
  return failed;
}

type TimedOutcome = Outcome & { readonly ms: number };

/** Runs a stage to its end; one that could not be run at all has failed, too. */
async function timed({ run }: Stage): Promise<TimedOutcome> {
  const startedAt = performance.now();
  const outcome = await run().catch((error: unknown) => ({
    code: 1,
    output: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }));
  return { ...outcome, ms: performance.now() - startedAt };
}
