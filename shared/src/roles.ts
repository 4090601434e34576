// Who may ask for what: the roles of staff, lowest first, and the audiences a contract names (D40).
import * as z from 'zod';

/** Each role may all that those before it may. */
export const roles = ['AUDITOR', 'SUPPORT', 'OPERATOR', 'ADMIN', 'SUPERADMIN'] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

/** True when a role is at least the other. */
export const isAtLeast = (held: Role, needed: Role): boolean =>
  roles.indexOf(held) >= roles.indexOf(needed);

/** Who may ask a contract; each field opens one more door. */
export interface Who {
  /** Anybody, known or not. */
  readonly everybody?: true;
  /** This machine, or whoever holds METRICS_TOKEN (D17). The route itself checks it. */
  readonly internal?: true;
  /** Another system that signs the bytes of what it says. The route itself checks it. */
  readonly webhook?: true;
  /** A game server for itself or its players, by its signature (D13). */
  readonly server?: true;
  /** Staff of at least this role by a session of the panel; `member` is any session (D14). */
  readonly staff?: Role | 'member';
  /**
   * Staff of at least this role from inside the game: a signed request that names in `x-actor-uuid`
   * a linked player who has the role, or `console`, which may do all (B-09, D35).
   */
  readonly inGame?: Role;
}

/** The header of a signed request that names who acts in the game: a player's UUID or `console`. */
export const actorHeader = 'x-actor-uuid';
