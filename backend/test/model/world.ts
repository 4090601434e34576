// The world of the delivery model: a backend that can be restored from a backup, game servers with
// memory and disk, a network that loses, repeats and delays. It runs the real state machine of the
// backend and the real protocol of the plugin; only what is around them is made up.
import { decide } from '../../../plugin/src/delivery/protocol.ts';
import {
  afterRestore,
  cancel,
  expire,
  lease,
  opened,
  paidBack,
  report,
} from '../../src/delivery/states.ts';
import type { DeliveryState, Report } from '../../src/delivery/states.ts';

export type Receipt = 'given' | 'void';

/** What one player's file holds: goods and receipts, always written together. */
interface PlayerFile {
  items: Map<string, number>;
  receipts: Map<string, Receipt>;
}

interface Leased {
  readonly deliveryId: string;
  readonly leaseId: string;
  readonly cancelled: boolean;
}

/** A word on its way from a server to the backend. */
interface Word extends Report {
  readonly deliveryId: string;
}

export interface GameServer {
  readonly serverId: string;
  online: boolean;
  memory: PlayerFile;
  disk: PlayerFile;
  /** What it has leased and not handed over; gone with a crash. */
  inHand: Leased[];
  /** Reported until heard; gone with a crash, because the receipts say it again. */
  unheard: Word[];
  /** Given or voided in memory, waiting for the file to be written. */
  unsaved: Word[];
  /** Only with a defect: receipts that are written a task after the goods. */
  receiptsLater: string[];
  hasRoom: boolean;
  canSave: boolean;
}

interface Order {
  state: DeliveryState;
  refunds: number;
}

export interface Backend {
  nowMs: number;
  orders: Map<string, Order>;
  backup: Map<string, Order> | null;
  leases: number;
}

/**
 * Known mistakes, one at a time, to show that the model sees them: it would be worth nothing if it
 * found no fault in a protocol that has one.
 */
export type Defect =
  | 'reportBeforeSave'
  | 'receiptLater'
  | 'noReceipt'
  | 'receiptDroppedWhenHeard'
  | 'refundAtCancel'
  | 'leaseByAnyServer'
  | 'restoreTrustsLeases';

export interface World {
  readonly defect: Defect | undefined;
  readonly backend: Backend;
  readonly servers: readonly GameServer[];
  /** Words and leases that the network holds back. */
  delayed: (() => void)[];
}

const emptyFile = (): PlayerFile => ({ items: new Map(), receipts: new Map() });
const copyFile = ({ items, receipts }: PlayerFile): PlayerFile => ({
  items: new Map(items),
  receipts: new Map(receipts),
});
const copyOrders = (orders: Map<string, Order>): Map<string, Order> =>
  new Map([...orders].map(([id, order]) => [id, { ...order }]));

/** A world with one player, so many servers, and so many orders that wait for the player. */
export function aWorld(servers: number, orders: number, defect?: Defect): World {
  return {
    defect,
    backend: {
      nowMs: 0,
      orders: new Map(
        Array.from({ length: orders }, (_, i) => [
          `d${String(i)}`,
          { state: opened(0), refunds: 0 },
        ]),
      ),
      backup: null,
      leases: 0,
    },
    servers: Array.from({ length: servers }, (_, i) => ({
      serverId: `server-${String(i)}`,
      online: i === 0,
      memory: emptyFile(),
      disk: emptyFile(),
      inHand: [],
      unheard: [],
      unsaved: [],
      receiptsLater: [],
      hasRoom: true,
      canSave: true,
    })),
    delayed: [],
  };
}

// ---- the backend ------------------------------------------------------------------------------

/** Leases what is due for a server whose player is online. */
export function leaseDue(
  { backend, defect }: World,
  server: GameServer,
  impatient: boolean,
): Leased[] {
  const leased: Leased[] = [];
  for (const [deliveryId, order] of backend.orders) {
    backend.leases += 1;
    const leaseId = `l${String(backend.leases)}`;
    const { serverId } = server;
    const state = defect === 'leaseByAnyServer' ? { ...order.state, boundTo: null } : order.state;
    const next = lease(state, { serverId, leaseId, nowMs: backend.nowMs, impatient });
    if (!next) continue;
    order.state = next;
    leased.push({ deliveryId, leaseId, cancelled: next.status === 'cancelling' });
  }
  return leased;
}

