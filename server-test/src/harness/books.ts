// The books after a scenario: coins are what was granted less what was bought, goods in hand are
// what was bought, each once by its receipt; nothing was swallowed; at the end the ledger is sound.
import assert from 'node:assert/strict';
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import type { Item } from '@mintkeep/shared/delivery.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import { listPurchases, type PurchaseRecord } from '@mintkeep/shared/shop.ts';
import type { Backend } from './backend.ts';
import type { Bot } from './bot.ts';
import { target, type GameServer } from './targets.ts';
import { until } from './until.ts';

export interface Reward {
  readonly sku: string;
  readonly priceCoins: number;
  /** Short for a reward that gives these. */
  readonly items?: readonly Item[];
  readonly [field: string]: unknown;
}

export interface Books {
  readonly backend: Backend;
  readonly server: GameServer;
  readonly sold: ReadonlyMap<string, Reward>;
  readonly players: readonly { readonly bot: Bot; readonly grantedCoins: number }[];
}

/** Waits until every purchase is over, then checks; throws with what does not add up. */
export async function checkBooks(books: Books): Promise<void> {
  for (const { bot, grantedCoins } of books.players) {
    const bought = await completedPurchases(books, bot);
    const spentCoins = bought.reduce((sum, { totalCostCoins }) => sum + totalCostCoins, 0);
    const card = await books.backend.ask(getCard, { minecraftUUID: bot.uuid });
    const coins = card.walletBalanceCoins + sumOfHolds(card);
    assert.equal(coins, grantedCoins - spentCoins, `the coins of ${bot.name}`);
    await checkHands(books, bot, bought);
  }
  checkNothingSwallowed(books.server);
}

/** Throws when the entries do not replay to every balance; needs the database alone. */
export async function checkLedger(backend: Backend): Promise<void> {
  const report = JSON.parse(await backend.command('ledger', 'verify', '--json')) as {
    readonly sound: boolean;
  };
  assert.ok(report.sound, `the ledger is not sound: ${JSON.stringify(report)}`);
}

/** Coins set aside for game servers are the player's, too. */
export const sumOfHolds = ({ holds = [] }: ReplyOf<typeof getCard>): number =>
  holds.reduce((sum, { holdCoins }) => sum + holdCoins, 0);

/** What Grakkit would have swallowed silently fails a scenario; Paper itself cannot tell. */
export function checkNothingSwallowed(server: GameServer): void {
  if (target === 'paper') return;
  assert.deepEqual(server.embedded.swallowed, [], 'a real server would have swallowed this');
}

function completedPurchases({ backend }: Books, bot: Bot): Promise<PurchaseRecord[]> {
  return until(
    `every purchase of ${bot.name} to be over`,
    async () => {
      const items = await allPurchases(backend, bot);
      const isOver = items.every(({ status }) => status === 'completed' || status === 'refunded');
      return isOver && items.filter(({ status }) => status === 'completed');
    },
    { timeoutMs: 40_000, state: () => bot.heard },
  );
}

async function allPurchases(backend: Backend, bot: Bot): Promise<PurchaseRecord[]> {
  const all: PurchaseRecord[] = [];
  for (let page = 1; ; page += 1) {
    const list = { minecraftUUID: bot.uuid, page: String(page), pageSize: '100' };
    const { items, total } = await backend.ask(listPurchases, list);
    all.push(...items);
    if (items.length === 0 || all.length >= total) return all;
  }
}

async function checkHands(
  { server, sold }: Books,
  bot: Bot,
  bought: readonly PurchaseRecord[],
): Promise<void> {
  const owed = new Map<string, number>();
  for (const { items } of sold.values()) {
    for (const { material } of items ?? []) owed.set(material, 0);
  }
  const given = bought.filter(({ sku }) => sold.get(sku)?.items);
  for (const { sku, quantity } of given) {
    for (const { material, amount } of sold.get(sku)?.items ?? []) {
      owed.set(material, (owed.get(material) ?? 0) + amount * quantity);
    }
  }
  const receipts = (await server.console(`mintkeep receipts ${bot.name}`)).filter((line) =>
    /^receipt \S+ given /.test(line),
  );
  assert.equal(receipts.length, given.length, `the receipts of ${bot.name}`);
  const inHand = () => new Map([...owed.keys()].map((material) => [material, bot.count(material)]));
  await until(
    `the goods of ${bot.name} to be in hand`,
    () => [...owed].every(([material, amount]) => bot.count(material) === amount),
    { state: () => ({ owed: [...owed], inHand: [...inHand()] }) },
  );
}
