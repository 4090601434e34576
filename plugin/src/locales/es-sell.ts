// What selling to the shop says, and what else the shop asks and offers, in Spanish.
import type { enSell } from './en-sell.ts';

export const esSell: Record<keyof typeof enSell, string> = {
  'menu.priceCheaper': '<gray>Precio: <st><usual></st> <yellow><price>',
  'menu.cheaperUntil': '<green>Más barato hasta <white><date>',
  'menu.sellPrice': '<gray>La tienda paga <yellow><price></yellow> por uno',
  'menu.restock': '<gray>Habrá más el <white><date>',
  'menu.needsLevel': '<gray>Desde el nivel <white><level>',
  'menu.needsReward': '<gray>Solo para quien compró <white><item>',
  'shop.needsPermission': '<red>No puedes comprar <white><item></white>.',
  'shop.needsLevel':
    '<red>Aún no puedes comprar <white><item></white>:</red> <gray>llega primero al nivel <white><level></white>.',
  'shop.needsReward':
    '<red>Aún no puedes comprar <white><item></white>:</red> <gray>compra primero <white><needed></white>.',
  'sell.usage':
    '<gray>Escribe <white>/sell</white>, <white>/sell hand</white>, <white>/sell all</white> o <white>/sell [artículo] [cantidad]</white>.',
  'sell.title': '<dark_green>Vender a la tienda',
  'sell.itemName': '<white><item>',
  'sell.each': '<gray>Precio por unidad: <yellow><price>',
  'sell.held': '<gray>Tienes <white><quantity></white>: <yellow><total>',
  'sell.limitDay': '<gray>Como mucho <white><max></white> al día',
  'sell.clicks':
    '<gray>Clic izquierdo: hasta 64. Clic derecho: uno. <white>Mayús + clic: todo.</white>',
  'sell.all': '<green>Vender todo por <total>',
  'sell.allSure': '<yellow>¿De verdad? Otro clic lo vende todo por <total>',
  'sell.allKinds': '<gray>Clases de cosas: <white><kinds>',
  'sell.ask':
    "<yellow>¿Vender todo lo que compra la tienda, <white><kinds></white> clases, por <white><total></white>?</yellow> <click:run_command:'/sell all confirm'><hover:show_text:'Haz clic para vender'><green>[Sí, vender]</green></hover></click> <gray>o <white>/sell all confirm</white> en menos de <seconds> segundos.",
  'sell.sold':
    "<green>Has vendido <hover:show_text:'<gray>La unidad da <yellow><unit></yellow>. Recibo <white><receipt>'><white><quantity> × <item></white></hover> por <yellow><total></yellow>.</green> <gray>Ahora tienes <yellow><balance></yellow>.",
  'sell.soldMany':
    "<green>Has vendido <hover:show_text:'<lines>'><white><quantity> cosas de <kinds> clases</white></hover> por <yellow><total></yellow>.</green> <gray>Ahora tienes <yellow><balance></yellow>.",
  'itemCard.name': '<white><name>',
  'itemCard.detail': '<gray><line>',
  'itemCard.quantity': '<gray>Cantidad: <white><quantity>',
  'itemCard.each': '<gray>La unidad: <yellow><price>',
  'sell.line': '<white><quantity> × <item></white> <gray>por <yellow><total></yellow>',
  'sell.back': '<gray>Se te devuelven <white><quantity> × <item></white>.',
  'sell.priceChanged':
    '<yellow>El precio de <white><item></white> ha cambiado:</yellow> <gray>la unidad da ahora <yellow><price></yellow>. Véndelo otra vez si quieres.',
  'sell.limit':
    '<red>La tienda te compra como mucho <max> × <white><item></white> al día:</red> <gray>hoy <white><left></white> más.',
  'sell.busy': '<gray>Tu última venta sigue en marcha.',
  'sell.working': '<gray>Vendiendo…',
  'sell.unclear':
    '<yellow>No se puede llegar a la tienda ahora mismo.</yellow> <gray>No se pierde nada: se te paga, o recuperas tus cosas.',
  'sell.handEmpty': '<gray>Tienes la mano vacía. Sostén lo que quieras vender.',
  'sell.notBought': '<red>La tienda no compra <white><item></white>.',
  'sell.changed':
    "<red>La tienda no compra <hover:show_text:'<gray><sku>'><white><item></white></hover> tal como está:</red> <gray>solo sin nombre, daños ni encantamientos.",
  'sell.empty': '<gray>No tienes nada que compre la tienda. Compra: <white><items></white>.',
  'sell.buysNothing': '<gray>La tienda no compra nada ahora mismo.',
};
