// A game server with the economy for other plugins, on the fake platform, for unit tests: it can die
// and start again on its disk, with the backend's coins as they are.
import { startFakePlugin, type FakeWorld } from '../fake-plugin.ts';
import { createFakeBridge, type FakeBridge } from '../platform/fake-bridge.ts';
import { createFakeDisk } from '../platform/fake.ts';
import { idOfName, type FakePlayer } from '../platform/fake-players.ts';
import { createFakeHolds, serveHolds, type FakeHolds } from './fake-holds.ts';
import { vault } from './vault.ts';

export const ann = idOfName('Ann');
export const bob = idOfName('Bob');

type FakeDisk = ReturnType<typeof createFakeDisk>;

export interface FakeVault extends FakeWorld {
  readonly bridge: FakeBridge;
  readonly disk: FakeDisk;
  readonly coins: FakeHolds;
  readonly aside: ReturnType<typeof vault>;
  /** Ann leaves. */
  quit(): void;
  /** Warnings and errors of this start. */
  troubles(): string[];
  /** Another start on the same disk, with the same coins. */
  again(options?: FakeVaultOptions): FakeVault;
}

export interface FakeVaultOptions {
  readonly enabled?: boolean;
  readonly holdCoins?: number;
  readonly bridge?: FakeBridge | null;
  readonly online?: readonly string[];
  readonly disk?: FakeDisk;
  readonly coins?: FakeHolds;
  readonly startMs?: number;
}

// Ids are never made twice, whatever restarts; the fake's own begin anew.
let lastId = 0;

/** Starts it: 1,000 coins are Ann's, 1,000 of each player are set aside. */
export function startVault(options: FakeVaultOptions = {}): FakeVault {
  const { enabled = true, holdCoins = 1_000, online = [], startMs } = options;
  const bridge = options.bridge === undefined ? createFakeBridge() : options.bridge;
  const disk = options.disk ?? createFakeDisk();
  const coins = options.coins ?? createFakeHolds({ [ann]: 1_000 });
  const world = startFakePlugin(
    { vault: JSON.stringify({ enabled, holdCoins }), timeoutMs: '1000', retryPauseMs: '200' },
    { disk, online, ...(bridge ? { bridge } : {}), ...(startMs === undefined ? {} : { startMs }) },
  );
  const newId = () => `00000000-0000-4000-9000-${String((lastId += 1)).padStart(12, '0')}`;
  Object.assign(world.fake, { newId });
  serveHolds(world.server, coins);
  const aside = vault(world.plugin, world.plugin.backend);
  return {
    ...world,
    bridge: bridge ?? createFakeBridge(),
    disk,
    coins,
    aside,
    quit: () => world.fake.quit(world.fake.player(ann) as FakePlayer),
    troubles: () =>
      world.fake.logged.filter(({ level }) => level !== 'info').map(({ line }) => line),
    again: (more = {}) =>
      startVault({ disk, coins, holdCoins, startMs: world.fake.nowMs(), ...more }),
  };
}

/** A server on which Ann is, with her coins set aside. */
export async function withAnn(options: FakeVaultOptions = {}): Promise<FakeVault> {
  const server = startVault(options);
  await server.fake.advance(100);
  server.fake.join('Ann');
  await server.fake.advance(100);
  return server;
}
