// What an import does with balances of another plugin: compares them with who is known here, and
// pays each once out of the mint. Knows no file and no plugin by name but as a word of the source.
import { audit } from '../audit/service.ts';
import type { Actor, Context } from '../core/context.ts';
import { nameOf } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import { operationIdOf } from '../core/identity.ts';
import { transact } from '../core/transact.ts';
import { postEarning } from '../ledger/service.ts';
import { ledgerPlan } from '../ledger/store.ts';
import { ensurePlayer, findPlayers } from '../players/service.ts';
import type { Shell } from './command.ts';
import { floorOf, plus, times, zero } from './import-decimal.ts';
import type { Decimal } from './import-decimal.ts';
import type { UserFile } from './import-essentials.ts';

/** One payment of an import, and what is known here of who gets it. */
export interface Payment {
  readonly minecraftUUID: string;
  readonly name: string;
  readonly coins: number;
  /** What the player holds here already; null for one who is new. */
  readonly coinsHere: number | null;
  /** True where an earlier run has paid it. */
  readonly isPaid: boolean;
}

export interface Terms {
  /** Coins for one of the other plugin's. */
  readonly ratio: Decimal;
  /** Nobody is paid more. */
  readonly coinsMax: number;
}

export interface ImportPlan {
  /** Largest first. */
  readonly payments: readonly Payment[];
  readonly rounded: { readonly players: number; readonly lost: Decimal };
  readonly capped: { readonly players: number; readonly lost: bigint };
  readonly negative: { readonly players: number; readonly sum: Decimal };
  readonly npcs: { readonly accounts: number; readonly sum: Decimal };
  /** With nothing to pay: no money written, or less than one coin. */
  readonly empty: number;
  /** With coins, but neither a name in the file nor a player here. */
  readonly nameless: readonly string[];
  /** Names that several accounts bore last. */
  readonly namesTwice: readonly (readonly [string, readonly string[]])[];
}

const totalOf = (all: readonly Decimal[]): Decimal => all.reduce(plus, zero);

/** Works out what is to be paid; changes nothing. */
export async function planImport(
  ctx: Context,
  source: string,
  users: readonly UserFile[],
  terms: Terms,
): Promise<ImportPlan> {
  const npcs = users.filter(({ npc }) => npc);
  const people = users
    .filter(({ npc }) => !npc)
    .map((user) => ({ user, worth: times(user.money ?? zero, terms.ratio) }));
  const inDebt = people.filter(({ worth }) => worth.units < 0n);
  const rated = people
    .filter(({ worth }) => worth.units > 0n)
    .map(({ user, worth }) => ({ user, ...floorOf(worth) }));
  const owed = rated.filter(({ whole }) => whole > 0n);
  const above = owed.filter(({ whole }) => whole > BigInt(terms.coinsMax));
  const lost = rated.filter(({ rest }) => rest.units > 0n);
  const { payments, nameless } = await meet(
    ctx,
    source,
    owed.map(({ user, whole }) => ({ user, coins: Math.min(Number(whole), terms.coinsMax) })),
  );
  return {
    payments: payments.sort((a, b) => b.coins - a.coins),
    nameless,
    rounded: { players: lost.length, lost: totalOf(lost.map(({ rest }) => rest)) },
    capped: {
      players: above.length,
      lost: above.reduce((sum, { whole }) => sum + whole - BigInt(terms.coinsMax), 0n),
    },
    negative: { players: inDebt.length, sum: totalOf(inDebt.map(({ worth }) => worth)) },
    npcs: { accounts: npcs.length, sum: totalOf(npcs.map(({ money }) => money ?? zero)) },
    empty: people.length - inDebt.length - owed.length,
    namesTwice: twice(people.map(({ user }) => user)),
  };
}

function twice(users: readonly UserFile[]): ImportPlan['namesTwice'] {
  const byName = Map.groupBy(
    users.filter(({ name }) => name !== null),
    ({ name }) => name?.toLowerCase() ?? '',
  );
  return [...byName]
    .filter(([, same]) => same.length > 1)
    .map(([, same]) => [same[0]?.name ?? '', same.map((one) => one.minecraftUUID)] as const);
}

const pageOf = 1_000;

