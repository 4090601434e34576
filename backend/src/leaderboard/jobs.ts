// What the leaderboard needs by itself: a new count now and then.
import type { TimedJob } from '../core/jobs.ts';
import { refreshLeaderboard } from './service.ts';

/** Counts the leaderboard and the season anew (S1-123); LEADERBOARD_CRON says otherwise when. */
export const refreshLeaderboardJob = {
  name: 'leaderboard:refresh',
  cron: '*/15 * * * *',
  run: refreshLeaderboard,
} as const satisfies TimedJob;
