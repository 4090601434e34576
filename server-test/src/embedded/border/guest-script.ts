// Makes guest.ts into one script that both engines can evaluate.
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

/** Bundles the guest as a plain ES2022 script. */
export async function guestScript(): Promise<string> {
  const built = await build({
    entryPoints: [fileURLToPath(new URL('guest.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    charset: 'ascii',
  });
  const text = built.outputFiles[0]?.text;
  if (!text) throw new Error('the guest script came out empty');
  return text;
}
