// What a process has: its database, its clock, its log. Handed down as the first argument; there is
// no global and no container.
import type { MongoClient } from 'mongodb';
import { isAtLeast } from '@mintkeep/shared/roles.ts';
import type { Role } from '@mintkeep/shared/roles.ts';
import type { DatabaseClock } from './clock.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { ReadScope } from './mongo.ts';

export interface Context extends ReadScope {
  readonly client: MongoClient;
  readonly clock: DatabaseClock;
  readonly log: Logger;
  /** Operations this process is working on, so that a second ask is told to wait. */
  readonly inFlight: Set<string>;
  /** What this process counts; commands, which nobody watches, count nothing. */
  readonly metrics?: Metrics;
}

/**
 * Who acts: a game server, a console (this machine's or a game server's), a job, a member of staff
 * (the id is the Discord user). Ids are unique within a kind.
 */
export interface Actor {
  readonly kind: 'server' | 'console' | 'job' | 'staff';
  readonly id: string;
  /** Of staff alone; null for a member without a role. */
  readonly role?: Role | null;
}

/** True of staff with this role or a higher one, and of a console, which may do all (B-09). */
export const ranksAtLeast = ({ kind, role }: Actor, least: Role): boolean =>
  kind === 'console' || (kind === 'staff' && !!role && isAtLeast(role, least));

/** An actor as one string, for keys and logs. */
export const nameOf = (actor: Actor): string => `${actor.kind}:${actor.id}`;
