// npm test: everything that says whether this project works, one line for each stage. Everything
// runs unless a person names less.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { paperStage, runStages, testStages, tools } from './stages.ts';
import type { Stage } from './stages.ts';

const stages = [...testStages, paperStage];
const usage = `npm test                        all stages
npm test -- unit mongo          these stages ("e2e" means e2e-node and e2e-graal)
npm test -- --skip e2e-graal    all stages but this one
npm test -- shared/src          the tests whose path has this in it

Stages: ${stages.map(({ name }) => name).join(', ')}
${paperStage.name} runs only when it is named; first: npm run paper:fetch`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { skip: { type: 'string', multiple: true }, help: { type: 'boolean', short: 'h' } },
});
const write = (text: string): void => void process.stdout.write(text);

/** The stages of a name, or of a name's family. */
const named = (name: string): Stage[] => {
  const exact = stages.filter((stage) => stage.name === name);
  return exact.length > 0 ? exact : testStages.filter((one) => one.name.startsWith(`${name}-`));
};

/** The stages that were asked for; null when the words are no stages, but paths of tests. */
function wantedStages(): readonly Stage[] | null {
  const skipped = (values.skip ?? []).map((name) => {
    if (named(name).length === 0) throw new Error(`There is no stage "${name}".\n\n${usage}`);
    return named(name);
  });
  const unwanted = skipped.flat();
  if (positionals.length === 0) return testStages.filter((stage) => !unwanted.includes(stage));
  if (positionals.every((name) => named(name).length === 0)) return null;
  const unknown = positionals.find((name) => named(name).length === 0);
  if (unknown) throw new Error(`There is no stage "${unknown}".\n\n${usage}`);
  return positionals.flatMap(named).filter((stage) => !unwanted.includes(stage));
}

async function runWanted(wanted: readonly Stage[]): Promise<void> {
  const startedAt = performance.now();
  const failed = await runStages(wanted, write);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  const left = testStages.filter((stage) => !wanted.includes(stage)).map(({ name }) => name);
  if (left.length > 0) write(`Not run, as asked: ${left.join(', ')}\n`);
  if (failed.length === 0) write(`${wanted.length} stages passed in ${seconds} s\n`);
  else write(`${failed.length} of ${wanted.length} stages failed: ${failed.join(', ')}\n`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

try {
  const wanted = wantedStages();
  if (values.help) {
    write(`${usage}\n`);
  } else if (wanted) {
    await runWanted(wanted);
  } else {
    const child = spawn(process.execPath, [tools.vitest, 'run', ...positionals], {
      stdio: 'inherit',
    });
    child.on('exit', (code) => (process.exitCode = code ?? 1));
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}
