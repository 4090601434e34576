// Opens the world of a scenario file with what the test run provides.
import { afterAll, inject } from 'vitest';
import { World, type WorldOptions } from './world.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A replica set that the run started; the path names no database. */
    databaseUrl: string;
    /** The plugin's bundle, built by the run. */
    bundle: string;
  }
}

// A test that fails half-way must not leave its servers behind: the run would wait for them.
const opened = new Set<World>();
afterAll(async () => {
  for (const world of opened) await world.close();
});

/** Opens a world with the run's database and bundle; closed at the latest when the file ends. */
export async function scenario(
  options: Omit<Partial<WorldOptions>, 'bundle'> = {},
): Promise<World> {
  const provided = { databaseUrl: inject('databaseUrl'), bundle: inject('bundle') };
  const world = await World.open({ ...provided, ...options });
  opened.add(world);
  return world;
}
