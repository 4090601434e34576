// One story of the delivery model: a seed decides what happens, step after step; then everything
// works again for a while; then nothing may be lost, twice, stuck, or both given and paid back.
import { oneOf, randomFrom } from './random.ts';
import type { Random } from './random.ts';
import * as world from './world.ts';
import type { Defect, GameServer, World } from './world.ts';

/** What may happen, and how often beside the others. They rank protocols; they do not predict. */
const weights: readonly (readonly [number, string])[] = [
  [20, 'poll'],
  [8, 'claim'],
  [20, 'handOver'],
  [18, 'save'],
  [18, 'report'],
  [8, 'autosave'],
  [6, 'crash'],
  [4, 'move'],
  [4, 'cancel'],
  [8, 'payBack'],
  [8, 'deliverDelayed'],
  [10, 'time'],
  [3, 'room'],
  [3, 'disk'],
  [2, 'backUp'],
  [1, 'restore'],
];
const weightsSum = weights.reduce((sum, [weight]) => sum + weight, 0);

const stepsMax = 70;
const messageLoss = 0.1;
const messageDelay = 0.15;
const messageRepeat = 0.1;

/** Orders that ended wrong: gone, handed over twice, never ended, both given and paid back. */
export interface Outcome {
  readonly lost: number;
  readonly twice: number;
  readonly stuck: number;
  readonly both: number;
}

export const wrongs = ['lost', 'twice', 'stuck', 'both'] as const;

/** Tells the story of a seed with so many orders, and counts what went wrong. */
export function tellStory(seed: number, orders: number, defect?: Defect): Outcome {
  const random = randomFrom(seed);
  // A backend restored from a backup forgets which server may hold a receipt, so that is told with
  // one server; what several servers do is told without a restore (docs/operating.md, windows).
  const restores = random() < 0.5;
  const one = world.aWorld(restores ? 1 : 2, orders, defect);
  for (let step = 0; step < stepsMax; step += 1) happen(one, random, pick(random), restores);
  letEverythingWork(one);
  return count(one);
}

function pick(random: Random): string {
  let left = random() * weightsSum;
  for (const [weight, name] of weights) {
    left -= weight;
    if (left < 0) return name;
  }
  return 'time';
}

function happen(one: World, random: Random, what: string, restores: boolean): void {
  const server = oneOf(random, one.servers);
  switch (what) {
    case 'poll':
      return poll(one, random, server, false);
    case 'claim':
      return poll(one, random, server, true);
    case 'handOver':
      return world.handOver(one, server);
    case 'save':
      return world.saveAndVerify(one, server);
    case 'report':
      return sendReports(one, random, server);
    case 'autosave':
      return world.save(server);
    case 'crash':
      return world.crash(server);
    case 'move':
      return move(one, random);
    case 'cancel':
      return world.cancelOrder(one, oneOf(random, [...one.backend.orders.keys()]));
    case 'payBack':
      return world.payBack(one);
    case 'deliverDelayed':
      return one.delayed.shift()?.();
    case 'time':
      one.backend.nowMs += Math.floor(random() * 120_000);
      if (random() < 0.5) world.expireLeases(one);
      return;
    case 'room':
      server.hasRoom = !server.hasRoom;
      return;
    case 'disk':
      server.canSave = !server.canSave;
      return;
    case 'backUp':
      return world.backUp(one);
    case 'restore':
      if (restores) world.restore(one);
      return;
    default:
      throw new Error(`Nothing is called ${what}.`);
  }
}

/** The backend leases, and the answer may be lost or late. */
function poll(one: World, random: Random, server: GameServer, impatient: boolean): void {
  if (!server.online) return;
  const leased = world.leaseDue(one, server, impatient);
  const arrive = (): void => {
    server.inHand.push(...leased);
  };
  if (random() < messageLoss) return;
  if (random() < messageDelay) one.delayed.push(arrive);
  else arrive();
}

/** Each word may be lost, late, or heard twice; the server says it until it knows it was heard. */
function sendReports(one: World, random: Random, server: GameServer): void {
  for (const word of server.unheard.splice(0)) {
    const arrive = (): void => {
      world.hear(one, word);
    };
    if (random() < messageLoss) {
      server.unheard.push(word);
      continue;
    }
    if (random() < messageDelay) one.delayed.push(arrive);
    else arrive();
    // The answer was lost: it is said again.
    if (random() < messageRepeat) server.unheard.push(word);
  }
}

/** The player leaves, joins, or changes servers; one player is on one server at most. */
function move({ servers }: World, random: Random): void {
  for (const server of servers) if (server.online) world.quit(server);
  if (random() < 0.8) world.join(oneOf(random, servers));
}

/** No more faults: the player visits every server, with room and a good disk, for long enough. */
function letEverythingWork(one: World): void {
  const never: Random = () => 1 - Number.EPSILON;
  for (const late of one.delayed.splice(0)) late();
  for (let round = 0; round < 4; round += 1) {
    for (const server of one.servers) {
      for (const other of one.servers) if (other.online && other !== server) world.quit(other);
      server.hasRoom = true;
      server.canSave = true;
      if (!server.online) world.join(server);
      for (let again = 0; again < 3; again += 1) {
        one.backend.nowMs += 3_600_000;
        poll(one, never, server, true);
        world.handOver(one, server);
        world.saveAndVerify(one, server);
        sendReports(one, never, server);
        world.payBack(one);
      }
    }
  }
}

/** Counts by the files on disk: what a player has after everything was switched off and on. */
function count({ backend, servers }: World): Outcome {
  let lost = 0;
  let twice = 0;
  let stuck = 0;
  let both = 0;
  for (const [deliveryId, { state, refunds }] of backend.orders) {
    const items = servers.reduce((sum, { disk }) => sum + (disk.items.get(deliveryId) ?? 0), 0);
    const delivered = state.status === 'delivered';
    const refunded = state.status === 'refunded';
    if (!delivered && !refunded) stuck += 1;
    if (delivered && items === 0) lost += 1;
    if (items > 1 || refunds > 1) twice += 1;
    if (refunded && items > 0) both += 1;
  }
  return { lost, twice, stuck, both };
}
