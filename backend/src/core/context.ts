// What a process has: its database, its clock, its log. Handed down as the first argument; there is
// no global and no container.
import type { MongoClient } from 'mongodb';
import type { DatabaseClock } from './clock.ts';
import type { Logger } from './log.ts';
import type { ReadScope } from './mongo.ts';

export interface Context extends ReadScope {
  readonly client: MongoClient;
  readonly clock: DatabaseClock;
  readonly log: Logger;
  /** Operations this process is working on, so that a second ask is told to wait. */
  readonly inFlight: Set<string>;
}

/** Who acts: a game server, the console of this machine, a job. Ids are unique within a kind. */
export interface Actor {
  readonly kind: 'server' | 'console' | 'job';
  readonly id: string;
}

/** An actor as one string, for keys and logs. */
export const nameOf = (actor: Actor): string => `${actor.kind}:${actor.id}`;
