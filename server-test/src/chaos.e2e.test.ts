// A minute in which database, backend and game server are killed again and again while players buy,
// trade on the market and sell to the shop.
// Afterwards the books must be right: that is the claim of the whole project.
import { afterAll, describe, expect, test } from 'vitest';
import { listListings } from '@mintkeep/shared/listings.ts';
import type { Bot } from './harness/bot.ts';
import { startDatabase, type Database } from './harness/database.ts';
import { scenario } from './harness/scenario.ts';
import { target } from './harness/targets.ts';
import { until } from './harness/until.ts';
import type { World } from './harness/world.ts';

// A whole minute once, on the engine of Grakkit.
const seconds = Number(process.env['CHAOS_SECONDS'] ?? (target === 'graal' ? 60 : 20));
const seed = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 1_000_000));
const bots = Number(process.env['CHAOS_BOTS'] ?? 5);
/** Some buy from the shop, some trade with each other, some sell to the shop. */
const trades = ['shopper', 'trader', 'trader', 'seller', 'shopper'] as const;
type Trade = (typeof trades)[number];
const crowdOf = Array.from({ length: bots }, (_, place) => ({
  name: `Bot${place + 1}`,
  trade: trades[place % trades.length] ?? 'shopper',
}));
const grantedCoins = 100_000;
/** What traders and sellers begin with, each of one kind. */
const things = { trader: 'GOLD_INGOT', seller: 'IRON_INGOT' } as const;
const thingsEach = 64;
const sellPriceCoins = 3;

/** Mulberry32: the same faults for the same seed. */
function randomOf(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let database: Database | undefined;
afterAll(() => database?.stop());

/** The players of the minute, who come back whenever the game server does. */
class Crowd {
  readonly #world: World;
  bots: Bot[] = [];
  #isOver = false;
  #buying: Promise<void>[] = [];
  /** What was for sale when somebody last looked. */
  #offers: { listingId: string; sellerName: string }[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  async come(): Promise<void> {
    for (const { name, trade } of crowdOf) {
      const bot = await this.#world.player(name, grantedCoins);
      if (trade !== 'shopper') await this.#world.give(bot, things[trade], thingsEach);
      this.bots.push(bot);
    }
    this.#buying = [...crowdOf.map((_, place) => this.#trade(place)), this.#look()];
  }

  of(wanted: Trade): Bot[] {
    return this.bots.filter((_, place) => crowdOf[place]?.trade === wanted);
  }

  /** The game server is there again: everybody joins it. */
  async comeBack(): Promise<void> {
    this.bots = await Promise.all(this.bots.map((bot) => this.#world.rejoin(bot)));
  }

  async stopBuying(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#buying);
  }

  // A little less than two wishes a second, whoever is dead.
  async #trade(place: number): Promise<void> {
    const random = randomOf(seed + place);
    while (!this.#isOver) {
      const bot = this.bots[place];
      if (bot) bot.say(this.#wishOf(bot, crowdOf[place]?.trade ?? 'shopper', random));
      // Fewer trades than a page of them holds.
      const slower = crowdOf[place]?.trade === 'trader' ? 2 : 1;
      await pause((400 + random() * 400) * slower);
    }
  }

  #wishOf(bot: Bot, trade: Trade, random: () => number): string {
    if (trade === 'shopper') return random() < 0.7 ? '/buy diamond' : '/buy planks 2';
    if (trade === 'seller') return '/sell iron_ingot 1';
    const dice = random();
    const mine = this.#offers.filter(({ sellerName }) => sellerName === bot.name);
    const theirs = this.#offers.filter(({ sellerName }) => sellerName !== bot.name);
    const [own] = mine;
    if (own && dice < 0.2) return `/market cancel ${own.listingId}`;
    const one = theirs[Math.floor(random() * theirs.length)];
    if (one && dice < 0.65) return `/market buy ${one.listingId} 1`;
    return `/market sell ${String(10 + Math.floor(random() * 5))} 3`;
  }

  async #look(): Promise<void> {
    while (!this.#isOver) {
      // The backend may be dead: then everybody wants what was there before.
      const page = await this.#world.backend.ask(listListings, {}).catch(() => null);
      if (page) this.#offers = page.items;
      await pause(300);
    }
  }
}

type Part = 'database' | 'backend' | 'game server';
const parts: readonly Part[] = ['database', 'backend', 'game server'];

/** Kills some parts at once, waits, and brings them up again in the order they need each other. */
async function incident(world: World, crowd: Crowd, down: ReadonlySet<Part>, ms: number) {
  if (down.has('game server')) await world.embedded.crash();
  if (down.has('backend')) await world.backend.kill();
  if (down.has('database')) await database?.kill();
  await pause(ms);
  if (down.has('database')) await database?.start();
  if (down.has('backend')) await world.backend.start();
  if (down.has('game server')) {
    await world.restart();
    await crowd.comeBack();
  }
}

/** What sellers have no more, they were paid for: each thing once. */
async function settleSellers(world: World, sellers: readonly Bot[]): Promise<void> {
  for (const bot of sellers) {
    const sold = () => thingsEach - bot.count(things.seller);
    await until(
      `${bot.name} to be paid for what was sold`,
      async () => (await world.balance(bot)) === grantedCoins + sold() * sellPriceCoins,
      { timeoutMs: 60_000, state: () => [sold(), bot.heard] },
    );
    expect(sold(), `what ${bot.name} sold`).toBeGreaterThan(0);
  }
}

// A real Paper cannot be killed and brought back from here.
describe.skipIf(target === 'paper')(`${seconds} seconds of kills, CHAOS_SEED=${seed}`, () => {
  test(
    'leaves every coin and every item where it belongs (S0-076, pain 16)',
    async () => {
      database = await startDatabase();
      const world = await scenario({
        databaseUrl: database.url,
        settings: { timeoutMs: 2_000, market: { confirm: false, listingsDefault: 4 } },
      });
      await world.sell(
        { sku: 'diamond', priceCoins: 10, items: [{ material: 'DIAMOND', amount: 1 }] },
        { sku: 'planks', priceCoins: 2, items: [{ material: 'OAK_PLANKS', amount: 1 }] },
        {
          sku: 'iron',
          priceCoins: 10,
          items: [{ material: 'IRON_INGOT', amount: 1 }],
          sellPriceCoins,
        },
      );
      const crowd = new Crowd(world);
      await crowd.come();
      const random = randomOf(seed);
      const killed: Record<Part, number> = { database: 0, backend: 0, 'game server': 0 };
      const endsAt = performance.now() + seconds * 1_000;
      while (performance.now() < endsAt) {
        await pause(500 + random() * 2_500);
        const first = parts[Math.floor(random() * parts.length)] ?? 'backend';
        const second = random() < 0.3 ? parts[Math.floor(random() * parts.length)] : undefined;
        const down = new Set<Part>(second ? [first, second] : [first]);
        for (const part of down) killed[part] += 1;
        await incident(world, crowd, down, random() * 1_500);
      }
      await crowd.stopBuying();
      await until(
        'the plugin to hear the backend',
        async () => (await world.console('mintkeep status')).some((line) => /reachable/.test(line)),
        { timeoutMs: 90_000 },
      );
      await settleSellers(world, crowd.of('seller'));
      await world.settleMarket(...crowd.of('trader'));
      await world.settle(...crowd.of('shopper'));
      expect(Object.values(killed).reduce((sum, times) => sum + times)).toBeGreaterThan(3);
      process.stderr.write(`chaos, seed ${seed}: killed ${JSON.stringify(killed)}\n`);
      await world.close();
    },
    seconds * 1_000 + 240_000,
  );
});
