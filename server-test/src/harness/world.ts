// A whole Mintkeep for a scenario: a fresh database, the backend, a game server with the real
// bundle, and players.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OtherPlugin, VaultAnswer } from '../embedded/messages.ts';
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import { adjust } from '@mintkeep/shared/players.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import { startBackend, type Backend } from './backend.ts';
import { joinAs, type Bot } from './bot.ts';
import { checkBooks, checkLedger, checkNothingSwallowed, type Reward } from './books.ts';
import { checkMarketBooks, type Given } from './market-books.ts';
import { launch, paperDir, target, writePluginFile, type GameServer } from './targets.ts';
import { until } from './until.ts';

export interface WorldOptions {
  /** A replica set; the world takes a database of its own on it. */
  readonly databaseUrl: string;
  readonly bundle: string;
  readonly version?: '1.21.11' | '1.21.4';
  /** False when the plugin has no key: the backend never hears of its players. */
  readonly knownToBackend?: boolean;
  /** Settings of the plugin beside the backend's address and key. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Plugins of others on the embedded server, as `['MintkeepBridge', 'Vault']`. */
  readonly otherPlugins?: readonly OtherPlugin[];
}

/** Where the clients of scenarios stand. */
const english = 'en_us';

/** Why a player has coins at the start: stands in the ledger and in the audit log. */
export const startReason = 'a scenario';

export class World {
  readonly backend: Backend;
  /** The world's own database, for what only time does to it. */
  readonly databaseUrl: string;
  readonly #options: WorldOptions;
  readonly #dir: string;
  readonly #sold = new Map<string, Reward>();
  readonly #granted = new Map<string, number>();
  readonly #given: Given[] = [];
  /** Paper keeps its players between files: names must be new there. */
  readonly #suffix = target === 'paper' ? `_${randomBytes(2).toString('hex')}` : '';
  #server: GameServer;
  #isClosed = false;

  private constructor(
    options: WorldOptions,
    backend: Backend,
    dir: string,
    server: GameServer,
    databaseUrl: string,
  ) {
    this.databaseUrl = databaseUrl;
    this.#options = options;
    this.backend = backend;
    this.#dir = dir;
    this.#server = server;
  }

  /** Opens a world on the target of this run. */
  static async open(options: WorldOptions): Promise<World> {
    const database = new URL(options.databaseUrl);
    database.pathname = `/e2e_${randomBytes(6).toString('hex')}`;
    const backend = await startBackend(database.toString());
    const dir = mkdtempSync(join(tmpdir(), 'mintkeep-server-'));
    const server = await launch(launching(options, backend, dir));
    return new World(options, backend, dir, server, database.toString());
  }

  /** The embedded server's own doors; throws on Paper. */
  get embedded() {
    return this.#server.embedded;
  }

  console(line: string): Promise<string[]> {
    return this.#server.console(line);
  }

  /** Puts a file into the plugin's folder, as an admin does; `mintkeep reload` reads it. */
  pluginFile(name: string, text: string): void {
    writePluginFile(target === 'paper' ? paperDir : this.#dir, name, text);
  }

  /** Puts rewards on sale. */
  async sell(...rewards: Reward[]): Promise<void> {
    for (const reward of rewards) this.#sold.set(reward.sku, reward);
    await this.backend.rewards(
      rewards.map(({ items, ...reward }) => ({
        name: reward.sku,
        category: 'item',
        ...(items ? { task: { action: 'give', payload: { items } } } : {}),
        ...reward,
      })),
    );
  }

  /** A bot that joins and, when told, gets coins. */
  async player(name: string, coins = 0, locale = english): Promise<Bot> {
    const bot = await this.#join(name + this.#suffix, locale);
    if (this.#options.knownToBackend !== false) {
      const { playerId: id } = await this.#known(bot);
      const given = { id, amountCoins: coins, reason: startReason };
      if (coins > 0) await this.backend.ask(adjust, given, { actor: 'console' });
    }
    this.#granted.set(bot.uuid, (this.#granted.get(bot.uuid) ?? 0) + coins);
    return bot;
  }

  /** The same player again, after a crash or a quit. */
  rejoin({ name }: Bot): Promise<Bot> {
    return this.#join(name, english);
  }

  #join(name: string, locale: string): Promise<Bot> {
    return joinAs(name, {
      port: this.#server.port,
      version: this.#options.version ?? '1.21.11',
      locale,
    });
  }

