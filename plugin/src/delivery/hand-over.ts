// Hands leased deliveries over. All of a player's in one go on the server thread, without an await:
// goods and receipt change in the same tick, so they go to disk and die together (D22).
import { reportDelivery, type Item, type LeasedDelivery } from '@mintkeep/shared/delivery.ts';
import type { Message, Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import { readReceipt, writeReceipt } from '../receipts.ts';
import { runErrand, type ErrandOutcome } from './errands.ts';
import type { Journal } from './journal.ts';
import { decide } from './protocol.ts';
import type { Saves } from './saves.ts';

// The slots that goods go into; what needs more never fits.
const slotsMax = 36;

type Outcome =
  | { readonly outcome: 'given' | 'void' | 'unclear' }
  | {
      readonly outcome: 'released';
      readonly reason: 'noRoom' | 'playerLeft' | 'failed';
      readonly error?: string;
      readonly permanent?: boolean;
    };

/** What a hand-over came to, for the player's own question. */
export interface HandedOver {
  came: number;
  slotsMissing: number;
}

export interface Hands {
  handOver(leased: readonly LeasedDelivery[]): HandedOver;
  inHand(): number;
}

/** Makes the hands. */
export function openHands(plugin: Plugin, saves: Saves, journal: Journal): Hands {
  const { platform, backend } = plugin;
  const toldNoRoom = new WeakMap<Player, Set<string>>();
  let inHand = 0;

  /** Says what became of a lease, until it is heard. */
  function report(leased: LeasedDelivery, outcome: Outcome): void {
    const { deliveryId, leaseId, attempt } = leased;
    inHand += 1;
    void backend
      .sendUntilHeard(
        reportDelivery,
        { deliveryId, leaseId, attempt, ...outcome },
        platform.newId(),
      )
      .then((answer) => {
        inHand -= 1;
        if (answer.ok || answer.code === 'DELIVERY_LEASE_LOST') return;
        platform.log.warn(`The backend refused a report on delivery ${deliveryId}: ${answer.code}`);
      });
  }

  function goods(player: Player, leased: LeasedDelivery, items: readonly Item[]): HandedOver {
    const { deliveryId, cancelled } = leased;
    const receipt = readReceipt(player, deliveryId);
    const isOpen = receipt === null && !cancelled;
    const problem = isOpen ? problemOf(plugin, items) : null;
    if (problem) {
      platform.log.warn(`Delivery ${deliveryId} can never be handed over: ${problem}`);
      report(leased, { outcome: 'released', reason: 'failed', error: problem, permanent: true });
      return { came: 0, slotsMissing: 0 };
    }
    const slotsMissing = isOpen ? player.slotsMissing(items) : 0;
    const step = decide({ receipt, cancelled, hasRoom: slotsMissing === 0 });
    switch (step) {
      case 'release':
        report(leased, { outcome: 'released', reason: 'noRoom' });
        tellNoRoom(player, deliveryId, slotsMissing);
        return { came: 0, slotsMissing };
      case 'give':
        player.give(items);
        writeReceipt(player, deliveryId, 'given', platform.nowMs());
        plugin.say(player, 'delivery.given', { what: describe(plugin, player, items) });
        saves.afterSave(player, () => report(leased, { outcome: 'given' }));
        return { came: 1, slotsMissing: 0 };
      case 'writeVoid':
        writeReceipt(player, deliveryId, 'void', platform.nowMs());
        saves.afterSave(player, () => report(leased, { outcome: 'void' }));
        return { came: 0, slotsMissing: 0 };
      case 'answerGiven':
      case 'answerVoid':
        // The receipt in memory may not be on disk yet: it must be, before anybody relies on it.
        saves.afterSave(player, () =>
          report(leased, { outcome: step === 'answerGiven' ? 'given' : 'void' }),
        );
        return { came: 0, slotsMissing: 0 };
    }
  }

  function tellNoRoom(player: Player, deliveryId: string, slots: number): void {
    const told = toldNoRoom.get(player) ?? new Set();
    toldNoRoom.set(player, told);
    if (told.has(deliveryId)) return;
    told.add(deliveryId);
    plugin.say(player, 'delivery.noRoom', { slots: String(slots) });
  }

  function handOne(leased: LeasedDelivery): HandedOver {
    const nothing = { came: 0, slotsMissing: 0 };
    const player = platform.player(leased.minecraftUUID);
    if (!player?.isOnline()) {
      report(leased, { outcome: 'released', reason: 'playerLeft' });
      return nothing;
    }
    const { task } = leased;
    if (task.action === 'give') return goods(player, leased, task.payload.items);
    const became: ErrandOutcome = runErrand(plugin, journal, player, leased, task);
    if (became.outcome === 'released') {
      report(leased, { ...became, reason: 'failed', permanent: true });
      return nothing;
    }
    report(leased, became);
    return { came: became.outcome === 'given' ? 1 : 0, slotsMissing: 0 };
  }

  return {
    inHand: () => inHand,
    handOver: (leased) =>
      leased.map(handOne).reduce(
        (sum, one) => ({
          came: sum.came + one.came,
          slotsMissing: sum.slotsMissing + one.slotsMissing,
        }),
        { came: 0, slotsMissing: 0 },
      ),
  };
}

/** Why the goods can never be handed over here; null when they can. */
function problemOf({ platform }: Plugin, items: readonly Item[]): string | null {
  const unknown = items.find(({ material }) => !platform.isItem(material));
  if (unknown) return `this game knows no item ${unknown.material}`;
  const slots = items.reduce(
    (sum, { material, amount }) => sum + Math.ceil(amount / platform.maxStackSize(material)),
    0,
  );
  return slots > slotsMax ? `it needs ${slots} slots, a player has ${slotsMax}` : null;
}

function describe({ words, platform }: Plugin, player: Player, items: readonly Item[]): Message {
  const { language } = player;
  const parts = items.map(({ material, name, amount }) =>
    words(language, 'delivery.itemPart', {
      amount: platform.formatInteger(amount, language),
      item: name ?? material.toLowerCase().replace(/_/g, ' '),
    }),
  );
  const template = parts.map((_, index) => `<part${index}>`).join(', ');
  return {
    template,
    values: Object.fromEntries(parts.map((part, index) => [`part${index}`, part])),
  };
}
