// What a delivery puts into an inventory: what a reward gives, or things that players handed in. Both
// are handed over by the same steps; only here it matters which it is.
import type { Item, LeasedDelivery } from '@mintkeep/shared/delivery.ts';
import type { Goods } from '@mintkeep/shared/goods.ts';
import { withCard } from '../item-card.ts';
import type { Message, Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';

// The slots that goods go into; what needs more never fits.
const slotsMax = 36;
/** As much as a report can say. */
const problemMax = 500;

export interface Parcel {
  /** Things that a player owned before: they are never given up for lost. */
  readonly isOfPlayers: boolean;
  /** Why it can never be handed over here; null when it can. Ask before anything else. */
  problem(): string | null;
  slotsMissing(): number;
  /** Adds all of it; only after `slotsMissing` said 0 in the same tick. */
  give(): void;
  describe(): Message;
}

type ParcelTask = Extract<LeasedDelivery['task'], { action: 'give' | 'goods' }>;

/** What is to be handed to a player. */
export function parcelOf(plugin: Plugin, player: Player, task: ParcelTask): Parcel {
  return task.action === 'give'
    ? ofItems(plugin, player, task.payload.items)
    : ofGoods(plugin, player, task.payload.goods);
}

function ofItems(plugin: Plugin, player: Player, items: readonly Item[]): Parcel {
  const { platform } = plugin;
  return {
    isOfPlayers: false,
    problem() {
      const unknown = items.find(({ material }) => !platform.isItem(material));
      if (unknown) return `this game knows no item ${unknown.material}`;
      return tooMany(plugin, items);
    },
    slotsMissing: () => player.slotsMissing(items),
    give: () => player.give(items),
    describe: () =>
      describe(
        plugin,
        player,
        items.map(({ material, name, lore, amount }) => ({
          item: name ?? material.toLowerCase().replace(/_/g, ' '),
          amount,
          details: lore ?? [],
        })),
      ),
  };
}

function ofGoods(plugin: Plugin, player: Player, goods: readonly Goods[]): Parcel {
  const stacks = goods.map(({ material, quantity }) => ({ material, amount: quantity }));
  return {
    isOfPlayers: true,
    problem: () =>
      (plugin.platform.goodsProblem(goods) ?? tooMany(plugin, stacks))?.slice(0, problemMax) ??
      null,
    slotsMissing: () => player.goodsSlotsMissing(goods),
    give: () => player.giveGoods(goods),
    describe: () =>
      describe(
        plugin,
        player,
        goods.map(({ title, details, quantity }) => ({ item: title, amount: quantity, details })),
      ),
  };
}

function tooMany(
  { platform }: Plugin,
  stacks: readonly { readonly material: string; readonly amount: number }[],
): string | null {
  const slots = stacks.reduce(
    (sum, { material, amount }) =>
      sum + Math.ceil(amount / Math.max(1, platform.maxStackSize(material))),
    0,
  );
  return slots > slotsMax ? `it needs ${slots} slots, a player has ${slotsMax}` : null;
}

interface Part {
  readonly item: string;
  readonly amount: number;
  readonly details: readonly string[];
}

function describe(plugin: Plugin, player: Player, given: readonly Part[]): Message {
  const { words, platform } = plugin;
  const { language } = player;
  const parts = given.map(({ item, amount, details }) =>
    words(language, 'delivery.itemPart', {
      amount: platform.formatInteger(amount, language),
      item: withCard(plugin, language, { name: item, details, quantity: amount }),
    }),
  );
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const template = parts.map((_, index) => `<part${index}>`).join(', ');
  return {
    template,
    values: Object.fromEntries(parts.map((part, index) => [`part${index}`, part])),
  };
}
