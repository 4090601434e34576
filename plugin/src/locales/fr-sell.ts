// What selling to the shop says, and what else the shop asks and offers, in French.
import type { enSell } from './en-sell.ts';

export const frSell: Record<keyof typeof enSell, string> = {
  'menu.priceCheaper': '<gray>Prix : <st><usual></st> <yellow><price>',
  'menu.cheaperUntil': '<green>Moins cher jusqu’au <white><date>',
  'menu.sellPrice': '<gray>La boutique en paie <yellow><price></yellow> l’unité',
  'menu.restock': '<gray>De nouveau le <white><date>',
  'menu.needsLevel': '<gray>À partir du niveau <white><level>',
  'menu.needsReward': '<gray>Seulement pour qui a acheté <white><item>',
  'shop.needsPermission': '<red>Tu n’as pas le droit d’acheter <white><item></white>.',
  'shop.needsLevel':
    '<red>Tu ne peux pas encore acheter <white><item></white> :</red> <gray>atteins d’abord le niveau <white><level></white>.',
  'shop.needsReward':
    '<red>Tu ne peux pas encore acheter <white><item></white> :</red> <gray>achète d’abord <white><needed></white>.',
  'sell.usage':
    '<gray>Écris <white>/sell</white>, <white>/sell hand</white>, <white>/sell all</white> ou <white>/sell [article] [quantité]</white>.',
  'sell.title': '<dark_green>Vendre à la boutique',
  'sell.itemName': '<white><item>',
  'sell.each': '<gray>Prix à l’unité : <yellow><price>',
  'sell.held': '<gray>Tu en as <white><quantity></white> : <yellow><total>',
  'sell.limitDay': '<gray>Au plus <white><max></white> par jour',
  'sell.clicks':
    '<gray>Clic gauche : jusqu’à 64. Clic droit : un. <white>Maj + clic : tout.</white>',
  'sell.all': '<green>Tout vendre pour <total>',
  'sell.allSure': '<yellow>Vraiment ? Clique encore pour tout vendre pour <total>',
  'sell.allKinds': '<gray>Sortes d’objets : <white><kinds>',
  'sell.ask':
    "<yellow>Vendre tout ce que la boutique achète, <white><kinds></white> sortes, pour <white><total></white> ?</yellow> <click:run_command:'/sell all confirm'><hover:show_text:'Clique pour vendre'><green>[Oui, vendre]</green></hover></click> <gray>ou <white>/sell all confirm</white> d’ici <seconds> secondes.",
  'sell.sold':
    "<green>Tu as vendu <hover:show_text:'<gray>L’unité rapporte <yellow><unit></yellow>. Reçu <white><receipt>'><white><quantity> × <item></white></hover> pour <yellow><total></yellow>.</green> <gray>Tu as maintenant <yellow><balance></yellow>.",
  'sell.soldMany':
    "<green>Tu as vendu <hover:show_text:'<lines>'><white><quantity> objets de <kinds> sortes</white></hover> pour <yellow><total></yellow>.</green> <gray>Tu as maintenant <yellow><balance></yellow>.",
  'itemCard.name': '<white><name>',
  'itemCard.detail': '<gray><line>',
  'itemCard.quantity': '<gray>Quantité : <white><quantity>',
  'itemCard.each': '<gray>L’unité : <yellow><price>',
  'sell.line': '<white><quantity> × <item></white> <gray>pour <yellow><total></yellow>',
  'sell.back': '<gray><white><quantity> × <item></white> te sont rendus.',
  'sell.priceChanged':
    '<yellow>Le prix de <white><item></white> a changé :</yellow> <gray>l’unité rapporte maintenant <yellow><price></yellow>. Revends si tu veux.',
  'sell.limit':
    '<red>La boutique t’achète au plus <max> × <white><item></white> par jour :</red> <gray>encore <white><left></white> aujourd’hui.',
  'sell.busy': '<gray>Ta dernière vente est encore en cours.',
  'sell.working': '<gray>Vente en cours…',
  'sell.unclear':
    '<yellow>La boutique est injoignable pour le moment.</yellow> <gray>Rien n’est perdu : tu es payé, ou tes affaires te reviennent.',
  'sell.handEmpty': '<gray>Ta main est vide. Tiens ce que tu veux vendre.',
  'sell.notBought': '<red>La boutique n’achète pas <white><item></white>.',
  'sell.changed':
    "<red>La boutique n’achète pas <hover:show_text:'<gray><sku>'><white><item></white></hover> dans cet état :</red> <gray>seulement sans nom, dégâts ni enchantements.",
  'sell.empty': '<gray>Tu n’as rien que la boutique achète. Elle achète : <white><items></white>.',
  'sell.buysNothing': '<gray>La boutique n’achète rien pour le moment.',
};
