// What other plugins are told when they ask for coins, and what admins and players read of coins set aside, in French.
import type { enVault } from './en-vault.ts';

export const frVault: Record<keyof typeof enVault, string> = {
  'vault.no.amount': 'On ne peut déplacer que des pièces entières, plus de zéro.',
  'vault.no.notHere': 'Ce joueur n’est pas sur ce serveur.',
  'vault.no.closed': 'Les pièces ne sont pas encore prêtes. Réessaie dans un instant.',
  'vault.no.moment': 'Les pièces sont en train d’être comptées. Réessaie dans un instant.',
  'vault.no.frozen': 'Ce compte est gelé.',
  'vault.no.funds': 'Pas assez de pièces sur ce serveur.',
  'vault.no.allowance': 'Plus aucune pièce ne peut être versée pour le moment.',
  'vault.no.disk': 'Les pièces ne peuvent pas être déplacées pour le moment.',
  'vault.aside': '<gray>Dont <yellow><coins></yellow> mises de côté pour ce serveur.',
  'vault.asideElsewhere':
    '<gray>Et <yellow><coins></yellow> de plus, mises de côté sur <white><server></white>.',
  'vault.status.off': '<gray>Vault : <white>désactivé</white>',
  'vault.status.noBridge':
    '<red>Vault : MintkeepBridge manque.</red> <gray>Mets <white>mintkeep-bridge.jar</white> dans le dossier plugins et redémarre le serveur.',
  'vault.status.noVault':
    '<red>Vault : le plugin Vault manque.</red> <gray>Sans lui, aucun autre plugin ne peut demander de pièces.',
  'vault.status.starting':
    '<yellow>Vault : règlement de ce qu’une exécution précédente a laissé : <white><open></white>',
  'vault.status':
    '<gray>Vault : <white><players></white> joueurs avec <yellow><coins></yellow> mises de côté, <white><open></white> changements à régler, <white><allowance></white> encore à verser aujourd’hui',
  'vault.status.behind':
    '<red>Vault : le plus ancien changement attend d’être réglé depuis <white><minutes></white> min.',
};
