// Hands leased deliveries over. All of a player's in one go on the server thread, without an await:
// goods and receipt change in the same tick, so they go to disk and die together (D22).
import type { LeasedDelivery } from '@mintkeep/shared/delivery.ts';
import type { Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import { readReceipt, writeReceipt } from '../receipts.ts';
import { runErrand, type Errand } from './errands.ts';
import type { Journal } from './journal.ts';
import { decide } from './protocol.ts';
import { parcelOf, type Parcel } from './parcels.ts';
import { openReports, type Reports } from './reports.ts';
import type { Saves } from '../saves.ts';

/** What a hand-over came to, for the player's own question. */
export interface HandedOver {
  readonly came: number;
  readonly slotsMissing: number;
}

const nothing: HandedOver = { came: 0, slotsMissing: 0 };

export interface Hands {
  handOver(leased: readonly LeasedDelivery[]): HandedOver;
  /** Leased and not answered: waiting for a save, or for the backend to hear of it. */
  inHand(): number;
}

/** What the steps of a hand-over share. */
interface Desk {
  readonly plugin: Plugin;
  readonly saves: Saves;
  readonly journal: Journal;
  readonly reports: Reports;
  /** Deliveries whose missing room a player was told of on this visit. */
  readonly toldNoRoom: WeakMap<Player, Set<string>>;
}

/** Makes the hands. */
export function openHands(plugin: Plugin, saves: Saves, journal: Journal): Hands {
  const reports = openReports(plugin);
  const desk: Desk = { plugin, saves, journal, reports, toldNoRoom: new WeakMap() };

  /** One that fails must not take the others along: it is not answered, and its lease runs out. */
  function handOne(leased: LeasedDelivery): HandedOver {
    try {
      return handOverOne(desk, leased);
    } catch (cause) {
      plugin.platform.log.error(`Delivery ${leased.deliveryId} could not be handed over.`, cause);
      return nothing;
    }
  }

  return {
    inHand: () => reports.unheard() + saves.waiting(),
    handOver: (leased) =>
      leased.map(handOne).reduce(
        (sum, one) => ({
          came: sum.came + one.came,
          slotsMissing: sum.slotsMissing + one.slotsMissing,
        }),
        nothing,
      ),
  };
}

function handOverOne(desk: Desk, leased: LeasedDelivery): HandedOver {
  const player = desk.plugin.platform.player(leased.minecraftUUID);
  if (!player?.isOnline()) {
    desk.reports.send(leased, { outcome: 'released', reason: 'playerLeft' });
    return nothing;
  }
  const { task } = leased;
  if (task.action === 'give' || task.action === 'goods') {
    return handParcel(desk, player, leased, parcelOf(desk.plugin, player, task));
  }
  return handErrand(desk, player, leased, task);
}

function handErrand(
  { plugin, journal, reports }: Desk,
  player: Player,
  leased: LeasedDelivery,
  task: Errand,
): HandedOver {
  const became = runErrand(plugin, journal, player, leased, task);
  if (became.outcome === 'released') {
    reports.send(leased, { ...became, reason: 'failed', permanent: true });
    return nothing;
  }
  reports.send(leased, became);
  return became.outcome === 'given' ? { came: 1, slotsMissing: 0 } : nothing;
}

function handParcel(
  desk: Desk,
  player: Player,
  leased: LeasedDelivery,
  parcel: Parcel,
): HandedOver {
  const { plugin, saves, reports } = desk;
  const { deliveryId, cancelled } = leased;
  const nowMs = plugin.platform.nowMs();
  const reportAfterSave = (outcome: 'given' | 'void'): void =>
    saves.afterSave(player, () => reports.send(leased, { outcome }));

  const receipt = readReceipt(player, deliveryId);
  const isOpen = receipt === null && !cancelled;
  const problem = isOpen ? parcel.problem() : null;
  if (problem !== null) {
    plugin.platform.log.warn(`Delivery ${deliveryId} can never be handed over: ${problem}`);
    reports.send(
      leased,
      // What a player owned is nothing to cancel and forget: people look, and the bytes stay.
      parcel.isOfPlayers
        ? { outcome: 'unclear', error: problem }
        : { outcome: 'released', reason: 'failed', error: problem, permanent: true },
    );
    return nothing;
  }
  const slotsMissing = isOpen ? parcel.slotsMissing() : 0;
  switch (decide({ receipt, cancelled, hasRoom: slotsMissing === 0 })) {
    case 'release':
      reports.send(leased, { outcome: 'released', reason: 'noRoom' });
      tellNoRoom(desk, player, deliveryId, slotsMissing);
      return { came: 0, slotsMissing };
    case 'give':
      parcel.give();
      writeReceipt(player, deliveryId, 'given', nowMs);
      reportAfterSave('given');
      plugin.say(player, 'delivery.given', { what: parcel.describe() });
      return { came: 1, slotsMissing: 0 };
    case 'writeVoid':
      writeReceipt(player, deliveryId, 'void', nowMs);
      reportAfterSave('void');
      return nothing;
    // A receipt in memory may not be on disk yet: it must be, before anybody relies on it.
    case 'answerGiven':
      reportAfterSave('given');
      return nothing;
    case 'answerVoid':
      reportAfterSave('void');
      return nothing;
  }
}

function tellNoRoom(
  { plugin, toldNoRoom }: Desk,
  player: Player,
  deliveryId: string,
  slotsMissing: number,
): void {
  const told = toldNoRoom.get(player) ?? new Set();
  toldNoRoom.set(player, told);
  if (told.has(deliveryId)) return;
  told.add(deliveryId);
  plugin.say(player, 'delivery.noRoom', { slots: String(slotsMissing) });
}
