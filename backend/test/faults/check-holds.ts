// Checks what other plugins took and gave: each entry is settled once or never, as it was answered, and
// nothing is minted beyond what was reserved.
import type { HoldEntry, HoldEntryState } from '@mintkeep/shared/holds.ts';
import { operationIdOf } from '../../src/core/identity.ts';
import { operationOfEntry } from '../../src/holds/settle.ts';
import type { Final } from './final.ts';
import type { Asked } from './history.ts';
import { operationIdOfAsked, serverId } from './operation.ts';
import type { Violation } from './violation.ts';

const rule = 'an entry of a plugin is not settled once';

const entriesOf = ({ kind, input }: Asked): readonly HoldEntry[] =>
  kind === 'settle' ? (input['entries'] as HoldEntry[]) : [];

/** What follows from what was asked of holds: entries of plugins, and of coins given back. */
export function holdIds(all: readonly Asked[], { players }: Pick<Final, 'players'>): string[] {
  const playerIds = players.map(({ _id }) => _id);
  return all.flatMap((one) => {
    const settled = entriesOf(one).map(({ entryId }) => operationOfEntry(serverId, entryId));
    if (one.kind !== 'release') return settled;
    const operationId = operationIdOfAsked(one) ?? '';
    return playerIds.map((playerId) => operationIdOf('release', operationId, playerId));
  });
}

/** What plugins took of each game account and gave it, as far as it was settled, each entry once. */
export function movedByPlugins(
  all: readonly Asked[],
  { entries }: Pick<Final, 'entries'>,
): Map<string, number> {
  const moved = new Map<string, number>();
  const told = new Map(all.flatMap(entriesOf).map((entry) => [entry.entryId, entry]));
  for (const { entryId, minecraftUUID, kind, amountCoins } of told.values()) {
    if (!entries.has(operationOfEntry(serverId, entryId))) continue;
    const sign = kind === 'WITHDRAW' ? -1 : 1;
    moved.set(minecraftUUID, (moved.get(minecraftUUID) ?? 0) + sign * amountCoins);
  }
  return moved;
}

/** Each entry is in the ledger as often as it was answered to be: once, or never. */
export function checkHolds(all: readonly Asked[], final: Final): Violation[] {
  const violations: Violation[] = [];
  const found = new Map<string, number>();
  for (const { meta } of final.entries.values()) {
    if (meta?.['cause'] !== 'vault') continue;
    const entryId = String(meta['entryId']);
    found.set(entryId, (found.get(entryId) ?? 0) + 1);
  }
  const answers = new Map<string, Set<HoldEntryState>>();
  for (const { kind, attempts } of all) {
    if (kind !== 'settle') continue;
    for (const { reply } of attempts.filter(({ outcome }) => outcome === 'ok')) {
      const { entries } = reply as { entries: { entryId: string; state: HoldEntryState }[] };
      for (const { entryId, state } of entries) {
        answers.set(entryId, (answers.get(entryId) ?? new Set()).add(state));
      }
    }
  }
  for (const entryId of new Set([...found.keys(), ...answers.keys()])) {
    const times = found.get(entryId) ?? 0;
    const states = [...(answers.get(entryId) ?? [])];
    const isRight =
      times <= 1 &&
      states.length <= 1 &&
      (!states.includes('SETTLED') || times === 1) &&
      (!states.includes('UNCOVERED') || times === 0);
    if (isRight) continue;
    const detail = `${entryId}: ${String(times)} times, answered ${states.join(', ')}`;
    violations.push({ rule, detail });
  }
  const minted = final.allowances.filter((one) => one.mintedCoins > one.reservedCoins);
  return [
    ...violations,
    ...minted.map((one) => ({
      rule: 'a limit was exceeded' as const,
      detail: `${one._id}: ${String(one.mintedCoins)} of ${String(one.reservedCoins)}`,
    })),
  ];
}
