// transact: the only way to change state. One command, once: its idempotency key, its changes, its
// reply and its events commit together or not at all.
import type { Collection } from 'mongodb';
import { replyDaysMax } from '@mintkeep/shared/constants.ts';
import { dayMs } from './calendar.ts';
import { nameOf } from './context.ts';
import type { Actor, Context } from './context.ts';
import { Refusal } from './errors.ts';
import { faultPoint } from './fault-points.ts';
import { fingerprintOf, newId, operationIdOf } from './identity.ts';
import { within } from './mongo.ts';
import type { CollectionPlan, ReadScope } from './mongo.ts';
import { answerWithin } from './silence.ts';
import { inTransaction, OutcomeUnknown } from './transaction.ts';
import type { WriteScope } from './transaction.ts';

/** A transaction in progress for one command. Only `transact` makes one. */
export interface Tx extends WriteScope {
  readonly actor: Actor;
  /** The same for the same actor, route and key: the `_id` of what this command makes. */
  readonly operationId: string;
  /** Of the request that asked, where one did. */
  readonly requestId: string | null;
}

/** Who asks for what, with which key. Without a key nothing is remembered. */
export interface Command {
  readonly actor: Actor;
  readonly route: string;
  readonly key: string | undefined;
  readonly input: unknown;
  /** Of the request, for the audit log; no part of the command's identity. */
  readonly requestId?: string;
}

/** A reply, and whether it is the one given before to the same key. */
export interface Done<T> {
  readonly reply: T;
  readonly replayed: boolean;
}

/** A command with its identity worked out: what the operation row is keyed and compared by. */
export interface Operation {
  /** Who asks: the actor as one string. */
  readonly source: string;
  readonly operationId: string;
  readonly requestHash: string;
}

interface OperationDoc {
  _id: string;
  actor: string;
  route: string;
  key: string;
  requestHash: string;
  reply: unknown;
  createdAt: Date;
  expiresAt: Date;
}

export const operationsPlan: CollectionPlan = {
  name: 'operations',
  indexes: [
    // Replies are forgotten after a week; operation ids stay in the ledger (D15).
    { name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0 },
  ],
};

const operations = (scope: ReadScope): Collection<OperationDoc> =>
  scope.db.collection(operationsPlan.name);

/** The identity of a command that carries a key. */
export function operationOf(command: Command & { readonly key: string }): Operation {
  return {
    source: nameOf(command.actor),
    operationId: operationIdOf(nameOf(command.actor), command.route, command.key),
    requestHash: fingerprintOf(command.input),
  };
}

/**
 * Runs one command in one transaction. The same key with the same input answers the first reply
 * again without acting. Refuses `IDEMPOTENCY_KEY_REUSED` for another input, `OPERATION_IN_FLIGHT`
 * while the first is running, `OUTCOME_UNKNOWN` when the database did not say; then the caller asks
 * again with the same key. A refusal of `work` is not remembered: it changed nothing.
 */
export async function transact<T>(
  ctx: Context,
  command: Command,
  work: (tx: Tx) => Promise<T>,
): Promise<Done<T>> {
  const { key } = command;
  if (key === undefined) {
    const operationId = newId();
    const reply = await asKnown(
      ctx,
      inTransaction(ctx, (scope) => work(txOf(scope, command, operationId))),
    );
    return { reply, replayed: false };
  }
  const operation = operationOf({ ...command, key });
  return onceAtATime(ctx, operation.operationId, () =>
    transactWithKey(ctx, { ...command, key }, operation, work),
  );
}

const txOf = (scope: WriteScope, command: Command, operationId: string): Tx => ({
  ...scope,
  actor: command.actor,
  operationId,
  requestId: command.requestId ?? null,
});

/** Refuses a second ask for an operation while this process works on the first. */
export async function onceAtATime<T>(
  ctx: Context,
  operationId: string,
  work: () => Promise<T>,
): Promise<T> {
  if (ctx.inFlight.has(operationId)) {
    throw new Refusal('OPERATION_IN_FLIGHT', {}, { retryAfterS: 1 });
  }
  ctx.inFlight.add(operationId);
  try {
    return await work();
  } finally {
    ctx.inFlight.delete(operationId);
  }
}

/** The refusal for a commit nobody answered. */
export const outcomeUnknown = (): Refusal => new Refusal('OUTCOME_UNKNOWN', {}, { retryAfterS: 1 });

/** How long a look-up after an unknown outcome may take: who asked has waited for the commit. */
export const lookUpMsMax = 1_000;

async function transactWithKey<T>(
  ctx: Context,
  command: Command & { readonly key: string },
  operation: Operation,
  work: (tx: Tx) => Promise<T>,
): Promise<Done<T>> {
  try {
    const done = await inTransaction(ctx, async (scope) => {
      const earlier = await findReply<T>(scope, operation);
      if (earlier) return earlier;
      const reply = await work(txOf(scope, command, operation.operationId));
      await rememberReply(scope, command, operation, reply);
      return { reply, replayed: false };
    });
    await faultPoint('after-commit');
    return done;
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw error;
    ctx.log.warn({ err: error, route: command.route }, 'transact: outcome unknown, looking it up');
    const earlier = await answerWithin(findReply<T>(ctx, operation), lookUpMsMax).catch(() => null);
    if (earlier) return { ...earlier, replayed: false };
    throw outcomeUnknown();
  }
}

/** Turns an unknown outcome into its refusal, for commands that left nothing to look up. */
async function asKnown<T>(ctx: Context, running: Promise<T>): Promise<T> {
  try {
    return await running;
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw error;
    ctx.log.warn({ err: error }, 'transact: outcome unknown');
    throw outcomeUnknown();
  }
}

async function findReply<T>(scope: ReadScope, operation: Operation): Promise<Done<T> | null> {
  const earlier = await operations(scope).findOne({ _id: operation.operationId }, within(scope));
  if (!earlier) return null;
  if (earlier.requestHash !== operation.requestHash) throw new Refusal('IDEMPOTENCY_KEY_REUSED');
  return { reply: earlier.reply as T, replayed: true };
}

async function rememberReply(
  scope: WriteScope,
  command: Command & { readonly key: string },
  { operationId, requestHash }: Operation,
  reply: unknown,
): Promise<void> {
  const expiresAt = new Date(scope.now.getTime() + replyDaysMax * dayMs);
  await operations(scope).insertOne(
    {
      _id: operationId,
      actor: nameOf(command.actor),
      route: command.route,
      key: command.key,
      requestHash,
      reply,
      createdAt: scope.now,
      expiresAt,
    },
    { session: scope.session },
  );
}
