// The plugin's bundle of a test run, built once from the sources as they are, in a folder of the run's
// own: another run beside it builds its own, too.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildPlugin } from '../build-plugin.ts';
// Declares what is provided.
import type {} from '../../server-test/src/harness/scenario.ts';

const outDir = mkdtempSync(join(tmpdir(), 'mintkeep-bundle-'));

/** Gives the tests `bundle`. */
export async function setup(project: TestProject): Promise<void> {
  const { path } = await buildPlugin({ outDir });
  project.provide('bundle', path);
}

/** Removes it. */
export const teardown = (): void => rmSync(outDir, { recursive: true, force: true });
