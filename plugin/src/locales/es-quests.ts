// What daily and quests say, in Spanish.
import type { enQuests } from './en-quests.ts';

export const esQuests: Record<keyof typeof enQuests, string> = {
  'daily.claimed':
    '<green>Has recibido <yellow><coins></yellow>.</green> <gray>Racha: <white><streak></white>.',
  'daily.next':
    '<gray>Las próximas en <white><wait></white>; vuelve a tiempo para mantener tu racha.',
  'daily.cooldown':
    '<gray>Ya has recibido tus monedas del día. Las próximas en <white><wait></white>.',
  'daily.ready':
    "<yellow>Tus monedas del día están listas:</yellow> <click:run_command:'/daily'><hover:show_text:'Haz clic para recogerlas'><white>/daily</white></hover></click>",
  'daily.usage': '<gray>Escribe <white>/daily</white>.',
  'quests.head': '<gold>Misiones',
  'quests.none': '<gray>No hay misiones ahora mismo. ¡Vuelve más tarde!',
  'quests.open': '<green>● <white><name></white> <gray>da <yellow><reward></yellow>',
  'quests.waiting':
    '<dark_gray>● <gray><name> (<reward>): hecha. Otra vez en <white><wait></white>.',
  'quests.trivia':
    "<gray>   <question> <click:suggest_command:'/quests answer {quest} '><hover:show_text:'Haz clic para responder'><aqua>/quests answer <quest> …</aqua></hover></click>",
  'quests.visit':
    "<gray>   Ve a <white><server></white> y después <click:run_command:'/quests claim {quest}'><hover:show_text:'Haz clic para cobrar'><aqua>/quests claim <quest></aqua></hover></click>",
  'quests.play':
    "<gray>   Juega <white><minutes></white> minutos (<played> hasta ahora) y después <click:run_command:'/quests claim {quest}'><hover:show_text:'Haz clic para cobrar'><aqua>/quests claim <quest></aqua></hover></click>",
  'quests.claimed': '<green>¡Bien hecho! Has recibido <yellow><coins></yellow>.',
  'quests.next': '<gray>Puedes hacerla otra vez en <white><wait></white>.',
  'quests.cooldown': '<gray>Ya la has hecho. Otra vez en <white><wait></white>.',
  'quests.unknown':
    '<red>No hay ninguna misión «<quest>».</red> <gray>Mira <white>/quests</white>.',
  'quests.needsAnswer': '<gray>Esa hace una pregunta: <white>/quests answer <quest> …</white>',
  'quests.needsVisit': '<gray>Ve primero a <white><server></white>.',
  'quests.needsPlay': '<gray>Todavía no: juega <white><wait></white> más.',
  'quests.answerTooLong': '<red>Esa respuesta es demasiado larga.',
  'quests.tooManyAnswers':
    '<red>Demasiadas respuestas.</red> <gray>Piénsalo durante <white><wait></white>.',
  'quests.usage':
    '<gray>Escribe <white>/quests</white>, <white>/quests answer [misión] [respuesta]</white> o <white>/quests claim [misión]</white>.',
  'quests.busy': '<gray>Tu última petición sigue en marcha.',
  'quests.slow': '<gray>Esto tarda un momento; el resultado llegará aquí.',
  'quests.unclear':
    '<yellow>No se puede llegar ahora mismo.</yellow> <gray>No se pierde nada: se pregunta por tu petición hasta que esté claro, y nunca se hace dos veces.',
  'quests.waitMinutes': '<minutes> min',
  'quests.waitHours': '<hours> h <minutes> min',
  'quests.waitDays': '<days> d <hours> h',
};
