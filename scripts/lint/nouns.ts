// The nouns of the backend, lowest first: a noun may enter the service.ts of those before it, never
// of those after it. The import rules are made from this list; it knows nothing of the nouns.

export const nouns = [
  'players',
  'servers',
  'ledger',
  'delivery',
  'shop',
  'presence',
  'health',
] as const;
