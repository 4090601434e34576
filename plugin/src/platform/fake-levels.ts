// Who listens of gains and levels on the fake platform, and when they are told.
import type { Guard } from './guard.ts';
import type { Platform, Player } from './platform.ts';
import type { Ticker } from './ticker.ts';

type GainRun = Parameters<Platform['onGain']>[0];

/** Tells of levels as the server does: at the next tick, and never of the first one. */
export function followLevels(ticker: Ticker, guard: Guard, players: () => readonly Player[]) {
  const gainRuns: GainRun[] = [];
  const levelRuns: ((player: Player, before: number) => void)[] = [];
  const known = new WeakMap<Player, number>();
  ticker.onTick('levels', () => {
    for (const player of players()) {
      const before = known.get(player) ?? player.level();
      if (before !== player.level()) for (const run of levelRuns) run(player, before);
      known.set(player, player.level());
    }
  });
  return {
    platform: {
      onGain: (run: GainRun) => void gainRuns.push(run),
      onLevelChange: (run: (player: Player, before: number) => void) =>
        void levelRuns.push(guard('onLevelChange', run)),
    },
    counted: (player: Player, points: number) =>
      gainRuns.reduce((left, run) => run(player, left), points),
  };
}
