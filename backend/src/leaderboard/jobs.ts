// What the leaderboard needs by itself: a new count each minute.
import type { TimedJob } from '../core/jobs.ts';
import { refreshLeaderboard } from './service.ts';

/** Counts the leaderboard anew (S1-123). */
export const refreshLeaderboardJob: TimedJob = {
  name: 'leaderboard:refresh',
  everyMs: 60_000,
  run: refreshLeaderboard,
};
