// The dashboard, the alert rules and the guide against the code: what they name is exposed, what is
// exposed is explained, and each alert has its section.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { alertKind } from '@mintkeep/shared/alerts.ts';
import { openMetrics } from '../core/metrics.ts';
import { addGauges } from './gauges.ts';

const folder = join(import.meta.dirname, '../../../docs');
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
  readonly targets?: readonly { readonly expr: string }[];
}
const dashboard = JSON.parse(read('monitoring/grafana-dashboard.json')) as {
  readonly panels: readonly Panel[];
};
interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly summary: string; readonly runbook: string };
}
const rules = (
  parse(read('monitoring/alerts.yml')) as { readonly groups: readonly { rules: readonly Rule[] }[] }
).groups.flatMap((group) => group.rules);
const guide = read('monitoring.md');

/** Every metric that a backend exposes, by name, with its kind and labels. */
async function exposed(): Promise<Map<string, { type: string; labels: readonly string[] }>> {
  const { registry } = openMetrics({ watchProcess: true });
  const monitor = {
    facts: () => null,
    hasPrimary: async () => false,
    look: () => Promise.reject(new Error('there is no database here')),
    report: async () => ({ status: 'healthy' as const, checks: {}, uptimeS: 0, version: '' }),
    start: () => undefined,
    stop: () => undefined,
  };
  addGauges(registry, monitor);
  const all = registry.getMetricsAsArray() as unknown as {
    name: string;
    type: string;
    labelNames: string[];
  }[];
  await registry.metrics();
  return new Map(all.map(({ name, type, labelNames: labels }) => [name, { type, labels }]));
}

const isOurs = (name: string): boolean => !/^(process|nodejs)_/.test(name);

const words = new Set(
  'sum max min by rate increase histogram_quantile or and unless without on ignoring offset'.split(
    ' ',
  ),
);

/** The metrics that an expression of Prometheus names, with the labels it asks of each. */
function metricsIn(expr: string): { name: string; labels: string[] }[] {
  const bare = expr.replace(/\b(by|without)\s*\([^)]*\)/g, '');
  return [...bare.matchAll(/\b([a-z_][a-z0-9_]*)\b(\{[^}]*\})?(?!\s*\()/gi)]
    .filter(([whole, name = '']) => !words.has(name) && !/^\d/.test(whole))
    .filter(([, name = '']) => isMetricName(name))
    .map(([, name = '', selector = '']) => ({
      name,
      labels: [...selector.matchAll(/([a-z_]+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label),
    }));
}

// Of what stands in an expression, names with an underscore are metrics; `up` is Prometheus's own.
const isMetricName = (name: string): boolean => name === 'up' || /_/.test(name);

const baseOf = (name: string, known: ReadonlyMap<string, { type: string }>): string => {
  const base = name.replace(/_(bucket|sum|count)$/, '');
  return known.get(base)?.type === 'histogram' ? base : name;
};

const expressions = [
  ...rules.map(({ alert, expr }) => [`alert ${alert}`, expr] as const),
  ...dashboard.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => [`panel ${title}`, expr] as const),
  ),
];

describe('the dashboard and the rules', () => {
  test.each(expressions)('%s names metrics and labels that the code exposes', async (_, expr) => {
    const known = await exposed();
    const used = metricsIn(expr.replaceAll(/"[^"]*"/g, '""'));
    expect(used.length).toBeGreaterThan(0);
    for (const { name, labels } of used) {
      if (name === 'up') continue;
      const metric = known.get(baseOf(name, known));
      expect(metric, name).toBeDefined();
      for (const label of labels) expect(metric?.labels, name).toContain(label);
    }
    for (const [, list = ''] of expr.matchAll(/\bby\s*\(([^)]*)\)/g)) {
      const labels = used.flatMap(({ name }) => known.get(baseOf(name, known))?.labels ?? []);
      for (const label of list.split(',').map((one) => one.trim())) {
        expect([...labels, 'le']).toContain(label);
      }
    }
  });

  test('sees a metric that is not there', async () => {
    const known = await exposed();
    const [used] = metricsIn('sum by (route) (rate(http_requests_totals{route!=""}[5m])) > 0.05');
    expect(used).toEqual({ name: 'http_requests_totals', labels: ['route'] });
    expect(known.has('http_requests_totals')).toBe(false);
  });

  test('each metric of ours is on the dashboard', async () => {
    const known = await exposed();
    const shown = new Set(
      expressions.flatMap(([, expr]) => metricsIn(expr).map(({ name }) => baseOf(name, known))),
    );
    for (const name of known.keys()) if (isOurs(name)) expect([...shown]).toContain(name);
  });

  test('panels have ids of their own and do not lie on each other', () => {
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const one of dashboard.panels) {
      expect(one.gridPos.x + one.gridPos.w).toBeLessThanOrEqual(24);
      for (const other of dashboard.panels) {
        if (one.id >= other.id) continue;
        const [a, b] = [one.gridPos, other.gridPos];
        const apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
        expect(apart, `${one.title} and ${other.title}`).toBe(true);
      }
    }
  });
});

describe('docs/monitoring.md (S0-094)', () => {
  const headings = [...guide.matchAll(/^### (\S+)$/gm)].map(([, name]) => name);

  test('explains every metric of ours with its kind and labels, and no other', async () => {
    const rows = [...guide.matchAll(/^\| `(\w+)`\s*\| (\w+)\s*\| ([^|]*)\|/gm)]
      .filter(([, , kind]) => /^(counter|gauge|histogram)$/.test(kind ?? ''))
      .map(([, name = '', kind, labels = '']) => [name, kind, labels.trim()]);
    const known = [...(await exposed())]
      .filter(([name]) => isOurs(name))
      .map(([name, { type, labels }]) => [name, type, labels.join(', ')]);
    const byName = (a: (string | undefined)[], b: (string | undefined)[]) =>
      String(a[0]).localeCompare(String(b[0]));
    expect(rows.sort(byName)).toEqual(known.sort(byName));
  });

  test.each(alertKind.options)('says what %s means and what to do', (kind) => {
    expect(headings).toContain(kind);
  });

  test.each(rules.map(({ alert, annotations }) => [alert, annotations.runbook] as const))(
    'has the section that %s points to',
    (_, runbook) => {
      const [page, heading] = runbook.split('#');
      expect([page, headings.includes(heading)]).toEqual(['docs/monitoring.md', true]);
    },
  );

  test('each section says what it means and what to do', () => {
    for (const section of guide.split(/^### /m).slice(1)) {
      expect(section).toMatch(/\*\*Means\*\*: .+\n[\s\S]*\*\*Do\*\*: .+/);
    }
  });
});
