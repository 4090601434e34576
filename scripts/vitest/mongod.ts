// The program of the database, for tests that run several of their own and break them.
import type { TestProject } from 'vitest/node';
import { findMongod } from '../find-mongod.ts';
// Declares what is provided.
import type {} from '../../backend/test/faults/run.faults.test.ts';

/** Gives the tests `mongod`. */
export async function setup(project: TestProject): Promise<void> {
  // A database that runs already is somebody's: it is not ours to kill.
  delete process.env['DATABASE_URL'];
  const found = await findMongod({ say: (line) => process.stderr.write(`${line}\n`) });
  if (found.kind === 'url') throw new Error('a mongod of our own is needed');
  project.provide('mongod', found.binary);
}
