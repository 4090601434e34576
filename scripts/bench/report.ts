// What a bench says: figures with their units and yardsticks, as a table for people and as JSON.
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { LoadResult } from './load.ts';

/** How many times the figure of a yardstick a figure is. */
export interface Beside {
  readonly name: string;
  readonly ratio: number;
}

/** One measured figure. `beside` are the yardsticks of the same run that it is compared with. */
export interface Figure {
  readonly group: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly beside?: Beside | readonly Beside[];
}

/** The figures of a run, in order. */
export interface Report {
  add(figure: Figure): void;
  /** Says a line that is no figure. */
  say(line: string): void;
  readonly figures: readonly Figure[];
}

/** Opens a report that prints each figure as it comes, so that a long run shows progress. */
export function openReport(print: (line: string) => void): Report {
  const figures: Figure[] = [];
  let group = '';
  return {
    figures,
    say: print,
    add: (figure) => {
      if (figure.group !== group) print(`\n${figure.group}`);
      group = figure.group;
      figures.push(figure);
      print(lineOf(figure));
    },
  };
}

const lineOf = ({ name, value, unit, beside }: Figure): string => {
  const ratios = [beside ?? []].flat().map((one) => `   ${one.ratio.toFixed(2)} x ${one.name}`);
  return `  ${name.padEnd(44)} ${round(value).padStart(10)} ${unit}${ratios.join('')}`;
};

const round = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

/** Adds what a load came to: answers a second beside the yardsticks, and how long they took. */
export function addLoad(
  report: Report,
  group: string,
  name: string,
  load: LoadResult,
  beside: readonly Beside[] = [],
): void {
  report.add({ group, name, value: load.perSecond, unit: '/s', beside });
  report.add({ group, name: `${name}, p50`, value: load.p50Ms, unit: 'ms' });
  report.add({ group, name: `${name}, p95`, value: load.p95Ms, unit: 'ms' });
  report.add({ group, name: `${name}, p99`, value: load.p99Ms, unit: 'ms' });
}

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

/** Writes the figures as the tables of docs/performance.md: a row for each thing that was measured. */
export function writeMarkdown(path: string, { figures }: Report): void {
  const groups = new Map<string, Map<string, Row>>();
  for (const { group, name, value, unit, beside } of figures) {
    const parts = /^(.*), (p50|p95|p99)$/.exec(name);
    const thing = parts?.[1] ?? name;
    const column = parts?.[2] ?? '';
    const rows = groups.get(group) ?? new Map<string, Row>();
    groups.set(group, rows);
    const row: Row = rows.get(thing) ?? { cells: new Map(), beside: [] };
    rows.set(thing, row);
    row.cells.set(column, `${round(value)} ${unit}`);
    row.beside.push(...[beside ?? []].flat().map((one) => `${one.ratio.toFixed(2)} x ${one.name}`));
  }
  const texts = [...groups].map(([group, rows]) => `### ${group}\n\n${tableOf(rows)}\n`);
  writeFileSync(path, texts.join('\n'));
}

interface Row {
  readonly cells: Map<string, string>;
  readonly beside: string[];
}

function tableOf(rows: ReadonlyMap<string, Row>): string {
  const columns = ['', 'p50', 'p95', 'p99'].filter((column) =>
    [...rows.values()].some(({ cells }) => cells.has(column)),
  );
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const lines = [...rows].map(([thing, { cells, beside }]) =>
    line([thing, ...columns.map((column) => cells.get(column) ?? ''), beside.join('; ')]),
  );
  const head = line(['What', ...columns.map((column) => column || 'Measured'), 'Beside']);
  return [head, line(['---', ...columns.map(() => '---:'), '---']), ...lines].join('\n');
}

/** The value below which this share of the sorted values lies. */
export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
