// Which tests there are and what each kind needs. A file belongs to one kind by its name and place;
// nothing is tried again: a test that fails now and then is wrong now.
import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';
import { LongWaitsFirst } from './scripts/vitest/long-waits-first.ts';

const mongo = 'backend/{src,test/attack}/**/*.mongo.test.ts';
const model = 'backend/test/model/**/*.test.ts';
const faults = 'backend/test/faults/*.faults.test.ts';
const embedded = 'server-test/src/embedded/**/*.test.ts';
const e2e = 'server-test/src/*.e2e.test.ts';
const replicaSet = 'scripts/vitest/replica-set.ts';
const bundle = 'scripts/vitest/bundle.ts';
const mongod = 'scripts/vitest/mongod.ts';

/**
 * A JVM of a test lives for seconds: most of what its second compiler makes would never be run, and it
 * takes twice the processor of all the rest of a start.
 */
const shortLived = { MC_JVM_FLAGS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' } as const;

/** A scenario mostly waits, for ticks and for what a player hears: two at a time fit on two cores. */
const fewAtOnce = {
  maxWorkers: availableParallelism() < 4 ? 2 : 3,
  testTimeout: 60_000,
  hookTimeout: 60_000,
} as const;

/** One file at a time: what runs beside a game server shows in its ticks. */
const oneByOne = { fileParallelism: false, testTimeout: 60_000, hookTimeout: 60_000 } as const;

export default defineConfig({
  test: {
    sequence: { sequencer: LongWaitsFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...configDefaults.exclude, '.mintkeep/**', mongo, model, faults, embedded, e2e],
          // To load the modules anew for each file was half of the work. No module keeps what a test changes:
          // a test that is red only behind another file leaves something behind.
          isolate: false,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'mongo',
          include: [mongo],
          globalSetup: [replicaSet],
          // As many on two cores, too: they mostly wait for the database's disk.
          maxWorkers: 4,
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      { test: { name: 'model', include: [model], testTimeout: 120_000 } },
      { test: { name: 'faults', include: [faults], globalSetup: [mongod], ...oneByOne } },
      { test: { name: 'embedded', include: [embedded], env: shortLived, ...oneByOne } },
      {
        test: {
          name: 'e2e',
          include: [e2e],
          globalSetup: [replicaSet, bundle],
          env: shortLived,
          ...fewAtOnce,
        },
      },
    ],
  },
});
