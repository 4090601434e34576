// What admins and staff read of /mintkeep, in French.
import type { enAdmin } from './en-admin.ts';

export const frAdmin: Record<keyof typeof enAdmin, string> = {
  'admin.title': '<aqua>Mintkeep <white><version>',
  'admin.help.status':
    "<click:run_command:'/mintkeep status'><white>/mintkeep status</white></click> <gray>si le backend répond, en combien de temps, ce qui est en cours",
  'admin.help.reload':
    "<click:suggest_command:'/mintkeep reload'><white>/mintkeep reload</white></click> <gray>relire les réglages et les textes ; rien n’est perdu",
  'admin.help.debug':
    "<click:run_command:'/mintkeep debug'><white>/mintkeep debug</white></click> <gray>un rapport à coller, sans secrets",
  'admin.help.receipts':
    "<click:suggest_command:'/mintkeep receipts '><white>/mintkeep receipts [joueur]</white></click> <gray>ce qui a été remis à un joueur",
  'admin.help.balance':
    "<click:suggest_command:'/mintkeep balance '><white>/mintkeep balance [joueur]</white></click> <gray>les pièces d’un joueur",
  'admin.help.adjust':
    "<click:suggest_command:'/mintkeep adjust '><white>/mintkeep adjust [joueur] [pièces] [raison]</white></click> <gray>donner des pièces, ou en retirer avec un moins",
  'admin.help.freeze':
    "<click:suggest_command:'/mintkeep freeze '><white>/mintkeep freeze [joueur] [raison]</white></click> <gray>plus aucune pièce ne quitte le compte",
  'admin.help.unfreeze':
    "<click:suggest_command:'/mintkeep unfreeze '><white>/mintkeep unfreeze [joueur] [raison]</white></click> <gray>les pièces peuvent de nouveau sortir",
  'admin.help.ban':
    "<click:suggest_command:'/mintkeep ban '><white>/mintkeep ban [joueur] [heures, sinon pour toujours] [raison]</white></click> <gray>exclure un joueur et l’empêcher de revenir",
  'admin.help.unban':
    "<click:suggest_command:'/mintkeep unban '><white>/mintkeep unban [joueur] [raison]</white></click> <gray>laisser revenir un joueur",
  'admin.help.refund':
    "<click:suggest_command:'/mintkeep refund '><white>/mintkeep refund [achat] [raison]</white></click> <gray>rembourser un achat",
  'admin.status.reachable':
    '<green>Backend : joignable</green><gray>, a répondu en <latency> ms, il y a <ago> s',
  'admin.status.silent': '<yellow>Backend : encore aucune réponse',
  'admin.status.away':
    '<red>Backend : injoignable</red><gray> ; il est redemandé tout seul. Dernière réponse il y a <ago> s',
  'admin.status.clock': '<gray>Les horloges diffèrent de <ms> ms',
  'admin.status.work':
    '<gray>Livraisons en cours : <white><hand></white>, réponses attendues : <white><waiting></white>, joueurs : <white><players>',
  'admin.reloading': '<green>Rechargement.',
  'admin.reload.fault': '<red><line>',
  'admin.reload.settings': '<gray>Réglages modifiés : <white><names>',
  'admin.reload.texts': '<gray>Textes modifiés : <white><count>',
  'admin.reload.same': '<gray>Aucun réglage ni aucun texte n’a changé.',
  'admin.receipts.usage':
    '<gray>Écris <white>/mintkeep receipts [joueur]</white> ; le joueur doit être ici.',
  'admin.receipts.count': 'receipts <name>: <count>',
  'admin.receipts.line': 'receipt <id> <receipt> <at>',
  'admin.debug.line': '<gray><line>',
  'admin.slow': '<gray>Un instant, s’il te plaît…',
  'admin.away': '<red>Le backend est injoignable.</red> <gray>Rien n’a été changé.',
  'admin.unclear':
    '<yellow>Aucune réponse n’est venue : c’est peut-être fait, ou pas.</yellow> <gray>Vérifie avant de recommencer, par exemple avec <white>/mintkeep balance [joueur]</white>.',
  'admin.invalid':
    '<red>Le backend n’accepte pas cela.</red> <gray>Une raison tient sur une ligne d’au plus 128 caractères.',
  'admin.player.unknown':
    '<red>Personne du nom de « <name> » n’est connu.</red> <gray>Un joueur est connu dès sa première visite.',
  'admin.player.several':
    '<yellow>Plusieurs joueurs se sont appelés « <name> ».</yellow> <gray>Désigne-en un par son UUID : <white><ids>',
  'admin.player.gone': '<red>Ce joueur n’est plus connu.',
  'admin.balance':
    '<green><white><name></white> a <yellow><coins></yellow>.</green> <gray>Gagné <earned>, dépensé <spent>.',
  'admin.balance.frozen': '<aqua>Gelé : aucune pièce ne quitte le compte.',
  'admin.balance.banned': '<red>Banni <until> : <reason>',
  'admin.balance.usage': '<gray>Écris <white>/mintkeep balance [joueur]</white>.',
  'admin.adjust.given':
    '<green><white><name></white> a reçu <yellow><amount></yellow> et a maintenant <yellow><balance></yellow>.',
  'admin.adjust.taken':
    '<green>On a retiré <yellow><amount></yellow> à <white><name></white>, qui a maintenant <yellow><balance></yellow>.',
  'admin.adjust.belowZero':
    '<red>C’est plus que ce qu’il y a :</red> <gray>le joueur a <yellow><balance></yellow>.',
  'admin.adjust.tooLarge':
    '<red>C’est plus qu’on ne peut compter :</red> <gray>le joueur a <yellow><balance></yellow>.',
  'admin.adjust.usage':
    '<gray>Écris <white>/mintkeep adjust [joueur] [pièces] [raison]</white> : des pièces comme 100, 1.5k ou -2m, la raison en 128 caractères au plus.',
  'admin.freeze.done': '<green><white><name></white> est gelé : aucune pièce ne quitte le compte.',
  'admin.freeze.usage': '<gray>Écris <white>/mintkeep freeze [joueur] [raison]</white>.',
  'admin.unfreeze.done': '<green><white><name></white> n’est pas gelé.',
  'admin.unfreeze.usage': '<gray>Écris <white>/mintkeep unfreeze [joueur] [raison]</white>.',
  'admin.ban.done': '<green><white><name></white> est banni <until>.',
  'admin.ban.forEver': 'pour toujours',
  'admin.ban.until': 'jusqu’au <date>',
  'admin.ban.usage':
    '<gray>Écris <white>/mintkeep ban [joueur] [raison]</white>, ou avec une durée avant la raison : 24 pour des heures, 7d pour des jours.',
  'admin.unban.done': '<green><white><name></white> n’est pas banni.',
  'admin.unban.usage': '<gray>Écris <white>/mintkeep unban [joueur] [raison]</white>.',
  'admin.refund.done':
    '<green>Remboursé : <yellow><amount></yellow>.</green> <gray>Le joueur a maintenant <yellow><balance></yellow>.',
  'admin.refund.pending':
    '<yellow>La livraison est annulée.</yellow> <gray>Les pièces reviennent dès que le serveur de jeu a prouvé que rien n’a été remis.',
  'admin.refund.usage':
    '<gray>Écris <white>/mintkeep refund [achat] [raison]</white> : l’achat par son identifiant.',
};
