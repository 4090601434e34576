// What a refusal says to a player, in German.
import type { enRefusals } from './en-refusals.ts';

export const deRefusals: Record<keyof typeof enRefusals, string> = {
  'refusal.BACKEND_AWAY':
    '<red>Der Laden ist gerade nicht erreichbar.</red> <gray>Bitte versuche es in einer Minute noch einmal.',
  'refusal.REQUEST_INVALID': '<red>Das geht nicht.',
  'refusal.REQUEST_TOO_LARGE': '<red>Das ist zu viel auf einmal.',
  'refusal.REQUEST_TIMED_OUT':
    '<red>Der Laden hat zu lange gebraucht.</red> <gray>Bitte versuche es noch einmal.',
  'refusal.MEDIA_TYPE_UNSUPPORTED':
    '<red>Mit dem Laden stimmt etwas nicht.</red> <gray>Bitte sage es dem Team.',
  'refusal.ROUTE_UNKNOWN':
    '<red>Mit dem Laden stimmt etwas nicht.</red> <gray>Bitte sage es dem Team.',
  'refusal.SIGNATURE_REFUSED':
    '<red>Dieser Server darf den Laden nicht benutzen.</red> <gray>Bitte sage es dem Team.',
  'refusal.IDEMPOTENCY_KEY_MISSING':
    '<red>Mit dem Laden stimmt etwas nicht.</red> <gray>Bitte sage es dem Team.',
  'refusal.IDEMPOTENCY_KEY_REUSED':
    '<red>Mit dem Laden stimmt etwas nicht.</red> <gray>Bitte sage es dem Team.',
  'refusal.OPERATION_IN_FLIGHT': '<gray>Dein letzter Kauf ist noch in Arbeit.',
  'refusal.OPERATION_DONE_EARLIER': '<gray>Das ist schon geschehen.',
  'refusal.OUTCOME_UNKNOWN':
    '<yellow>Es ist noch nicht klar, ob es geklappt hat.</yellow> <gray>Nichts geht verloren.',
  'refusal.DATABASE_UNAVAILABLE':
    '<red>Der Laden ist einen Moment geschlossen.</red> <gray>Bitte versuche es in einer Minute noch einmal.',
  'refusal.FAULT':
    '<red>Etwas ist kaputtgegangen.</red> <gray>Es wurde notiert; bitte versuche es später noch einmal.',
  'refusal.SERVER_UNKNOWN':
    '<red>Der Laden kennt diesen Server nicht.</red> <gray>Bitte sage es dem Team.',
  'refusal.SERVER_KEY_UNKNOWN':
    '<red>Der Laden kennt diesen Server nicht.</red> <gray>Bitte sage es dem Team.',
  'refusal.PLAYER_UNKNOWN':
    '<red>Der Laden kennt dich noch nicht.</red> <gray>Bitte betritt den Server noch einmal.',
  'refusal.PLAYER_FROZEN': '<red>Dein Konto ist eingefroren.</red> <gray>Bitte frage das Team.',
  'refusal.PLAYER_BANNED': '<red>Du bist vom Laden ausgeschlossen.',
  'refusal.FUNDS_INSUFFICIENT':
    '<red>Du hast nicht genug Münzen:</red> <gray>es kostet <yellow><price></yellow>, du hast <yellow><balance></yellow>.',
  'refusal.BALANCE_TOO_LARGE': '<red>Du hast mehr Münzen, als man zählen kann.',
  'refusal.PAYEE_IS_SELF': '<red>Du kannst dir nicht selbst etwas zahlen.',
  'refusal.PAYEE_REFUSES': '<red>Dieser Spieler nimmt gerade keine Münzen an.',
  'refusal.PAYMENT_TOO_SMALL': '<red>Das ist zu wenig.',
  'refusal.REWARD_UNKNOWN': '<red>Das verkauft der Laden nicht.',
  'refusal.REWARD_EXISTS': '<red>So eine Belohnung gibt es schon.',
  'refusal.REWARD_EXPIRED': '<red>Das ist nicht mehr im Verkauf.',
  'refusal.REWARD_OUT_OF_STOCK': '<red>Ausverkauft:</red> <gray>nur noch <stock> da.',
  'refusal.PURCHASE_LIMIT_REACHED':
    '<red>So viele darfst du nicht kaufen:</red> <gray>höchstens <max>.',
  'refusal.PURCHASE_TOO_LARGE': '<red>Das ist zu viel auf einmal.',
  'refusal.PRICE_CHANGED':
    '<red>Der Preis hat sich geändert:</red> <gray>er ist jetzt <yellow><price></yellow>. Es wurde nichts gekauft.',
  'refusal.DELIVERY_UNKNOWN': '<gray>Nichts wartet auf dich.',
  'refusal.DELIVERY_LEASE_LOST': '<gray>Nichts wartet auf dich.',
  'refusal.DELIVERY_NOT_OPEN': '<gray>Nichts wartet auf dich.',
  'refusal.SESSION_REFUSED':
    '<red>Mit dem Laden stimmt etwas nicht.</red> <gray>Bitte sage es dem Team.',
  'refusal.ORIGIN_REFUSED':
    '<red>Mit dem Laden stimmt etwas nicht.</red> <gray>Bitte sage es dem Team.',
  'refusal.LOGIN_REFUSED':
    '<red>Mit dem Laden stimmt etwas nicht.</red> <gray>Bitte sage es dem Team.',
  'refusal.MEMBERSHIP_MISSING':
    '<red>Mit dem Laden stimmt etwas nicht.</red> <gray>Bitte sage es dem Team.',
  'refusal.ROLE_INSUFFICIENT':
    '<red>Das darfst du nicht.</red> <gray>Dazu gehören die Rolle in Discord und ein verknüpftes Konto.',
  'refusal.LIMIT_EXCEEDED': '<gray>Zu schnell; bitte warte einen Moment.',
  'refusal.MEMBER_UNKNOWN': '<red>Dieses Teammitglied gibt es nicht.',
  'refusal.BALANCE_BELOW_ZERO': '<red>Der Kontostand fiele unter null.',
  'refusal.PLAYER_LINKED': '<red>Dieses Konto ist schon verknüpft.',
  'refusal.PLAYER_NOT_LINKED':
    '<red>Dieses Konto ist nicht verknüpft.</red> <gray>Schreibe <white>/link</white>.',
  'refusal.LINK_LIMIT_REACHED': '<red>Dieses Discord-Konto gehört schon zu einem anderen Spieler.',
  'refusal.LINK_CODE_UNKNOWN':
    '<red>Dieser Code gilt nicht.</red> <gray>Mit <white>/link</white> bekommst du einen neuen.',
  'refusal.LINK_CODE_EXPIRED':
    '<red>Dieser Code ist abgelaufen.</red> <gray>Mit <white>/link</white> bekommst du einen neuen.',
  'refusal.PURCHASE_UNKNOWN': '<red>Diesen Kauf gibt es nicht.',
  'refusal.PURCHASE_NOT_REFUNDABLE': '<red>Dieser Kauf kann nicht erstattet werden.',
  'refusal.GACHA_TABLE_UNKNOWN': '<red>Diese Ziehung gibt es nicht.',
  'refusal.STARTER_IN_PROGRESS': '<gray>Dein Startpaket ist unterwegs.',
  'refusal.STARTER_DELIVERED': '<gray>Dein Startpaket hast du schon.',
  'refusal.STARTER_NOT_OPEN': '<gray>Es ist kein Startpaket unterwegs.',
  'refusal.VOUCHER_UNKNOWN':
    '<red>Diesen Gutschein gibt es nicht.</red> <gray>Bitte prüfe den Code.',
  'refusal.VOUCHER_REDEEMED': '<red>Jemand hat diesen Gutschein schon eingelöst.',
  'refusal.VOUCHER_EXPIRED': '<red>Dieser Gutschein gilt nicht mehr.',
  'refusal.FORMULA_REFUSED': '<red>Diese Formel ist nicht erlaubt.',
  'refusal.VERSION_STALE':
    '<yellow>Jemand hat es inzwischen geändert.</yellow> <gray>Sieh noch einmal nach und wiederhole es.',
  'refusal.EVENT_UNKNOWN': '<red>Diesen Eintrag gibt es nicht.',
  'refusal.EVENT_NOT_REVERSIBLE': '<red>Das lässt sich nicht zurücknehmen.',
  'refusal.EVENT_ROLLED_BACK': '<gray>Das ist schon zurückgenommen.',
  'refusal.JOB_UNKNOWN': '<red>Diesen Auftrag gibt es nicht.',
  'refusal.JOB_NOT_OPEN': '<red>Diese Aufgabe läuft gerade oder ist vorbei.',
  'refusal.CLAIM_COOLDOWN': '<gray>Das hattest du schon. Später gibt es das wieder.',
  'refusal.QUEST_UNKNOWN': '<red>Diese Quest gibt es nicht.',
  'refusal.QUEST_NOT_DONE': '<gray>Diese Quest ist noch nicht geschafft.',
  'refusal.ANSWER_WRONG': '<red>Das ist nicht die Antwort.</red> <gray>Versuch es noch einmal.',
  'refusal.QUEST_ANSWER_EMPTY': '<red>Eine Antwort braucht einen Buchstaben oder eine Ziffer.',
  'refusal.QUESTS_TOO_MANY': '<red>Mehr Quests kann es nicht geben.',
  'refusal.ECONOMY_EVENT_RUNNING': '<red>Es läuft schon ein Ereignis.',
  'refusal.ECONOMY_EVENT_NOT_RUNNING': '<gray>Es läuft kein Ereignis.',
  'refusal.ECONOMY_EVENT_END_WRONG': '<red>Das Ende muss in den nächsten 31 Tagen liegen.',
  'refusal.GOODS_UNKNOWN': '<red>So etwas liegt von dir nicht hier.',
  'refusal.GOODS_NOT_HELD': '<red>Das wird schon verkauft oder ist unterwegs.',
  'refusal.GOODS_ID_REUSED':
    '<red>Mit dem Markt stimmt etwas nicht.</red> <gray>Bitte sage es dem Team.',
  'refusal.LISTING_UNKNOWN': '<red>Dieses Angebot gibt es nicht.',
  'refusal.LISTING_NOT_YOURS': '<red>Das ist nicht dein Angebot.',
  'refusal.LISTING_NOT_ACTIVE': '<red>Das Angebot ist vorbei.',
  'refusal.LISTING_SOLD_OUT': '<red>Ausverkauft:</red> <gray>nur noch <stock> da.',
  'refusal.LISTING_BUYER_LIMIT': '<red>So viele verkauft der Anbieter nicht an einen Käufer.',
  'refusal.LISTING_LIMIT_REACHED': '<red>Mehr Angebote darfst du nicht haben:</red> <gray><max>.',
  'refusal.LISTING_TERMS_WRONG': '<red>Diese Bedingungen passen nicht zu dem, was du verkaufst.',
  'refusal.TRADE_WITH_SELF': '<red>Du kannst nicht bei dir selbst kaufen.',
  'refusal.PRICE_BELOW_FLOOR':
    '<red>Das ist zu billig:</red> <gray>mindestens <yellow><price></yellow> das Stück.',
  'refusal.PRICE_ABOVE_CEILING':
    '<red>Das ist zu teuer:</red> <gray>höchstens <yellow><price></yellow> das Stück.',
  'refusal.ORDER_UNKNOWN': '<red>Diese Bestellung gibt es nicht.',
  'refusal.ORDER_NOT_OPEN': '<red>Die Bestellung ist abgeschlossen.',
  'refusal.NOT_BOUGHT_HERE': '<red>Das kauft der Laden nicht.',
  'refusal.SALE_LIMIT_REACHED':
    '<red>Davon kauft der Laden dir gerade nichts mehr ab:</red> <gray>höchstens <max>.',
  'refusal.REQUIREMENT_MISSING': '<red>Das darfst du noch nicht kaufen.',
  'refusal.SELL_PRICE_TOO_HIGH': '<red>Der Laden würde mehr zahlen, als er nimmt.',
};
