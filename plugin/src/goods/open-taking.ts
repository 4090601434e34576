// Opens the taking of goods (taking.ts): which errands there are, and what may be taken. The steps
// after that are those of hand-ins.ts.
import { purchaseQuantityMax } from '@mintkeep/shared/constants.ts';
import type { Contract } from '@mintkeep/shared/contract.ts';
import type { Goods } from '@mintkeep/shared/goods.ts';
import type { Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import { savingIsOff, type Saves } from '../saves.ts';
import { openHandIns, type AnyErrand, type HandIns } from './hand-ins.ts';
import { keepNote, listNotes, readNote, writeNote } from './notes.ts';
import { forbids } from './rules.ts';
import {
  handInsMax,
  type Errand,
  type HandInDesk,
  type NotTaken,
  type Taking,
  type WhyNot,
} from './taking.ts';

/** Stands for any data when only the length of the bytes is asked for. */
const noData = null;

/** Opens it. Errands must be registered in the same tick: joins of a reload come in the next. */
export function openTaking(plugin: Plugin, saves: Saves): Taking {
  const errands = new Map<string, AnyErrand>();
  const handIns = openHandIns(plugin, saves, errands);
  const isSavingOff = savingIsOff(plugin.platform);
  return {
    errand<C extends Contract, D>(errand: Errand<C, D>): HandInDesk<D> {
      if (errands.has(errand.name)) throw new Error(`the errand ${errand.name} is there already`);
      errands.set(errand.name, errand);
      return deskOf(plugin, handIns, errand, isSavingOff);
    },
    giveBack: (player) => handIns.giveBack(player),
  };
}

function deskOf<C extends Contract, D>(
  plugin: Plugin,
  handIns: HandIns,
  errand: Errand<C, D>,
  isSavingOff: boolean,
): HandInDesk<D> {
  const { platform, settings } = plugin;
  const no = (player: Player, why: WhyNot): NotTaken => ({
    ok: false,
    why,
    message: plugin.words(player.language, `goods.no.${why}`),
  });
  const textOf = (goods: Goods, data: unknown): string | null =>
    writeNote({ errand: errand.name, at: new Date(platform.nowMs()).toISOString(), goods, data });

  function why(player: Player, sku: string): WhyNot | null {
    if (isSavingOff) return 'savingOff';
    const goods = player.holdings().find((one) => one.sku === sku);
    if (!goods) return 'nothing';
    const forbidden = forbids(settings.goods, player, goods);
    if (forbidden) return forbidden;
    const quantity = Math.min(goods.quantity, purchaseQuantityMax);
    if (textOf({ ...goods, quantity }, noData) === null) return 'tooComplex';
    return isFull(player, errand) ? 'pending' : null;
  }

  return {
    underWay: (player) => underWay(player, errand.name),
    whyNot(player, sku) {
      const reason = why(player, sku);
      return reason && no(player, reason);
    },
    take(player, { sku, quantity, data }) {
      const reason = why(player, sku);
      if (reason) return no(player, reason);
      // A note that could not be read back would keep the goods for ever.
      if (!errand.data.safeParse(data).success)
        throw new Error(`${errand.name}: data does not fit`);
      const wanted = Math.min(Math.floor(quantity), purchaseQuantityMax);
      // From here to the note nothing waits and nothing may fail: goods and note change together.
      const goods = wanted >= 1 ? player.takeGoods(sku, wanted) : null;
      if (!goods) return no(player, 'nothing');
      const text = textOf(goods, data);
      if (text === null) {
        player.giveGoods([goods]);
        return no(player, 'tooComplex');
      }
      const goodsId = platform.newId();
      keepNote(player, goodsId, text);
      handIns.begin(player, goodsId);
      return { ok: true, handIn: { goodsId, minecraftUUID: player.id, goods, data } };
    },
  };
}

/** Notes of one errand in a player's file; those that cannot be read count only among all. */
const underWay = (player: Player, errand: string): number =>
  listNotes(player).filter((goodsId) => {
    const note = readNote(player, goodsId);
    return note !== null && note !== 'unreadable' && note.errand === errand;
  }).length;

const isFull = (player: Player, errand: AnyErrand): boolean =>
  listNotes(player).length >= handInsMax ||
  underWay(player, errand.name) >= Math.min(errand.atOnceMax ?? 1, handInsMax);
