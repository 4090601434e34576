// The metrics that come from what the monitor last read: they cost a scrape nothing, and say the
// same in every backend.
import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { alertKind } from '@mintkeep/shared/alerts.ts';
import type { CheckStatus } from '@mintkeep/shared/health.ts';
import type { Facts } from './facts.ts';
import type { HealthMonitor } from './monitor.ts';

const statusNumber: Readonly<Record<CheckStatus, number>> = {
  disabled: -1,
  unhealthy: 0,
  degraded: 1,
  healthy: 2,
};
// Game servers are few; a network of more is shown by its first.
const serversMax = 100;

type Row = readonly [labels: Readonly<Record<string, string>>, value: number];

/** Adds the gauges to a registry; those of an earlier monitor make room. */
export function addGauges(registry: Registry, monitor: HealthMonitor): void {
  const registers = [registry];
  const gauge = (
    name: string,
    help: string,
    labelNames: string[],
    rows: (facts: Facts) => Row[],
  ): void => {
    registry.removeSingleMetric(name);
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        const facts = monitor.facts();
        for (const [labels, value] of facts ? rows(facts) : []) this.set({ ...labels }, value);
      },
    });
  };
  registry.removeSingleMetric('health_status');
  new Gauge({
    name: 'health_status',
    help: 'Each check: 2 healthy, 1 degraded, 0 unhealthy, -1 disabled.',
    labelNames: ['check'],
    registers,
    async collect() {
      const { checks } = await monitor.report();
      for (const [check, { status }] of Object.entries(checks)) {
        this.set({ check }, statusNumber[status]);
      }
    },
  });
  workGauges(gauge);
  goodsGauges(gauge);
}

type AddGauge = (
  name: string,
  help: string,
  labelNames: string[],
  rows: (facts: Facts) => Row[],
) => void;

function workGauges(gauge: AddGauge): void {
  gauge('jobs_queue_depth', 'Jobs that are not done.', ['name', 'status'], ({ jobs }) =>
    jobs.map(({ name, status, count }) => [{ name, status }, count]),
  );
  gauge('outbox_pending', 'Events that a worker has not read yet.', [], ({ outbox }) => [
    [{}, outbox.pending],
  ]);
  gauge('outbox_oldest_seconds', 'Age of the oldest of them.', [], (facts) => [
    [{}, ageS(facts.outbox.oldestAt, facts)],
  ]);
  gauge('alerts_open', 'Incidents that last, by kind.', ['kind'], ({ alerts }) =>
    alertKind.options.map((kind) => [
      { kind },
      alerts.open.find((one) => one.kind === kind)?.count ?? 0,
    ]),
  );
  gauge('alert_oldest_unsent_seconds', 'Age of the oldest unsent alert.', [], (facts) => [
    [{}, ageS(facts.alerts.oldestDueAt, facts)],
  ]);
}

function goodsGauges(gauge: AddGauge): void {
  gauge('deliveries_pending', 'Deliveries not at their end.', ['state'], ({ deliveries }) =>
    deliveries.map(({ status, count }) => [{ state: status }, count]),
  );
  gauge('delivery_oldest_seconds', 'Age of the oldest of them.', ['state'], (facts) =>
    facts.deliveries.map(({ status, oldestAt }) => [{ state: status }, ageS(oldestAt, facts)]),
  );
  gauge(
    'ledger_mismatch_accounts',
    'Accounts that the last audit found wrong.',
    [],
    ({ ledger }) => (ledger ? [[{}, ledger.sound ? 0 : Math.max(1, ledger.mismatches)]] : []),
  );
  gauge('ledger_verified_age_seconds', 'Time since the last audit.', [], (facts) =>
    facts.ledger ? [[{}, ageS(facts.ledger.verifiedAt, facts)]] : [],
  );
  gauge('server_last_seen_seconds', 'Time since a game server was heard.', ['server'], (facts) =>
    facts.servers
      .slice(0, serversMax)
      .map(({ serverId, lastSeenAt }) => [{ server: serverId }, ageS(lastSeenAt, facts)]),
  );
  gauge(
    'refunds_without_proof_total',
    'Refunds that staff forced without proof (D23).',
    [],
    ({ refundsWithoutProof }) => [[{}, refundsWithoutProof]],
  );
  gauge('hold_coins', 'Coins set aside for game servers.', ['server'], ({ holds }) =>
    holds.slice(0, serversMax).map(({ serverId, coins }) => [{ server: serverId }, coins]),
  );
  gauge('players_online', 'Players on all game servers.', [], ({ playersOnline }) => [
    [{}, playersOnline],
  ]);
}

const ageS = (at: Date | null, { readAt }: Facts): number =>
  at ? Math.max(0, (readAt.getTime() - at.getTime()) / 1_000) : 0;
