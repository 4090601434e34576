// What paying says, in German: the same keys and placeholders as English.
export const dePay = {
  'pay.usage':
    '<gray>Schreib <white>/pay [Spieler] [Münzen]</white>, etwa <white>/pay Alex 1.5k</white>. Keine Münzen von anderen annehmen: <white>/pay toggle</white>.',
  'pay.notAmount':
    '<red>„<amount>“ ist kein Betrag.</red> <gray>Schreib ganze Münzen, etwa 50, 1.5k oder 2m.',
  'pay.unknown': '<red>Einen Spieler namens <white><player></white> gab es hier noch nie.',
  'pay.tooSmall': '<red>Das ist zu wenig:</red> <gray>mindestens <yellow><coins></yellow>.',
  'pay.refuses': '<red><white><player></white> nimmt gerade keine Münzen an.',
  'pay.full': '<red><white><player></white> hat mehr Münzen, als man zählen kann.',
  'pay.ask':
    "<yellow><white><coins></white> an <white><player></white> zahlen?</yellow> <click:run_command:'/pay confirm {token}'><hover:show_text:'Klicken zum Zahlen'><green>[Ja, zahlen]</green></hover></click> <gray>oder <white>/pay confirm</white> innerhalb von <seconds> Sekunden.",
  'pay.nothing': '<gray>Es gibt nichts mehr zu bestätigen.',
  'pay.busy': '<gray>Deine letzte Zahlung ist noch in Arbeit.',
  'pay.away':
    '<red>Die Bank ist gerade nicht erreichbar.</red> <gray>Es wurde nichts gezahlt. Bitte versuche es in einer Minute noch einmal.',
  'pay.unclear':
    '<yellow>Die Bank ist gerade nicht erreichbar.</yellow> <gray>Nichts geht verloren: nach deiner Zahlung wird gefragt, bis sie klar ist, und nie wird doppelt gezahlt.',
  'pay.paid':
    '<green>Du hast <white><player></white> <yellow><coins></yellow> gezahlt.</green> <gray>Du hast noch <yellow><balance></yellow>.',
  'pay.got': '<green><white><player></white> hat dir <yellow><coins></yellow> gezahlt.',
  'pay.gotAway':
    '<green>Während du weg warst, hat dir <white><player></white> <yellow><coins></yellow> gezahlt.',
  'pay.gotAwayMany':
    '<green>Während du weg warst, wurdest du <white><count> Mal</white> bezahlt: zusammen <yellow><coins></yellow>.',
  'pay.payable': '<green>Andere Spieler können dir Münzen zahlen.',
  'pay.notPayable':
    '<yellow>Andere Spieler können dir keine Münzen mehr zahlen.</yellow> <gray>Wieder ändern: <white>/pay toggle</white>.',
} as const;
