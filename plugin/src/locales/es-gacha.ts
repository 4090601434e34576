// What players read of draws and of their starter, in Spanish.
import type { enGacha } from './en-gacha.ts';

export const esGacha: Record<keyof typeof enGacha, string> = {
  'gacha.title': '<dark_green>Sorteos',
  'gacha.tableTitle': '<dark_green><table>: probabilidades',
  'gacha.confirmTitle': '<dark_green>¿Tirar en <table>?',
  'gacha.resultTitle': '<dark_green><table>',
  'gacha.none': '<gray>No hay sorteos ahora mismo. ¡Vuelve más tarde!',
  'gacha.usage':
    '<gray>Escribe <white>/gacha</white>, <white>/gacha odds [sorteo]</white> o <white>/gacha roll [sorteo]</white>.',
  'gacha.unknownTable':
    '<red>No hay ningún sorteo «<table>».</red> <gray>Hay: <white><tables></white>.',
  'gacha.whichTable': '<gray>¿Cuál? Hay: <white><tables></white>.',
  'gacha.tableName': '<white><table>',
  'gacha.cost': '<gray>Una tirada: <yellow><price>',
  'gacha.free': '<gray>Gratis, una vez por jugador',
  'gacha.entries': '<gray>Uno de <white><count></white>',
  'gacha.open': '<gray>Haz clic para ver las probabilidades.',
  'gacha.odds': '<gray>Sale en el <white><percent></white> de las tiradas',
  'gacha.oddsExact': '<gray>exactamente <white><weight></white> de <white><total></white>',
  'gacha.head': '<white><table></white>  <cost>',
  'gacha.line': '<yellow><percent></yellow> <white><item></white> <gray>(<weight> de <total>)',
  'gacha.affordable': '<green>✔ Tus monedas alcanzan para <white><count></white>.',
  'gacha.tooExpensive': '<red>✘ Te faltan <yellow><missing></yellow>.',
  'gacha.roll': '<green>Tirar por <yellow><price>',
  'gacha.rollHint': '<gray>Se pregunta una vez más.',
  'gacha.unaffordable': '<red>No te alcanza para una tirada.',
  'gacha.yes': '<green>Sí, tirar por <yellow><price>',
  'gacha.left': '<gray>Te quedarán <yellow><balance></yellow>.',
  'gacha.wait': '<gray>Un momento, por favor…',
  'gacha.waitHint': '<gray>Puedes cerrar esto; no se pierde nada.',
  'gacha.passing': '<gray><item>',
  'gacha.drawn': '<green>Te ha tocado <white><item>',
  'gacha.won':
    '<green>Te ha tocado <white><item></white> de <white><table></white> por <yellow><price></yellow>.',
  'gacha.balanceLeft':
    '<gray>Te quedan <yellow><balance></yellow>. Te llega al momento; si no hay sitio: <white>/claim</white>.',
  'gacha.busy': '<gray>Tu última tirada sigue en marcha.',
  'gacha.slow': '<gray>El sorteo va lento. Está en marcha; el resultado llegará aquí.',
  'gacha.away':
    '<red>No se puede llegar al sorteo ahora mismo.</red> <gray>No se ha cobrado nada. Inténtalo de nuevo en un minuto.',
  'gacha.unclear':
    '<yellow>No se puede llegar al sorteo ahora mismo.</yellow> <gray>No se pierde nada: se pregunta por él hasta que esté claro, y nunca se hace dos veces.',
  'gacha.changed':
    '<yellow>Las probabilidades o el precio acaban de cambiar.</yellow> <gray>No se ha cobrado nada: míralos otra vez con <white>/gacha</white>.',
  'starter.title': '<dark_green>Tu kit inicial',
  'starter.none': '<gray>Este servidor no da kit inicial.',
  'starter.usage':
    '<gray>Escribe <white>/starter</white>, <white>/starter claim</white>, <white>/starter status</white> o <white>/starter odds</white>.',
  'starter.claim': '<green>Recoger tu kit inicial',
  'starter.claimHint': '<gray>Te toca uno de estos, una sola vez y para siempre.',
  'starter.got': '<green>Tu kit inicial es <white><item></white>.',
  'starter.comes': '<gray>Te llega al momento; si no hay sitio: <white>/claim</white>.',
  'starter.status.unclaimed':
    '<green>Tu kit inicial te espera:</green> <gray>escribe <white>/starter claim</white>.',
  'starter.status.pending':
    '<yellow>Tu kit inicial está en camino.</yellow> <gray>¿Hay sitio? Entonces <white>/claim</white>.',
  'starter.status.in_progress': '<yellow>Se te está entregando tu kit inicial.',
  'starter.status.delivered': '<gray>Ya has recibido tu kit inicial.',
  'starter.status.failed':
    '<yellow>Tu kit inicial no llegó.</yellow> <gray>Escribe otra vez <white>/starter claim</white>.',
  'starter.attempts': '<gray>Entregas intentadas hasta ahora: <white><count>',
};
