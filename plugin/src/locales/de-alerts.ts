// What operators read in the game when the backend goes away, in German.
import type { enAlerts } from './en-alerts.ts';

export const deAlerts: Record<keyof typeof enAlerts, string> = {
  'alerts.away':
    '<red>Mintkeep: das Backend ist nicht zu erreichen.</red> <gray>Nichts ist verloren; es wird von selbst wieder gefragt. Siehe <white>/mintkeep status</white>.',
  'alerts.back': '<green>Mintkeep: das Backend ist wieder da</green> <gray>nach <seconds> s.',
};
