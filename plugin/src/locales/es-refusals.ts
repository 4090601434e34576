// What a refusal says to a player, in Spanish.
import type { enRefusals } from './en-refusals.ts';

export const esRefusals: Record<keyof typeof enRefusals, string> = {
  'refusal.BACKEND_AWAY':
    '<red>No se puede llegar a la tienda ahora mismo.</red> <gray>Inténtalo de nuevo en un minuto.',
  'refusal.REQUEST_INVALID': '<red>Eso no es posible.',
  'refusal.REQUEST_TOO_LARGE': '<red>Es demasiado de una vez.',
  'refusal.REQUEST_TIMED_OUT':
    '<red>La tienda ha tardado demasiado.</red> <gray>Inténtalo de nuevo.',
  'refusal.MEDIA_TYPE_UNSUPPORTED': '<red>Algo va mal con la tienda.</red> <gray>Avisa al equipo.',
  'refusal.ROUTE_UNKNOWN': '<red>Algo va mal con la tienda.</red> <gray>Avisa al equipo.',
  'refusal.SIGNATURE_REFUSED':
    '<red>Este servidor no puede usar la tienda.</red> <gray>Avisa al equipo.',
  'refusal.IDEMPOTENCY_KEY_MISSING': '<red>Algo va mal con la tienda.</red> <gray>Avisa al equipo.',
  'refusal.IDEMPOTENCY_KEY_REUSED': '<red>Algo va mal con la tienda.</red> <gray>Avisa al equipo.',
  'refusal.OPERATION_IN_FLIGHT': '<gray>Tu última compra sigue en marcha.',
  'refusal.OPERATION_DONE_EARLIER': '<gray>Eso ya se hizo antes.',
  'refusal.OUTCOME_UNKNOWN':
    '<yellow>Aún no está claro si se ha hecho.</yellow> <gray>No se pierde nada.',
  'refusal.DATABASE_UNAVAILABLE':
    '<red>La tienda está cerrada un momento.</red> <gray>Inténtalo de nuevo en un minuto.',
  'refusal.FAULT': '<red>Algo ha fallado.</red> <gray>Ha quedado anotado; inténtalo más tarde.',
  'refusal.SERVER_UNKNOWN': '<red>La tienda no conoce este servidor.</red> <gray>Avisa al equipo.',
  'refusal.SERVER_KEY_UNKNOWN':
    '<red>La tienda no conoce este servidor.</red> <gray>Avisa al equipo.',
  'refusal.PLAYER_UNKNOWN': '<red>La tienda aún no te conoce.</red> <gray>Entra otra vez.',
  'refusal.PLAYER_FROZEN': '<red>Tu cuenta está congelada.</red> <gray>Pregunta al equipo.',
  'refusal.PLAYER_BANNED': '<red>Estás baneado de la tienda.',
  'refusal.FUNDS_INSUFFICIENT':
    '<red>No tienes suficientes monedas:</red> <gray>cuesta <yellow><price></yellow>, tienes <yellow><balance></yellow>.',
  'refusal.BALANCE_TOO_LARGE': '<red>Tienes más monedas de las que se pueden contar.',
  'refusal.PAYEE_IS_SELF': '<red>No puedes pagarte a ti mismo.',
  'refusal.PAYEE_REFUSES': '<red>Ese jugador no acepta monedas ahora mismo.',
  'refusal.PAYMENT_TOO_SMALL': '<red>Es demasiado poco.',
  'refusal.REWARD_UNKNOWN': '<red>La tienda no vende eso.',
  'refusal.REWARD_EXISTS': '<red>Ya hay una recompensa con ese nombre.',
  'refusal.REWARD_EXPIRED': '<red>Eso ya no está a la venta.',
  'refusal.REWARD_OUT_OF_STOCK': '<red>Agotado:</red> <gray>solo quedan <stock>.',
  'refusal.PURCHASE_LIMIT_REACHED': '<red>No puedes comprar tantos:</red> <gray>como mucho <max>.',
  'refusal.PURCHASE_TOO_LARGE': '<red>Es demasiado de una vez.',
  'refusal.PRICE_CHANGED':
    '<red>El precio ha cambiado:</red> <gray>ahora es <yellow><price></yellow>. No se ha comprado nada.',
  'refusal.DELIVERY_UNKNOWN': '<gray>No te espera nada.',
  'refusal.DELIVERY_LEASE_LOST': '<gray>No te espera nada.',
  'refusal.DELIVERY_NOT_OPEN': '<gray>No te espera nada.',
  'refusal.SESSION_REFUSED': '<red>Algo va mal con la tienda.</red> <gray>Avisa al equipo.',
  'refusal.ORIGIN_REFUSED': '<red>Algo va mal con la tienda.</red> <gray>Avisa al equipo.',
  'refusal.LOGIN_REFUSED': '<red>Algo va mal con la tienda.</red> <gray>Avisa al equipo.',
  'refusal.MEMBERSHIP_MISSING': '<red>Algo va mal con la tienda.</red> <gray>Avisa al equipo.',
  'refusal.ROLE_INSUFFICIENT':
    '<red>No puedes hacer eso.</red> <gray>Hace falta el rol en Discord y una cuenta vinculada.',
  'refusal.LIMIT_EXCEEDED': '<gray>Demasiado rápido; espera un momento.',
  'refusal.MEMBER_UNKNOWN': '<red>No existe ese miembro del equipo.',
  'refusal.BALANCE_BELOW_ZERO': '<red>El saldo bajaría de cero.',
  'refusal.PLAYER_LINKED': '<red>Esta cuenta ya está vinculada.',
  'refusal.PLAYER_NOT_LINKED':
    '<red>Esta cuenta no está vinculada.</red> <gray>Escribe <white>/link</white>.',
  'refusal.LINK_LIMIT_REACHED': '<red>Esa cuenta de Discord está vinculada a otro jugador.',
  'refusal.LINK_CODE_UNKNOWN':
    '<red>Ese código no es válido.</red> <gray>Escribe <white>/link</white> para tener uno nuevo.',
  'refusal.LINK_CODE_EXPIRED':
    '<red>Ese código ha caducado.</red> <gray>Escribe <white>/link</white> para tener uno nuevo.',
  'refusal.PURCHASE_UNKNOWN': '<red>No existe esa compra.',
  'refusal.PURCHASE_NOT_REFUNDABLE': '<red>Esa compra no se puede devolver.',
  'refusal.GACHA_TABLE_UNKNOWN': '<red>No existe ese sorteo.',
  'refusal.STARTER_IN_PROGRESS': '<gray>Tu kit inicial está en camino.',
  'refusal.STARTER_DELIVERED': '<gray>Ya has recibido tu kit inicial.',
  'refusal.STARTER_NOT_OPEN': '<gray>No hay ningún kit inicial en camino.',
  'refusal.VOUCHER_UNKNOWN': '<red>No existe ese vale.</red> <gray>Revisa el código.',
  'refusal.VOUCHER_REDEEMED': '<red>Alguien ya ha canjeado este vale.',
  'refusal.VOUCHER_EXPIRED': '<red>Este vale ya no es válido.',
  'refusal.FORMULA_REFUSED': '<red>Esa fórmula no está permitida.',
  'refusal.VERSION_STALE':
    '<yellow>Alguien lo ha cambiado entretanto.</yellow> <gray>Mira otra vez y repite.',
  'refusal.EVENT_UNKNOWN': '<red>No existe esa entrada.',
  'refusal.EVENT_NOT_REVERSIBLE': '<red>Eso no se puede deshacer.',
  'refusal.EVENT_ROLLED_BACK': '<gray>Eso ya se deshizo antes.',
  'refusal.JOB_UNKNOWN': '<red>No existe esa tarea.',
  'refusal.JOB_NOT_OPEN': '<red>Esa tarea está en marcha, o terminada.',
  'refusal.CLAIM_COOLDOWN': '<gray>Ya lo has recibido. Vuelve más tarde.',
  'refusal.QUEST_UNKNOWN': '<red>No existe esa misión.',
  'refusal.QUEST_NOT_DONE': '<gray>Esa misión aún no está hecha.',
  'refusal.ANSWER_WRONG': '<red>Esa no es la respuesta.</red> <gray>Inténtalo de nuevo.',
  'refusal.QUEST_ANSWER_EMPTY': '<red>Una respuesta necesita una letra o una cifra.',
  'refusal.QUESTS_TOO_MANY': '<red>Ya hay tantas misiones como puede haber.',
  'refusal.ECONOMY_EVENT_RUNNING': '<red>Ya hay un evento en marcha.',
  'refusal.ECONOMY_EVENT_NOT_RUNNING': '<gray>No hay ningún evento en marcha.',
  'refusal.ECONOMY_EVENT_END_WRONG':
    '<red>El final debe estar en el futuro, en los próximos 31 días.',
  'refusal.GOODS_UNKNOWN': '<red>No hay nada así que sea tuyo.',
  'refusal.GOODS_NOT_HELD': '<red>Eso ya está a la venta o en camino.',
  'refusal.GOODS_ID_REUSED': '<red>Algo va mal con el mercado.</red> <gray>Avisa al equipo.',
  'refusal.LISTING_UNKNOWN': '<red>No existe esa oferta.',
  'refusal.LISTING_NOT_YOURS': '<red>Esa oferta no es tuya.',
  'refusal.LISTING_NOT_ACTIVE': '<red>Esa oferta ha terminado.',
  'refusal.LISTING_SOLD_OUT': '<red>Agotado:</red> <gray>solo quedan <stock>.',
  'refusal.LISTING_BUYER_LIMIT': '<red>El vendedor no vende tantos a un solo comprador.',
  'refusal.LISTING_LIMIT_REACHED':
    '<red>Tienes tantas ofertas como puedes tener:</red> <gray><max>.',
  'refusal.LISTING_TERMS_WRONG': '<red>Esas condiciones no van con lo que vendes.',
  'refusal.TRADE_WITH_SELF': '<red>No puedes comprarte a ti mismo.',
  'refusal.PRICE_BELOW_FLOOR':
    '<red>Es demasiado barato:</red> <gray>al menos <yellow><price></yellow> la unidad.',
  'refusal.PRICE_ABOVE_CEILING':
    '<red>Es demasiado caro:</red> <gray>como mucho <yellow><price></yellow> la unidad.',
  'refusal.ORDER_UNKNOWN': '<red>No existe ese pedido.',
  'refusal.ORDER_NOT_OPEN': '<red>Ese pedido ha terminado.',
  'refusal.NOT_BOUGHT_HERE': '<red>La tienda no compra eso.',
  'refusal.SALE_LIMIT_REACHED':
    '<red>La tienda no te compra más de eso por ahora:</red> <gray>como mucho <max>.',
  'refusal.REQUIREMENT_MISSING': '<red>Aún no puedes comprar eso.',
  'refusal.SELL_PRICE_TOO_HIGH': '<red>La tienda pagaría más de lo que pide.',
};
