// What a refusal says to a player, in French.
import type { enRefusals } from './en-refusals.ts';

export const frRefusals: Record<keyof typeof enRefusals, string> = {
  'refusal.BACKEND_AWAY':
    '<red>La boutique est injoignable pour le moment.</red> <gray>Réessaie dans une minute.',
  'refusal.REQUEST_INVALID': '<red>Ce n’est pas possible.',
  'refusal.REQUEST_TOO_LARGE': '<red>C’est trop à la fois.',
  'refusal.REQUEST_TIMED_OUT': '<red>La boutique a mis trop de temps.</red> <gray>Réessaie.',
  'refusal.MEDIA_TYPE_UNSUPPORTED':
    '<red>Quelque chose ne va pas avec la boutique.</red> <gray>Préviens l’équipe.',
  'refusal.ROUTE_UNKNOWN':
    '<red>Quelque chose ne va pas avec la boutique.</red> <gray>Préviens l’équipe.',
  'refusal.SIGNATURE_REFUSED':
    '<red>Ce serveur n’a pas le droit d’utiliser la boutique.</red> <gray>Préviens l’équipe.',
  'refusal.IDEMPOTENCY_KEY_MISSING':
    '<red>Quelque chose ne va pas avec la boutique.</red> <gray>Préviens l’équipe.',
  'refusal.IDEMPOTENCY_KEY_REUSED':
    '<red>Quelque chose ne va pas avec la boutique.</red> <gray>Préviens l’équipe.',
  'refusal.OPERATION_IN_FLIGHT': '<gray>Ton dernier achat est encore en cours.',
  'refusal.OPERATION_DONE_EARLIER': '<gray>C’était déjà fait.',
  'refusal.OUTCOME_UNKNOWN':
    '<yellow>On ne sait pas encore si cela a abouti.</yellow> <gray>Rien n’est perdu.',
  'refusal.DATABASE_UNAVAILABLE':
    '<red>La boutique est fermée un instant.</red> <gray>Réessaie dans une minute.',
  'refusal.FAULT': '<red>Quelque chose a mal tourné.</red> <gray>C’est noté ; réessaie plus tard.',
  'refusal.SERVER_UNKNOWN':
    '<red>La boutique ne connaît pas ce serveur.</red> <gray>Préviens l’équipe.',
  'refusal.SERVER_KEY_UNKNOWN':
    '<red>La boutique ne connaît pas ce serveur.</red> <gray>Préviens l’équipe.',
  'refusal.PLAYER_UNKNOWN':
    '<red>La boutique ne te connaît pas encore.</red> <gray>Reconnecte-toi.',
  'refusal.PLAYER_FROZEN': '<red>Ton compte est gelé.</red> <gray>Adresse-toi à l’équipe.',
  'refusal.PLAYER_BANNED': '<red>Tu es banni de la boutique.',
  'refusal.FUNDS_INSUFFICIENT':
    '<red>Tu n’as pas assez de pièces :</red> <gray>cela coûte <yellow><price></yellow>, tu as <yellow><balance></yellow>.',
  'refusal.BALANCE_TOO_LARGE': '<red>Tu as plus de pièces qu’on ne peut compter.',
  'refusal.PAYEE_IS_SELF': '<red>Tu ne peux pas te payer toi-même.',
  'refusal.PAYEE_REFUSES': '<red>Ce joueur n’accepte pas de pièces pour le moment.',
  'refusal.PAYMENT_TOO_SMALL': '<red>C’est trop peu.',
  'refusal.REWARD_UNKNOWN': '<red>La boutique ne vend pas cela.',
  'refusal.REWARD_EXISTS': '<red>Il y a déjà une récompense de ce nom.',
  'refusal.REWARD_EXPIRED': '<red>Ce n’est plus en vente.',
  'refusal.REWARD_OUT_OF_STOCK': '<red>Épuisé :</red> <gray>il n’en reste que <stock>.',
  'refusal.PURCHASE_LIMIT_REACHED':
    '<red>Tu ne peux pas en acheter autant :</red> <gray>au plus <max>.',
  'refusal.PURCHASE_TOO_LARGE': '<red>C’est trop à la fois.',
  'refusal.PRICE_CHANGED':
    '<red>Le prix a changé :</red> <gray>il est maintenant de <yellow><price></yellow>. Rien n’a été acheté.',
  'refusal.DELIVERY_UNKNOWN': '<gray>Rien ne t’attend.',
  'refusal.DELIVERY_LEASE_LOST': '<gray>Rien ne t’attend.',
  'refusal.DELIVERY_NOT_OPEN': '<gray>Rien ne t’attend.',
  'refusal.SESSION_REFUSED':
    '<red>Quelque chose ne va pas avec la boutique.</red> <gray>Préviens l’équipe.',
  'refusal.ORIGIN_REFUSED':
    '<red>Quelque chose ne va pas avec la boutique.</red> <gray>Préviens l’équipe.',
  'refusal.LOGIN_REFUSED':
    '<red>Quelque chose ne va pas avec la boutique.</red> <gray>Préviens l’équipe.',
  'refusal.MEMBERSHIP_MISSING':
    '<red>Quelque chose ne va pas avec la boutique.</red> <gray>Préviens l’équipe.',
  'refusal.ROLE_INSUFFICIENT':
    '<red>Tu n’en as pas le droit.</red> <gray>Il faut le rôle sur Discord, et un compte lié.',
  'refusal.LIMIT_EXCEEDED': '<gray>Trop vite ; attends un instant.',
  'refusal.MEMBER_UNKNOWN': '<red>L’équipe n’a pas ce membre.',
  'refusal.BALANCE_BELOW_ZERO': '<red>Le solde tomberait sous zéro.',
  'refusal.PLAYER_LINKED': '<red>Ce compte est déjà lié.',
  'refusal.PLAYER_NOT_LINKED':
    '<red>Ce compte n’est pas lié.</red> <gray>Écris <white>/link</white>.',
  'refusal.LINK_LIMIT_REACHED': '<red>Ce compte Discord est lié à un autre joueur.',
  'refusal.LINK_CODE_UNKNOWN':
    '<red>Ce code n’est pas valable.</red> <gray>Écris <white>/link</white> pour en avoir un nouveau.',
  'refusal.LINK_CODE_EXPIRED':
    '<red>Ce code a expiré.</red> <gray>Écris <white>/link</white> pour en avoir un nouveau.',
  'refusal.PURCHASE_UNKNOWN': '<red>Cet achat n’existe pas.',
  'refusal.PURCHASE_NOT_REFUNDABLE': '<red>Cet achat ne peut pas être remboursé.',
  'refusal.GACHA_TABLE_UNKNOWN': '<red>Ce tirage n’existe pas.',
  'refusal.STARTER_IN_PROGRESS': '<gray>Ton kit de départ est en route.',
  'refusal.STARTER_DELIVERED': '<gray>Tu as déjà reçu ton kit de départ.',
  'refusal.STARTER_NOT_OPEN': '<gray>Aucun kit de départ n’est en route.',
  'refusal.VOUCHER_UNKNOWN': '<red>Ce bon n’existe pas.</red> <gray>Vérifie le code.',
  'refusal.VOUCHER_REDEEMED': '<red>Quelqu’un a déjà utilisé ce bon.',
  'refusal.VOUCHER_EXPIRED': '<red>Ce bon n’est plus valable.',
  'refusal.FORMULA_REFUSED': '<red>Cette formule n’est pas permise.',
  'refusal.VERSION_STALE':
    '<yellow>Quelqu’un l’a changé entre-temps.</yellow> <gray>Regarde de nouveau et recommence.',
  'refusal.EVENT_UNKNOWN': '<red>Cette entrée n’existe pas.',
  'refusal.EVENT_NOT_REVERSIBLE': '<red>Cela ne peut pas être annulé.',
  'refusal.EVENT_ROLLED_BACK': '<gray>C’était déjà annulé.',
  'refusal.JOB_UNKNOWN': '<red>Cette tâche n’existe pas.',
  'refusal.JOB_NOT_OPEN': '<red>Cette tâche est en cours, ou terminée.',
  'refusal.CLAIM_COOLDOWN': '<gray>Tu l’as déjà eu. Cela revient plus tard.',
  'refusal.QUEST_UNKNOWN': '<red>Cette quête n’existe pas.',
  'refusal.QUEST_NOT_DONE': '<gray>Cette quête n’est pas encore faite.',
  'refusal.ANSWER_WRONG': '<red>Ce n’est pas la réponse.</red> <gray>Réessaie.',
  'refusal.QUEST_ANSWER_EMPTY': '<red>Une réponse doit avoir une lettre ou un chiffre.',
  'refusal.QUESTS_TOO_MANY': '<red>Il y a autant de quêtes qu’il peut y en avoir.',
  'refusal.ECONOMY_EVENT_RUNNING': '<red>Un événement est déjà en cours.',
  'refusal.ECONOMY_EVENT_NOT_RUNNING': '<gray>Aucun événement n’est en cours.',
  'refusal.ECONOMY_EVENT_END_WRONG': '<red>La fin doit être à venir, dans les 31 jours.',
  'refusal.GOODS_UNKNOWN': '<red>Rien de tel n’est à toi.',
  'refusal.GOODS_NOT_HELD': '<red>C’est déjà en vente ou en route.',
  'refusal.GOODS_ID_REUSED':
    '<red>Quelque chose ne va pas avec le marché.</red> <gray>Préviens l’équipe.',
  'refusal.LISTING_UNKNOWN': '<red>Cette offre n’existe pas.',
  'refusal.LISTING_NOT_YOURS': '<red>Cette offre n’est pas à toi.',
  'refusal.LISTING_NOT_ACTIVE': '<red>Cette offre est terminée.',
  'refusal.LISTING_SOLD_OUT': '<red>Épuisé :</red> <gray>il n’en reste que <stock>.',
  'refusal.LISTING_BUYER_LIMIT': '<red>Le vendeur n’en vend pas autant à un seul acheteur.',
  'refusal.LISTING_LIMIT_REACHED':
    '<red>Tu as autant d’offres que tu peux en avoir :</red> <gray><max>.',
  'refusal.LISTING_TERMS_WRONG': '<red>Ces conditions ne vont pas avec ce que tu vends.',
  'refusal.TRADE_WITH_SELF': '<red>Tu ne peux pas t’acheter à toi-même.',
  'refusal.PRICE_BELOW_FLOOR':
    '<red>C’est trop bon marché :</red> <gray>au moins <yellow><price></yellow> l’unité.',
  'refusal.PRICE_ABOVE_CEILING':
    '<red>C’est trop cher :</red> <gray>au plus <yellow><price></yellow> l’unité.',
  'refusal.ORDER_UNKNOWN': '<red>Cette commande n’existe pas.',
  'refusal.ORDER_NOT_OPEN': '<red>Cette commande est terminée.',
  'refusal.NOT_BOUGHT_HERE': '<red>La boutique n’achète pas cela.',
  'refusal.SALE_LIMIT_REACHED':
    '<red>La boutique ne t’en achète plus pour le moment :</red> <gray>au plus <max>.',
  'refusal.REQUIREMENT_MISSING': '<red>Tu ne peux pas encore acheter cela.',
  'refusal.SELL_PRICE_TOO_HIGH': '<red>La boutique paierait plus qu’elle ne demande.',
};
