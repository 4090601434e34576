// Players as staff look for them.
import type { Filter } from 'mongodb';
import { within } from '../core/mongo.ts';
import type { ReadScope } from '../core/mongo.ts';
import { anyCase, players } from './store.ts';
import type { PlayerDoc } from './store.ts';

/** Which players staff ask for. `q` as the contract of the list says it. */
export interface Wanted {
  readonly q?: string | undefined;
  readonly frozen?: boolean | undefined;
  readonly linked?: boolean | undefined;
}

/** A page of players by name, and how many there are. */
export async function pageOfPlayers(
  scope: ReadScope,
  wanted: Wanted,
  { page, pageSize }: { page: number; pageSize: number },
): Promise<{ items: PlayerDoc[]; total: number }> {
  const filter = filterOf(wanted);
  // Ids are found by indexes that know no collation.
  const options = { ...within(scope), ...(isId(wanted.q) ? {} : { collation: anyCase }) };
  const items = await players(scope)
    .find(filter, options)
    .sort({ minecraftName: 1, _id: 1 })
    .skip((page - 1) * pageSize)
    .limit(pageSize)
    .toArray();
  return { items, total: await players(scope).countDocuments(filter, options) };
}

/** A UUID, or a number as Discord gives to accounts; no name is as long. */
const isId = (q = ''): boolean => /^([0-9a-f-]{36}|\d{17,20})$/i.test(q);

function filterOf({ q, frozen, linked }: Wanted): Filter<PlayerDoc> {
  return {
    // What a link left over of a player is nobody any more.
    mergedInto: { $exists: false },
    ...(q === undefined ? {} : isId(q) ? withId(q.toLowerCase()) : withName(q)),
    ...(frozen === undefined ? {} : { frozen }),
    ...(linked === undefined ? {} : { discordId: linked ? { $ne: null } : null }),
  };
}

const withId = (id: string): Filter<PlayerDoc> => ({
  $or: [{ _id: id }, { minecraftUUID: id }, { discordId: id }],
});

/** A range and no pattern: what was typed is never a rule, and the index is used. */
const withName = (start: string): Filter<PlayerDoc> => ({
  minecraftName: { $gte: start, $lt: `${start}\uffff` },
});
