// The books after trades: each wallet is what was granted less what was bought plus what was sold, net
// of the fee; nobody has coins in escrow; each thing is in exactly one place: in an inventory, held,
// or listed. Knows no window.
import assert from 'node:assert/strict';
import { listOwnListings } from '@mintkeep/shared/listings.ts';
import { listHeldGoods } from '@mintkeep/shared/market.ts';
import { listTrades, type OrderRecord } from '@mintkeep/shared/orders.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import type { Backend } from './backend.ts';
import { checkNothingSwallowed, sumOfHolds } from './books.ts';
import type { Bot } from './bot.ts';
import type { GameServer } from './targets.ts';
import { until } from './until.ts';

/** Things that came out of nowhere to a player, by UUID. */
export interface Given {
  readonly bot: string;
  readonly material: string;
  readonly amount: number;
}

export interface MarketBooks {
  readonly backend: Backend;
  readonly server: GameServer;
  readonly given: readonly Given[];
  readonly players: readonly { readonly bot: Bot; readonly grantedCoins: number }[];
}

/** Waits until every trade is over, then checks; throws with what does not add up. */
export async function checkMarketBooks(books: MarketBooks): Promise<void> {
  const { backend, given, players, server } = books;
  for (const { bot, grantedCoins } of players) {
    const spentCoins = sum(await doneTrades(backend, bot, 'bought'), (one) => one.totalCoins);
    const earned = await doneTrades(backend, bot, 'sold');
    const earnedCoins = sum(earned, (one) => one.totalCoins - one.feeCoins);
    const card = await backend.ask(getCard, { minecraftUUID: bot.uuid });
    const expected = grantedCoins - spentCoins + earnedCoins;
    const coins = card.walletBalanceCoins + sumOfHolds(card);
    assert.equal(coins, expected, `the coins of ${bot.name}`);
    assert.equal(card.escrowBalanceCoins, 0, `coins of ${bot.name} are in escrow`);
  }
  const theirs = given.filter(({ bot: to }) => players.some(({ bot }) => bot.uuid === to));
  for (const material of new Set(theirs.map((one) => one.material))) {
    const amount = sum(
      theirs.filter((one) => one.material === material),
      (one) => one.amount,
    );
    const places = () => placesOf(books, material);
    await until(
      `${String(amount)} ${material} in all`,
      async () => sum(Object.values(await places()), (count) => count) === amount,
      { timeoutMs: 20_000, state: () => players.map(({ bot }) => [bot.name, bot.heard]) },
    ).catch(async (error: unknown) => {
      throw new Error(`${String(error)}\n${JSON.stringify(await places())}`);
    });
  }
  checkNothingSwallowed(server);
}

const sum = <T>(list: readonly T[], of: (one: T) => number): number =>
  list.reduce((all, one) => all + of(one), 0);

/** Where the things made of a material are. */
async function placesOf({ backend, players }: MarketBooks, material: string) {
  const places: Record<string, number> = {};
  for (const { bot } of players) {
    const call = { minecraftUUID: bot.uuid, pageSize: '100' };
    const held = (await backend.ask(listHeldGoods, call)).items;
    const listed = (await backend.ask(listOwnListings, call)).items;
    const count = (list: readonly { material: string; quantity: number }[]): number =>
      sum(
        list.filter((one) => one.material === material),
        ({ quantity }) => quantity,
      );
    places[`${bot.name} has`] = bot.count(material);
    places[`${bot.name} keeps`] = count(held);
    places[`${bot.name} offers`] = count(listed);
  }
  return places;
}

function doneTrades(backend: Backend, bot: Bot, side: 'bought' | 'sold'): Promise<OrderRecord[]> {
  return until(
    `every trade of ${bot.name} to be over`,
    async () => {
      const call = { minecraftUUID: bot.uuid, side, pageSize: '100' };
      const { items, total } = await backend.ask(listTrades, call);
      assert.equal(items.length, total, 'more trades than a page holds');
      const isOver = items.every(({ status }) => status === 'fulfilled' || status === 'refunded');
      return isOver && items.filter(({ status }) => status === 'fulfilled');
    },
    { timeoutMs: 40_000, state: () => bot.heard },
  );
}
