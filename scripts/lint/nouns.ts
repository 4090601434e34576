// The nouns of the backend, lowest first: a noun may enter the service.ts of those before it, never
// of those after it. The import rules are made from this list; it knows nothing of the nouns.

export const nouns = [
  'audit',
  'event-log',
  'players',
  'staff',
  'ledger',
  'pay',
  'leaderboard',
  'quests',
  'job-desk',
  'servers',
  'holds',
  'levels',
  'verification',
  'delivery',
  'vouchers',
  'pricing',
  'market',
  'shop',
  'gacha',
  'rollback',
  'presence',
  'reports',
  'alerts',
  'health',
] as const;
