// A plugin without features on the fake platform and the fake backend, for unit tests of features:
// what main.ts makes before its list of them.
import { createBackend } from './backend/client.ts';
import { fakeKey, serveFakeBackend, type FakeBackendServer } from './backend/fake-backend.ts';
import { createLimiter } from './limiter.ts';
import { createWords } from './messages.ts';
import { playerCommands } from './permissions.ts';
import { createFake, type FakeOptions, type FakePlatform } from './platform/fake.ts';
import type { Plugin } from './plugin.ts';
import { readSettings } from './settings.ts';
import { createSounds } from './sounds.ts';

export interface FakeWorld {
  readonly fake: FakePlatform;
  readonly server: FakeBackendServer;
  readonly plugin: Plugin;
}

/** Starts it, with a key that the fake backend knows. `properties` are without their prefix. */
export function startFakePlugin(
  properties: Readonly<Record<string, string>> = {},
  options: Omit<FakeOptions, 'properties'> = {},
): FakeWorld {
  const given = Object.entries({ ...fakeKey, ...properties });
  const fake = createFake({
    ...options,
    properties: Object.fromEntries(given.map(([name, value]) => [`mintkeep.${name}`, value])),
  });
  const server = serveFakeBackend(fake);
  const settings = readSettings(fake);
  fake.permissions(
    playerCommands.map((name) => ({
      name: `mintkeep.player.${name}`,
      description: name,
      for: 'everyone',
    })),
  );
  const plugin: Plugin = {
    platform: fake,
    settings,
    limiter: createLimiter(settings.commandCooldownMs),
    backend: createBackend(fake, settings),
    sound: createSounds(settings),
    ...createWords(fake, settings),
  };
  return { fake, server, plugin };
}
