// What to do with one leased delivery, from what the player's file says: the pure heart of handing
// over. Knows no server; the seeded model of the backend runs this very function against crashes.

/** What the player's file says about a delivery. It is never changed once written. */
export type Receipt = 'given' | 'void';

export type Step = 'answerGiven' | 'answerVoid' | 'writeVoid' | 'release' | 'give';

/**
 * Decides one delivery of a player who is online. A receipt answers for itself, whatever is asked
 * now; a cancelled one gets its void receipt; what does not fit goes back (D22).
 */
export function decide(one: {
  readonly receipt: Receipt | null;
  readonly cancelled: boolean;
  readonly hasRoom: boolean;
}): Step {
  if (one.receipt === 'given') return 'answerGiven';
  if (one.receipt === 'void') return 'answerVoid';
  if (one.cancelled) return 'writeVoid';
  return one.hasRoom ? 'give' : 'release';
}
