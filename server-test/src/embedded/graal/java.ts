// Finds a JDK that the engine runs on, and compiles the host once per version of its source.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const hostSource = fileURLToPath(new URL('Host.java', import.meta.url));

/** The program of a JDK: from JAVA_HOME when set, else from the PATH. */
export function jdkProgram(name: 'java' | 'javac' | 'jar'): string {
  const home = process.env['JAVA_HOME'];
  return home ? join(home, 'bin', name) : name;
}

/** The `java` to run with; refuses one that GraalJS 22.0.0 cannot run on (JDK 17 to 21). */
export async function findJava(): Promise<string> {
  const java = jdkProgram('java');
  const wanted =
    'The GraalJS engine needs a JDK 17 to 21: install one (Debian: openjdk-17-jdk-headless) or set JAVA_HOME';
  const said = await run(java, ['-version']).catch(() => {
    throw new Error(`${wanted}. No java was found.`);
  });
  const major = Number(/version "(\d+)/.exec(said.stderr)?.[1]);
  if (!(major >= 17 && major <= 21)) throw new Error(`${wanted}. Found Java ${major}.`);
  return java;
}

/** Compiles Host.java into a folder named after its content, when that is not there yet. */
export async function compileHost(folder: string, jars: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
    .update(await readFile(hostSource))
    .digest('hex')
    .slice(0, 16);
  const classes = join(folder, `classes-${hash}`);
  if (existsSync(join(classes, 'Host.class'))) return classes;
  const partial = `${classes}.${process.pid}`;
  await mkdir(partial, { recursive: true });
  await run(jdkProgram('javac'), ['-cp', jars.join(delimiter), '-d', partial, hostSource]);
  // Another run may have been first; its classes are the same.
  await rename(partial, classes).catch(() => undefined);
  return classes;
}
