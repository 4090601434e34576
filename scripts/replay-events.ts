// npm run events: undoes operations of the event log, one entry or all of a player back to a time,
// newest first, each in a transaction of its own (S0-057). Stopped half-way, the same command goes on
// where it was.
import { parseArgs } from 'node:util';
import type { RolledBack } from '@mintkeep/shared/rollback.ts';
import { Failure, runCommand, Usage } from '../backend/src/commands/command.ts';
import type { Shell } from '../backend/src/commands/command.ts';
import { meanings, Refusal } from '../backend/src/core/errors.ts';
import type { ReadScope } from '../backend/src/core/mongo.ts';
import { findPlayerById, getPlayerByNameOrUUID } from '../backend/src/players/service.ts';
import { planRollback, rehearse, rollBack, showRollback } from '../backend/src/rollback/service.ts';
import type { PlannedStep } from '../backend/src/rollback/service.ts';

const usage = `npm run events -- rollback --player <name or UUID> --to <instant> [--reason <text>] [--dry-run]
npm run events -- rollback --event <id> [--reason <text>] [--dry-run]

--to is an instant in UTC, as 2026-11-21T10:00:00Z: everything later is undone, newest first.
--dry-run shows what would change and changes nothing. Stopped half-way, run the same again.`;

// What one transaction does within its time, with room to spare.
const dryStepsMax = 100;

await runCommand(usage, async (shell, args) => {
  const { verb, player, to, event, reason, dryRun } = readArguments(args);
  if (verb !== 'rollback') throw new Usage(verb ? `There is no "${verb}" here.` : 'Do what?');
  if (event !== undefined) return rollBackOne(shell, event, reason ?? 'by command', dryRun);
  if (player === undefined || to === undefined) throw new Usage('Whom, and back to when?');
  return rollBackPlayer(shell, player, instantOf(to), {
    reason: reason ?? `back to ${to}`,
    dryRun,
  });
});

function readArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        player: { type: 'string' },
        to: { type: 'string' },
        event: { type: 'string' },
        reason: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
      },
    });
    if (values.reason !== undefined && !/^[^\p{Cc}]{1,200}$/u.test(values.reason)) {
      throw new Usage('A reason is one line of at most 200 characters.');
    }
    return { verb: positionals[0], dryRun: values['dry-run'], ...values };
  } catch (error) {
    throw error instanceof Usage ? error : new Usage((error as Error).message);
  }
}

function instantOf(text: string): Date {
  const instant = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text) || Number.isNaN(instant.getTime())) {
    throw new Usage(`"${text}" is no instant in UTC, as 2026-11-21T10:00:00Z.`);
  }
  return instant;
}

async function rollBackOne(
  { change, print }: Shell,
  eventId: string,
  reason: string,
  dryRun: boolean,
): Promise<void> {
  const wish = { eventId, reason };
  const done = dryRun ? await showRollback(change, wish) : await change((tx) => rollBack(tx, wish));
  const { outcome, before, after } = done;
  print(
    `${dryRun ? 'Would be ' : ''}${outcome === 'undone' ? 'undone' : 'paid on the void receipt'}.`,
  );
  for (const name of Object.keys(after)) {
    const [was, is] = [before[name], after[name]].map((value) => JSON.stringify(value));
    if (was !== is) print(`  ${name}: ${String(was)} -> ${String(is)}`);
  }
  if (dryRun) print('A dry run: nothing was changed.');
}

