// What a player's card says, in English.
export const enCard = {
  'card.head': '<dark_green>———</dark_green> <green>Card of <white><player></white></green>',
  'card.coins':
    "<gray>Coins: <click:run_command:'/leaderboard'><hover:show_text:'Click for the leaderboard'><yellow><coins></yellow></hover></click>",
  'card.escrow': '<gray>Bound in orders: <yellow><coins>',
  'card.frozen': '<red>Your account is frozen. Please ask the staff.',
  'card.streak':
    "<gray>Streak: <click:run_command:'/daily'><hover:show_text:'Click for the daily coins'><white><days></white></hover></click>",
  'card.badges': '<gray>Badges: <white><badges>',
  'card.season':
    "<gray>Season <white><season></white>: <click:run_command:'/leaderboard season'><hover:show_text:'Click for its ranking'>place <white><place></white>, <yellow><coins></yellow> earned</hover></click>",
  'card.seasonNone':
    "<gray>Season <white><season></white>: <click:run_command:'/leaderboard season'><hover:show_text:'Click for its ranking'>no place yet</hover></click>",
  'card.waiting':
    "<yellow><count> deliveries wait for you:</yellow> <click:run_command:'/claim'><hover:show_text:'Click to get them'><white>/claim</white></hover></click>",
  'card.entry': '<gray><date> <amount> <white><reason>',
  'card.plus': '<green>+<coins>',
  'card.minus': '<red>-<coins>',
  'card.none': '<gray>Nothing came or went yet.',
  'card.buttons':
    "<click:run_command:'/daily'><hover:show_text:'The coins of the day'><green>[Daily]</green></hover></click> <click:run_command:'/quests'><hover:show_text:'What brings coins'><aqua>[Quests]</aqua></hover></click> <click:run_command:'/leaderboard'><hover:show_text:'The fullest wallets'><yellow>[Leaderboard]</yellow></hover></click> <click:run_command:'/shop'><hover:show_text:'What coins buy'><white>[Shop]</white></hover></click>",
} as const;
