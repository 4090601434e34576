// Builds the plugin: one script that GraalJS inside a game server runs. Knows esbuild and where the
// plugin's source is, and nothing of what the plugin does.
import { mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

const root = resolve(import.meta.dirname, '..');

/** A finished bundle and its size on disk. */
export interface PluginBundle {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Texts as objects cost the engine tens of milliseconds for each language at every start, as one
 * string a fraction of that: whoever first speaks the language pays for it, once.
 */
const packedLanguages: Plugin = {
  name: 'packed languages',
  setup({ onLoad }) {
    onLoad({ filter: /locales[\\/]packed\.ts$/ }, async ({ path }) => {
      const { packed } = (await import(pathToFileURL(path).href)) as {
        readonly packed: Readonly<Record<string, () => unknown>>;
      };
      const opened = Object.entries(packed).map(
        ([tag, texts]) => `${tag}: () => JSON.parse(${JSON.stringify(JSON.stringify(texts()))}),`,
      );
      return { contents: `export const packed = {\n${opened.join('\n')}\n};`, loader: 'js' };
    });
  },
};

/**
 * Writes `index.js` and its source map into a folder and answers where. Rejects when the source
 * does not compile, or reaches for a module of Node (`platform: neutral` has none).
 */
export async function buildPlugin(options: {
  readonly outDir: string;
  readonly entry?: string;
}): Promise<PluginBundle> {
  const path = join(resolve(options.outDir), 'index.js');
  mkdirSync(options.outDir, { recursive: true });
  await build({
    entryPoints: [options.entry ?? join(root, 'plugin/src/main.ts')],
    outfile: path,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    mainFields: ['module', 'main'],
    // A stack line of GraalJS names a line of the bundle: names must stay readable there.
    minify: false,
    sourcemap: 'external',
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
    plugins: [packedLanguages],
  });
  return { path, bytes: statSync(path).size };
}

if (import.meta.main) {
  const bundle = await buildPlugin({ outDir: join(root, 'plugin/dist') });
  process.stdout.write(`${bundle.path} ${bundle.bytes} bytes\n`);
}
