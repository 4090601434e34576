// What vouchers say, in French.
import type { enRedeem } from './en-redeem.ts';

export const frRedeem: Record<keyof typeof enRedeem, string> = {
  'redeem.usage': '<gray>Écris <white>/redeem [code]</white>, tel qu’il figure sur le bon.',
  'redeem.done':
    '<green>Tu as échangé un bon contre <white><item></white>.</green> <gray>Cela arrive aussitôt ; s’il n’y a pas de place : <white>/claim</white>.',
  'redeem.away':
    '<red>Les bons ne peuvent pas être échangés pour le moment.</red> <gray>Le tien reste tel quel. Réessaie dans une minute.',
  'redeem.unclear':
    '<yellow>On ne sait pas encore si cela a abouti.</yellow> <gray>Rien n’est perdu : c’est redemandé jusqu’à ce que ce soit clair, et ne compte jamais deux fois.',
  'redeem.busy': '<gray>Ton dernier bon est encore en cours.',
  'redeem.code':
    "<gray>Le code : <click:copy_to_clipboard:'{code}'><hover:show_text:'Clique pour copier'><aqua><code></aqua></hover></click> <gray>(clique pour copier)",
  'redeem.codeHint':
    '<gray>Le premier qui le saisit avec <white>/redeem</white> reçoit ce qu’il vaut. Garde-le bien ; il te reste <yellow><balance></yellow>.',
};
