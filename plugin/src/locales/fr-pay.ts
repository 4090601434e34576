// What paying says, in French.
import type { enPay } from './en-pay.ts';

export const frPay: Record<keyof typeof enPay, string> = {
  'pay.usage':
    '<gray>Écris <white>/pay [joueur] [pièces]</white>, comme <white>/pay Alex 1.5k</white>. Pour ne plus recevoir de pièces des autres : <white>/pay toggle</white>.',
  'pay.notAmount':
    '<red>« <amount> » n’est pas un montant.</red> <gray>Écris des pièces entières, comme 50, 1.5k ou 2m.',
  'pay.unknown': '<red>Aucun joueur du nom de <white><player></white> n’est jamais venu ici.',
  'pay.tooSmall': '<red>C’est trop peu :</red> <gray>au moins <yellow><coins></yellow>.',
  'pay.refuses': '<red><white><player></white> n’accepte pas de pièces pour le moment.',
  'pay.full': '<red><white><player></white> a plus de pièces qu’on ne peut compter.',
  'pay.ask':
    "<yellow>Payer <white><coins></white> à <white><player></white> ?</yellow> <click:run_command:'/pay confirm {token}'><hover:show_text:'Clique pour payer'><green>[Oui, payer]</green></hover></click> <gray>ou <white>/pay confirm</white> d’ici <seconds> secondes.",
  'pay.nothing': '<gray>Il n’y a plus rien à confirmer.',
  'pay.busy': '<gray>Ton dernier paiement est encore en cours.',
  'pay.away':
    '<red>La banque est injoignable pour le moment.</red> <gray>Rien n’a été payé. Réessaie dans une minute.',
  'pay.unclear':
    '<yellow>La banque est injoignable pour le moment.</yellow> <gray>Rien n’est perdu : ton paiement est redemandé jusqu’à ce que ce soit clair, et jamais deux fois.',
  'pay.paid':
    '<green>Tu as payé <yellow><coins></yellow> à <white><player></white>.</green> <gray>Il te reste <yellow><balance></yellow>.',
  'pay.got': '<green><white><player></white> t’a payé <yellow><coins></yellow>.',
  'pay.gotAway':
    '<green>Pendant ton absence, <white><player></white> t’a payé <yellow><coins></yellow>.',
  'pay.gotAwayMany':
    '<green>Pendant ton absence, tu as été payé <white><count> fois</white> : <yellow><coins></yellow> en tout.',
  'pay.payable': '<green>Les autres joueurs peuvent te payer des pièces.',
  'pay.notPayable':
    '<yellow>Les autres joueurs ne peuvent plus te payer de pièces.</yellow> <gray>Pour revenir en arrière : <white>/pay toggle</white>.',
};
