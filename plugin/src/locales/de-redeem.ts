// What vouchers say, in German: the same keys and placeholders as English.
export const deRedeem = {
  'redeem.usage': '<gray>Schreibe <white>/redeem [Code]</white>, wie er auf dem Gutschein steht.',
  'redeem.done':
    '<green>Du hast einen Gutschein für <white><item></white> eingelöst.</green> <gray>Die Ware kommt sofort; wenn kein Platz ist: <white>/claim</white>.',
  'redeem.away':
    '<red>Gutscheine lassen sich gerade nicht einlösen.</red> <gray>Deiner bleibt, wie er ist. Bitte versuche es in einer Minute noch einmal.',
  'redeem.unclear':
    '<yellow>Es ist noch nicht klar, ob es geklappt hat.</yellow> <gray>Nichts geht verloren: Es wird gefragt, bis es klar ist, und zählt nie doppelt.',
  'redeem.busy': '<gray>Dein letzter Gutschein ist noch in Arbeit.',
  'redeem.code':
    "<gray>Der Code: <click:copy_to_clipboard:'{code}'><hover:show_text:'Klicken zum Kopieren'><aqua><code></aqua></hover></click> <gray>(klicken zum Kopieren)",
  'redeem.codeHint':
    '<gray>Wer ihn zuerst mit <white>/redeem</white> eingibt, bekommt die Ware. Bewahre ihn gut auf; du hast noch <yellow><balance></yellow>.',
} as const;
