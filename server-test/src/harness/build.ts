// Builds another entry of the plugin's source for a test, as the plugin itself is built.
import { resolve } from 'node:path';
import { build } from 'esbuild';

/** The path of a file of the plugin's source. */
export const pluginSource = (path: string): string =>
  resolve(import.meta.dirname, '../../../plugin/src', path);

/** Writes one script for the game server's engine. */
export async function buildScript(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    mainFields: ['module', 'main'],
    define: { 'process.env.NODE_ENV': '"production"' },
  });
}
