// A simulated game server: players with items and receipts in memory, and the same on disk as the
// last save of each player's file left them. It follows the protocol of the plugin (give and receipt
// in one step, save, verify, report until heard), and a crash sets memory back to disk. Broken
// protocols can be played too, so that the suite can show that it sees them.
import { leaseDeliveries, reportDelivery } from '@mintkeep/shared/delivery.ts';
import type { LeasedDelivery, ReportOutcome } from '@mintkeep/shared/delivery.ts';
import { heartbeat, join } from '@mintkeep/shared/presence.ts';
import type { Random } from '../model/random.ts';
import type { Client } from './client.ts';
import { addTo, openHandIns } from './hand-ins.ts';
import type { HandInDefect, Note, Word } from './hand-ins.ts';
import { pause } from './pause.ts';
import { freshStock } from './wares.ts';

/** How the hand-over can be done wrongly. */
export type GameDefect =
  'reportBeforeSave' | 'receiptTickLater' | 'receiptsDroppedAtReport' | HandInDefect;

interface PlayerFile {
  /** How often the goods of a delivery are in the inventory. */
  readonly items: Map<string, number>;
  readonly receipts: Map<string, 'given' | 'void'>;
  /** Things of players: how many of each kind, and those that are being handed in. */
  readonly stock: Map<string, number>;
  readonly notes: Map<string, Note>;
}

interface GamePlayer {
  readonly minecraftUUID: string;
  readonly name: string;
  memory: PlayerFile;
  disk: PlayerFile;
}

export interface Game {
  /** A player comes; resolves when a backend has heard of it. Answers the player's id. */
  join(minecraftUUID: string, name: string): Promise<string>;
  /** Dies and starts again: what was not saved is gone, and all players join anew. */
  crash(): void;
  /** Asks for what is due for each player at once, as when they join. */
  askForAll(): Promise<void>;
  /** Goods of each delivery that are in the players' files: what a crash leaves. */
  goods(): Map<string, number>;
  /** Takes things out of a player's inventory and hands them in; null when nothing was said in time. */
  handIn(note: Note): Promise<Word | null>;
  /** Things of each kind that are in the players' files. */
  stock(): Map<string, number>;
  /** What of the players' files is still being handed in. */
  notes(): Note[];
  readonly counts: {
    given: number;
    voided: number;
    crashes: number;
    saves: number;
    players: number;
  };
  stop(): Promise<void>;
}

/** So many players ask at once when they come back. */
const joinsAtOnce = 16;

const copyOf = ({ items, receipts, stock, notes }: PlayerFile): PlayerFile => ({
  stock: new Map(stock),
  notes: new Map(notes),
  items: new Map(items),
  receipts: new Map(receipts),
});

