// Group commit: commands that arrive while a transaction runs form the next one, so that many share
// one flush to disk, and a hot document is written once for all of them. Nobody waits on purpose:
// a command alone is a transaction alone. Each keeps its own outcome. Knows no feature.
import type { Context } from './context.ts';
import { Refusal } from './errors.ts';
import { faultPoint } from './fault-points.ts';
import { answerWithin } from './silence.ts';
import { lookUpMsMax, onceAtATime, outcomeUnknown } from './transact.ts';
import type { Done, Operation } from './transact.ts';
import { inTransaction, OutcomeUnknown } from './transaction.ts';
import type { WriteScope } from './transaction.ts';
import { NotMyTurn, takeTurn, waitForTurn } from './turn.ts';

/** A command on its way through the group commit. */
export interface Grouped<C> extends Operation {
  readonly input: C;
}

/** What became of one command of a batch: done (now or by an earlier try), or refused. */
export type Verdict<R> = Done<R> | Refusal;

export interface GroupCommitPlan<C, R> {
  readonly name: string;
  /** Commands with the same answer share a lane: they never run beside each other. */
  laneOf(input: C): string;
  readonly lanesMax: number;
  readonly batchMax: number;
  /** Under which id batches take turns with those of other processes; without it they do not. */
  readonly taker?: string;
  /** Decides and writes a batch; one verdict a command, in order. May run more than once. */
  run(scope: WriteScope, batch: readonly Grouped<C>[]): Promise<Verdict<R>[]>;
  /** What an operation did, found afterwards: for commits that were never answered. */
  lookUp(ctx: Context, command: Grouped<C>): Promise<Done<R> | null>;
}

export interface GroupCommit<C, R> {
  /** Hands a command over and waits for its own outcome. Refuses as `transact` does. */
  submit(command: Grouped<C>): Promise<Done<R>>;
}

interface Waiting<C, R> {
  readonly command: Grouped<C>;
  readonly settle: (verdict: Verdict<R>) => void;
  readonly fail: (error: unknown) => void;
}

interface Lane<C, R> {
  waiting: Waiting<C, R>[];
  running: boolean;
  /** Until when batches take turns, by `performance.now()`: others were met not long ago. */
  turnsUntilMs: number;
}

// As long as others write the same, each finds out about the other at least so often.
const turnsForMs = 5_000;

// More than this waiting means the database does not keep up: refuse instead of growing.
const waitingMax = 4_096;

/** Opens the lanes of a group commit. They are empty most of the time and need no closing. */
export function groupCommit<C, R>(ctx: Context, plan: GroupCommitPlan<C, R>): GroupCommit<C, R> {
  const lanes = Array.from({ length: plan.lanesMax }, (): Lane<C, R> => ({
    waiting: [],
    running: false,
    turnsUntilMs: 0,
  }));
  return {
    submit: (command) =>
      onceAtATime(ctx, command.operationId, async () => {
        const lane = lanes[laneNumber(plan.laneOf(command.input), plan.lanesMax)];
        if (!lane || lane.waiting.length >= waitingMax) {
          throw new Refusal('DATABASE_UNAVAILABLE', {}, { retryAfterS: 2 });
        }
        const verdict = await new Promise<Verdict<R>>((settle, fail) => {
          lane.waiting.push({ command, settle, fail });
          if (!lane.running) void drain(ctx, plan, lane);
        });
        if (verdict instanceof Refusal) throw verdict;
        return verdict;
      }),
  };
}

// FNV-1a: even over short, similar names.
function laneNumber(name: string, lanesMax: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0) % lanesMax;
}

// Then a batch goes on without a turn: whoever keeps it will be met where both write.
const waitsMax = 3;

/** What became of a batch: it was answered, the database was silent, or others were first. */
type BatchEnd = 'heard' | 'silence' | 'not its turn';

