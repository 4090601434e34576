// Where deliveries are pushed to, from the environment.
import type { PushTarget } from './push-client.ts';

/** The receiver of pushes; null where there is none. Throws when it is half set up. */
export function pushTargetOf(config: {
  readonly MINECRAFT_API_URL?: string | undefined;
  readonly MINECRAFT_API_KEY?: string | undefined;
}): PushTarget | null {
  const { MINECRAFT_API_URL: url, MINECRAFT_API_KEY: secret } = config;
  if (url === undefined && secret === undefined) return null;
  if (url !== undefined && secret !== undefined) return { url, secret };
  const missing = url === undefined ? 'MINECRAFT_API_URL' : 'MINECRAFT_API_KEY';
  throw new Error(`The direct push is half set up: ${missing} is missing.`);
}
