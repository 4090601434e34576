// Alerts: operators in the game hear that the backend went away and that it is back, and the backend
// hears from here what it could not notice itself (S0-064, C-34).
import { reportAlert } from '@mintkeep/shared/alerts.ts';
import type { Outage, Plugin } from '../plugin.ts';

// A backend that comes and goes is one piece of news a minute.
const quietMs = 60_000;
const errorMax = 200;
const durationSMax = 604_800;

/** Registers alerts. */
export function alerts(plugin: Plugin): void {
  const { platform, backend } = plugin;
  let toldAtMs = -quietMs;
  let isTold = false;

  backend.watchOutages({
    began(error) {
      platform.log.warn(`The backend cannot be reached (${lineOf(error)}); it is asked again.`);
      const nowMs = platform.nowMs();
      isTold = nowMs - toldAtMs >= quietMs;
      if (!isTold) return;
      toldAtMs = nowMs;
      tellOperators(plugin, 'alerts.away');
    },
    ended(outage) {
      const durationS = durationOf(outage);
      platform.log.info(`The backend is back after ${String(durationS)} s.`);
      if (isTold) tellOperators(plugin, 'alerts.back', { seconds: String(durationS) });
      const error = lineOf(outage.error);
      const report = { kind: 'breaker-open', service: 'backend', error, durationS } as const;
      void backend.sendUntilHeard(reportAlert, report, platform.newId());
    },
  });
}

function tellOperators(
  { platform, say }: Plugin,
  key: 'alerts.away' | 'alerts.back',
  values: Readonly<Record<string, string>> = {},
): void {
  for (const player of platform.players()) {
    if (player.may('mintkeep.admin.status')) say(player, key, values);
  }
}

const durationOf = ({ startedAtMs, endedAtMs }: Outage): number =>
  Math.min(durationSMax, Math.max(0, Math.round((endedAtMs - startedAtMs) / 1_000)));

/** What an engine says of a failure, as the one line that the backend takes. */
const lineOf = (error: string): string =>
  error
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029§]+/gu, ' ')
    .trim()
    .slice(0, errorMax) || 'no answer';
