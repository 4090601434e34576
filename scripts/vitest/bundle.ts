// The plugin's bundle of a test run, built once from the sources as they are.
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildPlugin } from '../build-plugin.ts';
// Declares what is provided.
import type {} from '../../server-test/src/harness/scenario.ts';

/** Gives the tests `bundle`. */
export async function setup(project: TestProject): Promise<void> {
  const { path } = await buildPlugin({ outDir: join(import.meta.dirname, '../../plugin/dist') });
  project.provide('bundle', path);
}