/** Looks up who is known here, and what an earlier run has paid. */
async function meet(
  ctx: Context,
  source: string,
  owed: readonly { user: UserFile; coins: number }[],
): Promise<{ payments: Payment[]; nameless: string[] }> {
  const payments: Payment[] = [];
  const nameless: string[] = [];
  for (let at = 0; at < owed.length; at += pageOf) {
    const some = owed.slice(at, at + pageOf);
    const uuids = some.map(({ user }) => user.minecraftUUID);
    const known = new Map((await findPlayers(ctx, uuids)).map((one) => [one.minecraftUUID, one]));
    const paid = await findPaid(ctx, source, uuids);
    for (const { user, coins } of some) {
      const { minecraftUUID } = user;
      const player = known.get(minecraftUUID);
      const name = player?.minecraftName ?? user.name;
      const coinsHere = player?.walletBalanceCoins ?? null;
      if (name === null) nameless.push(minecraftUUID);
      else
        payments.push({ minecraftUUID, name, coins, coinsHere, isPaid: paid.has(minecraftUUID) });
    }
  }
  return { payments, nameless };
}

// One actor, whoever runs it: the operation must have the same id on every run (D15).
const importer: Actor = { kind: 'console', id: 'import' };
const routeOf = (source: string): string => `import ${source}`;

async function findPaid(
  ctx: Context,
  source: string,
  uuids: readonly string[],
): Promise<ReadonlySet<string>> {
  const ids = new Map(
    uuids.map((uuid) => [operationIdOf(nameOf(importer), routeOf(source), uuid), uuid]),
  );
  const entries = await ctx.db
    .collection<{ _id: string }>(ledgerPlan.name)
    .find({ _id: { $in: [...ids.keys()] } }, { projection: { _id: 1 }, batchSize: pageOf })
    .toArray();
  return new Set(entries.map(({ _id }) => ids.get(_id) ?? ''));
}

export interface Applied {
  readonly players: number;
  readonly coins: bigint;
  /** Whose balance would have become too large; nothing was paid. */
  readonly full: readonly Payment[];
}

// As many at once as one backend's group commits; each waits mostly for the disk.
const atOnce = 8;

/**
 * Pays what the plan says and nobody was paid yet: for each one entry out of the mint, with its
 * player where it is new, in one transaction. May be stopped anywhere and run again. The audit log
 * gets an entry before the first and one after the last.
 */
export async function applyImport(
  { ctx, change }: Shell,
  source: string,
  payments: readonly Payment[],
  tell: (players: number, of: number) => void,
): Promise<Applied> {
  const open = payments.filter(({ isPaid }) => !isPaid);
  const due = { players: open.length, coins: String(coinsIn(open)) };
  const target = { type: 'import', id: source };
  const by = await change(async (tx) => {
    await audit(tx, { action: 'import.begin', target, reason: 'import', before: null, after: due });
    return tx.actor.id;
  });
  const done: Record<Outcome, Payment[]> = { paid: [], earlier: [], full: [] };
  const waiting = open.values();
  let tried = 0;
  const work = async (): Promise<void> => {
    for (const payment of waiting) {
      done[await pay(ctx, source, payment, by)].push(payment);
      tell((tried += 1), open.length);
    }
  };
  // All end before one's fault is told: nobody works on while the database is being closed.
  const ends = await Promise.allSettled(Array.from({ length: atOnce }, work));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  const applied = { players: done.paid.length, coins: coinsIn(done.paid), full: done.full };
  const after = { players: applied.players, coins: String(applied.coins) };
  await change((tx) =>
    audit(tx, { action: 'import.end', target, reason: 'import', before: due, after }),
  );
  return applied;
}

export const coinsIn = (payments: readonly Payment[]): bigint =>
  payments.reduce((sum, { coins }) => sum + BigInt(coins), 0n);

type Outcome = 'paid' | 'earlier' | 'full';

/** Pays one, unless another run was faster or the wallet cannot hold it. */
async function pay(
  ctx: Context,
  source: string,
  { minecraftUUID, name, coins }: Payment,
  by: string,
): Promise<Outcome> {
  const command = { actor: importer, route: routeOf(source), key: minecraftUUID, input: null };
  try {
    const { replayed } = await transact(ctx, command, async (tx) => {
      const player = await ensurePlayer(tx, { minecraftUUID, name });
      await postEarning(tx, {
        playerId: player._id,
        amountCoins: coins,
        reason: routeOf(source),
        meta: { cause: 'import', source, by },
      });
      return null;
    });
    return replayed ? 'earlier' : 'paid';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // The reply of an old run is forgotten after a week; its entry never is.
    if (error.code === 'OPERATION_DONE_EARLIER') return 'earlier';
    if (error.code === 'BALANCE_TOO_LARGE') return 'full';
    throw error;
  }
}
