// The counter where goods are handed in: to be listed at once, or only to be held. How they leave an
// inventory and are never lost is the business of goods/taking.ts (D25).
import * as z from 'zod';
import { handInGoods } from '@mintkeep/shared/market.ts';
import { positiveCoins, quantity } from '@mintkeep/shared/primitives.ts';
import type { HandIn, HandInDesk, NotTaken, RefusedHandIn, Taking } from '../goods/taking.ts';
import { longDate } from '../messages.ts';
import type { Cancel, Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import { tellNo, voiceFor, withId } from './desk.ts';
import { listingsMaxOf } from './limits.ts';
import { shortOf, type Seen } from './seen.ts';

/** Within 200 ms a player knows that something happens; after the second, that it takes long. */
const slowMs = 100;
const unclearMs = 6_000;
/** Stacks that one player may hand in at a time. */
const atOnceMax = 3;

export const hoursMax = 24 * 30;

/** What a seller asks. */
export const terms = z.strictObject({
  unitPriceCoins: positiveCoins,
  hours: z.int().min(1).max(hoursMax),
  quantityPerBuyerMin: quantity.optional(),
  quantityPerBuyerMax: quantity.optional(),
});
export type Terms = z.infer<typeof terms>;

// They stand in players' files until it is clear what became of the goods: never take a field away.
const listData = z.strictObject({ terms, listingsMax: z.int().min(0) });
const holdData = z.strictObject({ listingsMax: z.int().min(0) });

type ListData = z.infer<typeof listData>;
type HoldData = z.infer<typeof holdData>;

export interface Counter {
  /** Takes so many things out of the inventory and lists them; tells the player how it ended. */
  list(player: Player, sku: string, quantity: number, terms: Terms): void;
  /** Takes them, to be held without a listing. */
  hold(player: Player, sku: string, quantity: number): void;
  /** Why nothing of a kind can be taken now, or null. */
  whyNot(player: Player, sku: string): NotTaken | null;
}

/** Opens the counter. */
export function openCounter(plugin: Plugin, seen: Seen, taking: Taking): Counter {
  const { settings } = plugin;
  const waits = tellWaits(plugin);
  const listing = listErrand(plugin, seen, taking, waits);
  const holding = holdErrand(plugin, taking, waits);

  function take<D>(desk: HandInDesk<D>, player: Player, sku: string, quantity: number, data: D) {
    const took = desk.take(player, { sku, quantity, data });
    if (took.ok) return waits.begin(player, took.handIn.goodsId);
    player.tell(took.message);
    plugin.sound(player, 'refused');
  }
  const listingsMax = (player: Player): number =>
    listingsMaxOf(player, settings.market.listingsDefault);
  return {
    whyNot: (player, sku) => listing.whyNot(player, sku),
    list: (player, sku, quantity, asked) =>
      take(listing, player, sku, quantity, { terms: asked, listingsMax: listingsMax(player) }),
    hold: (player, sku, quantity) =>
      take(holding, player, sku, quantity, { listingsMax: listingsMax(player) }),
  };
}

function listErrand(
  plugin: Plugin,
  seen: Seen,
  taking: Taking,
  waits: Waits,
): HandInDesk<ListData> {
  return taking.errand<typeof handInGoods, ListData>({
    name: 'market.list',
    contract: handInGoods,
    data: listData,
    atOnceMax,
    callOf: ({ goodsId, minecraftUUID, goods, data }) => ({
      goodsId,
      minecraftUUID,
      goods,
      listingsMax: data.listingsMax,
      terms: data.terms,
    }),
    taken(player, reply, { goodsId, goods, data }) {
      waits.end(goodsId);
      if (!reply.listing) return;
      const { sku, title, quantity } = goods;
      const { listingId } = reply.listing;
      seen.note([{ listingId, sku, sellerName: player.name }]);
      const { unitPriceCoins } = data.terms;
      tellListed(plugin, player, { ...reply.listing, title, quantity, unitPriceCoins });
    },
    refused: (player, refused, handIn) => tellBack(plugin, player, refused, handIn, waits),
  });
}

function holdErrand(plugin: Plugin, taking: Taking, waits: Waits): HandInDesk<HoldData> {
  return taking.errand<typeof handInGoods, HoldData>({
    name: 'market.hold',
    contract: handInGoods,
    data: holdData,
    atOnceMax,
    callOf: ({ goodsId, minecraftUUID, goods, data }) => ({
      goodsId,
      minecraftUUID,
      goods,
      listingsMax: data.listingsMax,
    }),
    taken(player, _reply, { goodsId, goods }) {
      waits.end(goodsId);
      const { number } = voiceFor(plugin, player);
      const quantity = number(goods.quantity);
      plugin.say(player, 'market.held', { item: goods.title, quantity });
      plugin.sound(player, 'success');
    },
    refused: (player, refused, handIn) => tellBack(plugin, player, refused, handIn, waits),
  });
}

/** Says why goods were refused, and that they are back. */
function tellBack(
  plugin: Plugin,
  player: Player,
  refused: RefusedHandIn,
  { goodsId, goods }: HandIn<unknown>,
  waits: Waits,
): void {
  waits.end(goodsId);
  tellNo(plugin, player, refused);
  const { number } = voiceFor(plugin, player);
  plugin.say(player, 'market.back', { item: goods.title, quantity: number(goods.quantity) });
}

/** Says that goods are on offer now; its words can be clicked. */
export function tellListed(
  plugin: Plugin,
  player: Player,
  listed: {
    readonly listingId: string;
    readonly title: string;
    readonly quantity: number;
    readonly unitPriceCoins: number;
    readonly expiresAt: string;
  },
): void {
  const { words, coins, number } = voiceFor(plugin, player);
  const message = words('market.listed', {
    item: listed.title,
    quantity: number(listed.quantity),
    price: coins(listed.unitPriceCoins),
    date: longDate(listed.expiresAt, player.language),
    id: shortOf(listed.listingId),
  });
  player.tell(withId(message, listed.listingId));
  plugin.sound(player, 'success');
}

interface Waits {
  begin(player: Player, goodsId: string): void;
  end(goodsId: string): void;
}

/** Tells who waits for goods on their way that it takes a moment, or long. */
function tellWaits({ platform, say, words }: Plugin): Waits {
  const waits = new Map<string, Cancel>();
  const end = (goodsId: string): void => {
    waits.get(goodsId)?.();
    waits.delete(goodsId);
  };
  return {
    end,
    begin(player, goodsId) {
      const stops = [
        platform.after('slow offer', slowMs, () =>
          player.actionBar(words(player.language, 'market.working')),
        ),
        platform.after('unclear offer', unclearMs, () => {
          waits.delete(goodsId);
          say(player, 'market.unclearGoods');
        }),
      ];
      waits.set(goodsId, () => stops.forEach((stop) => stop()));
    },
  };
}
