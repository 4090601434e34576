// What the market says, in German: the same keys and placeholders as English.
import type { enMarket } from './en-market.ts';

export const deMarket: Record<keyof typeof enMarket, string> = {
  'market.usage':
    "<gray>Stöbern mit <click:run_command:'/market'><white>/market</white></click>. Verkaufen mit <white>/market sell [Stückpreis] [Menge] [Stunden]</white> oder im Fenster von <click:run_command:'/market sell'><white>/market sell</white></click>. Deins: <click:run_command:'/market mine'><white>/market mine</white></click>, <click:run_command:'/market held'><white>/market held</white></click>, <click:run_command:'/market history'><white>/market history</white></click>. Außerdem <white>search</white>, <white>buy</white>, <white>cancel</white>, <white>deposit</white>, <white>price</white>, <white>confirm</white>.",
  'market.consoleUsage':
    '<gray>/market remove [Angebot] [Grund], /market editprice [Angebot] [Preis] [Grund]',
  'market.searchUsage':
    '<gray>Schreib <white>/market search [Wörter]</white>, auch mit <white>seller:[Name] min:[Münzen] max:[Münzen] sku:[Art]</white>, etwa <white>/market search schwert max:2.5k</white>.',
  'market.confirmUsage':
    "<gray>Vor Kauf und Verkauf gefragt werden: <click:run_command:'/market confirm on'><white>/market confirm on</white></click> oder <click:run_command:'/market confirm off'><white>off</white></click>.",
  'market.confirm.on': '<green>Du wirst vor jedem Kauf und Verkauf auf dem Markt gefragt.',
  'market.confirm.off': '<yellow>Du wirst vor Kauf und Verkauf auf dem Markt nicht mehr gefragt.',
  'market.wrongWord':
    '<red>„<word>“ passt hier nicht.</red> <gray>Siehe <white>/market help</white>.',
  'market.wrongPrice':
    '<red>„<word>“ ist kein Preis.</red> <gray>Schreib ganze Münzen je Stück, etwa 50, 1.5k oder 2m.',
  'market.wrongHours': '<red>„<word>“ ist keine Zahl von Stunden.</red> <gray>Schreib 1 bis <max>.',
  'market.unknownListing':
    '<red>Ein Angebot „<listing>“ gibt es nicht.</red> <gray>Die Nummer steht in <white>/market</white>.',

  'market.slow':
    '<gray>Der Markt ist langsam. Dein Wunsch ist in Arbeit; das Ergebnis kommt hierher.',
  'market.away':
    '<red>Der Markt ist gerade nicht erreichbar.</red> <gray>Es ist nichts geschehen. Bitte versuche es in einer Minute noch einmal.',
  'market.unclear':
    '<yellow>Der Markt ist gerade nicht erreichbar.</yellow> <gray>Nichts geht verloren: Nach deinem Wunsch wird gefragt, bis er klar ist, und nie doppelt.',
  'market.busy': '<gray>Dein letzter Wunsch ist noch in Arbeit.',
  'market.working': '<gray>Wird übergeben…',
  'market.unclearGoods':
    '<yellow>Der Markt ist gerade nicht erreichbar.</yellow> <gray>Nichts geht verloren: Deine Sachen sind unterwegs oder kommen zurück.',

  'market.title': '<dark_green>Markt',
  'market.category.blocks': 'Blöcke',
  'market.category.tools': 'Werkzeug',
  'market.category.combat': 'Kampf',
  'market.category.food': 'Essen',
  'market.category.redstone': 'Redstone',
  'market.category.other': 'Anderes',
  'market.sort': '<aqua>Sortiert: <sort>',
  'market.sortHint': '<gray>Klicke für: <white><sort>',
  'market.sort.newest': 'Neuestes zuerst',
  'market.sort.cheapest': 'Billigstes zuerst',
  'market.sort.dearest': 'Teuerstes zuerst',
  'market.sort.endingSoon': 'endet bald',
  'market.search': '<aqua>Suchen',
  'market.searchHint': '<gray>Schreib <white>/market search [Wörter]',
  'market.searching': '<aqua>Suche: <white><filters>',
  'market.searchClear': '<gray>Klicke, um wieder alles zu sehen',
  'market.refresh': '<aqua>Noch einmal nachsehen',
  'market.found': '<gray>Angebote: <white><count>',
  'market.age': '<gray>Stand von vor <white><seconds></white> Sekunden',
  'market.empty': '<gray>Gerade bietet niemand etwas an.',
  'market.emptyHint': '<gray>Mach den Anfang: <white>/market sell',
  'market.noneFound': '<gray>So etwas bietet niemand an.',
  'market.noneFoundHint': '<gray>Versuch andere Wörter oder sieh dir alles an.',
  'market.sellButton': '<green>Etwas verkaufen',

  'market.itemName': '<white><item>',
  'market.each': '<gray>Preis für eins: <yellow><price>',
  'market.left': '<gray>Noch da: <white><quantity>',
  'market.seller': '<gray>Von <white><seller>',
  'market.until': '<gray>Bis <white><date>',
  'market.buyerMin': '<gray>Je Käufer mindestens: <white><min>',
  'market.buyerMax': '<gray>Je Käufer höchstens: <white><max>',
  'market.id': '<gray>Nummer <white><id>',
  'market.buyHint': '<green>Klicke zum Ansehen und Kaufen.',
  'market.manageHint': '<green>Deins. Klicke, um es zurückzunehmen oder den Preis zu ändern.',
  'market.over': '<red>Dieses Angebot ist vorbei.',
  'market.listingTitle': '<dark_green><item>',
  'market.priceTitle': '<aqua>Was andere gezahlt haben',
  'market.priceNone': '<gray>In den letzten 7 Tagen wurde so etwas nicht verkauft.',
  'market.priceOf': '<aqua>Was andere für <white><item></white> gezahlt haben:',
  'market.median': '<gray>Mittlerer Preis von 7 Tagen: <yellow><price>',
  'market.medianNone': '<gray>Mittlerer Preis von 7 Tagen: <white>noch keiner',
  'market.pricePoint':
    '<gray><date>: <yellow><price></yellow>, <white><count></white> an dem Tag verkauft',

  'market.more': '<green>Eins mehr',
  'market.fewer': '<red>Eins weniger',
  'market.stepHint': '<gray>Umschalt-Klick: 16',
  'market.count': '<white><quantity>',
  'market.all': '<white>Alle: <quantity>',
  'market.take': '<green><quantity> nehmen',
  'market.takeHint': '<gray>Klicke für die Summe; noch wird nichts gekauft.',
  'market.buyYes': '<green><quantity> kaufen für <total>',
  'market.buyNo': '<red>Nein, nicht kaufen',
  'market.balanceAfter': '<gray>Du behältst <yellow><balance>',
  'market.feeOfSeller': '<gray>Davon zahlt der Verkäufer <yellow><fee></yellow> Gebühr.',
  'market.buyerLimit':
    '<red>So viele verkauft der Anbieter nicht an einen Käufer:</red> <gray>mindestens <min>, höchstens <max>; du hast davon <bought> gekauft, es bleiben dir <left>.',

  'market.handEmpty': '<gray>Deine Hand ist leer. Nimm, was du meinst.',
  'market.nothingHeld': '<gray>Du hast nichts, was du verkaufen könntest.',
  'market.sellTitle': '<dark_green>Was willst du verkaufen?',
  'market.youHold': '<gray>Du hast <white><quantity>',
  'market.chooseHint': '<green>Klicke, um den Preis zu wählen.',
  'market.offerTitle': '<dark_green>Verkaufen: <item>',
  'market.step': '<white><step>',
  'market.priceHint': '<gray>Ändere ihn mit den Knöpfen daneben.',
  'market.priceStepHint': '<gray>Umschalt-Klick: das Hundertfache',
  'market.floor': '<gray>Niedrigster erlaubter Preis: <yellow><price>',
  'market.ceiling': '<gray>Höchster erlaubter Preis: <yellow><price>',
  'market.proposalHint': '<gray>Klicke, um diesen Preis zu verlangen.',
  'market.hours': '<gray>Im Angebot für <white><hours></white> Stunden',
  'market.turnHint': '<gray>Linksklick: weiter. Rechtsklick: zurück.',
  'market.goOn': '<green>Weiter',
  'market.goOnHint': '<gray>Klicke für Gebühr und Erlös; noch wird nichts angeboten.',
  'market.fee': '<gray>Gebühr, wenn alles verkauft ist: <yellow><fee></yellow> (<percent> %)',
  'market.net': '<gray>Du bekommst <yellow><net>',
  'market.offerYes': '<green><quantity> anbieten',
  'market.offerNo': '<red>Nein, behalten',
  'market.offerHint': '<gray>Klicke zum Anbieten. Die Sachen verlassen jetzt dein Inventar.',
  'market.listed':
    "<green>Im Angebot: <click:run_command:'/market show {id}'><hover:show_text:'<gray>Klicke zum Ansehen'><white><quantity> × <item></white></hover></click> für je <yellow><price></yellow>.</green> <gray>Bis <date>, Nummer <white><id></white>. <click:run_command:'/market cancel {id}'><hover:show_text:'<gray>Klicke zum Zurücknehmen'><red>[Zurücknehmen]</red></hover></click>",
  'market.held':
    "<green>Mintkeep verwahrt jetzt <white><quantity> × <item></white> für dich.</green> <gray>Siehe <click:run_command:'/market held'><white>/market held</white></click>.",
  'market.back': '<gray>Du hast <white><quantity> × <item></white> zurück.',

  'market.ownTitle': '<dark_green>Deine Angebote',
  'market.ownNone':
    "<gray>Du bietest gerade nichts an. Verkaufe mit <click:run_command:'/market sell'><white>/market sell</white></click>.",
  'market.feeRatio': '<gray>Gebühr eines Verkaufs: <white><percent> %',
  'market.manageTitle': '<dark_green>Dein Angebot: <item>',
  'market.withdraw': '<yellow>Zurücknehmen',
  'market.withdrawSure': '<yellow>Wirklich? Noch ein Klick nimmt es zurück',
  'market.withdrawHint': '<gray>Der Rest kommt zu dir; wenn kein Platz ist: <white>/claim',
  'market.reprice': '<yellow>Preis ändern',
  'market.repriceYes': '<green>Je <price> verlangen',
  'market.repriced':
    '<green><white><item></white> kostet jetzt je <yellow><price></yellow>.</green> <gray>Gebühr eines Verkaufs: <percent> %.',
  'market.withdrawn':
    '<green>Dein Angebot ist zurückgenommen:</green> <gray><white><quantity></white> kommen zu dir; wenn kein Platz ist: <white>/claim</white>.',

  'market.heldTitle': '<dark_green>Für dich verwahrt',
  'market.heldNone':
    '<gray>Mintkeep verwahrt nichts für dich. Gib ab, was du in der Hand hast: <white>/market deposit</white>.',
  'market.heldQuantity': '<gray>Verwahrt: <white><quantity>',
  'market.heldHint': '<green>Linksklick: anbieten.</green> <yellow>Rechtsklick: herausnehmen.',
  'market.takenOut':
    '<green><white><quantity> × <item></white> kommen zu dir;</green> <gray>wenn kein Platz ist: <white>/claim</white>.',
  'market.heldWaiting':
    "<yellow>Mintkeep verwahrt <white><count></white> Arten von Dingen für dich:</yellow> <gray><click:run_command:'/market held'><white>/market held</white></click>.",

  'market.boughtTitle': '<aqua>Was du gekauft hast, Seite <page>:',
  'market.soldTitle': '<aqua>Was du verkauft hast, Seite <page>:',
  'market.boughtNone': '<gray>Dort hast du auf dem Markt nichts gekauft.',
  'market.soldNone': '<gray>Dort hast du auf dem Markt nichts verkauft.',
  'market.trade':
    "<gray><date> <hover:show_text:'<gray>Je <yellow><unit></yellow>, Gebühr <yellow><fee></yellow>'><white><quantity> × <item></white></hover> <yellow><coins></yellow>, <white><other></white>: <status>",
  'market.tradesNext':
    "<click:run_command:'/market history {side} {page}'><aqua>[Seite <page>]</aqua></click>",
  'market.status.pending': 'unterwegs',
  'market.status.fulfilled': 'erledigt',
  'market.status.refunded': 'zurückgezahlt',
  'market.status.cancelled': 'wird zurückgezahlt',

  'market.awayTitle': '<aqua>Während du weg warst:',
  'market.soldMany':
    '<green>Du hast <white><count></white>-mal etwas verkauft, zusammen für <yellow><coins></yellow>.',
  'market.notice.sold':
    '<green><white><player></white> hat dir <white><quantity> × <item></white> abgekauft: du hast <yellow><coins></yellow> bekommen.',
  'market.notice.expired':
    '<yellow>Dein Angebot von <white><quantity> × <item></white> ist abgelaufen:</yellow> <gray>es kommt zu dir zurück, auch mit <white>/claim</white>.',
  'market.notice.removed':
    '<red>Das Team hat deine <white><quantity> × <item></white> vom Markt genommen:</red> <gray><reason>. Sie kommen zu dir zurück, auch mit <white>/claim</white>.',
  'market.notice.repriced':
    '<yellow>Das Team hat den Preis von <white><item></white> auf je <white><coins></white> geändert:</yellow> <gray><reason>.',
  'market.notice.refunded':
    '<yellow>Du hast <white><coins></white> für <white><quantity> × <item></white> zurückbekommen:</yellow> <gray><reason>.',

  'market.removeUsage': '<gray>Schreib <white>/market remove [Angebot] [Grund]</white>.',
  'market.editUsage': '<gray>Schreib <white>/market editprice [Angebot] [Preis] [Grund]</white>.',
  'market.removed':
    '<green>Das Angebot <white><id></white> ist entfernt:</green> <gray><white><quantity></white> gehen an den Verkäufer zurück, der den Grund erfährt.',
  'market.edited':
    '<green>Das Angebot <white><id></white> kostet jetzt je <yellow><price></yellow>.',
};
