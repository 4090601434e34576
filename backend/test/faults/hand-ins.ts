// How the simulated game server takes things out of an inventory and hands them in: the protocol of the
// plugin (note and thing change together, save, ask until heard), also over crashes, with copies of
// requests that arrive long after. It can be played wrongly too.
import type { Random } from '../model/random.ts';
import type { Client, Wish } from './client.ts';
import { pause } from './pause.ts';

export type HandInDefect = 'handInBeforeSave' | 'giveBackOnError';

/** Things that left an inventory and of which nobody has said yet whose they are. */
export interface Note {
  readonly goodsId: string;
  readonly wish: Wish;
  readonly sku: string;
  readonly quantity: number;
  /** So many copies go out with the first request, each with a key of its own. */
  readonly copies?: number;
}

/** What of a player's file hand-ins change. */
export interface Bag {
  /** How many things of each kind are in the inventory. */
  readonly stock: Map<string, number>;
  readonly notes: Map<string, Note>;
}

interface Holder {
  memory: Bag;
}

/** A word of the backend about goods; a refusal too. */
export type Word =
  | { readonly outcome: 'refused'; readonly code: string }
  | {
      readonly outcome: 'taken';
      readonly listing?: { readonly listingId: string } | null;
    };

export interface HandIns<P extends Holder> {
  /** Takes things out and hands them in. Resolves to the word, or null when it did not come in time. */
  begin(player: P, note: Note): Promise<Word | null>;
  /** Takes up what a player's file brings along. */
  resume(player: P): void;
}

/** The game server's hands, as far as hand-ins need them. */
export interface Hands<P> {
  readonly random: Random;
  readonly defect?: string | undefined;
  /** Which life of the server this is. */
  life(): number;
  isOver(): boolean;
  save(player: P): void;
  run(work: Promise<void>): void;
}

/** Who waits longer goes on; the hand-in itself does, too. */
const heardWithinMs = 5_000;

export const addTo = (counts: Map<string, number>, name: string, more: number): void => {
  counts.set(name, (counts.get(name) ?? 0) + more);
};

export function openHandIns<P extends Holder>(client: Client, hands: Hands<P>): HandIns<P> {
  const { random } = hands;
  const waiting = new Map<string, (word: Word) => void>();

  const proveThenAsk = async (player: P, note: Note, mine: number): Promise<void> => {
    if (hands.defect !== 'handInBeforeSave') {
      // A save may be refused, and is tried again: nobody hears of goods that a crash could put back.
      do await pause(random() * 60);
      while (random() < 0.06 && hands.life() === mine);
      if (hands.life() !== mine) return;
      hands.save(player);
    }
    await ask(player, note, mine);
  };

  const ask = async (player: P, note: Note, mine: number): Promise<void> => {
    for (let at = 0; !hands.isOver(); at += 1) {
      if (hands.life() !== mine || !player.memory.notes.has(note.goodsId)) return;
      if (at === 0) for (let one = 0; one < (note.copies ?? 0); one += 1) copy(note, 0);
      const answer = await client.ask(note.wish, Math.floor(random() * client.backends));
      const isDecided = answer.outcome === 'ok';
      if (random() < 0.2) copy(note, 500 + random() * 5_000, isDecided);
      // Of a life that has ended there is no memory any more.
      if (hands.life() !== mine) return;
      if (answer.outcome === 'ok') return settle(player, note, answer.reply as Word);
      if (hands.defect === 'giveBackOnError') {
        return settle(player, note, { outcome: 'refused', code: answer.code });
      }
      await pause(100 + random() * 500);
    }
  };

  /** One task on the server thread. The file follows with the next save. */
  const settle = ({ memory }: P, { goodsId, sku, quantity }: Note, word: Word): void => {
    if (!memory.notes.delete(goodsId)) return;
    if (word.outcome === 'refused') addTo(memory.stock, sku, quantity);
    waiting.get(goodsId)?.(word);
    waiting.delete(goodsId);
  };

  /**
   * The same request once more, whatever became of it: with its key, or with one of its own, as when
   * the first reply was forgotten. What is decided stays so whatever permissions a copy brings; of
   * what is not, a copy with higher ones could rightly list more.
   */
  const copy = ({ wish }: Note, afterMs: number, isDecided = false): void => {
    const call = wish.call as Record<string, unknown>;
    const other = 'listingsMax' in call && isDecided ? { ...call, listingsMax: 1_000 } : call;
    const one = {
      ...wish,
      kind: wish.kind === 'sale' ? ('saleCopy' as const) : ('handInCopy' as const),
      key: client.newKey('copy'),
      call: other as never,
    };
    const again = afterMs > 0 && random() < 0.4 ? wish : one;
    hands.run(pause(afterMs).then(() => client.settle(again, { tries: 3 }).then(() => undefined)));
  };

  return {
    async begin(player, note) {
      const { stock, notes } = player.memory;
      if ((stock.get(note.sku) ?? 0) < note.quantity) return null;
      addTo(stock, note.sku, -note.quantity);
      notes.set(note.goodsId, note);
      hands.run(proveThenAsk(player, note, hands.life()));
      const heard = new Promise<Word>((resolve) => waiting.set(note.goodsId, resolve));
      return Promise.race([heard, pause(heardWithinMs).then(() => null)]);
    },
    resume(player) {
      for (const note of player.memory.notes.values()) {
        hands.run(proveThenAsk(player, note, hands.life()));
      }
    },
  };
}
