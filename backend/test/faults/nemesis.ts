// The nemesis: a schedule of faults that follows from a seed, and the hand that carries it out. Every
// fault ends by itself, so that the next one finds the system whole or on its way there.
import { oneOf, randomFrom } from '../model/random.ts';
import type { Random } from '../model/random.ts';
import type { Backend } from './backends.ts';
import type { Game } from './game.ts';
import type { Member, Members } from './members.ts';
import { pause, within } from './pause.ts';

export const faultKinds = [
  'kill the primary',
  'kill all members',
  'part the primary from the others',
  'part the primary, then kill it',
  'step down',
  'freeze the primary',
  'delay everything',
  'cut the primary off',
  'black hole before the primary',
  'lose the answers of the primary',
  'kill a backend',
  'kill a backend at a point',
  'crash the game server',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** The points of the backend where a crash must tear nothing apart (core/fault-points.ts). */
export const points = [
  'before-commit',
  'after-commit',
  'gacha.after-commit',
  'purchase.after-coins',
  'purchase.after-record',
  'purchase.after-delivery',
  'purchase.after-log',
  'purchase.after-stock',
  'purchases.after-commit',
  'order.after-coins',
  'order.after-delivery',
  'order.after-listing',
  'orders.after-commit',
  'fulfil.after-coins',
  'fulfil.after-order',
  'order-refund.after-order',
  'order-refund.after-goods',
  'holds.after-settle',
] as const;

/** One fault: how long after the one before it begins, and how long it lasts. */
export interface Fault {
  readonly kind: FaultKind;
  readonly afterMs: number;
  readonly lastsMs: number;
  /** A backend, or the part of all points that is meant. */
  readonly place: number;
}

/** How long each lasts, in milliseconds. */
const lasts: Readonly<Record<FaultKind, readonly [number, number]>> = {
  'kill the primary': [800, 2_500],
  'kill all members': [300, 1_000],
  'part the primary from the others': [2_000, 5_000],
  'part the primary, then kill it': [600, 1_500],
  'step down': [0, 0],
  'freeze the primary': [2_500, 4_500],
  'delay everything': [1_500, 3_500],
  'cut the primary off': [1_500, 3_500],
  'black hole before the primary': [1_500, 3_500],
  // Longer than a backend waits for a commit, so that it must say "nobody knows".
  'lose the answers of the primary': [7_000, 8_500],
  'kill a backend': [100, 1_500],
  'kill a backend at a point': [100, 300],
  'crash the game server': [0, 0],
};

/** The faults of a run: each kind comes once before any comes again. */
export function scheduleOf(
  seed: number,
  { seconds, kinds = faultKinds }: { seconds: number; kinds?: readonly FaultKind[] | undefined },
): Fault[] {
  const random = randomFrom(seed);
  const schedule: Fault[] = [];
  let bag: FaultKind[] = [];
  for (let atMs = 0; ;) {
    if (bag.length === 0) bag = shuffled(random, kinds);
    const kind = bag.pop() ?? 'step down';
    const [shortMs, longMs] = lasts[kind];
    const afterMs = Math.round(500 + random() * 2_500);
    const lastsMs = Math.round(shortMs + random() * (longMs - shortMs));
    const place = Math.floor(random() * 1_000);
    atMs += afterMs + lastsMs;
    if (atMs > seconds * 1_000) return schedule;
    schedule.push({ kind, afterMs, lastsMs, place });
  }
}

function shuffled<T>(random: Random, several: readonly T[]): T[] {
  const rest = [...several];
  const out: T[] = [];
  while (rest.length > 0) {
    const one = oneOf(random, rest);
    rest.splice(rest.indexOf(one), 1);
    out.push(one);
  }
  return out;
}

export interface Targets {
  readonly members: Members;
  readonly backends: readonly Backend[];
  readonly game: Game;
}

/** Carries the schedule out, until it is done or `isOver`. Answers how often each kind came. */
export async function strike(
  targets: Targets,
  schedule: readonly Fault[],
  { isOver, tell }: { isOver: () => boolean; tell: (fault: Fault) => void },
): Promise<Partial<Record<FaultKind, number>>> {
  const struck: Partial<Record<FaultKind, number>> = {};
  for (const fault of schedule) {
    await pause(fault.afterMs);
    if (isOver()) return struck;
    tell(fault);
    await carryOut(targets, fault);
    struck[fault.kind] = (struck[fault.kind] ?? 0) + 1;
  }
  return struck;
}

/** Ends every fault there can be. */
export function heal({ members }: Targets): void {
  for (const member of members.all) {
    member.thaw();
    member.proxy.heal();
    member.start();
  }
}

async function carryOut(targets: Targets, fault: Fault): Promise<void> {
  const { members, backends, game } = targets;
  const { kind, lastsMs, place } = fault;
  const backend = backends[place % backends.length];
  switch (kind) {
    case 'kill all members':
      await Promise.all(members.all.map((one) => one.kill()));
      break;
    case 'delay everything':
      for (const { proxy } of members.all) proxy.delay(60 + (place % 100));
      break;
    case 'kill a backend':
      await backend?.kill({ downMs: lastsMs });
      break;
    case 'kill a backend at a point': {
      const point = points[place % points.length] ?? 'before-commit';
      const before = backend?.deaths() ?? 0;
      await backend?.kill({ faultPoints: `${point}:kill:${String(1 + (place % 3))}` });
      // Its next life begins, and ends at that point.
      await within(6_000, async () => (backend?.deaths() ?? 0) > before + 1);
      break;
    }
    case 'crash the game server':
      game.crash();
      break;
    case 'kill the primary':
    case 'part the primary from the others':
    case 'part the primary, then kill it':
    case 'lose the answers of the primary':
    case 'step down':
    case 'freeze the primary':
    case 'cut the primary off':
    case 'black hole before the primary': {
      const primary = await members.primary();
      if (primary) await strikePrimary(kind, primary, lastsMs);
      break;
    }
  }
  if (!kind.includes('backend')) await pause(lastsMs);
  heal(targets);
}

type OfPrimary = Extract<FaultKind, `${string}the primary${string}` | 'step down'>;

async function strikePrimary(kind: OfPrimary, primary: Member, lastsMs: number): Promise<void> {
  switch (kind) {
    case 'kill the primary':
      return primary.kill();
    case 'step down':
      return primary.stepDown();
    case 'freeze the primary':
      return primary.freeze();
    case 'cut the primary off':
      return primary.proxy.cut();
    case 'black hole before the primary':
      return primary.proxy.blackHole();
    case 'lose the answers of the primary':
      // Replication is slow first: then most of what is under way waits for its commit.
      primary.proxy.delay(300, 'members');
      await pause(1_500);
      return primary.proxy.mute();
    case 'part the primary from the others':
      return primary.proxy.part();
    case 'part the primary, then kill it':
      // What it takes alone must not count, for it dies before anyone else hears of it.
      primary.proxy.part();
      await pause(lastsMs);
      await primary.kill();
      // Back before the others have voted, it would only lead again.
      return pause(2_500);
  }
}
