// What the bundle is made of, where the engine of the game server would notice.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { packed } from '../plugin/src/locales/packed.ts';
import { buildPlugin } from './build-plugin.ts';

test('the bundle carries every language but English as text, and reads it as it was written', async () => {
  const outDir = mkdtempSync(join(tmpdir(), 'mintkeep-packed-'));
  const entry = join(import.meta.dirname, '../plugin/src/locales/packed.ts');
  const { path } = await buildPlugin({ outDir, entry });
  const bundled = (await import(pathToFileURL(path).href)) as { packed: typeof packed };
  expect(Object.keys(bundled.packed)).toEqual(Object.keys(packed));
  for (const [tag, open] of Object.entries(packed)) {
    expect(bundled.packed[tag]?.()).toEqual(open());
  }
  expect(readFileSync(path, 'utf8').match(/JSON\.parse\(/g)).toHaveLength(
    Object.keys(packed).length,
  );
  rmSync(outDir, { recursive: true });
});
