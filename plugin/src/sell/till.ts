// The till that buys from players: takes kinds of things out of an inventory one after the other and
// tells what came of them. How things are taken and never lost is the business of goods/taking.ts.
import * as z from 'zod';
import { coinsMax } from '@mintkeep/shared/constants.ts';
import { sell } from '@mintkeep/shared/shop.ts';
import {
  handInsMax,
  type HandIn,
  type HandInDesk,
  type RefusedHandIn,
  type TakenReply,
  type Taking,
} from '../goods/taking.ts';
import { withCard } from '../item-card.ts';
import type { Cancel, Message, Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import type { SellPrices } from './prices.ts';

/** Within 200 ms a player knows that something happens; after the second, that it takes long. */
const slowMs = 100;
const unclearMs = 6_000;

/** So many kinds and some of each: what a player wants to sell. */
export interface Lot {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPriceCoins: number;
}

const saleData = z.strictObject({ unitPriceCoins: z.int().min(1).max(coinsMax) });
type SaleData = z.infer<typeof saleData>;
type Sale = HandIn<SaleData>;
type Sold = TakenReply<typeof sell>;

/** One wish of a player on its way. */
interface Run {
  readonly player: Player;
  readonly waiting: Lot[];
  readonly underWay: Set<string>;
  readonly sold: { readonly sale: Sale; readonly reply: Sold }[];
  readonly isOne: boolean;
  readonly stopTelling: Cancel;
  readonly done: () => void;
}

export interface SellTill {
  isBusy(player: Player): boolean;
  /** Sells the lots, tells the player, and then calls `done`, unless the player left before. */
  sell(player: Player, lots: readonly Lot[], done?: () => void): void;
  /** Why nothing of a kind can be sold as things are, or null. */
  whyNot(player: Player, sku: string): Message | null;
}

interface State {
  readonly plugin: Plugin;
  readonly desk: HandInDesk<SaleData>;
  readonly runs: Map<Player, Run>;
}

/** Opens the till. */
export function openSellTill(plugin: Plugin, taking: Taking, prices: SellPrices): SellTill {
  const runs = new Map<Player, Run>();
  const desk = taking.errand<typeof sell, SaleData>({
    name: 'shop.sell',
    contract: sell,
    data: saleData,
    atOnceMax: handInsMax,
    callOf: ({ goodsId, minecraftUUID, goods, data }) => ({
      goodsId,
      minecraftUUID,
      goods,
      quotedPriceCoins: data.unitPriceCoins,
    }),
    taken(player, reply, sale) {
      const run = runOf(state, player, sale);
      if (!run || run.isOne) tellReceipt(plugin, player, sale, reply);
      else run.sold.push({ sale, reply });
      goOn(state, run, sale);
    },
    refused(player, refused, sale) {
      if (refused.code === 'PRICE_CHANGED') prices.forget();
      tellRefused(plugin, player, sale, refused);
      goOn(state, runOf(state, player, sale), sale);
    },
  });
  const state: State = { plugin, desk, runs };
  plugin.platform.onQuit((player) => {
    runs.get(player)?.stopTelling();
    runs.delete(player);
  });
  return {
    isBusy: (player) => runs.has(player),
    whyNot: (player, sku) => desk.whyNot(player, sku)?.message ?? null,
    sell(player, lots, done = () => undefined) {
      if (runs.has(player)) return plugin.say(player, 'sell.busy');
      const run: Run = {
        player,
        waiting: [...lots],
        underWay: new Set(),
        sold: [],
        isOne: lots.length === 1,
        stopTelling: tellWhenSlow(plugin, player),
        done,
      };
      runs.set(player, run);
      takeMore(state, run);
    },
  };
}

/** The wish that a sale belongs to; null for one of an earlier visit. */
function runOf({ runs }: State, player: Player, { goodsId }: Sale): Run | null {
  const run = runs.get(player);
  return run?.underWay.has(goodsId) ? run : null;
}

function goOn(state: State, run: Run | null, { goodsId }: Sale): void {
  if (!run) return;
  run.underWay.delete(goodsId);
  takeMore(state, run);
}

/** Takes as many of the waiting kinds as can be under way; the last one that ends closes the wish. */
function takeMore({ plugin, desk, runs }: State, run: Run): void {
  const { player, waiting, underWay } = run;
  for (let lot = waiting.shift(); lot; lot = waiting.shift()) {
    const { sku, quantity, unitPriceCoins } = lot;
    const took = desk.take(player, { sku, quantity, data: { unitPriceCoins } });
    if (took.ok) {
      underWay.add(took.handIn.goodsId);
    } else if (took.why === 'pending' && underWay.size > 0) {
      waiting.unshift(lot);
      break;
    } else if (took.why === 'pending') {
      // Other features have all the places: nobody would call again.
      waiting.length = 0;
      player.tell(took.message);
    } else {
      player.tell(took.message);
    }
  }
  if (underWay.size > 0) return;
  runs.delete(player);
  run.stopTelling();
  if (run.sold.length > 0) tellSummary(plugin, run);
  run.done();
}

function tellWhenSlow({ platform, say, words }: Plugin, player: Player): Cancel {
  const stops = [
    platform.after('slow sale', slowMs, () =>
      player.actionBar(words(player.language, 'sell.working')),
    ),
    platform.after('unclear sale', unclearMs, () => say(player, 'sell.unclear')),
  ];
  return () => stops.forEach((stop) => stop());
}

const nameOf = ({ goods }: Sale): string => goods.title;

const cardOf = (
  plugin: Plugin,
  language: string,
  { goods }: Sale,
  { quantity, unitPriceCoins }: Sold,
): Message =>
  withCard(plugin, language, {
    name: goods.title,
    details: goods.details,
    quantity,
    unitPriceCoins,
  });

/** Says what was paid; the price of one and the number of the sale stand behind it. */
function tellReceipt(plugin: Plugin, player: Player, sale: Sale, reply: Sold): void {
  const { say, coins, platform } = plugin;
  const { language } = player;
  say(player, 'sell.sold', {
    item: cardOf(plugin, language, sale, reply),
    quantity: platform.formatInteger(reply.quantity, language),
    total: coins(reply.totalCoins, language),
    unit: coins(reply.unitPriceCoins, language),
    receipt: reply.goodsId,
    balance: coins(reply.walletBalanceCoins, language),
  });
  plugin.sound(player, 'coins');
}

/** One line for all kinds that were sold together; what each brought stands behind it. */
function tellSummary(plugin: Plugin, { player, sold }: Run): void {
  const { say, coins, platform, words } = plugin;
  const { language } = player;
  const number = (value: number): string => platform.formatInteger(value, language);
  const line = ({ sale, reply }: Run['sold'][number]): Message =>
    words(language, 'sell.line', {
      item: cardOf(plugin, language, sale, reply),
      quantity: number(reply.quantity),
      total: coins(reply.totalCoins, language),
    });
  const sum = (of: (reply: Sold) => number): number =>
    sold.reduce((all, { reply }) => all + of(reply), 0);
  say(player, 'sell.soldMany', {
    kinds: number(sold.length),
    quantity: number(sum(({ quantity }) => quantity)),
    total: coins(
      sum(({ totalCoins }) => totalCoins),
      language,
    ),
    balance: coins(Math.max(...sold.map(({ reply }) => reply.walletBalanceCoins)), language),
    lines: {
      template: sold.map((_, place) => `<line${String(place)}>`).join('\n'),
      values: Object.fromEntries(sold.map((one, place) => [`line${String(place)}`, line(one)])),
    },
  });
  plugin.sound(player, 'coins');
}

function tellRefused(plugin: Plugin, player: Player, sale: Sale, refused: RefusedHandIn): void {
  const { say, coins, platform } = plugin;
  const { code, details } = refused;
  const { language } = player;
  const item = nameOf(sale);
  const number = (name: string): number => Number(details[name] ?? 0);
  if (code === 'PRICE_CHANGED') {
    say(player, 'sell.priceChanged', { item, price: coins(number('priceCoins'), language) });
  } else if (code === 'SALE_LIMIT_REACHED') {
    say(player, 'sell.limit', {
      item,
      max: platform.formatInteger(number('quantityPerDayMax'), language),
      left: platform.formatInteger(number('leftToday'), language),
    });
  } else {
    player.tell(plugin.refusal(code, details, language));
  }
  const quantity = platform.formatInteger(sale.goods.quantity, language);
  say(player, 'sell.back', { item, quantity });
  plugin.sound(player, 'refused');
}
