// What taking goods says, in French.
import type { enGoods } from './en-goods.ts';

export const frGoods: Record<keyof typeof enGoods, string> = {
  'goods.no.nothing': '<red>Tu n’as rien de tel.',
  'goods.no.creative': '<red>On ne peut rien vendre en mode créatif.',
  'goods.no.world': '<red>On ne peut rien vendre dans ce monde.',
  'goods.no.blacklisted': '<red>Cela ne peut pas être vendu ici.',
  'goods.no.tooComplex':
    '<red>Cela contient trop de choses pour être vendu.</red> <gray>Vide-le d’abord, puis réessaie.',
  'goods.no.pending':
    '<yellow>Ce que tu as vendu avant est encore en cours.</yellow> <gray>Rien n’est perdu ; réessaie dans un instant.',
  'goods.no.savingOff':
    '<red>On ne peut rien vendre sur ce serveur : il n’enregistre pas les joueurs.',
  'goods.noRoom':
    '<yellow>Pas de place pour te rendre <white><item></white> :</yellow> <gray>c’est en sécurité. Libère encore <white><slots></white> emplacements ; cela arrive tout seul, ou avec <white>/claim</white>.',
};
