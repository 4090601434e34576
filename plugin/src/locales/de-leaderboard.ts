// What the leaderboard says, in German: the same keys and placeholders as English.
export const deLeaderboard = {
  'leaderboard.head': '<green>Die vollsten Geldbeutel</green> <gray>(<date>)',
  'leaderboard.row': '<gray><place>. <white><player></white> <yellow><coins>',
  'leaderboard.own':
    '<green>Du bist auf Platz <white><place></white> mit <yellow><coins></yellow>.',
  'leaderboard.ownNone':
    '<gray>Du hast noch keinen Platz; du hast <yellow><coins></yellow>. Gezählt wird ab und zu.',
  'leaderboard.empty': '<gray>Noch hat niemand Münzen. Gezählt wird ab und zu.',
  'leaderboard.usage':
    '<gray>Schreib <white>/leaderboard</white> oder <white>/leaderboard season</white>.',
  'leaderboard.seasonHint':
    "<click:run_command:'/leaderboard season'><hover:show_text:'Wer seit ihrem Beginn am meisten verdient hat'><aqua>Saison: <white><season></white></aqua></hover></click>",
  'leaderboard.seasonHead':
    '<green>Saison <white><season></white>: wer am meisten verdient hat</green> <gray>(<date>)',
  'leaderboard.seasonEmpty':
    '<gray>In der Saison <white><season></white> hat noch niemand etwas verdient. Sie begann am <date>; gezählt wird ab und zu.',
  'leaderboard.seasonAhead':
    '<gray>Die Saison <white><season></white> beginnt am <white><date></white>.',
  'leaderboard.seasonNone': '<gray>Zurzeit läuft keine Saison.',
  'leaderboard.seasonOwn':
    '<green>Du bist auf Platz <white><place></white>: <yellow><coins></yellow> verdient.',
  'leaderboard.seasonOwnNone':
    '<gray>Du hast darin noch keinen Platz. Verdiene Münzen mit <white>/daily</white> und <white>/quests</white>.',
} as const;
