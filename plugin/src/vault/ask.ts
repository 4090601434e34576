// Asks the backend one thing after another, each until there is a definite word. One at a time, because
// an answer that overtakes another would be read against the wrong coins; and each with one key, so that
// a request which arrives late acts as the one that was answered.
import type { CallOf, Contract, ReplyOf } from '@mintkeep/shared/contract.ts';
import { isIndefinite, untilClear } from '../backend/until-clear.ts';
import type { Answer, Backend, NoCode } from '../plugin.ts';
import type { Platform } from '../platform/platform.ts';
import type { Settings } from '../settings.ts';

/** After a refusal that nobody expected, the same kind of thing is not asked at once again. */
const refusedPauseMs = 15_000;

export type Ask = <C extends Contract>(contract: C, call: CallOf<C>) => Promise<Answer<ReplyOf<C>>>;

/** A kind of thing to ask. */
export interface Task {
  readonly what: string;
  /** What there is to do now, or null. It answers false when it was refused. */
  next(): (() => Promise<boolean>) | null;
}

export interface Lane {
  /** There may be something to do. */
  poke(): void;
  stop(): void;
}

/** A fault is a definite word for here: it must not hold up what other players wait for. */
const isClear = (code: NoCode): boolean => !isIndefinite(code) || code === 'FAULT';

/** An `Ask` that repeats one request, with one key, until the answer is clear. */
export function askUntilClear(
  platform: Platform,
  backend: Backend,
  { retryPauseMs }: Settings,
): Ask {
  return (contract, call) => {
    const key = platform.newId();
    return untilClear(platform, retryPauseMs, () => backend.send(contract, call, { key }), isClear);
  };
}

/** Works through tasks, each kind in its turn, so that none keeps another waiting for ever. */
export function openLane(platform: Platform, tasks: readonly Task[]): Lane {
  const notBeforeMs = new Map<Task, number>();
  let turn = 0;
  let isWorking = false;
  let isStopped = false;

  function next(): (() => Promise<void>) | null {
    for (let step = 0; step < tasks.length; step += 1) {
      const task = tasks[(turn + step) % tasks.length];
      if (!task || (notBeforeMs.get(task) ?? 0) > platform.nowMs()) continue;
      const run = task.next();
      if (!run) continue;
      turn = (turn + step + 1) % tasks.length;
      return () => finish(task, run);
    }
    return null;
  }
  async function finish(task: Task, run: () => Promise<boolean>): Promise<void> {
    let isDone = false;
    try {
      isDone = await run();
    } catch (error) {
      platform.log.error(`${task.what} failed`, error);
    }
    if (!isDone) notBeforeMs.set(task, platform.nowMs() + refusedPauseMs);
  }
  async function work(): Promise<void> {
    if (isWorking) return;
    isWorking = true;
    try {
      for (let run = next(); run && !isStopped; run = next()) await run();
    } finally {
      isWorking = false;
    }
  }
  return {
    poke: () => void work(),
    stop() {
      isStopped = true;
    },
  };
}
