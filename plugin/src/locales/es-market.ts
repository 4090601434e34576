// What the market says, in Spanish.
import type { enMarket } from './en-market.ts';

export const esMarket: Record<keyof typeof enMarket, string> = {
  'market.usage':
    "<gray>Mira con <click:run_command:'/market'><white>/market</white></click>. Vende con <white>/market sell [precio por unidad] [cantidad] [horas]</white>, o elige en <click:run_command:'/market sell'><white>/market sell</white></click>. Lo tuyo: <click:run_command:'/market mine'><white>/market mine</white></click>, <click:run_command:'/market held'><white>/market held</white></click>, <click:run_command:'/market history'><white>/market history</white></click>. También <white>search</white>, <white>buy</white>, <white>cancel</white>, <white>deposit</white>, <white>price</white>, <white>confirm</white>.",
  'market.consoleUsage':
    '<gray>/market remove [oferta] [motivo], /market editprice [oferta] [precio] [motivo]',
  'market.searchUsage':
    '<gray>Escribe <white>/market search [palabras]</white>, también con <white>seller:[nombre] min:[monedas] max:[monedas] sku:[clase]</white>, como <white>/market search espada max:2.5k</white>.',
  'market.confirmUsage':
    "<gray>Para que se pregunte antes de comprar o vender: <click:run_command:'/market confirm on'><white>/market confirm on</white></click> o <click:run_command:'/market confirm off'><white>off</white></click>.",
  'market.confirm.on': '<green>Se te pregunta antes de comprar o vender en el mercado.',
  'market.confirm.off': '<yellow>Ya no se te pregunta antes de comprar o vender en el mercado.',
  'market.wrongWord': '<red>«<word>» no va aquí.</red> <gray>Mira <white>/market help</white>.',
  'market.wrongPrice':
    '<red>«<word>» no es un precio.</red> <gray>Escribe monedas enteras por unidad, como 50, 1.5k o 2m.',
  'market.wrongHours': '<red>«<word>» no es un número de horas.</red> <gray>Escribe de 1 a <max>.',
  'market.unknownListing':
    '<red>No hay ninguna oferta «<listing>».</red> <gray>Su número aparece en <white>/market</white>.',
  'market.slow':
    '<gray>El mercado va lento. Tu petición está en marcha; el resultado llegará aquí.',
  'market.away':
    '<red>No se puede llegar al mercado ahora mismo.</red> <gray>No se ha hecho nada. Inténtalo de nuevo en un minuto.',
  'market.unclear':
    '<yellow>No se puede llegar al mercado ahora mismo.</yellow> <gray>No se pierde nada: se pregunta por tu petición hasta que esté claro, y nunca se hace dos veces.',
  'market.busy': '<gray>Tu última petición sigue en marcha.',
  'market.working': '<gray>Entregando…',
  'market.unclearGoods':
    '<yellow>No se puede llegar al mercado ahora mismo.</yellow> <gray>No se pierde nada: tus cosas están en camino, o vuelven.',
  'market.title': '<dark_green>Mercado',
  'market.category.blocks': 'Bloques',
  'market.category.tools': 'Herramientas',
  'market.category.combat': 'Combate',
  'market.category.food': 'Comida',
  'market.category.redstone': 'Redstone',
  'market.category.other': 'Otros',
  'market.sort': '<aqua>Orden: <sort>',
  'market.sortHint': '<gray>Haz clic para: <white><sort>',
  'market.sort.newest': 'lo más nuevo primero',
  'market.sort.cheapest': 'lo más barato primero',
  'market.sort.dearest': 'lo más caro primero',
  'market.sort.endingSoon': 'termina pronto',
  'market.search': '<aqua>Buscar',
  'market.searchHint': '<gray>Escribe <white>/market search [palabras]',
  'market.searching': '<aqua>Búsqueda: <white><filters>',
  'market.searchClear': '<gray>Haz clic para verlo todo otra vez',
  'market.refresh': '<aqua>Mirar otra vez',
  'market.found': '<gray>Ofertas: <white><count>',
  'market.age': '<gray>Recibido hace <white><seconds></white> segundos',
  'market.empty': '<gray>Nadie ofrece nada ahora mismo.',
  'market.emptyHint': '<gray>Empieza tú: <white>/market sell',
  'market.noneFound': '<gray>Nadie ofrece nada así.',
  'market.noneFoundHint': '<gray>Prueba otras palabras, o míralo todo.',
  'market.sellButton': '<green>Vender algo',
  'market.itemName': '<white><item>',
  'market.each': '<gray>Precio por unidad: <yellow><price>',
  'market.left': '<gray>Quedan: <white><quantity>',
  'market.seller': '<gray>De <white><seller>',
  'market.until': '<gray>Hasta <white><date>',
  'market.buyerMin': '<gray>Por comprador al menos: <white><min>',
  'market.buyerMax': '<gray>Por comprador como mucho: <white><max>',
  'market.id': '<gray>Número <white><id>',
  'market.buyHint': '<green>Haz clic para verlo de cerca y comprar.',
  'market.manageHint': '<green>Tuya. Haz clic para retirarla o cambiar su precio.',
  'market.over': '<red>Esta oferta ha terminado.',
  'market.listingTitle': '<dark_green><item>',
  'market.priceTitle': '<aqua>Lo que pagaron otros',
  'market.priceNone': '<gray>No se ha vendido nada así en los últimos 7 días.',
  'market.priceOf': '<aqua>Lo que pagaron otros por <white><item></white>:',
  'market.median': '<gray>Precio mediano de 7 días: <yellow><price>',
  'market.medianNone': '<gray>Precio mediano de 7 días: <white>aún ninguno',
  'market.pricePoint':
    '<gray><date>: <yellow><price></yellow>, <white><count></white> vendidos ese día',
  'market.more': '<green>Uno más',
  'market.fewer': '<red>Uno menos',
  'market.stepHint': '<gray>Mayús + clic: 16',
  'market.count': '<white><quantity>',
  'market.all': '<white>Todo: <quantity>',
  'market.take': '<green>Llevar <quantity>',
  'market.takeHint': '<gray>Haz clic para ver el total; aún no se compra nada.',
  'market.buyYes': '<green>Comprar <quantity> por <total>',
  'market.buyNo': '<red>No, no comprar',
  'market.balanceAfter': '<gray>Te quedarán <yellow><balance>',
  'market.feeOfSeller': '<gray>De ahí el vendedor paga <yellow><fee></yellow> de comisión.',
  'market.buyerLimit':
    '<red>El vendedor no vende tantos a un solo comprador:</red> <gray>al menos <min>, como mucho <max>; ya has comprado <bought>, así que puedes llevarte <left> más.',
  'market.handEmpty': '<gray>Tienes la mano vacía. Sostén lo que te interese.',
  'market.nothingHeld': '<gray>No tienes nada que puedas vender.',
  'market.sellTitle': '<dark_green>¿Qué quieres vender?',
  'market.youHold': '<gray>Tienes <white><quantity>',
  'market.chooseHint': '<green>Haz clic para elegir el precio.',
  'market.offerTitle': '<dark_green>Vender <item>',
  'market.step': '<white><step>',
  'market.priceHint': '<gray>Cámbialo con los botones de al lado.',
  'market.priceStepHint': '<gray>Mayús + clic: cien veces más',
  'market.floor': '<gray>Precio más bajo permitido: <yellow><price>',
  'market.ceiling': '<gray>Precio más alto permitido: <yellow><price>',
  'market.proposalHint': '<gray>Haz clic para pedir este precio.',
  'market.hours': '<gray>En oferta durante <white><hours></white> horas',
  'market.turnHint': '<gray>Clic izquierdo: siguiente. Clic derecho: anterior.',
  'market.goOn': '<green>Continuar',
  'market.goOnHint': '<gray>Haz clic para ver comisión y ganancia; aún no se ofrece nada.',
  'market.fee': '<gray>Comisión si se vende todo: <yellow><fee></yellow> (<percent> %)',
  'market.net': '<gray>Recibes <yellow><net>',
  'market.offerYes': '<green>Ofrecer <quantity>',
  'market.offerNo': '<red>No, quedármelo',
  'market.offerHint': '<gray>Haz clic para ofrecerlo. Las cosas salen ahora de tu inventario.',
  'market.listed':
    "<green>En oferta: <click:run_command:'/market show {id}'><hover:show_text:'<gray>Haz clic para verla'><white><quantity> × <item></white></hover></click> a <yellow><price></yellow> la unidad.</green> <gray>Hasta <date>, número <white><id></white>. <click:run_command:'/market cancel {id}'><hover:show_text:'<gray>Haz clic para retirarla'><red>[Retirar]</red></hover></click>",
  'market.held':
    "<green>Mintkeep guarda ahora <white><quantity> × <item></white> para ti.</green> <gray>Mira <click:run_command:'/market held'><white>/market held</white></click>.",
  'market.back': '<gray>Se te devuelven <white><quantity> × <item></white>.',
  'market.ownTitle': '<dark_green>Tus ofertas',
  'market.ownNone':
    "<gray>No ofreces nada ahora mismo. Vende con <click:run_command:'/market sell'><white>/market sell</white></click>.",
  'market.feeRatio': '<gray>Comisión de una venta: <white><percent> %',
  'market.manageTitle': '<dark_green>Tu oferta: <item>',
  'market.withdraw': '<yellow>Retirarla',
  'market.withdrawSure': '<yellow>¿De verdad? Otro clic la retira',
  'market.withdrawHint': '<gray>Lo que queda vuelve a ti; si no hay sitio: <white>/claim',
  'market.reprice': '<yellow>Cambiar el precio',
  'market.repriceYes': '<green>Pedir <price> por unidad',
  'market.repriced':
    '<green><white><item></white> cuesta ahora <yellow><price></yellow> la unidad.</green> <gray>Comisión de una venta: <percent> %.',
  'market.withdrawn':
    '<green>Tu oferta está retirada:</green> <gray><white><quantity></white> vuelven a ti; si no hay sitio: <white>/claim</white>.',
  'market.heldTitle': '<dark_green>Guardado para ti',
  'market.heldNone':
    '<gray>Mintkeep no guarda nada para ti. Entrega lo que tienes en la mano con <white>/market deposit</white>.',
  'market.heldQuantity': '<gray>Guardado: <white><quantity>',
  'market.heldHint': '<green>Clic izquierdo: ofrecerlo.</green> <yellow>Clic derecho: sacarlo.',
  'market.takenOut':
    '<green><white><quantity> × <item></white> te llegan;</green> <gray>si no hay sitio: <white>/claim</white>.',
  'market.heldWaiting':
    "<yellow>Clases de cosas que Mintkeep guarda para ti: <white><count></white>.</yellow> <gray><click:run_command:'/market held'><white>/market held</white></click>.",
  'market.boughtTitle': '<aqua>Lo que has comprado, página <page>:',
  'market.soldTitle': '<aqua>Lo que has vendido, página <page>:',
  'market.boughtNone': '<gray>Ahí no has comprado nada en el mercado.',
  'market.soldNone': '<gray>Ahí no has vendido nada en el mercado.',
  'market.trade':
    "<gray><date> <hover:show_text:'<gray>La unidad <yellow><unit></yellow>, comisión <yellow><fee></yellow>'><white><quantity> × <item></white></hover> <yellow><coins></yellow>, <white><other></white>: <status>",
  'market.tradesNext':
    "<click:run_command:'/market history {side} {page}'><aqua>[Página <page>]</aqua></click>",
  'market.status.pending': 'en camino',
  'market.status.fulfilled': 'hecho',
  'market.status.refunded': 'devuelto',
  'market.status.cancelled': 'en devolución',
  'market.awayTitle': '<aqua>Mientras no estabas:',
  'market.soldMany':
    '<green>Has hecho <white><count></white> ventas, por <yellow><coins></yellow> en total.',
  'market.notice.sold':
    '<green><white><player></white> te ha comprado <white><quantity> × <item></white>: has recibido <yellow><coins></yellow>.',
  'market.notice.expired':
    '<yellow>Tu oferta de <white><quantity> × <item></white> ha terminado:</yellow> <gray>vuelve a ti, o con <white>/claim</white>.',
  'market.notice.removed':
    '<red>El equipo ha retirado tus <white><quantity> × <item></white> del mercado:</red> <gray><reason>. Vuelven a ti, o con <white>/claim</white>.',
  'market.notice.repriced':
    '<yellow>El equipo ha cambiado el precio de <white><item></white> a <white><coins></white> la unidad:</yellow> <gray><reason>.',
  'market.notice.refunded':
    '<yellow>Has recuperado <white><coins></white> por <white><quantity> × <item></white>:</yellow> <gray><reason>.',
  'market.removeUsage': '<gray>Escribe <white>/market remove [oferta] [motivo]</white>.',
  'market.editUsage': '<gray>Escribe <white>/market editprice [oferta] [precio] [motivo]</white>.',
  'market.removed':
    '<green>La oferta <white><id></white> está retirada:</green> <gray><white><quantity></white> vuelven al vendedor, a quien se le dice por qué.',
  'market.edited':
    '<green>La oferta <white><id></white> cuesta ahora <yellow><price></yellow> la unidad.',
};
