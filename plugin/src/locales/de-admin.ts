// What admins and staff read of /mintkeep, in German. The keys and their order are those of the
// English.
export const deAdmin = {
  'admin.title': '<aqua>Mintkeep <white><version>',
  'admin.help.status':
    "<click:run_command:'/mintkeep status'><white>/mintkeep status</white></click> <gray>ist das Backend da, wie schnell, was ist in Arbeit",
  'admin.help.reload':
    "<click:suggest_command:'/mintkeep reload'><white>/mintkeep reload</white></click> <gray>Einstellungen und Worte neu lesen; nichts geht verloren",
  'admin.help.debug':
    "<click:run_command:'/mintkeep debug'><white>/mintkeep debug</white></click> <gray>ein Bericht zum Einfügen, ohne Geheimnisse",
  'admin.help.receipts':
    "<click:suggest_command:'/mintkeep receipts '><white>/mintkeep receipts [Spieler]</white></click> <gray>was einem Spieler übergeben wurde",
  'admin.help.balance':
    "<click:suggest_command:'/mintkeep balance '><white>/mintkeep balance [Spieler]</white></click> <gray>die Münzen eines Spielers",
  'admin.help.adjust':
    "<click:suggest_command:'/mintkeep adjust '><white>/mintkeep adjust [Spieler] [Münzen] [Grund]</white></click> <gray>Münzen geben, oder mit einem Minus nehmen",
  'admin.help.freeze':
    "<click:suggest_command:'/mintkeep freeze '><white>/mintkeep freeze [Spieler] [Grund]</white></click> <gray>keine Münzen verlassen das Konto",
  'admin.help.unfreeze':
    "<click:suggest_command:'/mintkeep unfreeze '><white>/mintkeep unfreeze [Spieler] [Grund]</white></click> <gray>das Konto wieder freigeben",
  'admin.help.ban':
    "<click:suggest_command:'/mintkeep ban '><white>/mintkeep ban [Spieler] [Stunden, wenn nicht für immer] [Grund]</white></click> <gray>einen Spieler entfernen und aussperren",
  'admin.help.unban':
    "<click:suggest_command:'/mintkeep unban '><white>/mintkeep unban [Spieler] [Grund]</white></click> <gray>einen Spieler wieder einlassen",
  'admin.help.refund':
    "<click:suggest_command:'/mintkeep refund '><white>/mintkeep refund [Kauf] [Grund]</white></click> <gray>einen Kauf zurückzahlen",
  'admin.status.reachable':
    '<green>Backend: erreichbar</green><gray>, Antwort in <latency> ms, vor <ago> s',
  'admin.status.silent': '<yellow>Backend: noch nichts gehört',
  'admin.status.away':
    '<red>Backend: weg</red><gray>; es wird von selbst wieder gefragt. Zuletzt gehört vor <ago> s',
  'admin.status.clock': '<gray>Die Uhren weichen <ms> ms voneinander ab',
  'admin.status.work':
    '<gray>Lieferungen in Arbeit: <white><hand></white>, noch nicht gehörte Antworten: <white><waiting></white>, Spieler: <white><players>',
  'admin.reloading': '<green>Wird neu geladen.',
  'admin.reload.fault': '<red><line>',
  'admin.reload.settings': '<gray>Geänderte Einstellungen: <white><names>',
  'admin.reload.texts': '<gray>Geänderte Texte: <white><count>',
  'admin.reload.same': '<gray>Keine Einstellung und kein Text hat sich geändert.',
  'admin.receipts.usage':
    '<gray>Schreibe <white>/mintkeep receipts [Spieler]</white>; der Spieler muss hier sein.',
  'admin.receipts.count': 'receipts <name>: <count>',
  'admin.receipts.line': 'receipt <id> <receipt> <at>',
  'admin.debug.line': '<gray><line>',
  'admin.slow': '<gray>Einen Moment bitte…',
  'admin.away': '<red>Das Backend ist nicht erreichbar.</red> <gray>Nichts wurde geändert.',
  'admin.unclear':
    '<yellow>Es kam keine Antwort: Es kann geschehen sein oder nicht.</yellow> <gray>Sieh nach, bevor du es wiederholst, etwa mit <white>/mintkeep balance [Spieler]</white>.',
  'admin.invalid':
    '<red>Das nimmt das Backend nicht an.</red> <gray>Ein Grund ist eine Zeile von höchstens 128 Zeichen.',
  'admin.player.unknown':
    '<red>Niemand namens „<name>“ ist bekannt.</red> <gray>Bekannt ist, wer einmal hier war.',
  'admin.player.several':
    '<yellow>Mehrere Spieler hießen „<name>“.</yellow> <gray>Nenne einen mit der UUID: <white><ids>',
  'admin.player.gone': '<red>Dieser Spieler ist nicht mehr bekannt.',
  'admin.balance':
    '<green><white><name></white> hat <yellow><coins></yellow>.</green> <gray>Verdient <earned>, ausgegeben <spent>.',
  'admin.balance.frozen': '<aqua>Eingefroren: Keine Münzen verlassen das Konto.',
  'admin.balance.banned': '<red>Gesperrt <until>: <reason>',
  'admin.balance.usage': '<gray>Schreibe <white>/mintkeep balance [Spieler]</white>.',
  'admin.adjust.given':
    '<green><white><name></white> bekam <yellow><amount></yellow> und hat jetzt <yellow><balance></yellow>.',
  'admin.adjust.taken':
    '<green><yellow><amount></yellow> wurden <white><name></white> genommen; übrig sind <yellow><balance></yellow>.',
  'admin.adjust.belowZero':
    '<red>Das ist mehr, als da ist:</red> <gray>Der Spieler hat <yellow><balance></yellow>.',
  'admin.adjust.tooLarge':
    '<red>Das ist mehr, als man zählen kann:</red> <gray>Der Spieler hat <yellow><balance></yellow>.',
  'admin.adjust.usage':
    '<gray>Schreibe <white>/mintkeep adjust [Spieler] [Münzen] [Grund]</white>: Münzen wie 100, 1.5k oder -2m, der Grund mit höchstens 128 Zeichen.',
  'admin.freeze.done':
    '<green><white><name></white> ist eingefroren: Keine Münzen verlassen das Konto.',
  'admin.freeze.usage': '<gray>Schreibe <white>/mintkeep freeze [Spieler] [Grund]</white>.',
  'admin.unfreeze.done': '<green><white><name></white> ist nicht eingefroren.',
  'admin.unfreeze.usage': '<gray>Schreibe <white>/mintkeep unfreeze [Spieler] [Grund]</white>.',
  'admin.ban.done': '<green><white><name></white> ist <until> gesperrt.',
  'admin.ban.forEver': 'für immer',
  'admin.ban.until': 'bis <date>',
  'admin.ban.usage':
    '<gray>Schreibe <white>/mintkeep ban [Spieler] [Grund]</white>, oder mit einer Dauer vor dem Grund: 24 für Stunden, 7d für Tage.',
  'admin.unban.done': '<green><white><name></white> ist nicht gesperrt.',
  'admin.unban.usage': '<gray>Schreibe <white>/mintkeep unban [Spieler] [Grund]</white>.',
  'admin.refund.done':
    '<green>Zurückgezahlt: <yellow><amount></yellow>.</green> <gray>Der Spieler hat jetzt <yellow><balance></yellow>.',
  'admin.refund.pending':
    '<yellow>Die Lieferung ist abgesagt.</yellow> <gray>Die Münzen kommen zurück, sobald der Spielserver bewiesen hat, dass nichts übergeben wurde.',
  'admin.refund.usage':
    '<gray>Schreibe <white>/mintkeep refund [Kauf] [Grund]</white>: den Kauf mit seiner Id.',
};
