// What a player's card says, in German: the same keys and placeholders as English.
export const deCard = {
  'card.head': '<dark_green>———</dark_green> <green>Karte von <white><player></white></green>',
  'card.coins':
    "<gray>Münzen: <click:run_command:'/leaderboard'><hover:show_text:'Klick für die Rangliste'><yellow><coins></yellow></hover></click>",
  'card.escrow': '<gray>In Bestellungen gebunden: <yellow><coins>',
  'card.frozen': '<red>Dein Konto ist gesperrt. Bitte frag das Team.',
  'card.streak':
    "<gray>Serie: <click:run_command:'/daily'><hover:show_text:'Klick für die Münzen des Tages'><white><days></white></hover></click>",
  'card.badges': '<gray>Abzeichen: <white><badges>',
  'card.season':
    "<gray>Saison <white><season></white>: <click:run_command:'/leaderboard season'><hover:show_text:'Klick für ihre Rangliste'>Platz <white><place></white>, <yellow><coins></yellow> verdient</hover></click>",
  'card.seasonNone':
    "<gray>Saison <white><season></white>: <click:run_command:'/leaderboard season'><hover:show_text:'Klick für ihre Rangliste'>noch kein Platz</hover></click>",
  'card.waiting':
    "<yellow><count> Lieferungen warten auf dich:</yellow> <click:run_command:'/claim'><hover:show_text:'Klick, um sie zu holen'><white>/claim</white></hover></click>",
  'card.entry': '<gray><date> <amount> <white><reason>',
  'card.plus': '<green>+<coins>',
  'card.minus': '<red>-<coins>',
  'card.none': '<gray>Noch kam und ging nichts.',
  'card.buttons':
    "<click:run_command:'/daily'><hover:show_text:'Die Münzen des Tages'><green>[Täglich]</green></hover></click> <click:run_command:'/quests'><hover:show_text:'Was Münzen bringt'><aqua>[Aufgaben]</aqua></hover></click> <click:run_command:'/leaderboard'><hover:show_text:'Die vollsten Geldbeutel'><yellow>[Rangliste]</yellow></hover></click> <click:run_command:'/shop'><hover:show_text:'Was Münzen kaufen'><white>[Laden]</white></hover></click>",
} as const;
