// Was beim Verkaufen an den Laden zu lesen ist, und was er sonst verlangt und bietet, auf Deutsch.
import type { enSell } from './en-sell.ts';

export const deSell: Record<keyof typeof enSell, string> = {
  'menu.priceCheaper': '<gray>Preis: <st><usual></st> <yellow><price>',
  'menu.cheaperUntil': '<green>Billiger bis <white><date>',
  'menu.sellPrice': '<gray>Der Laden zahlt <yellow><price></yellow> für eins',
  'menu.restock': '<gray>Mehr am <white><date>',
  'menu.needsLevel': '<gray>Ab Level <white><level>',
  'menu.needsReward': '<gray>Nur wer schon <white><item></white> gekauft hat',
  'shop.needsPermission': '<red>Du darfst <white><item></white> nicht kaufen.',
  'shop.needsLevel':
    '<red>Du darfst <white><item></white> noch nicht kaufen:</red> <gray>erst ab Level <white><level></white>.',
  'shop.needsReward':
    '<red>Du darfst <white><item></white> noch nicht kaufen:</red> <gray>kaufe zuerst <white><needed></white>.',
  'sell.usage':
    '<gray>Schreibe <white>/sell</white>, <white>/sell hand</white>, <white>/sell all</white> oder <white>/sell [Ding] [Menge]</white>.',
  'sell.title': '<dark_green>An den Laden verkaufen',
  'sell.itemName': '<white><item>',
  'sell.each': '<gray>Preis für eins: <yellow><price>',
  'sell.held': '<gray>Du hast <white><quantity></white>: <yellow><total>',
  'sell.limitDay': '<gray>Höchstens <white><max></white> am Tag',
  'sell.clicks':
    '<gray>Linksklick: bis zu 64. Rechtsklick: eins. <white>Umschalt-Klick: alles davon.</white>',
  'sell.all': '<green>Alles verkaufen für <total>',
  'sell.allSure': '<yellow>Wirklich? Noch ein Klick verkauft alles für <total>',
  'sell.allKinds': '<gray>Arten von Dingen: <white><kinds>',
  'sell.ask':
    "<yellow>Alles verkaufen, was der Laden kauft, <white><kinds></white> Arten, für <white><total></white>?</yellow> <click:run_command:'/sell all confirm'><hover:show_text:'Klicken zum Verkaufen'><green>[Ja, verkaufen]</green></hover></click> <gray>oder <white>/sell all confirm</white> in den nächsten <seconds> Sekunden.",
  'sell.sold':
    "<green>Du hast <hover:show_text:'<gray>Eins bringt <yellow><unit></yellow>. Beleg <white><receipt>'><white><quantity> × <item></white></hover> für <yellow><total></yellow> verkauft.</green> <gray>Du hast jetzt <yellow><balance></yellow>.",
  'sell.soldMany':
    "<green>Du hast <hover:show_text:'<lines>'><white><quantity> Dinge von <kinds> Arten</white></hover> für <yellow><total></yellow> verkauft.</green> <gray>Du hast jetzt <yellow><balance></yellow>.",
  'itemCard.name': '<white><name>',
  'itemCard.detail': '<gray><line>',
  'itemCard.quantity': '<gray>Anzahl: <white><quantity>',
  'itemCard.each': '<gray>Je: <yellow><price>',
  'sell.line': '<white><quantity> × <item></white> <gray>für <yellow><total></yellow>',
  'sell.back': '<gray>Du hast <white><quantity> × <item></white> zurück.',
  'sell.priceChanged':
    '<yellow>Der Preis von <white><item></white> ist ein anderer geworden:</yellow> <gray>eins bringt jetzt <yellow><price></yellow>. Verkaufe es noch einmal, wenn du magst.',
  'sell.limit':
    '<red>Der Laden kauft dir am Tag höchstens <max> × <white><item></white> ab:</red> <gray>heute noch <white><left></white>.',
  'sell.busy': '<gray>Dein letzter Verkauf ist noch in Arbeit.',
  'sell.working': '<gray>Wird verkauft…',
  'sell.unclear':
    '<yellow>Der Laden ist gerade nicht zu erreichen.</yellow> <gray>Nichts geht verloren: Du wirst bezahlt oder bekommst deine Sachen zurück.',
  'sell.handEmpty': '<gray>Deine Hand ist leer. Nimm, was du verkaufen willst.',
  'sell.notBought': '<red>Der Laden kauft <white><item></white> nicht.',
  'sell.changed':
    "<red>Der Laden kauft <hover:show_text:'<gray><sku>'><white><item></white></hover> so nicht:</red> <gray>nur ohne Namen, Schaden und Verzauberungen.",
  'sell.empty': '<gray>Du hast nichts, was der Laden kauft. Er kauft: <white><items></white>.',
  'sell.buysNothing': '<gray>Der Laden kauft gerade nichts.',
};
