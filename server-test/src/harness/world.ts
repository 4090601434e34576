// A whole Mintkeep for a scenario: a fresh database, the backend, a game server with the real
// bundle, and players. At the end the books are checked, whatever happened in between.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCard } from '@mintkeep/shared/players.ts';
import { listPurchases } from '@mintkeep/shared/shop.ts';
import { startEmbeddedServer, type EmbeddedServer } from '../embedded/server.ts';
import { startBackend, type Backend } from './backend.ts';
import { joinAs, type Bot } from './bot.ts';
import { until } from './until.ts';

export interface WorldOptions {
  /** A replica set; the world takes a database of its own on it. */
  readonly databaseUrl: string;
  readonly engine: 'node' | 'graal';
  readonly bundle: string;
  readonly version?: '1.21.11' | '1.21.4';
  /** False when the plugin has no key: the backend never hears of its players. */
  readonly knownToBackend?: boolean;
  /** Settings of the plugin beside the backend's address and key. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface Reward {
  readonly sku: string;
  readonly priceCoins: number;
  readonly items?: readonly { readonly material: string; readonly amount: number }[];
  readonly [field: string]: unknown;
}

export interface World {
  readonly backend: Backend;
  readonly server: () => EmbeddedServer;
  /** Rewards on sale: `items` is short for a reward that gives them. */
  sell(...rewards: Reward[]): Promise<void>;
  /** A bot that joins and, when told, gets coins. */
  player(name: string, coins?: number, locale?: string): Promise<Bot>;
  /** The same player again, after a crash or a quit. */
  rejoin(bot: Bot): Promise<Bot>;
  /** Starts the game server again on its folder, after a crash or a stop. */
  restart(): Promise<void>;
  balance(bot: Bot): Promise<number>;
  /**
   * Waits until nothing is open any more and checks the books of every player who is here: coins
   * are what was granted less what was bought, goods in hand are what was bought, each once by its
   * receipt; the ledger is sound; nothing was swallowed.
   */
  settle(...bots: Bot[]): Promise<void>;
  close(): Promise<void>;
}

/** Opens a world. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const database = new URL(options.databaseUrl);
  database.pathname = `/e2e_${randomBytes(6).toString('hex')}`;
  const backend = await startBackend(database.toString());
  const dir = mkdtempSync(join(tmpdir(), 'mintkeep-server-'));
  const version = options.version ?? '1.21.11';
  mkdirSync(join(dir, 'plugins', 'mintkeep'), { recursive: true });
  writeFileSync(
    join(dir, 'plugins', 'mintkeep', 'config.json'),
    JSON.stringify({
      backendUrl: backend.url,
      ...backend.key,
      commandCooldownMs: 0,
      retryPauseMs: 200,
      heartbeatMs: 1_000,
      ...options.settings,
    }),
  );
  const launch = (): Promise<EmbeddedServer> =>
    startEmbeddedServer({
      engine: options.engine,
      version,
      dir,
      bundle: options.bundle,
      // MC_LOG=1 shows the game server's log while a scenario runs.
      ...(process.env['MC_LOG'] ? { onLine: (line) => process.stderr.write(`  | ${line}\n`) } : {}),
    });
  let server = await launch();
  const granted = new Map<string, number>();
  const sold = new Map<string, Reward>();

  const world: World = {
    backend,
    server: () => server,
    async sell(...rewards) {
      for (const reward of rewards) sold.set(reward.sku, reward);
      await backend.rewards(rewards.map(inCatalogue));
    },
    async player(name, coins = 0, locale = 'en_us') {
      const bot = await joinAs(name, { port: server.port, version, locale });
      if (options.knownToBackend !== false) await known(backend, bot);
      if (coins > 0) await backend.command('coins', 'grant', bot.uuid, String(coins), 'a scenario');
      granted.set(bot.uuid, (granted.get(bot.uuid) ?? 0) + coins);
      return bot;
    },
    rejoin: (bot) => joinAs(bot.name, { port: server.port, version, locale: 'en_us' }),
    async restart() {
      await server.exited;
      server = await launch();
    },
    balance: async (bot) =>
      (await backend.ask(getCard, { minecraftUUID: bot.uuid })).walletBalanceCoins,
    async settle(...bots) {
      for (const bot of bots) await settleOne(world, bot, granted.get(bot.uuid) ?? 0, sold);
      const report = JSON.parse(await backend.command('ledger', 'verify', '--json')) as {
        sound: boolean;
      };
      assert.ok(report.sound, 'the ledger is not sound');
      assert.deepEqual(server.swallowed, [], 'the server would have swallowed something');
    },
    async close() {
      await server.stop();
      await backend.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  return world;
}

function inCatalogue({ items, ...reward }: Reward): object {
  return {
    name: reward.sku,
    category: 'item',
    ...(items ? { task: { action: 'give', payload: { items } } } : {}),
    ...reward,
  };
}

/** The plugin tells the backend of a join; only then can a player have coins. */
async function known(backend: Backend, bot: Bot): Promise<void> {
  await until(`the backend to know ${bot.name}`, () =>
    backend.ask(getCard, { minecraftUUID: bot.uuid }).then(
      () => true,
      () => false,
    ),
  );
}

async function settleOne(
  world: World,
  bot: Bot,
  grantedCoins: number,
  sold: ReadonlyMap<string, Reward>,
): Promise<void> {
  const { backend } = world;
  const purchases = async () =>
    (await backend.ask(listPurchases, { minecraftUUID: bot.uuid, pageSize: '100' })).items;
  const settled = await until(
    `every purchase of ${bot.name} to be over`,
    async () => {
      const all = await purchases();
      return all.every(({ status }) => status === 'completed' || status === 'refunded') && all;
    },
    { timeoutMs: 40_000, state: () => bot.heard },
  );
  const bought = settled.filter(({ status }) => status === 'completed');
  const spentCoins = bought.reduce((sum, { totalCostCoins }) => sum + totalCostCoins, 0);
  assert.equal(await world.balance(bot), grantedCoins - spentCoins, `the coins of ${bot.name}`);

  const owed = new Map<string, number>();
  let receipts = 0;
  for (const { sku, quantity } of bought) {
    const { items } = sold.get(sku) ?? {};
    if (!items) continue;
    receipts += 1;
    for (const { material, amount } of items) {
      owed.set(material, (owed.get(material) ?? 0) + amount * quantity);
    }
  }
  const memory = await world.server().memory(bot.uuid);
  assert.ok(memory, `${bot.name} is not here`);
  const given = memory.data.filter(
    ([key, value]) => key.startsWith('mintkeep:receipt/') && value.startsWith('given'),
  );
  assert.equal(given.length, receipts, `the receipts of ${bot.name}`);
  for (const material of materialsOf(sold)) {
    const inHand: number = memory.inventory
      .filter((stack) => stack.material === material)
      .reduce((sum, { amount }) => sum + amount, 0);
    assert.equal(inHand, owed.get(material) ?? 0, `${material} in the hands of ${bot.name}`);
  }
}

function materialsOf(sold: ReadonlyMap<string, Reward>): Set<string> {
  return new Set(
    [...sold.values()].flatMap(({ items }) => items ?? []).map(({ material }) => material),
  );
}
