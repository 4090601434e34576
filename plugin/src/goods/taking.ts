// Taking goods out of an inventory, exactly once: what a feature asks of it, and what it promises.
// Knows no feature; each says by an errand where its goods go. The protocol (D25, pain 20): the things
// leave the inventory and become a note in the player's file in one tick, the file is saved, only then
// is the backend asked, and only its own word ends the note.
import type * as z from 'zod';
import type { CallOf, Contract, ReplyOf } from '@mintkeep/shared/contract.ts';
import type { RefusalCode } from '@mintkeep/shared/errors.ts';
import type { Goods } from '@mintkeep/shared/goods.ts';
import type { Message, Player } from '../platform/platform.ts';

/** Notes that one player can have at once, of all features: they share the player's file. */
export const handInsMax = 5;

/** Goods on their way from a player to Mintkeep. All of it stands in the player's file. */
export interface HandIn<D> {
  /** Made here; the idempotency key, and the goods' name in the backend for ever. */
  readonly goodsId: string;
  readonly minecraftUUID: string;
  /** What was really removed. */
  readonly goods: Goods;
  /** The feature's own: what the player wished. */
  readonly data: D;
}

/** The backend's no, after which the goods were given back. */
export interface RefusedHandIn {
  readonly code: RefusalCode;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What the contract answers but `refused` (see `takenOrRefused` in shared). */
export type TakenReply<C extends Contract> = Exclude<ReplyOf<C>, { readonly outcome: 'refused' }>;

/**
 * Where goods of a feature go. The contract's reply is made by `takenOrRefused`, its key is required.
 * The callbacks only tell: they may run again for the same goods after a crash, in a later visit, and
 * never while the player is away.
 */
export interface Errand<C extends Contract, D> {
  /** As `market.list`. It stands in players' files: never rename it. */
  readonly name: string;
  readonly contract: C;
  /** Reads `data` back from the player's file; at most 1,000 characters as JSON. */
  readonly data: z.ZodType<D>;
  /** Hand-ins of one player under way at once for this errand; 1 without it, at most 5. */
  readonly atOnceMax?: number;
  /** The request. Must follow from the hand-in alone: every try, even of next week, says the same. */
  callOf(handIn: HandIn<D>): CallOf<C>;
  /** Mintkeep has the goods now. */
  taken(player: Player, reply: TakenReply<C>, handIn: HandIn<D>): void;
  /** The goods are back with the player. Without it the words of the refusal are told. */
  refused?(player: Player, refused: RefusedHandIn, handIn: HandIn<D>): void;
}

export interface Wish<D> {
  /** From `player.inHand()` or `player.holdings()`. */
  readonly sku: string;
  /** At most so many; fewer are taken when the player holds fewer. */
  readonly quantity: number;
  readonly data: D;
}

/**
 * Why nothing was taken. `nothing`: the player holds none of it. `tooComplex`: its bytes are too long.
 * `pending`: an earlier hand-in of this errand is under way. `savingOff`: this server saves no players.
 */
export type WhyNot =
  'nothing' | 'creative' | 'world' | 'blacklisted' | 'tooComplex' | 'pending' | 'savingOff';

export interface NotTaken {
  readonly ok: false;
  readonly why: WhyNot;
  /** For the player, in the player's language. */
  readonly message: Message;
}

export type Took<D> = { readonly ok: true; readonly handIn: HandIn<D> } | NotTaken;

/** What a feature gets for its errand. */
export interface HandInDesk<D> {
  /**
   * Removes the things and sets out to hand them in. `ok` says what was really removed; how it ended
   * is said by the errand's `taken` or `refused`, at once or in a later visit. Says nothing to the
   * player by itself.
   */
  take(player: Player, wish: Wish<D>): Took<D>;
  /** Why `take` would take none of it now, or null: for menus, before a player is asked for a price. */
  whyNot(player: Player, sku: string): NotTaken | null;
  /** Hand-ins of this errand that a player has under way. */
  underWay(player: Player): number;
}

export interface Taking {
  /** Registers an errand, once, while the plugin starts. */
  errand<C extends Contract, D>(errand: Errand<C, D>): HandInDesk<D>;
  /** Tries to give back what found no room; how many came, and how many slots are missing. */
  giveBack(player: Player): { readonly came: number; readonly slotsMissing: number };
}