/** Runs batch after batch until nobody waits. Never throws: each command hears for itself. */
async function drain<C, R>(
  ctx: Context,
  plan: GroupCommitPlan<C, R>,
  lane: Lane<C, R>,
): Promise<void> {
  lane.running = true;
  let waits = 0;
  for (;;) {
    // What arrives in this turn of the event loop goes into the same batch: also those who were just
    // answered and ask again.
    await new Promise((resolve) => setImmediate(resolve));
    if (lane.waiting.length === 0) break;
    const batch = lane.waiting.splice(0, plan.batchMax);
    const end = await runBatch(ctx, plan, batch, waits < waitsMax ? lane : null);
    waits = end === 'not its turn' ? waits + 1 : 0;
    if (end === 'not its turn') {
      // Nothing was begun, and whoever comes while it waits goes with it.
      lane.waiting.unshift(...batch);
      await waitForTurn(ctx, plan.name, plan.taker ?? '');
    }
    if (end === 'silence') refuseWaiting(lane);
  }
  lane.running = false;
}

/** Nothing of theirs was begun, and behind another such batch they would wait too long to be told. */
function refuseWaiting<C, R>(lane: Lane<C, R>): void {
  for (const { fail } of lane.waiting.splice(0)) {
    fail(new Refusal('DATABASE_UNAVAILABLE', {}, { retryAfterS: 1 }));
  }
}

/** Runs a batch and tells each what became of it, unless it is not its turn in its lane. */
async function runBatch<C, R>(
  ctx: Context,
  plan: GroupCommitPlan<C, R>,
  batch: readonly Waiting<C, R>[],
  lane: Lane<C, R> | null,
): Promise<BatchEnd> {
  try {
    const verdicts = await inTurn(ctx, plan, batch, lane);
    ctx.metrics?.batchCommitted(plan.name, batch.length);
    await faultPoint(`${plan.name}.after-commit`);
    batch.forEach(({ settle, fail }, place) => {
      const verdict = verdicts[place];
      if (verdict) settle(verdict);
      else fail(new Error(`${plan.name}: no verdict for a command`));
    });
    return 'heard';
  } catch (error) {
    if (error instanceof NotMyTurn) return 'not its turn';
    if (error instanceof OutcomeUnknown) {
      await settleUnknown(ctx, plan, batch, error);
      return 'silence';
    }
    if (error instanceof Refusal || batch.length === 1) {
      for (const { fail } of batch) fail(error);
      return isOfAbsence(error) ? 'silence' : 'heard';
    }
    await runAlone(ctx, plan, batch, error);
    return 'heard';
  }
}

/**
 * Runs a batch in a transaction, in its turn where the plan asks for turns and others were met lately:
 * a process that is alone pays nothing for them. Throws `NotMyTurn` before anything was read.
 */
function inTurn<C, R>(
  ctx: Context,
  plan: GroupCommitPlan<C, R>,
  batch: readonly Waiting<C, R>[],
  lane: Lane<C, R> | null,
): Promise<Verdict<R>[]> {
  const commands = batch.map(({ command }) => command);
  let attempts = 0;
  return inTransaction(ctx, async (scope) => {
    attempts += 1;
    if (plan.taker && lane) {
      const nowMs = performance.now();
      if (attempts > 1) lane.turnsUntilMs = nowMs + turnsForMs;
      if (nowMs < lane.turnsUntilMs) await takeTurn(scope, plan.name, plan.taker);
    }
    return plan.run(scope, commands);
  });
}

const isOfAbsence = (error: unknown): boolean =>
  error instanceof Refusal && error.code === 'DATABASE_UNAVAILABLE';

/** A fault in one command must not fail its neighbours: each is tried by itself. */
async function runAlone<C, R>(
  ctx: Context,
  plan: GroupCommitPlan<C, R>,
  batch: readonly Waiting<C, R>[],
  error: unknown,
): Promise<void> {
  ctx.log.warn({ err: error, commands: batch.length }, `${plan.name}: batch failed, one by one`);
  for (const one of batch) await runBatch(ctx, plan, [one], null);
}

/** The commit was sent and never answered: what each operation left behind decides. */
async function settleUnknown<C, R>(
  ctx: Context,
  plan: GroupCommitPlan<C, R>,
  batch: readonly Waiting<C, R>[],
  error: unknown,
): Promise<void> {
  ctx.log.warn({ err: error, commands: batch.length }, `${plan.name}: outcome unknown`);
  await Promise.all(
    batch.map(async ({ command, settle }) => {
      const found = await answerWithin(plan.lookUp(ctx, command), lookUpMsMax).catch(() => null);
      settle(found ? { ...found, replayed: false } : outcomeUnknown());
    }),
  );
}