async function rollBackPlayer(
  shell: Shell,
  who: string,
  to: Date,
  options: { readonly reason: string; readonly dryRun: boolean },
): Promise<void> {
  const { ctx, print } = shell;
  const player = await getPlayerByNameOrUUID(ctx, who);
  const plan = await planRollback(ctx, player._id, to);
  const steps = plan.filter(({ left }) => left === null);
  print(`${player.minecraftName}: ${String(plan.length)} entries since ${to.toISOString()}.`);
  for (const { left, event } of plan) {
    if (left !== null && left !== 'done before') print(`  left  ${nameOf(event)}: ${left}`);
  }
  const { ended, walletAfter } = options.dryRun
    ? await rehearseSteps(shell, player._id, steps, options.reason)
    : await takeSteps(shell, player._id, steps, options.reason);

  const count = (end: End): string => String(ended.filter((one) => one === end).length);
  print(
    `${options.dryRun ? 'Would be: ' : ''}${count('undone')} undone, ${count('pending')} wait for a ` +
      `void receipt, ${count('refused')} refused, ${String(plan.length - steps.length)} left as they are.`,
  );
  print(`Wallet: ${String(player.walletBalanceCoins)} -> ${String(walletAfter)} coins.`);
  if (options.dryRun) {
    if (steps.length > ended.length) print(`These are the newest ${String(ended.length)} alone.`);
    print('A dry run: nothing was changed.');
  } else if (ended.includes('refused')) {
    throw new Failure('Some entries were refused; see above. The others are undone.');
  }
}

type End = 'undone' | 'pending' | 'refused';
interface Ended {
  readonly ended: End[];
  readonly walletAfter: number;
}

/** Undoes each in a transaction of its own; what the database did not answer ends it all. */
async function takeSteps(
  { ctx, change, print }: Shell,
  playerId: string,
  steps: readonly PlannedStep[],
  reason: string,
): Promise<Ended> {
  const ended: End[] = [];
  for (const [place, { event }] of steps.entries()) {
    const step = `  ${String(place + 1)}/${String(steps.length)}  ${nameOf(event)}`;
    const undoing = () => change((tx) => rollBack(tx, { eventId: event._id, reason }));
    const { end, words } = await endOf(undoing).catch((error: unknown) => {
      print(`${step}: not answered. Run the same command again to go on.`);
      throw error;
    });
    ended.push(end);
    print(`${step}: ${words}`);
  }
  return { ended, walletAfter: await balanceOf(ctx, playerId) };
}

/** Undoes them one on top of the other in one transaction that keeps nothing. */
async function rehearseSteps(
  { change, print }: Shell,
  playerId: string,
  steps: readonly PlannedStep[],
  reason: string,
): Promise<Ended> {
  const { lines, ...shown } = await rehearse(change, async (tx) => {
    const ended: End[] = [];
    const lines: string[] = [];
    for (const { event } of steps.slice(0, dryStepsMax)) {
      // What is refused has written nothing, so the next stands on the same ground as it will.
      const { end, words } = await endOf(() => rollBack(tx, { eventId: event._id, reason }));
      ended.push(end);
      lines.push(`  ${nameOf(event)}: would be ${words}`);
    }
    return { ended, lines, walletAfter: await balanceOf(tx, playerId) };
  });
  for (const line of lines) print(line);
  return shown;
}

/** How an undoing ended, in a word and in words. Throws what leaves it open. */
async function endOf(undoing: () => Promise<RolledBack>): Promise<{ end: End; words: string }> {
  try {
    const { outcome } = await undoing();
    return outcome === 'undone'
      ? { end: 'undone', words: 'undone' }
      : { end: 'pending', words: 'paid on the void receipt' };
  } catch (error) {
    if (!(error instanceof Refusal) || meanings[error.code].retryable) throw error;
    // The same command runs somewhere else too.
    if (error.code === 'EVENT_ROLLED_BACK') return { end: 'undone', words: 'undone meanwhile' };
    const words = `refused, ${error.code} ${JSON.stringify(error.details)}`;
    return { end: 'refused', words };
  }
}

async function balanceOf(scope: ReadScope, playerId: string): Promise<number> {
  return (await findPlayerById(scope, playerId))?.walletBalanceCoins ?? 0;
}

function nameOf({ eventType, timestamp, _id }: PlannedStep['event']): string {
  return `${timestamp.toISOString()} ${eventType} ${_id}`;
}
