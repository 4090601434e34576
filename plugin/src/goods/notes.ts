// Notes of goods under way, in the player's own file beside the inventory they left. Knows no errand.
import * as z from 'zod';
import { goods } from '@mintkeep/shared/goods.ts';
import { utf8Length } from './utf8.ts';
import { parseJson } from '../json.ts';
import type { Player } from '../platform/platform.ts';

const prefix = 'goods/';
/** A string of a player's file has 65,535 bytes at most; what is longer is never written. */
const noteBytesMax = 60_000;
const dataCharactersMax = 1_000;

const schema = z.strictObject({ errand: z.string(), at: z.string(), goods, data: z.unknown() });
export type Note = z.infer<typeof schema>;

/** The note as text; null when it does not fit into a player's file or the contract. */
export function writeNote(note: Note): string | null {
  if (!goods.safeParse(note.goods).success) return null;
  if ((JSON.stringify(note.data) ?? '').length > dataCharactersMax) return null;
  const text = JSON.stringify(note);
  return utf8Length(text) <= noteBytesMax ? text : null;
}

export const keepNote = (player: Player, goodsId: string, text: string): void =>
  player.notes.set(prefix + goodsId, text);

export const removeNote = (player: Player, goodsId: string): void =>
  player.notes.remove(prefix + goodsId);

export const hasNote = (player: Player, goodsId: string): boolean =>
  player.notes.get(prefix + goodsId) !== null;

/** What a player's file says of the goods; null when it says nothing, `unreadable` when nonsense. */
export function readNote(player: Player, goodsId: string): Note | null | 'unreadable' {
  const text = player.notes.get(prefix + goodsId);
  if (text === null) return null;
  const parsed = schema.safeParse(parseJson(text));
  return parsed.success ? parsed.data : 'unreadable';
}

/** The ids of all goods of a player that are under way. */
export const listNotes = (player: Player): string[] =>
  player.notes
    .names()
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length));
