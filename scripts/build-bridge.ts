// Builds the bridge: the small plugin in Java that lets Vault and PlaceholderAPI ask Mintkeep. Needs a
// JDK 17 or later and nothing else: it is compiled against signatures that lie beside it.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { jdkProgram } from '../server-test/src/embedded/graal/java.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '..');
const folder = join(root, 'plugin/bridge');

/** Whether there is a compiler of Java on this machine. */
function hasCompiler(): Promise<boolean> {
  return run(jdkProgram('javac'), ['-version']).then(
    () => true,
    () => false,
  );
}

async function javaFiles(dir: string): Promise<string[]> {
  const names = await readdir(dir, { recursive: true });
  return names.filter((name) => name.endsWith('.java')).map((name) => join(dir, name));
}

/** Compiles every source of a folder; rejects with what the compiler said. */
async function compile(source: string, out: string, classPath: string): Promise<void> {
  await mkdir(out, { recursive: true });
  const options = ['--release', '17', '-cp', classPath, '-d', out];
  await run(jdkProgram('javac'), [...options, ...(await javaFiles(source))]);
}

/** Writes the jar for a server's folder of plugins; the same sources make the same bytes. */
export async function buildBridge(path: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'mintkeep-bridge-'));
  try {
    const bridge = join(work, 'bridge');
    await compile(join(folder, 'stubs'), join(work, 'stubs'), work);
    await compile(join(folder, 'src'), bridge, join(work, 'stubs'));
    const { version } = JSON.parse(await readFile(join(root, 'plugin/package.json'), 'utf8')) as {
      readonly version: string;
    };
    const words = await readFile(join(folder, 'src/plugin.yml'), 'utf8');
    await writeFile(join(bridge, 'plugin.yml'), words.replace('${version}', version));
    await mkdir(resolve(path, '..'), { recursive: true });
    const options = ['--create', '--date', '2000-01-01T00:00:00Z', '--file', path];
    await run(jdkProgram('jar'), [...options, '-C', bridge, '.']);
  } finally {
    await rm(work, { recursive: true });
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: join(root, 'plugin/dist/mintkeep-bridge.jar') },
      'if-possible': { type: 'boolean', default: false },
    },
  });
  if (await hasCompiler()) {
    await buildBridge(resolve(values.out));
    process.stdout.write(`${resolve(values.out)}\n`);
  } else {
    process.stdout.write('bridge: not built, there is no javac here (a JDK 17 or later)\n');
    // Nobody needs it for anything else of the project.
    process.exitCode = values['if-possible'] ? 0 : 1;
  }
}
