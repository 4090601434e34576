// What paying says, in Spanish.
import type { enPay } from './en-pay.ts';

export const esPay: Record<keyof typeof enPay, string> = {
  'pay.usage':
    '<gray>Escribe <white>/pay [jugador] [monedas]</white>, como <white>/pay Alex 1.5k</white>. Para no recibir monedas de otros: <white>/pay toggle</white>.',
  'pay.notAmount':
    '<red>«<amount>» no es una cantidad.</red> <gray>Escribe monedas enteras, como 50, 1.5k o 2m.',
  'pay.unknown': '<red>Nunca ha estado aquí ningún jugador llamado <white><player></white>.',
  'pay.tooSmall': '<red>Es demasiado poco:</red> <gray>al menos <yellow><coins></yellow>.',
  'pay.refuses': '<red><white><player></white> no acepta monedas ahora mismo.',
  'pay.full': '<red><white><player></white> tiene más monedas de las que se pueden contar.',
  'pay.ask':
    "<yellow>¿Pagar <white><coins></white> a <white><player></white>?</yellow> <click:run_command:'/pay confirm {token}'><hover:show_text:'Haz clic para pagar'><green>[Sí, pagar]</green></hover></click> <gray>o <white>/pay confirm</white> en menos de <seconds> segundos.",
  'pay.nothing': '<gray>Ya no hay nada que confirmar.',
  'pay.busy': '<gray>Tu último pago sigue en marcha.',
  'pay.away':
    '<red>No se puede llegar al banco ahora mismo.</red> <gray>No se ha pagado nada. Inténtalo de nuevo en un minuto.',
  'pay.unclear':
    '<yellow>No se puede llegar al banco ahora mismo.</yellow> <gray>No se pierde nada: se pregunta por tu pago hasta que esté claro, y nunca se hace dos veces.',
  'pay.paid':
    '<green>Has pagado <yellow><coins></yellow> a <white><player></white>.</green> <gray>Te quedan <yellow><balance></yellow>.',
  'pay.got': '<green><white><player></white> te ha pagado <yellow><coins></yellow>.',
  'pay.gotAway':
    '<green>Mientras no estabas, <white><player></white> te pagó <yellow><coins></yellow>.',
  'pay.gotAwayMany':
    '<green>Mientras no estabas, te pagaron <white><count> veces</white>: <yellow><coins></yellow> en total.',
  'pay.payable': '<green>Otros jugadores pueden pagarte monedas.',
  'pay.notPayable':
    '<yellow>Otros jugadores ya no pueden pagarte monedas.</yellow> <gray>Para volver atrás: <white>/pay toggle</white>.',
};
