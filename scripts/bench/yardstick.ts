// The purchase as any database would do it: the tables, the statements in their order, and the values
// of one order. PostgreSQL and SQLite run these very statements, so that each writes the same rows
// under the same indexes as the backend does: the wallet, the ledger entry, the purchase (which is its
// own idempotency key), the delivery, the event log, the outbox, the stock. Knows no database.
import { randomUUID } from 'node:crypto';
import { coinsEach, playersCount, rewardsCount } from './backend.ts';

/** Another way to make the same purchase. */
export interface Yardstick {
  readonly name: string;
  /** Buys one unit, durable when it resolves. Players and rewards by their numbers. */
  buy(player: number, reward: number): Promise<void>;
}

const priceCoins = 10;

export const tables = `
create table players (
  id text primary key, minecraft_uuid text not null unique, frozen boolean not null,
  wallet bigint not null check (wallet >= 0), spent bigint not null, updated_at timestamptz not null);
create table rewards (
  sku text primary key, price bigint not null, stock bigint not null check (stock >= 0),
  task json not null);
create table purchases (
  id text primary key, player_id text not null, sku text not null, quantity int not null,
  total bigint not null, made_at timestamptz not null, status text not null,
  wallet_after bigint not null, request_hash text not null);
create index purchases_of_player on purchases (player_id, made_at desc);
create index purchases_of_player_and_sku on purchases (player_id, sku, made_at desc);
create table deliveries (
  id text primary key, player_id text not null, minecraft_uuid text not null, task json not null,
  status text not null, next_attempt_at timestamptz not null, revision int not null,
  created_at timestamptz not null);
create index deliveries_of_player on deliveries (minecraft_uuid, status);
create index deliveries_by_status on deliveries (status, next_attempt_at);
create table transactions (
  id text primary key, type text not null, actor_id text not null, amount bigint not null,
  reason text not null, postings json not null, created_at timestamptz not null);
create index transactions_created_at on transactions (created_at);
create index transactions_of_actor on transactions (actor_id, created_at);
create table event_log (
  id text primary key, type text not null, source text not null, player_id text not null,
  logged_at timestamptz not null, data json not null);
create index event_log_newest on event_log (logged_at desc, type);
create index event_log_of_player on event_log (player_id, logged_at desc);
create table outbox (
  id text primary key, events json not null, created_at timestamptz not null,
  done_at timestamptz not null);
create index outbox_expiry on outbox (done_at);`;

const insertPlayer = 'insert into players values ($1, $2, false, $3, 0, $4)';
const insertReward = 'insert into rewards values ($1, $2, $3, $4)';

/** What a purchase is decided on. */
export const reads = [
  'select id, frozen, wallet from players where minecraft_uuid = $3',
  'select price, stock, task from rewards where sku = $4',
] as const;

/** What a purchase writes, one row each, in the backend's order: what others wait for comes last. */
export const writes = [
  `update players set wallet = wallet - $6, spent = spent + $6, updated_at = $7
     where id = $2 and wallet >= $6`,
  "insert into transactions values ($1, 'spend', $2, $6, 'purchase', $10, $7)",
  `insert into purchases
     values ($1, $2, $4, $5, $6, $7, 'pending', (select wallet from players where id = $2), $8)`,
  "insert into deliveries values ($1, $2, $3, $9, 'pending', $7, 1, $7)",
  "insert into event_log values ($1, 'purchase', 'server:first', $2, $7, $11)",
  'insert into outbox values ($1, $12, $7, $7)',
  'update rewards set stock = stock - $5 where sku = $4 and stock >= $5',
] as const;

/** The types of $1 to $12. */
export const orderTypes = [
  ['text', 'text', 'text', 'text', 'int', 'bigint', 'timestamptz'],
  ['text', 'json', 'json', 'json', 'json'],
].flat();

export type Value = string | number;

const hash = 'f'.repeat(64);
const task = JSON.stringify({
  action: 'give',
  payload: { items: [{ material: 'DIAMOND', amount: 1 }] },
});
const idOf = (player: number): string =>
  `00000000-0000-4000-8000-${String(player).padStart(12, '0')}`;
const minecraftUUIDOf = (player: number): string => idOf(player).replace('-4000-', '-4001-');
const skuOf = (reward: number): string => `bench-${String(reward)}`;

/** The rows a bench starts with. */
export function* startingRows(): Generator<readonly [statement: string, values: Value[]]> {
  const now = new Date().toISOString();
  for (let player = 0; player < playersCount; player += 1) {
    yield [insertPlayer, [idOf(player), minecraftUUIDOf(player), coinsEach, now]];
  }
  for (let reward = 0; reward < rewardsCount; reward += 1) {
    yield [insertReward, [skuOf(reward), priceCoins, coinsEach, task]];
  }
}

/** The values of one order, $1 first. */
export function orderOf(player: number, reward: number): Value[] {
  const operationId = randomUUID();
  const playerId = idOf(player);
  const sku = skuOf(reward);
  const bought = { purchaseId: operationId, sku, quantity: 1, totalCostCoins: priceCoins };
  return [
    operationId,
    playerId,
    minecraftUUIDOf(player),
    sku,
    1,
    priceCoins,
    new Date().toISOString(),
    hash,
    task,
    JSON.stringify([{ from: `wallet:${playerId}`, to: 'burn', amountCoins: priceCoins }]),
    JSON.stringify({ before: { stock: coinsEach }, after: bought }),
    JSON.stringify([{ type: 'purchase.made', playerId, ...bought }]),
  ];
}

/** A statement with its own numbering, for clients that want exactly the values it names. */
export function numbered(statement: string, sign: '$' | '?'): { text: string; places: number[] } {
  const places: number[] = [];
  const text = statement.replaceAll(/\$(\d+)/g, (_, number: string) => {
    const place = Number(number) - 1;
    if (!places.includes(place)) places.push(place);
    return `${sign}${String(places.indexOf(place) + 1)}`;
  });
  return { text, places };
}

export const valuesAt = (values: readonly Value[], places: readonly number[]): Value[] =>
  places.map((place) => values[place] ?? '');

const counted = ['purchases', 'deliveries', 'transactions', 'event_log', 'outbox'];

/** One row with the units sold by the stock, by the wallets, and the rows of each table. */
export const countAll = `select
  (select sum(${String(coinsEach)} - stock) from rewards) as sold,
  (select sum(${String(coinsEach)} - wallet) / ${String(priceCoins)} from players) as paid,
  ${counted.map((table) => `(select count(*) from ${table}) as ${table}`).join(', ')}`;

/** Throws unless every purchase left each of its rows once. */
export function assertExact(name: string, row: Record<string, unknown>): void {
  const figures = Object.values(row).map(Number);
  if (figures.some((figure) => figure !== figures[0])) {
    throw new Error(`${name} is not exact: ${JSON.stringify(row)}`);
  }
}
