// What to do with goods that left an inventory, from what is known of them: the pure heart of taking.
// Knows no server; the seeded model of the backend runs these very functions against crashes.

/** What the backend's answer means. Only its own parsed word is one; an error is never a no. */
export type Heard = 'taken' | 'refused' | 'unclear';

export type HandInStep = 'clear' | 'giveBack' | 'waitForRoom' | 'askAgain' | 'nothing';

/**
 * Decides one hand-in of a player who is online. `hasNote`: whether the player's file still speaks of
 * it; without a note the goods are somewhere else already, whatever a late answer says. Giving back
 * and clearing the note are one step: they go to disk and die together (D25).
 */
export function decideHandIn(one: {
  readonly hasNote: boolean;
  readonly heard: Heard;
  readonly hasRoom: boolean;
}): HandInStep {
  if (!one.hasNote) return 'nothing';
  if (one.heard === 'unclear') return 'askAgain';
  if (one.heard === 'taken') return 'clear';
  return one.hasRoom ? 'giveBack' : 'waitForRoom';
}

/** What an answer of the backend means: its outcome where it said yes to the request itself. */
export function hear(answer: { readonly ok: boolean; readonly value?: unknown }): Heard {
  if (!answer.ok) return 'unclear';
  const { outcome } = (answer.value ?? {}) as { readonly outcome?: unknown };
  if (typeof outcome !== 'string') return 'unclear';
  return outcome === 'refused' ? 'refused' : 'taken';
}
