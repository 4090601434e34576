// What the market says, in French.
import type { enMarket } from './en-market.ts';

export const frMarket: Record<keyof typeof enMarket, string> = {
  'market.usage':
    "<gray>Parcours avec <click:run_command:'/market'><white>/market</white></click>. Vends avec <white>/market sell [prix à l’unité] [quantité] [heures]</white>, ou choisis dans <click:run_command:'/market sell'><white>/market sell</white></click>. À toi : <click:run_command:'/market mine'><white>/market mine</white></click>, <click:run_command:'/market held'><white>/market held</white></click>, <click:run_command:'/market history'><white>/market history</white></click>. Aussi <white>search</white>, <white>buy</white>, <white>cancel</white>, <white>deposit</white>, <white>price</white>, <white>confirm</white>.",
  'market.consoleUsage':
    '<gray>/market remove [offre] [raison], /market editprice [offre] [prix] [raison]',
  'market.searchUsage':
    '<gray>Écris <white>/market search [mots]</white>, aussi avec <white>seller:[nom] min:[pièces] max:[pièces] sku:[sorte]</white>, comme <white>/market search épée max:2.5k</white>.',
  'market.confirmUsage':
    "<gray>Pour une question avant d’acheter ou de vendre : <click:run_command:'/market confirm on'><white>/market confirm on</white></click> ou <click:run_command:'/market confirm off'><white>off</white></click>.",
  'market.confirm.on':
    '<green>Une question t’est posée avant chaque achat et chaque vente au marché.',
  'market.confirm.off': '<yellow>Plus de question avant d’acheter ou de vendre au marché.',
  'market.wrongWord':
    '<red>« <word> » ne va pas ici.</red> <gray>Voir <white>/market help</white>.',
  'market.wrongPrice':
    '<red>« <word> » n’est pas un prix.</red> <gray>Écris des pièces entières par unité, comme 50, 1.5k ou 2m.',
  'market.wrongHours': '<red>« <word> » n’est pas un nombre d’heures.</red> <gray>Écris 1 à <max>.',
  'market.unknownListing':
    '<red>Il n’y a pas d’offre « <listing> ».</red> <gray>Son numéro est affiché dans <white>/market</white>.',
  'market.slow': '<gray>Le marché est lent. On s’occupe de ta demande ; le résultat arrive ici.',
  'market.away':
    '<red>Le marché est injoignable pour le moment.</red> <gray>Rien n’a été fait. Réessaie dans une minute.',
  'market.unclear':
    '<yellow>Le marché est injoignable pour le moment.</yellow> <gray>Rien n’est perdu : ta demande est reposée jusqu’à ce que ce soit clair, et jamais deux fois.',
  'market.busy': '<gray>Ta dernière demande est encore en cours.',
  'market.working': '<gray>Remise en cours…',
  'market.unclearGoods':
    '<yellow>Le marché est injoignable pour le moment.</yellow> <gray>Rien n’est perdu : tes affaires sont en route, ou reviennent.',
  'market.title': '<dark_green>Marché',
  'market.category.blocks': 'Blocs',
  'market.category.tools': 'Outils',
  'market.category.combat': 'Combat',
  'market.category.food': 'Nourriture',
  'market.category.redstone': 'Redstone',
  'market.category.other': 'Autres',
  'market.sort': '<aqua>Tri : <sort>',
  'market.sortHint': '<gray>Clique pour : <white><sort>',
  'market.sort.newest': 'les plus récents d’abord',
  'market.sort.cheapest': 'les moins chers d’abord',
  'market.sort.dearest': 'les plus chers d’abord',
  'market.sort.endingSoon': 'bientôt terminés',
  'market.search': '<aqua>Chercher',
  'market.searchHint': '<gray>Écris <white>/market search [mots]',
  'market.searching': '<aqua>Recherche : <white><filters>',
  'market.searchClear': '<gray>Clique pour tout revoir',
  'market.refresh': '<aqua>Regarder de nouveau',
  'market.found': '<gray>Offres : <white><count>',
  'market.age': '<gray>Reçu il y a <white><seconds></white> secondes',
  'market.empty': '<gray>Personne ne propose rien pour le moment.',
  'market.emptyHint': '<gray>Sois le premier : <white>/market sell',
  'market.noneFound': '<gray>Rien de tel n’est proposé.',
  'market.noneFoundHint': '<gray>Essaie d’autres mots, ou regarde tout.',
  'market.sellButton': '<green>Vendre quelque chose',
  'market.itemName': '<white><item>',
  'market.each': '<gray>Prix à l’unité : <yellow><price>',
  'market.left': '<gray>Restant : <white><quantity>',
  'market.seller': '<gray>De <white><seller>',
  'market.until': '<gray>Jusqu’au <white><date>',
  'market.buyerMin': '<gray>Par acheteur au moins : <white><min>',
  'market.buyerMax': '<gray>Par acheteur au plus : <white><max>',
  'market.id': '<gray>Numéro <white><id>',
  'market.buyHint': '<green>Clique pour regarder de près et acheter.',
  'market.manageHint': '<green>À toi. Clique pour la reprendre ou changer son prix.',
  'market.over': '<red>Cette offre est terminée.',
  'market.listingTitle': '<dark_green><item>',
  'market.priceTitle': '<aqua>Ce que d’autres ont payé',
  'market.priceNone': '<gray>Rien de tel n’a été vendu ces 7 derniers jours.',
  'market.priceOf': '<aqua>Ce que d’autres ont payé pour <white><item></white> :',
  'market.median': '<gray>Prix médian sur 7 jours : <yellow><price>',
  'market.medianNone': '<gray>Prix médian sur 7 jours : <white>pas encore',
  'market.pricePoint':
    '<gray><date> : <yellow><price></yellow>, <white><count></white> vendus ce jour-là',
  'market.more': '<green>Un de plus',
  'market.fewer': '<red>Un de moins',
  'market.stepHint': '<gray>Maj + clic : 16',
  'market.count': '<white><quantity>',
  'market.all': '<white>Tout : <quantity>',
  'market.take': '<green>Prendre <quantity>',
  'market.takeHint': '<gray>Clique pour voir le total ; rien n’est encore acheté.',
  'market.buyYes': '<green>Acheter <quantity> pour <total>',
  'market.buyNo': '<red>Non, ne pas acheter',
  'market.balanceAfter': '<gray>Il te restera <yellow><balance>',
  'market.feeOfSeller': '<gray>Le vendeur en paie <yellow><fee></yellow> de commission.',
  'market.buyerLimit':
    '<red>Le vendeur n’en vend pas autant à un seul acheteur :</red> <gray>au moins <min>, au plus <max> ; tu en as acheté <bought>, tu peux donc encore en prendre <left>.',
  'market.handEmpty': '<gray>Ta main est vide. Tiens ce dont il s’agit.',
  'market.nothingHeld': '<gray>Tu n’as rien que tu pourrais vendre.',
  'market.sellTitle': '<dark_green>Que veux-tu vendre ?',
  'market.youHold': '<gray>Tu en as <white><quantity>',
  'market.chooseHint': '<green>Clique pour choisir le prix.',
  'market.offerTitle': '<dark_green>Vendre <item>',
  'market.step': '<white><step>',
  'market.priceHint': '<gray>Change-le avec les boutons à côté.',
  'market.priceStepHint': '<gray>Maj + clic : cent fois plus',
  'market.floor': '<gray>Prix le plus bas permis : <yellow><price>',
  'market.ceiling': '<gray>Prix le plus haut permis : <yellow><price>',
  'market.proposalHint': '<gray>Clique pour demander ce prix.',
  'market.hours': '<gray>Proposé pendant <white><hours></white> heures',
  'market.turnHint': '<gray>Clic gauche : suivant. Clic droit : précédent.',
  'market.goOn': '<green>Continuer',
  'market.goOnHint': '<gray>Clique pour voir la commission et le gain ; rien n’est encore proposé.',
  'market.fee': '<gray>Commission quand tout est vendu : <yellow><fee></yellow> (<percent> %)',
  'market.net': '<gray>Tu reçois <yellow><net>',
  'market.offerYes': '<green>Proposer <quantity>',
  'market.offerNo': '<red>Non, garder',
  'market.offerHint': '<gray>Clique pour proposer. Les objets quittent ton inventaire maintenant.',
  'market.listed':
    "<green>Proposé : <click:run_command:'/market show {id}'><hover:show_text:'<gray>Clique pour regarder'><white><quantity> × <item></white></hover></click> à <yellow><price></yellow> l’unité.</green> <gray>Jusqu’au <date>, numéro <white><id></white>. <click:run_command:'/market cancel {id}'><hover:show_text:'<gray>Clique pour reprendre'><red>[Reprendre]</red></hover></click>",
  'market.held':
    "<green>Mintkeep garde maintenant <white><quantity> × <item></white> pour toi.</green> <gray>Voir <click:run_command:'/market held'><white>/market held</white></click>.",
  'market.back': '<gray><white><quantity> × <item></white> te sont rendus.',
  'market.ownTitle': '<dark_green>Tes offres',
  'market.ownNone':
    "<gray>Tu ne proposes rien pour le moment. Vends avec <click:run_command:'/market sell'><white>/market sell</white></click>.",
  'market.feeRatio': '<gray>Commission d’une vente : <white><percent> %',
  'market.manageTitle': '<dark_green>Ton offre : <item>',
  'market.withdraw': '<yellow>Reprendre',
  'market.withdrawSure': '<yellow>Vraiment ? Clique encore pour reprendre',
  'market.withdrawHint': '<gray>Le reste te revient ; s’il n’y a pas de place : <white>/claim',
  'market.reprice': '<yellow>Changer le prix',
  'market.repriceYes': '<green>Demander <price> l’unité',
  'market.repriced':
    '<green><white><item></white> coûte maintenant <yellow><price></yellow> l’unité.</green> <gray>Commission d’une vente : <percent> %.',
  'market.withdrawn':
    '<green>Ton offre est reprise :</green> <gray><white><quantity></white> te reviennent ; s’il n’y a pas de place : <white>/claim</white>.',
  'market.heldTitle': '<dark_green>Gardé pour toi',
  'market.heldNone':
    '<gray>Mintkeep ne garde rien pour toi. Remets ce que tu tiens avec <white>/market deposit</white>.',
  'market.heldQuantity': '<gray>Gardé : <white><quantity>',
  'market.heldHint': '<green>Clic gauche : le proposer.</green> <yellow>Clic droit : le sortir.',
  'market.takenOut':
    '<green><white><quantity> × <item></white> arrivent ;</green> <gray>s’il n’y a pas de place : <white>/claim</white>.',
  'market.heldWaiting':
    "<yellow>Sortes d’objets que Mintkeep garde pour toi : <white><count></white>.</yellow> <gray><click:run_command:'/market held'><white>/market held</white></click>.",
  'market.boughtTitle': '<aqua>Ce que tu as acheté, page <page> :',
  'market.soldTitle': '<aqua>Ce que tu as vendu, page <page> :',
  'market.boughtNone': '<gray>Tu n’y as rien acheté au marché.',
  'market.soldNone': '<gray>Tu n’y as rien vendu au marché.',
  'market.trade':
    "<gray><date> <hover:show_text:'<gray>L’unité <yellow><unit></yellow>, commission <yellow><fee></yellow>'><white><quantity> × <item></white></hover> <yellow><coins></yellow>, <white><other></white> : <status>",
  'market.tradesNext':
    "<click:run_command:'/market history {side} {page}'><aqua>[Page <page>]</aqua></click>",
  'market.status.pending': 'en route',
  'market.status.fulfilled': 'terminé',
  'market.status.refunded': 'remboursé',
  'market.status.cancelled': 'en cours de remboursement',
  'market.awayTitle': '<aqua>Pendant ton absence :',
  'market.soldMany':
    '<green>Tu as fait <white><count></white> ventes, pour <yellow><coins></yellow> en tout.',
  'market.notice.sold':
    '<green><white><player></white> t’a acheté <white><quantity> × <item></white> : tu as reçu <yellow><coins></yellow>.',
  'market.notice.expired':
    '<yellow>Ton offre de <white><quantity> × <item></white> est terminée :</yellow> <gray>cela te revient, ou avec <white>/claim</white>.',
  'market.notice.removed':
    '<red>L’équipe a retiré tes <white><quantity> × <item></white> du marché :</red> <gray><reason>. Cela te revient, ou avec <white>/claim</white>.',
  'market.notice.repriced':
    '<yellow>L’équipe a changé le prix de <white><item></white> à <white><coins></white> l’unité :</yellow> <gray><reason>.',
  'market.notice.refunded':
    '<yellow>Tu as récupéré <white><coins></white> pour <white><quantity> × <item></white> :</yellow> <gray><reason>.',
  'market.removeUsage': '<gray>Écris <white>/market remove [offre] [raison]</white>.',
  'market.editUsage': '<gray>Écris <white>/market editprice [offre] [prix] [raison]</white>.',
  'market.removed':
    '<green>L’offre <white><id></white> est retirée :</green> <gray><white><quantity></white> retournent au vendeur, qui apprend pourquoi.',
  'market.edited':
    '<green>L’offre <white><id></white> coûte maintenant <yellow><price></yellow> l’unité.',
};
