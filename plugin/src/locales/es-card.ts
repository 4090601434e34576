// What a player's card says, in Spanish.
import type { enCard } from './en-card.ts';

export const esCard: Record<keyof typeof enCard, string> = {
  'card.head': '<dark_green>———</dark_green> <green>Tarjeta de <white><player></white></green>',
  'card.coins':
    "<gray>Saldo: <click:run_command:'/leaderboard'><hover:show_text:'Haz clic para ver la clasificación'><yellow><coins></yellow></hover></click>",
  'card.escrow': '<gray>Reservado en pedidos: <yellow><coins>',
  'card.frozen': '<red>Tu cuenta está congelada. Pregunta al equipo.',
  'card.streak':
    "<gray>Racha: <click:run_command:'/daily'><hover:show_text:'Haz clic para las monedas del día'><white><days></white></hover></click>",
  'card.badges': '<gray>Insignias: <white><badges>',
  'card.season':
    "<gray>Temporada <white><season></white>: <click:run_command:'/leaderboard season'><hover:show_text:'Haz clic para ver su clasificación'>puesto <white><place></white>, <yellow><coins></yellow> ganadas</hover></click>",
  'card.seasonNone':
    "<gray>Temporada <white><season></white>: <click:run_command:'/leaderboard season'><hover:show_text:'Haz clic para ver su clasificación'>aún sin puesto</hover></click>",
  'card.waiting':
    "<yellow>Entregas que te esperan: <count>.</yellow> <click:run_command:'/claim'><hover:show_text:'Haz clic para recibirlas'><white>/claim</white></hover></click>",
  'card.entry': '<gray><date> <amount> <white><reason>',
  'card.plus': '<green>+<coins>',
  'card.minus': '<red>-<coins>',
  'card.none': '<gray>Aún no ha entrado ni salido nada.',
  'card.buttons':
    "<click:run_command:'/daily'><hover:show_text:'Las monedas del día'><green>[Día]</green></hover></click> <click:run_command:'/quests'><hover:show_text:'Lo que da monedas'><aqua>[Misiones]</aqua></hover></click> <click:run_command:'/leaderboard'><hover:show_text:'Quién tiene más monedas'><yellow>[Clasificación]</yellow></hover></click> <click:run_command:'/shop'><hover:show_text:'Lo que compran las monedas'><white>[Tienda]</white></hover></click>",
};
