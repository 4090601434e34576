// German: the same keys and placeholders as English; the compiler and a test see to it.
import { deAdmin } from './de-admin.ts';
import { deAlerts } from './de-alerts.ts';
import { deCard } from './de-card.ts';
import { deGacha } from './de-gacha.ts';
import { deHelp } from './de-help.ts';
import { deGoods } from './de-goods.ts';
import { deLeaderboard } from './de-leaderboard.ts';
import { deMarket } from './de-market.ts';
import { dePay } from './de-pay.ts';
import { deLink } from './de-link.ts';
import { deLevels } from './de-levels.ts';
import { deRedeem } from './de-redeem.ts';
import { deQuests } from './de-quests.ts';
import { deSell } from './de-sell.ts';
import { deVault } from './de-vault.ts';
import { deRefusals } from './de-refusals.ts';
import type { en } from './en.ts';

export const de: Record<keyof typeof en, string> = {
  'command.forbidden': '<red>Diesen Befehl darfst du nicht benutzen.',
  'command.playersOnly': '<red>Das können nur Spieler.',
  'command.tooFast': '<gray>Bitte ein Befehl nach dem anderen: warte einen Moment.',
  'command.slow': '<gray>Der Laden ist langsam. Einen Moment bitte…',
  'setup.noKey':
    '<yellow>Mintkeep hat noch keinen Schlüssel.</yellow> <gray>Auf der Maschine des Backends <white>npm run keys -- create survival</white> ausführen, das Gedruckte in <white>plugins/mintkeep/config.json</white> eintragen, dann <white>/mintkeep reload</white>.',
  'shop.title': '<dark_green>Laden',
  'shop.titleCategory': '<dark_green>Laden: <category>',
  'shop.empty': '<gray>Der Laden hat gerade nichts zu verkaufen. Schau später wieder vorbei!',
  'shop.away':
    '<red>Der Laden ist gerade nicht erreichbar.</red> <gray>Es wurde nichts gekauft. Bitte versuche es in einer Minute noch einmal.',
  'shop.slow': '<gray>Der Laden ist langsam. Dein Kauf ist in Arbeit; das Ergebnis kommt hierher.',
  'shop.unclear':
    '<yellow>Der Laden ist gerade nicht erreichbar.</yellow> <gray>Nichts geht verloren: Nach deinem Kauf wird gefragt, bis er klar ist, und nie doppelt.',
  'shop.busy': '<gray>Dein letzter Kauf ist noch in Arbeit.',
  'shop.bought':
    '<green>Du hast <white><quantity> × <item></white> für <yellow><price></yellow> gekauft.</green>',
  'shop.balanceLeft':
    '<gray>Du hast noch <yellow><balance></yellow>. Die Ware kommt sofort; wenn kein Platz ist: <white>/claim</white>.',
  'shop.unknownCategory':
    '<red>Es gibt keine Kategorie „<category>“.</red> <gray>Es gibt: <categories>.',
  'shop.unknownQuantity':
    '<red>„<quantity>“ ist keine Menge.</red> <gray>Schreibe eine ganze Zahl wie 3, 64 oder 1k.',
  'shop.buyUsage':
    '<gray>Schreibe <white>/buy [Ware] [Menge]</white> oder stöbere mit <white>/shop</white>.',
  'shop.infoUsage': '<gray>Schreibe <white>/shop info [Ware]</white>.',
  'shop.info': '<white><item></white> <gray>(<sku>)</gray> <yellow><price></yellow>',
  'menu.price': '<gray>Preis: <yellow><price>',
  'menu.stockEndless': '<gray>Vorrat: <white>so viele du willst',
  'menu.stock': '<gray>Vorrat: noch <white><stock>',
  'menu.soldOut': '<red>Ausverkauft',
  'menu.limitEver': '<gray>Höchstens <white><max></white> je Spieler',
  'menu.limitDay': '<gray>Höchstens <white><max></white> am Tag',
  'menu.expires': '<gray>Im Verkauf bis <white><date>',
  'menu.affordable': '<green>✔ Du kannst es dir leisten. Klicke zum Kaufen.',
  'menu.tooExpensive': '<red>✘ Dir fehlen <yellow><missing></yellow>.',
  'menu.itemName': '<white><item>',
  'menu.description': '<gray><line>',
  'menu.category': '<aqua><category>',
  'menu.categoryAll': '<aqua>Alles',
  'menu.categoryHere': '<green>Du bist hier',
  'menu.categoryOpen': '<gray>Klicke zum Ansehen',
  'menu.previous': '<white>« Seite <page>',
  'menu.next': '<white>Seite <page> »',
  'menu.close': '<red>Schließen',
  'menu.back': '<white>« Zurück',
  'menu.balance': '<yellow>Du hast <balance>',
  'menu.confirmTitle': '<dark_green><item> kaufen?',
  'menu.confirmQuantity': '<green><quantity> kaufen',
  'menu.confirmTotal': '<gray>für <yellow><total>',
  'menu.confirmMax': '<green>So viele wie möglich: <quantity>',
  'menu.confirmClick': '<gray>Klicke zum Kaufen. Es wird nicht noch einmal gefragt.',
  'menu.confirmUnaffordable': '<red>Du kannst dir keins leisten.',
  'category.money': 'Geld',
  'category.rank': 'Ränge',
  'category.cosmetic': 'Kosmetik',
  'category.voucher': 'Gutscheine',
  'category.item': 'Waren',
  'balance.have': '<green>Du hast <yellow><coins></yellow>.',
  'balance.frozen': '<red>Dein Konto ist eingefroren. Bitte frage das Team.',
  'balance.entry': '<gray><date> <amount> <white><reason>',
  'balance.plus': '<green>+<coins>',
  'balance.minus': '<red>-<coins>',
  'balance.none': '<gray>Noch kam und ging nichts.',
  'coins.amount': '<amount> Münzen',
  'coins.one': '1 Münze',
  'delivery.given': '<green>Du hast <white><what></white> bekommen.',
  'delivery.itemPart': '<amount> × <item>',
  'delivery.noRoom':
    '<yellow>Etwas wartet auf dich, aber es ist kein Platz: Mache <white><slots></white> weitere Plätze frei</yellow><gray>, dann <white>/claim</white>.',
  'delivery.rank': '<green>Du bist jetzt <white><group></white>.',
  'delivery.money': '<green>Du hast <yellow><coins></yellow> bekommen.',
  'delivery.done': '<green>Dein Kauf wurde ausgeführt.',
  'delivery.message': '<white><text>',
  'claim.came': '<green><count> Lieferungen sind angekommen.',
  'claim.nothing': '<gray>Nichts wartet auf dich.',
  'claim.noRoom':
    '<yellow>Kein Platz: Mache <white><slots></white> weitere Plätze frei, dann noch einmal <white>/claim</white>.',
  'claim.away':
    '<red>Der Laden ist gerade nicht erreichbar.</red> <gray>Was auf dich wartet, bleibt sicher; es kommt von selbst.',
  'presence.waiting':
    '<yellow><count> Lieferungen warten auf dich.</yellow> <gray>Sie kommen jetzt, oder mit <white>/claim</white>.',
  'presence.banned': '<red>Du bist gesperrt: <reason>',
  'presence.bannedUntil': '<red>Du bist bis <white><date></white> gesperrt: <reason>',
  ...deAdmin,
  ...deAlerts,
  ...deCard,
  ...deGacha,
  ...deGoods,
  ...deHelp,
  ...deLeaderboard,
  ...deMarket,
  ...dePay,
  ...deLink,
  ...deLevels,
  ...deRedeem,
  ...deQuests,
  ...deRefusals,
  ...deSell,
  ...deVault,
};
