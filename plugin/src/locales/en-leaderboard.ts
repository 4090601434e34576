// What the leaderboard says, in English.
export const enLeaderboard = {
  'leaderboard.head': '<green>The fullest wallets</green> <gray>(<date>)',
  'leaderboard.row': '<gray><place>. <white><player></white> <yellow><coins>',
  'leaderboard.own':
    '<green>You are in place <white><place></white> with <yellow><coins></yellow>.',
  'leaderboard.ownNone':
    '<gray>You have no place yet; you have <yellow><coins></yellow>. It is counted each minute.',
  'leaderboard.empty': '<gray>Nobody has any coins yet. It is counted each minute.',
} as const;
