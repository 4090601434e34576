// Players as lists of names and numbers: for reports. Changes nothing.
import { within } from '../core/mongo.ts';
import type { ReadScope } from '../core/mongo.ts';
import { players } from './store.ts';

/** The names of these players by their ids; whoever has none is left out. */
export async function namesOf(
  scope: ReadScope,
  playerIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (playerIds.length === 0) return new Map();
  const found = await players(scope)
    .find({ _id: { $in: [...playerIds] } }, { ...within(scope), batchSize: 10_000 })
    .project<{ _id: string; minecraftName?: string; discordName?: string }>({
      minecraftName: 1,
      discordName: 1,
    })
    .toArray();
  return new Map(
    found.flatMap(({ _id, minecraftName, discordName }) => {
      const name = minecraftName ?? discordName;
      return name === undefined ? [] : [[_id, name] as const];
    }),
  );
}

/** How many players came for the first time. Reads every player: for a job, never for a request. */
export const countNewPlayers = (scope: ReadScope, from: Date, to: Date): Promise<number> =>
  players(scope).countDocuments({ createdAt: { $gte: from, $lt: to } }, within(scope));
