// Staff: who they are, what role they hold, and how they are known.
import type { StaffDoor } from '../core/auth.ts';
import type { Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';

/** How the floor knows staff. */
export function staffDoor(_ctx: Context): StaffDoor {
  return {
    bySession: async () => {
      throw new Refusal('SESSION_REFUSED');
    },
    inGame: async () => null,
  };
}
