// What players read of draws and of their starter, in German.
import type { enGacha } from './en-gacha.ts';

export const deGacha: Record<keyof typeof enGacha, string> = {
  'gacha.title': '<dark_green>Ziehungen',
  'gacha.tableTitle': '<dark_green><table>: die Chancen',
  'gacha.confirmTitle': '<dark_green><table> ziehen?',
  'gacha.resultTitle': '<dark_green><table>',
  'gacha.none': '<gray>Es gibt gerade nichts zu ziehen. Schau später wieder vorbei!',
  'gacha.usage':
    '<gray>Schreibe <white>/gacha</white>, <white>/gacha odds [Topf]</white> oder <white>/gacha roll [Topf]</white>.',
  'gacha.unknownTable':
    '<red>Es gibt keinen Topf „<table>“.</red> <gray>Es gibt: <white><tables></white>.',
  'gacha.whichTable': '<gray>Welchen Topf? Es gibt: <white><tables></white>.',
  'gacha.tableName': '<white><table>',
  'gacha.cost': '<gray>Eine Ziehung: <yellow><price>',
  'gacha.free': '<gray>Kostenlos, einmal für jeden Spieler',
  'gacha.entries': '<gray>Eins von <white><count></white>',
  'gacha.open': '<gray>Klicke, um die Chancen zu sehen.',
  'gacha.odds': '<gray>Kommt in <white><percent></white> aller Ziehungen',
  'gacha.oddsExact': '<gray>genau <white><weight></white> von <white><total></white>',
  'gacha.head': '<white><table></white>  <cost>',
  'gacha.line': '<yellow><percent></yellow> <white><item></white> <gray>(<weight> von <total>)',
  'gacha.affordable': '<green>✔ Deine Münzen reichen für <white><count></white>.',
  'gacha.tooExpensive': '<red>✘ Dir fehlen <yellow><missing></yellow>.',
  'gacha.roll': '<green>Ziehen für <yellow><price>',
  'gacha.rollHint': '<gray>Du wirst noch einmal gefragt.',
  'gacha.unaffordable': '<red>Du kannst dir keine Ziehung leisten.',
  'gacha.yes': '<green>Ja, ziehen für <yellow><price>',
  'gacha.left': '<gray>Du behältst <yellow><balance></yellow>.',
  'gacha.wait': '<gray>Einen Moment bitte…',
  'gacha.waitHint': '<gray>Du darfst das Fenster schließen; nichts geht verloren.',
  'gacha.passing': '<gray><item>',
  'gacha.drawn': '<green>Du hast <white><item></white> gezogen',
  'gacha.won':
    '<green>Du hast <white><item></white> aus <white><table></white> für <yellow><price></yellow> gezogen.',
  'gacha.balanceLeft':
    '<gray>Du hast noch <yellow><balance></yellow>. Es kommt sofort zu dir; wenn kein Platz ist: <white>/claim</white>.',
  'gacha.busy': '<gray>Deine letzte Ziehung ist noch in Arbeit.',
  'gacha.slow': '<gray>Die Ziehung ist langsam. Sie ist in Arbeit; das Ergebnis kommt hierher.',
  'gacha.away':
    '<red>Die Ziehung ist gerade nicht erreichbar.</red> <gray>Es wurde nichts genommen. Bitte versuche es in einer Minute noch einmal.',
  'gacha.unclear':
    '<yellow>Die Ziehung ist gerade nicht erreichbar.</yellow> <gray>Nichts geht verloren: Es wird nach ihr gefragt, bis sie klar ist, und nie doppelt.',
  'gacha.changed':
    '<yellow>Die Chancen oder die Kosten haben sich gerade geändert.</yellow> <gray>Es wurde nichts genommen: Sieh sie dir mit <white>/gacha</white> noch einmal an.',

  'starter.title': '<dark_green>Dein Startpaket',
  'starter.none': '<gray>Auf diesem Server gibt es kein Startpaket.',
  'starter.usage':
    '<gray>Schreibe <white>/starter</white>, <white>/starter claim</white>, <white>/starter status</white> oder <white>/starter odds</white>.',
  'starter.claim': '<green>Hol dir dein Startpaket',
  'starter.claimHint': '<gray>Eins davon kommt zu dir, ein einziges Mal.',
  'starter.got': '<green>Dein Startpaket ist <white><item></white>.',
  'starter.comes': '<gray>Es kommt sofort zu dir; wenn kein Platz ist: <white>/claim</white>.',
  'starter.status.unclaimed':
    '<green>Dein Startpaket wartet auf dich:</green> <gray>Schreibe <white>/starter claim</white>.',
  'starter.status.pending':
    '<yellow>Dein Startpaket ist unterwegs.</yellow> <gray>Ist Platz da? Dann <white>/claim</white>.',
  'starter.status.in_progress': '<yellow>Dein Startpaket wird gerade übergeben.',
  'starter.status.delivered': '<gray>Dein Startpaket hast du schon bekommen.',
  'starter.status.failed':
    '<yellow>Dein Startpaket ist nicht angekommen.</yellow> <gray>Schreibe noch einmal <white>/starter claim</white>.',
  'starter.attempts': '<gray>Übergaben bisher: <white><count>',
};
