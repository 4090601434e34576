// What operators read in the game when the backend goes away, in French.
import type { enAlerts } from './en-alerts.ts';

export const frAlerts: Record<keyof typeof enAlerts, string> = {
  'alerts.away':
    '<red>Mintkeep : le backend est injoignable.</red> <gray>Rien n’est perdu ; il est redemandé tout seul. Voir <white>/mintkeep status</white>.',
  'alerts.back': '<green>Mintkeep : le backend est de retour</green> <gray>après <seconds> s.',
};
