// The database of a test run: one replica set in a folder of its own, gone when the run ends. Each
// test file makes its own database on it (backend/test/mongo.ts).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findMongod } from '../find-mongod.ts';
import { startReplicaSet } from '../mongod.ts';
// Declares what is provided.
import type {} from '../../backend/test/mongo.ts';

let end = async (): Promise<void> => undefined;

/** Gives the tests `databaseUrl`. */
export async function setup(project: TestProject): Promise<void> {
  const found = await findMongod({ say: (line) => process.stderr.write(`${line}\n`) });
  if (found.kind === 'url') return project.provide('databaseUrl', found.url);
  // Tests that need a mongod of their own, to break it, start the same one.
  process.env['MONGOMS_SYSTEM_BINARY'] = found.binary;
  process.env['MONGOMS_VERSION'] = found.version;
  const dataDir = mkdtempSync(join(tmpdir(), 'mintkeep-test-'));
  const replicaSet = await startReplicaSet({ binary: found.binary, dataDir });
  let isOver = false;
  void replicaSet.child.exited.then(({ code }) => {
    if (isOver) return;
    // Every test from here on is red for it, and none of them can say why.
    const said = replicaSet.child.lastLines(40).join('\n');
    process.stderr.write(`The database of the tests ended with ${String(code)}:\n${said}\n`);
  });
  end = async () => {
    isOver = true;
    await replicaSet.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  project.provide('databaseUrl', replicaSet.url);
}

/** Ends what was started. */
export const teardown = (): Promise<void> => end();
