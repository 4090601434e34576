// What operators read in the game when the backend goes away, in English.
export const enAlerts = {
  'alerts.away':
    '<red>Mintkeep: the backend cannot be reached.</red> <gray>Nothing is lost; it is asked again by itself. See <white>/mintkeep status</white>.',
  'alerts.back': '<green>Mintkeep: the backend is back</green> <gray>after <seconds> s.',
} as const;
