// Lays out the folder of a real Paper server: the newest stable build that Grakkit can run on,
// Grakkit itself, our settings and the plugin. Every file from elsewhere is checked by SHA-256.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { buildPlugin } from './build-plugin.ts';

/** Where to ask and as whom; tests answer from this machine. */
export interface Source {
  readonly paperUrl: string;
  readonly grakkitUrl: string;
  /** A web page or a mail address: PaperMC answers only those it could write to. */
  readonly contact: string;
}

/** Refused, in a sentence for the person who asked. */
export class FetchRefused extends Error {
  override readonly name = 'FetchRefused';
}

// Grakkit 6.0.1 carries GraalJS 22.0.0, which does not start on Java 22 and later.
const javaVersion = 21;
const grakkitVersion = '6.0.1';

const versionsReply = z.object({
  versions: z.array(
    z.object({
      version: z.object({
        id: z.string(),
        java: z.object({ version: z.object({ minimum: z.number() }) }),
      }),
    }),
  ),
});
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const buildsReply = z.array(
  z.object({
    id: z.number(),
    channel: z.string(),
    downloads: z.object({
      'server:default': z.object({
        name: z.string(),
        checksums: z.object({ sha256 }),
        url: z.url(),
      }),
    }),
  }),
);
const lockFile = z.strictObject({ version: z.string(), url: z.url(), sha256 });

/** A build of Paper that may be run. */
export interface PaperBuild {
  readonly id: number;
  readonly url: string;
  readonly sha256: string;
}

async function ask(source: Source, url: string, limitMs: number): Promise<Uint8Array> {
  const headers = { 'User-Agent': `Mintkeep/0.1.0 (${source.contact})` };
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(limitMs) });
  if (!answer.ok) throw new FetchRefused(`${url} answered ${answer.status}.`);
  return new Uint8Array(await answer.arrayBuffer());
}

async function askJson<T>(source: Source, path: string, schema: z.ZodType<T>): Promise<T> {
  const url = `${source.paperUrl}/v3/projects/paper${path}`;
  const parsed = schema.safeParse(
    JSON.parse(new TextDecoder().decode(await ask(source, url, 30_000))),
  );
  if (parsed.success) return parsed.data;
  throw new FetchRefused(`${url} answered in another shape: ${z.prettifyError(parsed.error)}`);
}

/**
 * Finds the newest stable build of a version. Refuses a version that is not there, that is made for
 * another Java than 21, or that has no stable build.
 */
export async function findBuild(source: Source, version: string): Promise<PaperBuild> {
  const { versions } = await askJson(source, '/versions', versionsReply);
  const found = versions.find((one) => one.version.id === version);
  if (!found) throw new FetchRefused(`There is no Paper ${version}.`);
  const { minimum } = found.version.java.version;
  if (minimum !== javaVersion) {
    throw new FetchRefused(
      `Paper ${version} is made for Java ${minimum}, and Grakkit ${grakkitVersion} is run here on ` +
        `Java ${javaVersion}. Take a version from 1.20.5 to 1.21.11.`,
    );
  }
  const path = `/versions/${encodeURIComponent(version)}/builds`;
  const builds = await askJson(source, path, buildsReply);
  const newest = builds
    .filter(({ channel }) => channel === 'STABLE' || channel === 'RECOMMENDED')
    .sort((one, other) => other.id - one.id)[0];
  if (!newest) throw new FetchRefused(`Paper ${version} has no stable build.`);
  const { url, checksums } = newest.downloads['server:default'];
  return { id: newest.id, url, sha256: checksums.sha256 };
}

const sha256Of = (content: Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');

/** Writes beside the place and renames, so that a file under its name is always whole. */
function put(path: string, content: Uint8Array | string): void {
  mkdirSync(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}.part`;
  try {
    writeFileSync(partial, content);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/** Puts a file of that content into place, fetched unless it is there; refuses any other content. */
export async function ensureFile(
  source: Source,
  path: string,
  wanted: { readonly url: string; readonly sha256: string },
): Promise<'there' | 'fetched'> {
  if (existsSync(path) && sha256Of(readFileSync(path)) === wanted.sha256) return 'there';
  const content = await ask(source, wanted.url, 300_000);
  const got = sha256Of(content);
  if (got !== wanted.sha256) {
    throw new FetchRefused(`${wanted.url} has the SHA-256 ${got}, not ${wanted.sha256}.`);
  }
  put(path, content);
  return 'fetched';
}

/**
 * Puts Grakkit into place. Its release has no checksum to compare with, so the first use writes the
 * one it saw into the lock file, which belongs into the repository; later uses refuse any other.
 */
export async function ensureGrakkit(source: Source, path: string, lockPath: string): Promise<void> {
  if (existsSync(lockPath)) {
    const lock = lockFile.parse(JSON.parse(readFileSync(lockPath, 'utf8')));
    await ensureFile(source, path, { url: source.grakkitUrl, sha256: lock.sha256 });
    return;
  }
  const content = await ask(source, source.grakkitUrl, 300_000);
  // Every jar is a zip, and begins as one: a page of an error is not pinned.
  if (content[0] !== 0x50 || content[1] !== 0x4b) {
    throw new FetchRefused(`${source.grakkitUrl} is not a jar.`);
  }
  put(path, content);
  const lock = { version: grakkitVersion, url: source.grakkitUrl, sha256: sha256Of(content) };
  put(lockPath, `${JSON.stringify(lock, null, 2)}\n`);
}

/** Who may be asked about these requests: as told, or the repository that a workflow runs for. */
export function contactFrom(env: Readonly<Record<string, string | undefined>>): string {
  const told = env['PAPER_CONTACT'];
  if (told) return told;
  if (env['GITHUB_SERVER_URL'] && env['GITHUB_REPOSITORY']) {
    return `${env['GITHUB_SERVER_URL']}/${env['GITHUB_REPOSITORY']}`;
  }
  throw new FetchRefused(
    'Set PAPER_CONTACT to a web page or a mail address of yours: PaperMC asks for one.',
  );
}

async function main(): Promise<void> {
  const root = resolve(import.meta.dirname, '..');
  const { values } = parseArgs({
    options: {
      version: { type: 'string', default: '1.21.11' },
      dir: { type: 'string', default: join(root, '.mintkeep/paper') },
    },
  });
  const settings = join(root, 'server-test/paper');
  const source: Source = {
    paperUrl: 'https://fill.papermc.io',
    grakkitUrl: `https://github.com/grakkit/grakkit/releases/download/v${grakkitVersion}/grakkit-paper.jar`,
    contact: contactFrom(process.env),
  };
  const dir = resolve(values.dir);
  const build = await findBuild(source, values.version);
  const how = await ensureFile(source, join(dir, 'paper.jar'), build);
  console.log(`Paper ${values.version}, build ${build.id}: ${how}, its SHA-256 is right.`);
  await ensureGrakkit(
    source,
    join(dir, 'plugins/grakkit.jar'),
    join(settings, 'grakkit.lock.json'),
  );
  console.log(`Grakkit ${grakkitVersion}: the jar that server-test/paper/grakkit.lock.json names.`);
  for (const file of ['bukkit.yml', 'spigot.yml', 'server.properties']) {
    copyFileSync(join(settings, file), join(dir, file));
  }
  const { bytes } = await buildPlugin({ outDir: join(dir, 'plugins/grakkit') });
  console.log(`The plugin: ${Math.round(bytes / 1_000)} kB. The server's folder is ${dir}.`);
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // `fetch failed` alone helps nobody; what is behind it names the host.
    const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
    console.error(`${error.message}${cause}`);
    process.exitCode = 1;
  }
}
