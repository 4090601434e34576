// What the leaderboard says, in French.
import type { enLeaderboard } from './en-leaderboard.ts';

export const frLeaderboard: Record<keyof typeof enLeaderboard, string> = {
  'leaderboard.head': '<green>Les plus riches</green> <gray>(<date>)',
  'leaderboard.row': '<gray><place>. <white><player></white> <yellow><coins>',
  'leaderboard.own':
    '<green>Tu es à la place <white><place></white> avec <yellow><coins></yellow>.',
  'leaderboard.ownNone':
    '<gray>Tu n’as pas encore de place ; tu as <yellow><coins></yellow>. On compte de temps en temps.',
  'leaderboard.empty': '<gray>Personne n’a encore de pièces. On compte de temps en temps.',
  'leaderboard.usage':
    '<gray>Écris <white>/leaderboard</white> ou <white>/leaderboard season</white>.',
  'leaderboard.seasonHint':
    "<click:run_command:'/leaderboard season'><hover:show_text:'Qui a gagné le plus depuis son début'><aqua>Saison : <white><season></white></aqua></hover></click>",
  'leaderboard.seasonHead':
    '<green>Saison <white><season></white> : qui a gagné le plus</green> <gray>(<date>)',
  'leaderboard.seasonEmpty':
    '<gray>Personne n’a encore rien gagné dans la saison <white><season></white>. Elle a commencé le <date> et on compte de temps en temps.',
  'leaderboard.seasonAhead':
    '<gray>La saison <white><season></white> commence le <white><date></white>.',
  'leaderboard.seasonNone': '<gray>Il n’y a pas de saison pour le moment.',
  'leaderboard.seasonOwn':
    '<green>Tu es à la place <white><place></white> : <yellow><coins></yellow> gagnées.',
  'leaderboard.seasonOwnNone':
    '<gray>Tu n’y as pas encore de place. Gagne des pièces avec <white>/daily</white> et <white>/quests</white>.',
};
