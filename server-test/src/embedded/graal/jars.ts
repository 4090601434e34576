// GraalJS 22.0.0 as Grakkit 6.0.1 carries it: fetched once from Maven Central, checked by SHA-256.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const mavenCentral = 'https://repo1.maven.org/maven2';

const jars: readonly (readonly [path: string, sha256: string])[] = [
  [
    'org/graalvm/js/js/22.0.0/js-22.0.0.jar',
    '01506066294297fe337d1a5dae4e298bde8b6b6a663dfdbdaeb6e7a324475b7c',
  ],
  [
    'org/graalvm/regex/regex/22.0.0/regex-22.0.0.jar',
    'f9d02095bbcc3d3108f02f6313af776550fd64af411b6d0c4cc9ed6b45cc7374',
  ],
  [
    'org/graalvm/truffle/truffle-api/22.0.0/truffle-api-22.0.0.jar',
    '7716e2753561dfd99840b35264cf319a7d0654dff92c8b837859c272cecc8639',
  ],
  [
    'org/graalvm/sdk/graal-sdk/22.0.0/graal-sdk-22.0.0.jar',
    'aa63a7ff774450aa4bf55720f30f8e5c61b9256a5c4e066c3f15a1ff3d2e03f9',
  ],
];

const isIntact = (content: Uint8Array, sha256: string): boolean =>
  createHash('sha256').update(content).digest('hex') === sha256;

async function ensure(folder: string, path: string, sha256: string): Promise<string> {
  const target = join(folder, path.slice(path.lastIndexOf('/') + 1));
  if (existsSync(target) && isIntact(await readFile(target), sha256)) return target;
  const answer = await fetch(`${mavenCentral}/${path}`, { signal: AbortSignal.timeout(300_000) });
  if (!answer.ok) throw new Error(`Maven Central answered ${answer.status} for ${path}`);
  const content = new Uint8Array(await answer.arrayBuffer());
  if (!isIntact(content, sha256)) throw new Error(`${path} is not the file that was pinned`);
  // Two runs may fetch at once: each writes its own file, the last rename wins.
  const partial = `${target}.${process.pid}`;
  await writeFile(partial, content);
  await rename(partial, target);
  return target;
}

/** The engine's jars in a folder of ours, fetched when missing; refuses one that was changed. */
export async function graalJars(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  return Promise.all(jars.map(([path, sha256]) => ensure(folder, path, sha256)));
}
