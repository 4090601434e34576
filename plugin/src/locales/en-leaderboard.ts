// What the leaderboard says, in English.
export const enLeaderboard = {
  'leaderboard.head': '<green>The fullest wallets</green> <gray>(<date>)',
  'leaderboard.row': '<gray><place>. <white><player></white> <yellow><coins>',
  'leaderboard.own':
    '<green>You are in place <white><place></white> with <yellow><coins></yellow>.',
  'leaderboard.ownNone':
    '<gray>You have no place yet; you have <yellow><coins></yellow>. It is counted now and then.',
  'leaderboard.empty': '<gray>Nobody has any coins yet. It is counted now and then.',
  'leaderboard.usage':
    '<gray>Write <white>/leaderboard</white> or <white>/leaderboard season</white>.',
  'leaderboard.seasonHint':
    "<click:run_command:'/leaderboard season'><hover:show_text:'Who earned most since it began'><aqua>Season: <white><season></white></aqua></hover></click>",
  'leaderboard.seasonHead':
    '<green>Season <white><season></white>: who earned most</green> <gray>(<date>)',
  'leaderboard.seasonEmpty':
    '<gray>Nobody has earned anything in the season <white><season></white> yet. It began on <date> and is counted now and then.',
  'leaderboard.seasonAhead':
    '<gray>The season <white><season></white> begins on <white><date></white>.',
  'leaderboard.seasonNone': '<gray>There is no season right now.',
  'leaderboard.seasonOwn':
    '<green>You are in place <white><place></white>: <yellow><coins></yellow> earned.',
  'leaderboard.seasonOwnNone':
    '<gray>You have no place in it yet. Earn coins with <white>/daily</white> and <white>/quests</white>.',
} as const;
