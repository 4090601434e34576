// What players read of draws and of their starter, in French.
import type { enGacha } from './en-gacha.ts';

export const frGacha: Record<keyof typeof enGacha, string> = {
  'gacha.title': '<dark_green>Tirages',
  'gacha.tableTitle': '<dark_green><table> : les chances',
  'gacha.confirmTitle': '<dark_green>Tirer <table> ?',
  'gacha.resultTitle': '<dark_green><table>',
  'gacha.none': '<gray>Il n’y a rien à tirer pour le moment. Reviens plus tard !',
  'gacha.usage':
    '<gray>Écris <white>/gacha</white>, <white>/gacha odds [tirage]</white> ou <white>/gacha roll [tirage]</white>.',
  'gacha.unknownTable':
    '<red>Il n’y a pas de tirage « <table> ».</red> <gray>Il y a : <white><tables></white>.',
  'gacha.whichTable': '<gray>Lequel ? Il y a : <white><tables></white>.',
  'gacha.tableName': '<white><table>',
  'gacha.cost': '<gray>Un tirage : <yellow><price>',
  'gacha.free': '<gray>Gratuit, une fois par joueur',
  'gacha.entries': '<gray>Un parmi <white><count></white>',
  'gacha.open': '<gray>Clique pour voir les chances.',
  'gacha.odds': '<gray>Sort dans <white><percent></white> des tirages',
  'gacha.oddsExact': '<gray>exactement <white><weight></white> sur <white><total></white>',
  'gacha.head': '<white><table></white>  <cost>',
  'gacha.line': '<yellow><percent></yellow> <white><item></white> <gray>(<weight> sur <total>)',
  'gacha.affordable': '<green>✔ Tes pièces suffisent pour <white><count></white>.',
  'gacha.tooExpensive': '<red>✘ Il te manque <yellow><missing></yellow>.',
  'gacha.roll': '<green>Tirer pour <yellow><price>',
  'gacha.rollHint': '<gray>Il y aura encore une question.',
  'gacha.unaffordable': '<red>Tu n’as pas de quoi payer un tirage.',
  'gacha.yes': '<green>Oui, tirer pour <yellow><price>',
  'gacha.left': '<gray>Il te restera <yellow><balance></yellow>.',
  'gacha.wait': '<gray>Un instant, s’il te plaît…',
  'gacha.waitHint': '<gray>Tu peux fermer ; rien n’est perdu.',
  'gacha.passing': '<gray><item>',
  'gacha.drawn': '<green>Tu as tiré <white><item>',
  'gacha.won':
    '<green>Tu as tiré <white><item></white> de <white><table></white> pour <yellow><price></yellow>.',
  'gacha.balanceLeft':
    '<gray>Il te reste <yellow><balance></yellow>. Tout arrive aussitôt ; s’il n’y a pas de place : <white>/claim</white>.',
  'gacha.busy': '<gray>Ton dernier tirage est encore en cours.',
  'gacha.slow': '<gray>Le tirage est lent. On s’en occupe ; le résultat arrive ici.',
  'gacha.away':
    '<red>Le tirage est injoignable pour le moment.</red> <gray>Rien n’a été pris. Réessaie dans une minute.',
  'gacha.unclear':
    '<yellow>Le tirage est injoignable pour le moment.</yellow> <gray>Rien n’est perdu : il est redemandé jusqu’à ce que ce soit clair, et jamais deux fois.',
  'gacha.changed':
    '<yellow>Les chances ou le prix viennent de changer.</yellow> <gray>Rien n’a été pris : regarde-les de nouveau avec <white>/gacha</white>.',
  'starter.title': '<dark_green>Ton kit de départ',
  'starter.none': '<gray>Ce serveur ne donne pas de kit de départ.',
  'starter.usage':
    '<gray>Écris <white>/starter</white>, <white>/starter claim</white>, <white>/starter status</white> ou <white>/starter odds</white>.',
  'starter.claim': '<green>Prendre ton kit de départ',
  'starter.claimHint': '<gray>L’un d’eux est à toi, une fois pour toutes.',
  'starter.got': '<green>Ton kit de départ est <white><item></white>.',
  'starter.comes': '<gray>Il arrive aussitôt ; s’il n’y a pas de place : <white>/claim</white>.',
  'starter.status.unclaimed':
    '<green>Ton kit de départ t’attend :</green> <gray>écris <white>/starter claim</white>.',
  'starter.status.pending':
    '<yellow>Ton kit de départ est en route.</yellow> <gray>Y a-t-il de la place ? Alors <white>/claim</white>.',
  'starter.status.in_progress': '<yellow>Ton kit de départ est en train de t’être remis.',
  'starter.status.delivered': '<gray>Tu as déjà reçu ton kit de départ.',
  'starter.status.failed':
    '<yellow>Ton kit de départ n’est pas arrivé.</yellow> <gray>Écris de nouveau <white>/starter claim</white>.',
  'starter.attempts': '<gray>Remises tentées jusqu’ici : <white><count>',
};
