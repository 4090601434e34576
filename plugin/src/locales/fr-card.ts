// What a player's card says, in French.
import type { enCard } from './en-card.ts';

export const frCard: Record<keyof typeof enCard, string> = {
  'card.head': '<dark_green>———</dark_green> <green>Carte de <white><player></white></green>',
  'card.coins':
    "<gray>Avoir : <click:run_command:'/leaderboard'><hover:show_text:'Clique pour voir le classement'><yellow><coins></yellow></hover></click>",
  'card.escrow': '<gray>Réservé pour des commandes : <yellow><coins>',
  'card.frozen': '<red>Ton compte est gelé. Adresse-toi à l’équipe.',
  'card.streak':
    "<gray>Série : <click:run_command:'/daily'><hover:show_text:'Clique pour les pièces du jour'><white><days></white></hover></click>",
  'card.badges': '<gray>Badges : <white><badges>',
  'card.season':
    "<gray>Saison <white><season></white> : <click:run_command:'/leaderboard season'><hover:show_text:'Clique pour voir son classement'>place <white><place></white>, <yellow><coins></yellow> gagnées</hover></click>",
  'card.seasonNone':
    "<gray>Saison <white><season></white> : <click:run_command:'/leaderboard season'><hover:show_text:'Clique pour voir son classement'>pas encore de place</hover></click>",
  'card.waiting':
    "<yellow>Livraisons qui t’attendent : <count>.</yellow> <click:run_command:'/claim'><hover:show_text:'Clique pour les recevoir'><white>/claim</white></hover></click>",
  'card.entry': '<gray><date> <amount> <white><reason>',
  'card.plus': '<green>+<coins>',
  'card.minus': '<red>-<coins>',
  'card.none': '<gray>Rien n’est encore entré ni sorti.',
  'card.buttons':
    "<click:run_command:'/daily'><hover:show_text:'Les pièces du jour'><green>[Jour]</green></hover></click> <click:run_command:'/quests'><hover:show_text:'Ce qui rapporte des pièces'><aqua>[Quêtes]</aqua></hover></click> <click:run_command:'/leaderboard'><hover:show_text:'Les plus riches'><yellow>[Classement]</yellow></hover></click> <click:run_command:'/shop'><hover:show_text:'Ce que les pièces achètent'><white>[Boutique]</white></hover></click>",
};
