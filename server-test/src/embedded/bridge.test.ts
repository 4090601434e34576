// The plugin in Java that Vault and PlaceholderAPI ask: compiled as it ships, run in a JVM by programs
// that ask as other plugins do, once with a function of a real script as its desk.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graalJars } from './graal/jars.ts';
import { findJava, jdkProgram } from './graal/java.ts';

const run = promisify(execFile);
const pathOf = (path: string): string =>
  fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'mintkeep-bridge-test-'));
const jar = join(work, 'mintkeep-bridge.jar');
const bukkit = join(work, 'bukkit');
const others = join(work, 'others');
const programs = join(work, 'programs');
let graal: readonly string[] = [];

beforeAll(async () => {
  graal = await graalJars(pathOf('.mintkeep/graaljs/'));
  await run(process.execPath, [pathOf('scripts/build-bridge.ts'), '--out', jar]);
  await compile(['stubs/bukkit'], bukkit, []);
  await compile(['stubs/vault', 'stubs/placeholderapi'], others, [bukkit]);
  await compile(['trial'], programs, [jar, bukkit, others, ...graal]);
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Compiles the sources in folders beside the bridge's own into one of ours. */
async function compile(
  folders: readonly string[],
  out: string,
  classPath: readonly string[],
): Promise<void> {
  mkdirSync(out);
  const files = folders.flatMap((folder) => {
    const names = readdirSync(pathOf(`plugin/bridge/${folder}`), {
      recursive: true,
      encoding: 'utf8',
    });
    return names.map((name) => pathOf(`plugin/bridge/${folder}/${name}`));
  });
  const sources = files.filter((name) => name.endsWith('.java'));
  await run(jdkProgram('javac'), ['-cp', classPath.join(delimiter), '-d', out, ...sources]);
}

/** Runs a program of the trial; answers the lines it said. */
async function runTrial(
  name: 'Plain' | 'Bare' | 'Script',
  libraries: readonly string[],
): Promise<string[]> {
  const path = [programs, jar, bukkit, ...libraries].join(delimiter);
  // As in Grakkit's jar.
  const options = ['-Djdk.util.jar.enableMultiRelease=false', '-cp', path, name];
  const { stdout } = await run(await findJava(), options, { timeout: 50_000 });
  return stdout.split('\n').filter((line) => line !== '');
}

describe('the bridge in a JVM', () => {
  test('answers other plugins from what was laid out, and changes coins by its desk alone', async () => {
    const said = await runTrial('Plain', [others]);
    expect(said.filter((line) => !line.startsWith('ok '))).toEqual([]);
    expect(said).toHaveLength(16);
  });

  test('needs neither Vault nor PlaceholderAPI', async () => {
    expect(await runTrial('Bare', [])).toEqual([
      'ok starts and ends without Vault and PlaceholderAPI',
    ]);
  });

  test('takes a function of GraalJS as its desk, and keeps other threads out of the script', async () => {
    const said = await runTrial('Script', [others, ...graal]);
    expect(said.filter((line) => !line.startsWith('ok '))).toEqual([]);
    expect(said).toHaveLength(4);
  });

  test('ships as a jar of its own classes alone, with its version', async () => {
    const { stdout } = await run(jdkProgram('jar'), ['--list', '--file', jar]);
    const files = stdout.split('\n').filter((name) => name !== '' && !name.endsWith('/'));
    expect(files.filter((name) => !name.startsWith('dev/mintkeep/bridge/'))).toEqual([
      'META-INF/MANIFEST.MF',
      'plugin.yml',
    ]);
    await run(jdkProgram('jar'), ['--extract', '--file', jar, 'plugin.yml'], { cwd: work });
    const words = readFileSync(join(work, 'plugin.yml'), 'utf8');
    expect(words).toMatch(/^version: ['"]\d+\.\d+\.\d+['"]$/m);
    expect(words).toMatch(/^main: dev\.mintkeep\.bridge\.BridgePlugin$/m);
  });
});
