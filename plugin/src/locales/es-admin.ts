// What admins and staff read of /mintkeep, in Spanish.
import type { enAdmin } from './en-admin.ts';

export const esAdmin: Record<keyof typeof enAdmin, string> = {
  'admin.title': '<aqua>Mintkeep <white><version>',
  'admin.help.status':
    "<click:run_command:'/mintkeep status'><white>/mintkeep status</white></click> <gray>si responde el backend, con qué rapidez, qué está en marcha",
  'admin.help.reload':
    "<click:suggest_command:'/mintkeep reload'><white>/mintkeep reload</white></click> <gray>leer de nuevo ajustes y textos; no se pierde nada",
  'admin.help.debug':
    "<click:run_command:'/mintkeep debug'><white>/mintkeep debug</white></click> <gray>un informe para pegar, sin secretos",
  'admin.help.receipts':
    "<click:suggest_command:'/mintkeep receipts '><white>/mintkeep receipts [jugador]</white></click> <gray>lo que se entregó a un jugador",
  'admin.help.balance':
    "<click:suggest_command:'/mintkeep balance '><white>/mintkeep balance [jugador]</white></click> <gray>las monedas de un jugador",
  'admin.help.adjust':
    "<click:suggest_command:'/mintkeep adjust '><white>/mintkeep adjust [jugador] [monedas] [motivo]</white></click> <gray>dar monedas, o quitarlas con un menos",
  'admin.help.freeze':
    "<click:suggest_command:'/mintkeep freeze '><white>/mintkeep freeze [jugador] [motivo]</white></click> <gray>ninguna moneda sale de la cuenta",
  'admin.help.unfreeze':
    "<click:suggest_command:'/mintkeep unfreeze '><white>/mintkeep unfreeze [jugador] [motivo]</white></click> <gray>las monedas pueden volver a salir",
  'admin.help.ban':
    "<click:suggest_command:'/mintkeep ban '><white>/mintkeep ban [jugador] [horas, si no es para siempre] [motivo]</white></click> <gray>echar a un jugador y no dejarle volver",
  'admin.help.unban':
    "<click:suggest_command:'/mintkeep unban '><white>/mintkeep unban [jugador] [motivo]</white></click> <gray>dejar entrar de nuevo a un jugador",
  'admin.help.refund':
    "<click:suggest_command:'/mintkeep refund '><white>/mintkeep refund [compra] [motivo]</white></click> <gray>devolver una compra",
  'admin.status.reachable': '<green>Backend: responde</green><gray>, en <latency> ms, hace <ago> s',
  'admin.status.silent': '<yellow>Backend: aún sin respuesta',
  'admin.status.away':
    '<red>Backend: no responde</red><gray>; se vuelve a preguntar por sí solo. Última respuesta hace <ago> s',
  'admin.status.clock': '<gray>Los relojes difieren en <ms> ms',
  'admin.status.work':
    '<gray>Entregas en marcha: <white><hand></white>, respuestas pendientes: <white><waiting></white>, jugadores: <white><players>',
  'admin.reloading': '<green>Recargando.',
  'admin.reload.fault': '<red><line>',
  'admin.reload.settings': '<gray>Ajustes cambiados: <white><names>',
  'admin.reload.texts': '<gray>Textos cambiados: <white><count>',
  'admin.reload.same': '<gray>No ha cambiado ningún ajuste ni texto.',
  'admin.receipts.usage':
    '<gray>Escribe <white>/mintkeep receipts [jugador]</white>; el jugador debe estar aquí.',
  'admin.receipts.count': 'receipts <name>: <count>',
  'admin.receipts.line': 'receipt <id> <receipt> <at>',
  'admin.debug.line': '<gray><line>',
  'admin.slow': '<gray>Un momento, por favor…',
  'admin.away': '<red>No se puede llegar al backend.</red> <gray>No se ha cambiado nada.',
  'admin.unclear':
    '<yellow>No llegó respuesta: puede que se haya hecho, o no.</yellow> <gray>Compruébalo antes de repetir, por ejemplo con <white>/mintkeep balance [jugador]</white>.',
  'admin.invalid':
    '<red>El backend no acepta eso.</red> <gray>Un motivo es una línea de 128 caracteres como mucho.',
  'admin.player.unknown':
    '<red>No se conoce a nadie llamado «<name>».</red> <gray>A un jugador se le conoce desde su primera visita.',
  'admin.player.several':
    '<yellow>Varios jugadores se llamaron «<name>».</yellow> <gray>Nombra a uno por su UUID: <white><ids>',
  'admin.player.gone': '<red>Ya no se conoce a ese jugador.',
  'admin.balance':
    '<green><white><name></white> tiene <yellow><coins></yellow>.</green> <gray>Ganado <earned>, gastado <spent>.',
  'admin.balance.frozen': '<aqua>Congelada: ninguna moneda sale de la cuenta.',
  'admin.balance.banned': '<red>Baneado <until>: <reason>',
  'admin.balance.usage': '<gray>Escribe <white>/mintkeep balance [jugador]</white>.',
  'admin.adjust.given':
    '<green><white><name></white> ha recibido <yellow><amount></yellow> y ahora tiene <yellow><balance></yellow>.',
  'admin.adjust.taken':
    '<green>Se han quitado <yellow><amount></yellow> a <white><name></white>, que ahora tiene <yellow><balance></yellow>.',
  'admin.adjust.belowZero':
    '<red>Es más de lo que hay:</red> <gray>el jugador tiene <yellow><balance></yellow>.',
  'admin.adjust.tooLarge':
    '<red>Es más de lo que se puede contar:</red> <gray>el jugador tiene <yellow><balance></yellow>.',
  'admin.adjust.usage':
    '<gray>Escribe <white>/mintkeep adjust [jugador] [monedas] [motivo]</white>: monedas como 100, 1.5k o -2m, el motivo en 128 caracteres como mucho.',
  'admin.freeze.done':
    '<green><white><name></white> tiene la cuenta congelada: ninguna moneda sale de ella.',
  'admin.freeze.usage': '<gray>Escribe <white>/mintkeep freeze [jugador] [motivo]</white>.',
  'admin.unfreeze.done': '<green><white><name></white> no tiene la cuenta congelada.',
  'admin.unfreeze.usage': '<gray>Escribe <white>/mintkeep unfreeze [jugador] [motivo]</white>.',
  'admin.ban.done': '<green><white><name></white> está baneado <until>.',
  'admin.ban.forEver': 'para siempre',
  'admin.ban.until': 'hasta <date>',
  'admin.ban.usage':
    '<gray>Escribe <white>/mintkeep ban [jugador] [motivo]</white>, o con una duración antes del motivo: 24 para horas, 7d para días.',
  'admin.unban.done': '<green><white><name></white> no está baneado.',
  'admin.unban.usage': '<gray>Escribe <white>/mintkeep unban [jugador] [motivo]</white>.',
  'admin.refund.done':
    '<green>Devuelto: <yellow><amount></yellow>.</green> <gray>El jugador tiene ahora <yellow><balance></yellow>.',
  'admin.refund.pending':
    '<yellow>La entrega está cancelada.</yellow> <gray>Las monedas vuelven en cuanto el servidor de juego haya probado que no se entregó nada.',
  'admin.refund.usage':
    '<gray>Escribe <white>/mintkeep refund [compra] [motivo]</white>: la compra por su identificador.',
};
