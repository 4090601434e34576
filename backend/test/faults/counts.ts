// The one line that tells of a run.
import type { Defect } from './defects.ts';
import type { Outcome } from './run.ts';

/** What was done, and what should not have been, as one line. */
export function countsOf(
  { seed, violations, figures }: Outcome,
  seconds: number,
  defect?: Defect,
): string {
  const { acknowledged, refused, unknown, unknownDone, readsOfTotals, delivered } = figures;
  const struck = Object.values(figures.faults);
  const faults = struck.reduce((sum, count) => sum + count, 0);
  const what = defect ? `, defect "${defect.name}"` : '';
  return (
    `${String(seconds)} s, seed ${String(seed)}${what}: ${String(faults)} faults, ` +
    `${String(acknowledged)} acknowledged, ${String(refused)} refused, ` +
    `${String(unknown)} unknown (${String(unknownDone)} of them done), ` +
    `${String(delivered)} delivered, ${String(readsOfTotals)} reads of the totals, ` +
    `${String(violations.length)} violations`
  );
}
