// All that a player did, as one list over what others wrote down: merged by time, in pages that what
// happens meanwhile does not shift. Writes nothing.
import type { ActivityEntry, listActivity } from '@mintkeep/shared/activity.ts';
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import type { Context } from '../core/context.ts';
import { getPlayerById, namesOf } from '../players/service.ts';
import { byPlace, newestOf, sources, statusesOf } from './activity-store.ts';
import type { Found, Place } from './activity-store.ts';

/** A page of what a player did, newest first (S1-091). Refuses `PLAYER_UNKNOWN`. */
export async function activityOf(
  ctx: Context,
  { id: playerId, kinds, from, to, before, limit }: InputOf<typeof listActivity>,
): Promise<ReplyOf<typeof listActivity>> {
  await getPlayerById(ctx, playerId);
  const window = {
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
    after: before === undefined ? undefined : placeOf(before),
  };
  const found: Found[] = [];
  for (const source of sources) {
    if (kinds && !kinds.includes(source.kind)) continue;
    // One more than is shown says whether there is another page.
    found.push(...(await newestOf(ctx, source, playerId, window, limit + 1)));
  }
  found.sort(byPlace);
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  return { items: await shown(ctx, page), nextBefore: last ? cursorOf(last) : null };
}

async function shown(ctx: Context, page: readonly Found[]): Promise<ActivityEntry[]> {
  const others = page.flatMap(({ otherId }) => (otherId === null ? [] : [otherId]));
  const names = await namesOf(ctx, [...new Set(others)]);
  const statuses = await statusesOf(ctx, [...new Set(page.flatMap((one) => one.deliveryIds))]);
  return page.map(({ at, deliveryIds, ...entry }) => {
    const deliveryId = deliveryIds.find((one) => statuses.has(one));
    const status = deliveryId === undefined ? undefined : statuses.get(deliveryId);
    return {
      ...entry,
      at: at.toISOString(),
      otherName: entry.otherId === null ? null : (names.get(entry.otherId) ?? null),
      delivery: deliveryId === undefined || !status ? null : { deliveryId, status },
    };
  });
}

const cursorOf = ({ at, kind, id }: Place): string => `${String(at.getTime())}.${kind}.${id}`;

/** The contract has looked at its form; an id may hold dots. */
function placeOf(cursor: string): Place {
  const [ms = '', kind = '', ...id] = cursor.split('.');
  return { at: new Date(Number(ms)), kind, id: id.join('.') };
}
