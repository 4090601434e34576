// Holds in memory, for unit tests: what the backend does with coins set aside, without its database.
// Outlives the game servers of a test. Answers of one key are repeated, as the backend's are.
import {
  releaseHolds,
  releaseOlderHolds,
  reserveAllowance,
  settleHolds,
  takeHold,
  type HoldEntry,
  type HoldEntryState,
  type PlayerHold,
} from '@mintkeep/shared/holds.ts';
import type { CallOf, Contract, ReplyOf } from '@mintkeep/shared/contract.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import { cut, refused, silence, type FakeBackendServer } from '../backend/fake-backend.ts';

interface Hold {
  coins: number;
  epoch: string;
}

export interface FakeHolds {
  readonly wallets: Map<string, number>;
  readonly holds: Map<string, Hold>;
  /** Entries that were settled, each once, in their order. */
  readonly settled: Map<string, { readonly entry: HoldEntry; readonly state: HoldEntryState }>;
  readonly frozen: Set<string>;
  /** What may still be reserved today. */
  leftCoins: number;
  day: string;
  /** What becomes of requests. `late`: unanswered, and done when the test says so. */
  network:
    | 'fine'
    | 'lost'
    | 'answerLost'
    | 'late'
    | 'silent'
    | 'away'
    | 'fault'
    | 'doneAndFault'
    | 'doneAndFaultOfMany';
  /** Only requests of this path fare so; null: all. */
  only: string | null;
  /** Requests on their way. */
  readonly late: (() => void)[];
  /** Requests that were done, in their order. */
  readonly done: string[];
  /** Entries whose settling is refused. */
  readonly poison: Set<string>;
  readonly replies: Map<string, unknown>;
}

export function createFakeHolds(wallets: Readonly<Record<string, number>>): FakeHolds {
  return {
    wallets: new Map(Object.entries(wallets)),
    holds: new Map(),
    settled: new Map(),
    frozen: new Set(),
    leftCoins: 1_000_000,
    day: '2026-01-01',
    network: 'fine',
    only: null,
    late: [],
    done: [],
    poison: new Set(),
    replies: new Map(),
  };
}

/** All coins of a player, wherever they are. */
export const allCoinsOf = ({ wallets, holds }: FakeHolds, id: string): number =>
  (wallets.get(id) ?? 0) + (holds.get(id)?.coins ?? 0);

/** Serves what the vault asks. */
export function serveHolds(server: FakeBackendServer, world: FakeHolds): void {
  on(server, world, takeHold, (call) => take(world, call));
  on(server, world, settleHolds, ({ entries }) => ({
    entries: entries.map((entry) => ({ entryId: entry.entryId, state: settle(world, entry) })),
    players: [...new Set(entries.map(({ minecraftUUID }) => minecraftUUID))].map((id) =>
      stateOf(world, id),
    ),
  }));
  on(server, world, releaseHolds, ({ minecraftUUIDs }) => release(world, minecraftUUIDs));
  on(server, world, releaseOlderHolds, ({ epoch }) => {
    const older = [...world.holds].filter(([, hold]) => hold.epoch !== epoch);
    const ids = older.map(([id]) => id);
    return { ...release(world, ids), more: false };
  });
  on(server, world, reserveAllowance, ({ wishCoins }) => {
    const allowanceCoins = Math.min(world.leftCoins, wishCoins);
    world.leftCoins -= allowanceCoins;
    const { day: allowanceDay, leftCoins } = world;
    const dayEndsAt = new Date(Date.parse(allowanceDay) + 86_400_000).toISOString();
    return { allowanceCoins, allowanceDay, dayEndsAt, leftCoins };
  });
  on(server, world, getCard, ({ minecraftUUID }) => cardOf(world, minecraftUUID));
}

