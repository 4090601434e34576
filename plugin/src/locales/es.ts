// Spanish: the same keys and placeholders as English; the compiler and a test see to it.
import type { en } from './en.ts';
import { esAdmin } from './es-admin.ts';
import { esAlerts } from './es-alerts.ts';
import { esCard } from './es-card.ts';
import { esGacha } from './es-gacha.ts';
import { esGoods } from './es-goods.ts';
import { esHelp } from './es-help.ts';
import { esLeaderboard } from './es-leaderboard.ts';
import { esLevels } from './es-levels.ts';
import { esLink } from './es-link.ts';
import { esMarket } from './es-market.ts';
import { esPay } from './es-pay.ts';
import { esQuests } from './es-quests.ts';
import { esRedeem } from './es-redeem.ts';
import { esRefusals } from './es-refusals.ts';
import { esSell } from './es-sell.ts';
import { esVault } from './es-vault.ts';

export const es: Record<keyof typeof en, string> = {
  'command.forbidden': '<red>No puedes usar este comando.',
  'command.playersOnly': '<red>Solo los jugadores pueden hacer esto.',
  'command.tooFast': '<gray>Un comando cada vez, por favor: espera un momento.',
  'command.slow': '<gray>La tienda va lenta. Un momento, por favor…',
  'setup.noKey':
    '<yellow>Mintkeep aún no tiene clave.</yellow> <gray>En la máquina del backend ejecuta <white>npm run keys -- create survival</white>, pon lo que salga en <white>plugins/mintkeep/config.json</white> y después <white>/mintkeep reload</white>.',
  'shop.title': '<dark_green>Tienda',
  'shop.titleCategory': '<dark_green>Tienda: <category>',
  'shop.empty': '<gray>La tienda no tiene nada a la venta ahora mismo. ¡Vuelve más tarde!',
  'shop.away':
    '<red>No se puede llegar a la tienda ahora mismo.</red> <gray>No se ha comprado nada. Inténtalo de nuevo en un minuto.',
  'shop.slow': '<gray>La tienda va lenta. Tu compra está en marcha; el resultado llegará aquí.',
  'shop.unclear':
    '<yellow>No se puede llegar a la tienda ahora mismo.</yellow> <gray>No se pierde nada: se pregunta por tu compra hasta que esté claro, y nunca se hace dos veces.',
  'shop.busy': '<gray>Tu última compra sigue en marcha.',
  'shop.bought':
    '<green>Has comprado <white><quantity> × <item></white> por <yellow><price></yellow>.</green>',
  'shop.balanceLeft':
    '<gray>Te quedan <yellow><balance></yellow>. Te llega al momento; si no hay sitio: <white>/claim</white>.',
  'shop.unknownCategory':
    '<red>No hay ninguna categoría «<category>».</red> <gray>Hay: <categories>.',
  'shop.unknownQuantity':
    '<red>«<quantity>» no es una cantidad.</red> <gray>Escribe un número entero, como 3, 64 o 1k.',
  'shop.buyUsage':
    '<gray>Escribe <white>/buy [artículo] [cantidad]</white>, o mira la tienda con <white>/shop</white>.',
  'shop.infoUsage': '<gray>Escribe <white>/shop info [artículo]</white>.',
  'shop.info': '<white><item></white> <gray>(<sku>)</gray> <yellow><price></yellow>',
  'menu.price': '<gray>Precio: <yellow><price>',
  'menu.stockEndless': '<gray>Existencias: <white>tantas como quieras',
  'menu.stock': '<gray>Existencias: quedan <white><stock>',
  'menu.soldOut': '<red>Agotado',
  'menu.limitEver': '<gray>Como mucho <white><max></white> por jugador',
  'menu.limitDay': '<gray>Como mucho <white><max></white> al día',
  'menu.expires': '<gray>A la venta hasta <white><date>',
  'menu.affordable': '<green>✔ Te alcanza. Haz clic para comprar.',
  'menu.tooExpensive': '<red>✘ Te faltan <yellow><missing></yellow>.',
  'menu.itemName': '<white><item>',
  'menu.description': '<gray><line>',
  'menu.category': '<aqua><category>',
  'menu.categoryAll': '<aqua>Todo',
  'menu.categoryHere': '<green>Estás aquí',
  'menu.categoryOpen': '<gray>Haz clic para ver',
  'menu.previous': '<white>« Página <page>',
  'menu.next': '<white>Página <page> »',
  'menu.close': '<red>Cerrar',
  'menu.back': '<white>« Volver',
  'menu.balance': '<yellow>Tienes <balance>',
  'menu.confirmTitle': '<dark_green>¿Comprar <item>?',
  'menu.confirmQuantity': '<green>Comprar <quantity>',
  'menu.confirmTotal': '<gray>por <yellow><total>',
  'menu.confirmMax': '<green>Comprar todo lo que puedas: <quantity>',
  'menu.confirmClick': '<gray>Haz clic para comprar. No se pregunta más.',
  'menu.confirmUnaffordable': '<red>No te alcanza para uno.',
  'category.money': 'Dinero',
  'category.rank': 'Rangos',
  'category.cosmetic': 'Cosméticos',
  'category.voucher': 'Vales',
  'category.item': 'Objetos',
  'balance.have': '<green>Tienes <yellow><coins></yellow>.',
  'balance.frozen': '<red>Tu cuenta está congelada. Pregunta al equipo.',
  'balance.entry': '<gray><date> <amount> <white><reason>',
  'balance.plus': '<green>+<coins>',
  'balance.minus': '<red>-<coins>',
  'balance.none': '<gray>Aún no ha entrado ni salido nada.',
  'coins.amount': '<amount> monedas',
  'coins.one': '1 moneda',
  'delivery.given': '<green>Has recibido <white><what></white>.',
  'delivery.itemPart': '<amount> × <item>',
  'delivery.noRoom':
    '<yellow>Algo te espera, pero no hay sitio: libera <white><slots></white> huecos más</yellow><gray> y después <white>/claim</white>.',
  'delivery.rank': '<green>Ahora eres <white><group></white>.',
  'delivery.money': '<green>Has recibido <yellow><coins></yellow>.',
  'delivery.done': '<green>Tu compra se ha ejecutado.',
  'delivery.message': '<white><text>',
  'claim.came': '<green>Entregas recibidas: <count>.',
  'claim.nothing': '<gray>No te espera nada.',
  'claim.noRoom':
    '<yellow>No hay sitio: libera <white><slots></white> huecos más y otra vez <white>/claim</white>.',
  'claim.away':
    '<red>No se puede llegar a la tienda ahora mismo.</red> <gray>Lo que te espera está a salvo; llega por sí solo.',
  'presence.waiting':
    '<yellow>Entregas que te esperan: <count>.</yellow> <gray>Llegan ahora, o con <white>/claim</white>.',
  'presence.banned': '<red>Estás baneado: <reason>',
  'presence.bannedUntil': '<red>Estás baneado hasta <white><date></white>: <reason>',
  ...esAdmin,
  ...esAlerts,
  ...esCard,
  ...esGacha,
  ...esGoods,
  ...esHelp,
  ...esLeaderboard,
  ...esMarket,
  ...esPay,
  ...esLink,
  ...esLevels,
  ...esRedeem,
  ...esQuests,
  ...esRefusals,
  ...esSell,
  ...esVault,
};