/** Takes a server's word. */
export function hear({ backend, servers, defect }: World, word: Word): void {
  const order = backend.orders.get(word.deliveryId);
  if (!order) return;
  const reported = report(order.state, { ...word, nowMs: backend.nowMs });
  if ('next' in reported) order.state = reported.next;
  if (defect !== 'receiptDroppedWhenHeard') return;
  for (const { memory, disk } of servers) {
    memory.receipts.delete(word.deliveryId);
    disk.receipts.delete(word.deliveryId);
  }
}

export function cancelOrder({ backend, defect }: World, deliveryId: string): void {
  const order = backend.orders.get(deliveryId);
  if (!order) return;
  const state = defect === 'refundAtCancel' ? { ...order.state, everLeased: false } : order.state;
  order.state = cancel(state) ?? order.state;
}

/** The job that ends leases which ran out (fulfilment:retry). */
export function expireLeases({ backend }: World): void {
  for (const order of backend.orders.values()) {
    order.state = expire(order.state, backend.nowMs) ?? order.state;
  }
}

/** The job that pays back what is voided: once, because state and coins commit together. */
export function payBack({ backend }: World): void {
  for (const order of backend.orders.values()) {
    const next = paidBack(order.state);
    if (!next) continue;
    order.state = next;
    order.refunds += 1;
  }
}

export function backUp({ backend }: World): void {
  backend.backup = copyOrders(backend.orders);
}

export function restore({ backend, defect }: World): void {
  if (!backend.backup) return;
  backend.orders = copyOrders(backend.backup);
  if (defect === 'restoreTrustsLeases') return;
  for (const order of backend.orders.values()) order.state = afterRestore(order.state);
}

// ---- the game server ----------------------------------------------------------------------------

/** One task on the server thread: all that is in hand, goods and receipts in memory together. */
export function handOver({ defect }: World, server: GameServer): void {
  for (const deliveryId of server.receiptsLater.splice(0)) {
    server.memory.receipts.set(deliveryId, 'given');
  }
  for (const { deliveryId, leaseId, cancelled } of server.inHand.splice(0)) {
    const word = { deliveryId, leaseId, nowMs: 0 };
    if (!server.online) {
      server.unheard.push({ ...word, outcome: 'released', reason: 'playerLeft' });
      continue;
    }
    const receipt = server.memory.receipts.get(deliveryId) ?? null;
    switch (decide({ receipt, cancelled, hasRoom: server.hasRoom })) {
      case 'give':
        server.memory.items.set(deliveryId, (server.memory.items.get(deliveryId) ?? 0) + 1);
        if (defect === 'receiptLater') server.receiptsLater.push(deliveryId);
        else if (defect !== 'noReceipt') server.memory.receipts.set(deliveryId, 'given');
        server.unsaved.push({ ...word, outcome: 'given' });
        break;
      case 'writeVoid':
        server.memory.receipts.set(deliveryId, 'void');
        server.unsaved.push({ ...word, outcome: 'void' });
        break;
      case 'answerGiven':
        server.unsaved.push({ ...word, outcome: 'given' });
        break;
      case 'answerVoid':
        server.unsaved.push({ ...word, outcome: 'void' });
        break;
      case 'release':
        server.unheard.push({ ...word, outcome: 'released', reason: 'noRoom' });
        break;
    }
  }
}

/** Writes the player's file. The server swallows what goes wrong, and so does this. */
export function save(server: GameServer): void {
  if (server.online && server.canSave) server.disk = copyFile(server.memory);
}

/** Save, verify, report: only what is proved to be on disk is said. */
export function saveAndVerify({ defect }: World, server: GameServer): void {
  if (server.unsaved.length === 0) return;
  if (defect === 'reportBeforeSave') server.unheard.push(...server.unsaved.splice(0));
  save(server);
  if (server.online && server.canSave) server.unheard.push(...server.unsaved.splice(0));
  // Not proved: no word. The lease runs out and it comes again.
  else server.unsaved = [];
}

/** The server saves by itself. What waited for a proof of this session will have none. */
export function quit(server: GameServer): void {
  save(server);
  server.unsaved = [];
  server.online = false;
}

export function join(server: GameServer): void {
  server.memory = copyFile(server.disk);
  server.online = true;
}

/** Memory is gone; the disk is what was last written. */
export function crash(server: GameServer): void {
  const wasOnline = server.online;
  server.inHand = [];
  server.unheard = [];
  server.unsaved = [];
  server.receiptsLater = [];
  server.online = false;
  if (wasOnline) join(server);
}