function on<C extends Contract>(
  server: FakeBackendServer,
  world: FakeHolds,
  contract: C,
  run: (call: CallOf<C>) => ReplyOf<C>,
): void {
  server.on(contract, ({ call, key }) => {
    const isMeant = world.only === null || world.only === contract.path;
    const network = isMeant ? world.network : 'fine';
    if (network === 'lost') return cut();
    if (network === 'silent') return silence();
    if (network === 'away') return refused();
    if (network === 'fault') return { no: 'FAULT', status: 500 };
    const entries = (call as { entries?: readonly HoldEntry[] }).entries ?? [];
    const isDoneInFault = network === 'doneAndFaultOfMany' && entries.length > 1;
    if (!isDoneInFault && entries.some(({ entryId }) => world.poison.has(entryId)))
      return { no: 'FAULT', status: 500 };
    const once = (): ReplyOf<C> => {
      const earlier = key === undefined ? undefined : world.replies.get(key);
      const reply = (earlier ?? run(call)) as ReplyOf<C>;
      if (key !== undefined) world.replies.set(key, reply);
      if (earlier === undefined) world.done.push(contract.path);
      return reply;
    };
    if (network === 'late') {
      world.late.push(once);
      return cut();
    }
    const reply = once();
    if (isDoneInFault) return { no: 'FAULT', status: 500 };
    if (network === 'doneAndFault') return { no: 'FAULT', status: 500 };
    return network === 'answerLost' ? cut() : { yes: reply };
  });
}

const stateOf = ({ wallets, holds, frozen }: FakeHolds, minecraftUUID: string): PlayerHold => ({
  minecraftUUID,
  holdCoins: holds.get(minecraftUUID)?.coins ?? 0,
  walletBalanceCoins: wallets.get(minecraftUUID) ?? 0,
  refused: frozen.has(minecraftUUID) ? 'PLAYER_FROZEN' : null,
});

function take(world: FakeHolds, { minecraftUUID, epoch, wishCoins }: CallOf<typeof takeHold>) {
  const { wallets, holds, frozen } = world;
  if (frozen.has(minecraftUUID)) return stateOf(world, minecraftUUID);
  const wallet = wallets.get(minecraftUUID) ?? 0;
  const held = holds.get(minecraftUUID)?.coins ?? 0;
  const more = Math.min(wallet, Math.max(0, wishCoins - held));
  wallets.set(minecraftUUID, wallet - more);
  holds.set(minecraftUUID, { coins: held + more, epoch });
  return stateOf(world, minecraftUUID);
}

function settle(world: FakeHolds, entry: HoldEntry): HoldEntryState {
  const { wallets, holds, settled } = world;
  const earlier = settled.get(entry.entryId);
  if (earlier) return earlier.state;
  const { minecraftUUID, kind, amountCoins } = entry;
  const hold = holds.get(minecraftUUID);
  const held = hold?.coins ?? 0;
  const wallet = wallets.get(minecraftUUID) ?? 0;
  let state: HoldEntryState = 'SETTLED';
  if (kind === 'DEPOSIT') {
    if (hold) hold.coins += amountCoins;
    else wallets.set(minecraftUUID, wallet + amountCoins);
  } else if (amountCoins > held + wallet) state = 'UNCOVERED';
  else {
    const fromHold = Math.min(held, amountCoins);
    if (hold) hold.coins -= fromHold;
    wallets.set(minecraftUUID, wallet - (amountCoins - fromHold));
  }
  settled.set(entry.entryId, { entry, state });
  return state;
}

function release(world: FakeHolds, ids: readonly string[]) {
  const { wallets, holds } = world;
  let releasedCoins = 0;
  const held = ids.filter((id) => holds.has(id));
  for (const id of held) {
    const coins = holds.get(id)?.coins ?? 0;
    wallets.set(id, (wallets.get(id) ?? 0) + coins);
    releasedCoins += coins;
    holds.delete(id);
  }
  return { players: held.map((id) => stateOf(world, id)), releasedCoins };
}

/** A player's card of that purse. */
export function cardOf(world: FakeHolds, minecraftUUID: string): ReplyOf<typeof getCard> {
  const { holdCoins, walletBalanceCoins, refused: why } = stateOf(world, minecraftUUID);
  return {
    playerId: '00000000-0000-4000-8000-00000000000a',
    name: 'Ann',
    walletBalanceCoins,
    ...(holdCoins > 0 ? { holds: [{ serverId: 'survival', isHere: true, holdCoins }] } : {}),
    escrowBalanceCoins: 0,
    frozen: why !== null,
    linked: false,
    streakDays: 0,
    badges: 0,
    season: null,
    pendingDeliveries: 0,
    lastEntries: [],
  };
}
