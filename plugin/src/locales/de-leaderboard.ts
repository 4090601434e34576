// What the leaderboard says, in German: the same keys and placeholders as English.
export const deLeaderboard = {
  'leaderboard.head': '<green>Die vollsten Geldbeutel</green> <gray>(<date>)',
  'leaderboard.row': '<gray><place>. <white><player></white> <yellow><coins>',
  'leaderboard.own':
    '<green>Du bist auf Platz <white><place></white> mit <yellow><coins></yellow>.',
  'leaderboard.ownNone':
    '<gray>Du hast noch keinen Platz; du hast <yellow><coins></yellow>. Gezählt wird jede Minute.',
  'leaderboard.empty': '<gray>Noch hat niemand Münzen. Gezählt wird jede Minute.',
} as const;
