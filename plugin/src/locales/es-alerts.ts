// What operators read in the game when the backend goes away, in Spanish.
import type { enAlerts } from './en-alerts.ts';

export const esAlerts: Record<keyof typeof enAlerts, string> = {
  'alerts.away':
    '<red>Mintkeep: no se puede llegar al backend.</red> <gray>No se pierde nada; se vuelve a preguntar por sí solo. Mira <white>/mintkeep status</white>.',
  'alerts.back': '<green>Mintkeep: el backend ha vuelto</green> <gray>después de <seconds> s.',
};
