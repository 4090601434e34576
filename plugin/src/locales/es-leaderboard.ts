// What the leaderboard says, in Spanish.
import type { enLeaderboard } from './en-leaderboard.ts';

export const esLeaderboard: Record<keyof typeof enLeaderboard, string> = {
  'leaderboard.head': '<green>Los más ricos</green> <gray>(<date>)',
  'leaderboard.row': '<gray><place>. <white><player></white> <yellow><coins>',
  'leaderboard.own':
    '<green>Estás en el puesto <white><place></white> con <yellow><coins></yellow>.',
  'leaderboard.ownNone':
    '<gray>Aún no tienes puesto; tienes <yellow><coins></yellow>. Se cuenta de vez en cuando.',
  'leaderboard.empty': '<gray>Nadie tiene monedas todavía. Se cuenta de vez en cuando.',
  'leaderboard.usage':
    '<gray>Escribe <white>/leaderboard</white> o <white>/leaderboard season</white>.',
  'leaderboard.seasonHint':
    "<click:run_command:'/leaderboard season'><hover:show_text:'Quién ha ganado más desde que empezó'><aqua>Temporada: <white><season></white></aqua></hover></click>",
  'leaderboard.seasonHead':
    '<green>Temporada <white><season></white>: quién ha ganado más</green> <gray>(<date>)',
  'leaderboard.seasonEmpty':
    '<gray>Nadie ha ganado nada aún en la temporada <white><season></white>. Empezó el <date> y se cuenta de vez en cuando.',
  'leaderboard.seasonAhead':
    '<gray>La temporada <white><season></white> empieza el <white><date></white>.',
  'leaderboard.seasonNone': '<gray>No hay temporada ahora mismo.',
  'leaderboard.seasonOwn':
    '<green>Estás en el puesto <white><place></white>: <yellow><coins></yellow> ganadas.',
  'leaderboard.seasonOwnNone':
    '<gray>Aún no tienes puesto en ella. Gana monedas con <white>/daily</white> y <white>/quests</white>.',
};
