// The tables as last heard: for completing words and quoting odds, never for deciding.
import { listGachaTables, type ShownTable } from '@mintkeep/shared/gacha.ts';
import type { Answer, Plugin } from '../plugin.ts';

const refreshMs = 60_000;

export interface Tables {
  /** Those one can roll, as last heard; empty before. */
  rolls(): readonly ShownTable[];
  /** Asks the backend for all of them, the starter's too. */
  refresh(): Promise<Answer<readonly ShownTable[]>>;
}

export const rollsAmong = (tables: readonly ShownTable[]): readonly ShownTable[] =>
  tables.filter(({ kind }) => kind === 'roll');

export const starterAmong = (tables: readonly ShownTable[]): ShownTable | undefined =>
  tables.find(({ kind }) => kind === 'starter');

/** Keeps the tables fresh while players are here. */
export function keepTables({ platform, backend }: Plugin): Tables {
  let known: readonly ShownTable[] = [];
  const tables: Tables = {
    rolls: () => rollsAmong(known),
    async refresh() {
      const answer = await backend.send(listGachaTables, {});
      if (!answer.ok) return answer;
      known = answer.value.tables;
      return { ok: true, value: known };
    },
  };
  platform.every('tables', refreshMs, () => {
    if (platform.players().length > 0) void tables.refresh();
  });
  platform.onJoin(() => {
    if (known.length === 0) void tables.refresh();
  });
  return tables;
}
