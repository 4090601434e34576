// Opens the world of a scenario file with what the test run provides.
import { inject } from 'vitest';
import { World, type WorldOptions } from './world.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A replica set that the run started; the path names no database. */
    databaseUrl: string;
    /** The plugin's bundle, built by the run. */
    bundle: string;
  }
}

/** Opens a world with the run's database and bundle. */
export function scenario(
  options: Omit<Partial<WorldOptions>, 'databaseUrl' | 'bundle'> = {},
): Promise<World> {
  return World.open({ databaseUrl: inject('databaseUrl'), bundle: inject('bundle'), ...options });
}