/** Starts a game server that asks the backends for deliveries until it is stopped. */
export function startGame(
  client: Client,
  { random, defect }: { random: Random; defect?: GameDefect | undefined },
): Game {
  const players = new Map<string, GamePlayer>();
  const counts = { given: 0, voided: 0, crashes: 0, saves: 0, players: 0 };
  /** Each life of the server; what an earlier one began has no hands any more. */
  let life = 1;
  let isOver = false;
  const goesOn = (): boolean => !isOver;
  const underWay = new Set<Promise<void>>();
  const run = (work: Promise<void>): void => {
    const one = work.finally(() => underWay.delete(one));
    underWay.add(one);
  };
  const save = (player: GamePlayer): void => {
    player.disk = copyOf(player.memory);
    counts.saves += 1;
  };

  const handIns = openHandIns<GamePlayer>(client, {
    ...{ random, defect, save, run },
    life: () => life,
    isOver: () => isOver,
  });

  /** One task on the server thread: nothing can come between its lines. */
  const handOver = (player: GamePlayer, lease: LeasedDelivery): 'given' | 'void' => {
    const { items, receipts } = player.memory;
    const { deliveryId } = lease;
    const receipt = receipts.get(deliveryId);
    if (receipt) return receipt;
    if (lease.cancelled) {
      receipts.set(deliveryId, 'void');
      counts.voided += 1;
      return 'void';
    }
    addTo(items, deliveryId, 1);
    if (lease.task.action === 'goods') {
      for (const { sku, quantity } of lease.task.payload.goods) {
        addTo(player.memory.stock, sku, quantity);
      }
    }
    counts.given += 1;
    if (defect !== 'receiptTickLater') receipts.set(deliveryId, 'given');
    return 'given';
  };

  const report = async (lease: LeasedDelivery, outcome: ReportOutcome, mine: number) => {
    // Now and then an answer takes longer than the lease.
    await pause(random() < 0.06 ? 2_000 + random() * 3_000 : random() * 60);
    if (life !== mine) return;
    const { deliveryId, leaseId, attempt } = lease;
    const reason = outcome === 'released' ? ({ reason: 'playerLeft' } as const) : {};
    await client.settle(
      {
        kind: 'report',
        contract: reportDelivery,
        call: { deliveryId, leaseId, attempt, outcome, ...reason },
        key: `report-${deliveryId}-${leaseId}-${outcome}`,
        actor: 'server',
      },
      { tries: 6 },
    );
  };

  const deliver = async (lease: LeasedDelivery, mine: number): Promise<void> => {
    const player = players.get(lease.minecraftUUID);
    if (!player || life !== mine) return;
    // The player is in a fight, the server thread is busy: a refund may come in between.
    if (random() < 0.25) await pause(random() * 1_500);
    if (life !== mine) return;
    // Things of players often find no room.
    const released = lease.task.action === 'goods' ? 0.35 : 0.1;
    if (random() < released && !player.memory.receipts.has(lease.deliveryId) && !lease.cancelled) {
      return report(lease, 'released', mine);
    }
    const outcome = handOver(player, lease);
    if (defect === 'receiptTickLater') {
      await pause(50);
      if (life !== mine) return;
      player.memory.receipts.set(lease.deliveryId, outcome);
    }
    if (defect === 'reportBeforeSave') {
      await report(lease, outcome, mine);
      await pause(random() * 400);
      if (life === mine) save(player);
      return;
    }
    await pause(random() * 40);
    if (life !== mine) return;
    // A save that is refused leaves the file as it was, and that is seen: then nothing is said.
    if (random() < 0.04) return;
    save(player);
    await report(lease, outcome, mine);
    if (defect === 'receiptsDroppedAtReport' && life === mine) {
      player.memory.receipts.delete(lease.deliveryId);
    }
  };

  const take = (leases: readonly LeasedDelivery[], mine: number): void => {
    for (const lease of leases) {
      run(deliver(lease, mine));
      // An answer that was sent twice, and arrives long after its lease.
      if (random() < 0.08) run(pause(2_000 + random() * 4_000).then(() => deliver(lease, mine)));
    }
  };

  const poll = async (backend: number, minecraftUUID?: string): Promise<void> => {
    const mine = life;
    const only = minecraftUUID === undefined ? {} : { minecraftUUID };
    const answer = await client.ask(
      {
        kind: 'lease',
        contract: leaseDeliveries,
        call: { limit: '20', waitS: minecraftUUID === undefined ? '1' : '0', ...only },
        key: '',
        actor: 'server',
      },
      backend,
    );
    if (answer.outcome === 'ok') take(answer.reply, mine);
    else await pause(200);
  };
  const askForAll = async (): Promise<void> => {
    const all = [...players.keys()];
    while (all.length > 0 && !isOver) {
      const some = all.splice(0, joinsAtOnce);
      await Promise.all(some.map((one) => poll(Math.floor(random() * client.backends), one)));
    }
  };
  const polling = Array.from({ length: client.backends }, async (_, backend) => {
    while (goesOn()) await poll(backend);
  });
  const beating = (async () => {
    for (let at = 0; goesOn(); at += 1) {
      if (at % 100 === 0 && players.size > 0) await beat(client, [...players.values()]);
      // Autosave: some player's file, at any moment.
      const some = [...players.values()][Math.floor(random() * players.size)];
      if (some) save(some);
      await pause(100);
    }
  })();

  return {
    counts,
    async join(minecraftUUID, name) {
      const fresh = (): PlayerFile => ({
        ...{ items: new Map(), receipts: new Map(), notes: new Map() },
        stock: freshStock(),
      });
      counts.players += 1;
      players.set(minecraftUUID, { minecraftUUID, name, memory: fresh(), disk: fresh() });
      const key = client.newKey('join');
      const call = { minecraftUUID, name };
      const answer = await client.settle(
        { kind: 'join', contract: join, call, key, actor: 'server' },
        { tries: 60 },
      );
      if (answer.outcome !== 'ok') throw new Error(`${name} cannot join: ${answer.code}`);
      return answer.reply.playerId;
    },
    crash() {
      life += 1;
      counts.crashes += 1;
      for (const player of players.values()) {
        // It may have saved a moment before.
        if (random() < 0.4) save(player);
        player.memory = copyOf(player.disk);
        handIns.resume(player);
      }
      run(askForAll());
    },
    askForAll,
    goods: () => sumOf(players, ({ items }) => items),
    stock: () => sumOf(players, ({ stock }) => stock),
    notes: () => [...players.values()].flatMap(({ memory }) => [...memory.notes.values()]),
    async handIn(note) {
      const player = players.get((note.wish.call as { minecraftUUID: string }).minecraftUUID);
      return player ? handIns.begin(player, note) : null;
    },
    async stop() {
      isOver = true;
      await Promise.all([...polling, beating]);
      while (underWay.size > 0) await Promise.all(underWay);
      // Shut down in order: what was settled about things is on disk.
      for (const player of players.values()) {
        const { stock, notes } = player.memory;
        player.disk = { ...player.disk, stock, notes };
      }
    },
  };
}

/** What all players' files hold together. */
function sumOf(
  players: ReadonlyMap<string, GamePlayer>,
  part: (file: PlayerFile) => ReadonlyMap<string, number>,
): Map<string, number> {
  const all = new Map<string, number>();
  for (const { disk } of players.values()) {
    for (const [name, count] of part(disk)) addTo(all, name, count);
  }
  return all;
}

const beat = (client: Client, players: readonly GamePlayer[]): Promise<unknown> =>
  client.settle(
    {
      kind: 'heartbeat',
      contract: heartbeat,
      call: {
        players: players
          .slice(0, 2_000)
          .map(({ minecraftUUID, name }) => ({ minecraftUUID, name, level: 1 })),
        pluginVersion: '0.0.0',
      },
      key: '',
      actor: 'server',
    },
    { tries: 2 },
  );
