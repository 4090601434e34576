// French: the same keys and placeholders as English; the compiler and a test see to it.
import type { en } from './en.ts';
import { frAdmin } from './fr-admin.ts';
import { frAlerts } from './fr-alerts.ts';
import { frCard } from './fr-card.ts';
import { frGacha } from './fr-gacha.ts';
import { frGoods } from './fr-goods.ts';
import { frHelp } from './fr-help.ts';
import { frLeaderboard } from './fr-leaderboard.ts';
import { frLevels } from './fr-levels.ts';
import { frLink } from './fr-link.ts';
import { frMarket } from './fr-market.ts';
import { frPay } from './fr-pay.ts';
import { frQuests } from './fr-quests.ts';
import { frRedeem } from './fr-redeem.ts';
import { frRefusals } from './fr-refusals.ts';
import { frSell } from './fr-sell.ts';
import { frVault } from './fr-vault.ts';

export const fr: Record<keyof typeof en, string> = {
  'command.forbidden': '<red>Tu n’as pas le droit d’utiliser cette commande.',
  'command.playersOnly': '<red>Seuls les joueurs peuvent faire cela.',
  'command.tooFast': '<gray>Une commande à la fois, s’il te plaît : attends un instant.',
  'command.slow': '<gray>La boutique est lente. Un instant, s’il te plaît…',
  'setup.noKey':
    '<yellow>Mintkeep n’a pas encore de clé.</yellow> <gray>Sur la machine du backend, lance <white>npm run keys -- create survival</white>, mets ce qui s’affiche dans <white>plugins/mintkeep/config.json</white>, puis <white>/mintkeep reload</white>.',
  'shop.title': '<dark_green>Boutique',
  'shop.titleCategory': '<dark_green>Boutique : <category>',
  'shop.empty': '<gray>La boutique n’a rien à vendre pour le moment. Reviens plus tard !',
  'shop.away':
    '<red>La boutique est injoignable pour le moment.</red> <gray>Rien n’a été acheté. Réessaie dans une minute.',
  'shop.slow': '<gray>La boutique est lente. On s’occupe de ton achat ; le résultat arrive ici.',
  'shop.unclear':
    '<yellow>La boutique est injoignable pour le moment.</yellow> <gray>Rien n’est perdu : ton achat est redemandé jusqu’à ce que ce soit clair, et jamais deux fois.',
  'shop.busy': '<gray>Ton dernier achat est encore en cours.',
  'shop.bought':
    '<green>Tu as acheté <white><quantity> × <item></white> pour <yellow><price></yellow>.</green>',
  'shop.balanceLeft':
    '<gray>Il te reste <yellow><balance></yellow>. Tout arrive aussitôt ; s’il n’y a pas de place : <white>/claim</white>.',
  'shop.unknownCategory':
    '<red>Il n’y a pas de catégorie « <category> ».</red> <gray>Il y a : <categories>.',
  'shop.unknownQuantity':
    '<red>« <quantity> » n’est pas une quantité.</red> <gray>Écris un nombre entier, comme 3, 64 ou 1k.',
  'shop.buyUsage':
    '<gray>Écris <white>/buy [article] [quantité]</white>, ou parcours la boutique avec <white>/shop</white>.',
  'shop.infoUsage': '<gray>Écris <white>/shop info [article]</white>.',
  'shop.info': '<white><item></white> <gray>(<sku>)</gray> <yellow><price></yellow>',
  'menu.price': '<gray>Prix : <yellow><price>',
  'menu.stockEndless': '<gray>Stock : <white>autant que tu veux',
  'menu.stock': '<gray>Stock : il en reste <white><stock>',
  'menu.soldOut': '<red>Épuisé',
  'menu.limitEver': '<gray>Au plus <white><max></white> par joueur',
  'menu.limitDay': '<gray>Au plus <white><max></white> par jour',
  'menu.expires': '<gray>En vente jusqu’au <white><date>',
  'menu.affordable': '<green>✔ Tu as assez. Clique pour acheter.',
  'menu.tooExpensive': '<red>✘ Il te manque <yellow><missing></yellow>.',
  'menu.itemName': '<white><item>',
  'menu.description': '<gray><line>',
  'menu.category': '<aqua><category>',
  'menu.categoryAll': '<aqua>Tout',
  'menu.categoryHere': '<green>Tu es ici',
  'menu.categoryOpen': '<gray>Clique pour voir',
  'menu.previous': '<white>« Page <page>',
  'menu.next': '<white>Page <page> »',
  'menu.close': '<red>Fermer',
  'menu.back': '<white>« Retour',
  'menu.balance': '<yellow>Tu as <balance>',
  'menu.confirmTitle': '<dark_green>Acheter <item> ?',
  'menu.confirmQuantity': '<green>Acheter <quantity>',
  'menu.confirmTotal': '<gray>pour <yellow><total>',
  'menu.confirmMax': '<green>Acheter le plus possible : <quantity>',
  'menu.confirmClick': '<gray>Clique pour acheter. Il n’y aura pas d’autre question.',
  'menu.confirmUnaffordable': '<red>Tu n’as pas de quoi en acheter un.',
  'category.money': 'Argent',
  'category.rank': 'Rangs',
  'category.cosmetic': 'Cosmétiques',
  'category.voucher': 'Bons',
  'category.item': 'Objets',
  'balance.have': '<green>Tu as <yellow><coins></yellow>.',
  'balance.frozen': '<red>Ton compte est gelé. Adresse-toi à l’équipe.',
  'balance.entry': '<gray><date> <amount> <white><reason>',
  'balance.plus': '<green>+<coins>',
  'balance.minus': '<red>-<coins>',
  'balance.none': '<gray>Rien n’est encore entré ni sorti.',
  'coins.amount': '<amount> pièces',
  'coins.one': '1 pièce',
  'delivery.given': '<green>Tu as reçu <white><what></white>.',
  'delivery.itemPart': '<amount> × <item>',
  'delivery.noRoom':
    '<yellow>Quelque chose t’attend, mais il n’y a pas de place : libère encore <white><slots></white> emplacements</yellow><gray>, puis <white>/claim</white>.',
  'delivery.rank': '<green>Tu es maintenant <white><group></white>.',
  'delivery.money': '<green>Tu as reçu <yellow><coins></yellow>.',
  'delivery.done': '<green>Ton achat a été exécuté.',
  'delivery.message': '<white><text>',
  'claim.came': '<green>Livraisons arrivées : <count>.',
  'claim.nothing': '<gray>Rien ne t’attend.',
  'claim.noRoom':
    '<yellow>Pas de place : libère encore <white><slots></white> emplacements, puis de nouveau <white>/claim</white>.',
  'claim.away':
    '<red>La boutique est injoignable pour le moment.</red> <gray>Ce qui t’attend reste en sécurité ; cela arrive tout seul.',
  'presence.waiting':
    '<yellow>Livraisons qui t’attendent : <count>.</yellow> <gray>Elles arrivent maintenant, ou avec <white>/claim</white>.',
  'presence.banned': '<red>Tu es banni : <reason>',
  'presence.bannedUntil': '<red>Tu es banni jusqu’au <white><date></white> : <reason>',
  ...frAdmin,
  ...frAlerts,
  ...frCard,
  ...frGacha,
  ...frGoods,
  ...frHelp,
  ...frLeaderboard,
  ...frMarket,
  ...frPay,
  ...frLink,
  ...frLevels,
  ...frRedeem,
  ...frQuests,
  ...frRefusals,
  ...frSell,
  ...frVault,
};
