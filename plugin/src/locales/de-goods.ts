// What taking goods says, in German.
export const deGoods = {
  'goods.no.nothing': '<red>Davon hast du nichts.',
  'goods.no.creative': '<red>Im Kreativmodus lässt sich nichts verkaufen.',
  'goods.no.world': '<red>In dieser Welt lässt sich nichts verkaufen.',
  'goods.no.blacklisted': '<red>Das lässt sich hier nicht verkaufen.',
  'goods.no.tooComplex':
    '<red>Da ist zu viel drin, um es zu verkaufen.</red> <gray>Leere es erst und versuche es dann noch einmal.',
  'goods.no.pending':
    '<yellow>Dein letzter Verkauf ist noch in Arbeit.</yellow> <gray>Nichts geht verloren; versuche es gleich noch einmal.',
  'goods.no.savingOff':
    '<red>Auf diesem Server lässt sich nichts verkaufen: Er speichert keine Spieler.',
  'goods.noRoom':
    '<yellow>Kein Platz, um <white><item></white> zurückzugeben:</yellow> <gray>Es bleibt sicher. Mache <white><slots></white> weitere Plätze frei; es kommt von selbst oder mit <white>/claim</white>.',
} as const;