  /** The plugin tells the backend of a join; only then can a player have coins. */
  #known(bot: Bot): Promise<ReplyOf<typeof getCard>> {
    const card = () => this.backend.ask(getCard, { minecraftUUID: bot.uuid }).catch(() => null);
    return until(`the backend to know ${bot.name}`, card);
  }

  /** Starts the game server again on its folder, once it is gone. */
  async restart(): Promise<void> {
    await this.embedded.exited;
    this.#server = await launch(launching(this.#options, this.backend, this.#dir));
  }

  async balance(bot: Bot): Promise<number> {
    return (await this.backend.ask(getCard, { minecraftUUID: bot.uuid })).walletBalanceCoins;
  }

  /** Another plugin asks by Vault: coins above zero are deposited. What is done counts in the books. */
  async asPlugin(bot: Bot, coins: number, plugin = 'Jobs'): Promise<VaultAnswer> {
    const { others } = this.embedded;
    const answer = await (coins < 0
      ? others.withdraw(bot.uuid, -coins, plugin)
      : others.deposit(bot.uuid, coins, plugin));
    if (answer.isDone) this.countChange(bot, coins);
    return answer;
  }

  /** Counts coins in the books that came or went otherwise than by the shop. */
  countChange(bot: Bot, coins: number): void {
    this.#granted.set(bot.uuid, (this.#granted.get(bot.uuid) ?? 0) + coins);
  }

  /** Waits until nothing is open any more, and checks the books of every player named. */
  async settle(...bots: Bot[]): Promise<void> {
    await checkBooks({
      backend: this.backend,
      server: this.#server,
      sold: this.#sold,
      players: bots.map((bot) => ({ bot, grantedCoins: this.#granted.get(bot.uuid) ?? 0 })),
    });
  }

  /** Gives a player things out of nowhere, as a command of an operator does, and saves them. */
  async give(bot: Bot, material: string, amount: number, components = ''): Promise<void> {
    await this.console(`give ${bot.name} ${material.toLowerCase()}${components} ${String(amount)}`);
    await this.console('save-all');
    this.#given.push({ bot: bot.uuid, material, amount });
  }

  /**
   * Waits until every trade of these players is over, and checks what they have: coins, and the things
   * given to them, each of which must be in exactly one place. All who traded them must be named.
   */
  async settleMarket(...bots: Bot[]): Promise<void> {
    await checkMarketBooks({
      backend: this.backend,
      server: this.#server,
      given: this.#given,
      players: bots.map((bot) => ({ bot, grantedCoins: this.#granted.get(bot.uuid) ?? 0 })),
    });
  }

  /**
   * Ends everything. Fails when the server swallowed an error, even on its way out, and when the ledger
   * of all that happened here is not sound. Nothing mends a balance that its entries do not make, so one
   * look at the end sees what was wrong after any test, and a look costs a process.
   */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#server.stop();
    await this.backend.stop();
    rmSync(this.#dir, { recursive: true, force: true });
    checkNothingSwallowed(this.#server);
    await checkLedger(this.backend);
  }
}

function launching(options: WorldOptions, backend: Backend, dir: string) {
  return {
    version: options.version ?? '1.21.11',
    dir,
    bundle: options.bundle,
    ...(options.otherPlugins ? { otherPlugins: options.otherPlugins } : {}),
    settings: {
      backendUrl: backend.url,
      ...backend.key,
      commandCooldownMs: 0,
      retryPauseMs: 200,
      heartbeatMs: 1_000,
      // Words that come by themselves would stand between those a test waits for.
      welcome: false,
      ...options.settings,
    },
  } as const;
}
