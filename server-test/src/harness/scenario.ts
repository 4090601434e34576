// Opens the world of a scenario file on the target that the run chose: MC_TARGET is node or graal.
import { inject } from 'vitest';
import { openWorld, type World, type WorldOptions } from './world.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A replica set that the run started; the path names no database. */
    databaseUrl: string;
    /** The plugin's bundle, built by the run. */
    bundle: string;
  }
}

/** The engine this run uses. */
export const engine = process.env['MC_TARGET'] === 'graal' ? 'graal' : 'node';

/** Opens a world with the run's database and bundle. */
export function scenario(
  options: Partial<Omit<WorldOptions, 'databaseUrl' | 'engine' | 'bundle'>> = {},
): Promise<World> {
  return openWorld({
    databaseUrl: inject('databaseUrl'),
    bundle: inject('bundle'),
    engine,
    ...options,
  });
}
