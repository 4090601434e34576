// What a bench says: figures with their units and yardsticks, as a table for people and as JSON.
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** One measured figure. `beside` is the yardstick of the same run that it is compared with. */
export interface Figure {
  readonly group: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly beside?: { readonly name: string; readonly ratio: number };
}

/** The figures of a run, in order. */
export interface Report {
  add(figure: Figure): void;
  readonly figures: readonly Figure[];
}

/** Opens a report that prints each figure as it comes, so that a long run shows progress. */
export function openReport(print: (line: string) => void): Report {
  const figures: Figure[] = [];
  let group = '';
  return {
    figures,
    add: (figure) => {
      if (figure.group !== group) print(`\n${figure.group}`);
      group = figure.group;
      figures.push(figure);
      print(lineOf(figure));
    },
  };
}

const lineOf = ({ name, value, unit, beside }: Figure): string => {
  const ratio = beside ? `   ${beside.ratio.toFixed(2)} x ${beside.name}` : '';
  return `  ${name.padEnd(44)} ${round(value).padStart(10)} ${unit}${ratio}`;
};

const round = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

/** Writes the figures with what they were measured on. */
export function writeJson(path: string, report: Report): void {
  const machine = {
    cores: cpus().length,
    model: cpus()[0]?.model ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    measuredAt: new Date().toISOString(),
  };
  writeFileSync(path, `${JSON.stringify({ machine, figures: report.figures }, null, 2)}\n`);
}

/** The value below which this share of the sorted values lies. */
export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
