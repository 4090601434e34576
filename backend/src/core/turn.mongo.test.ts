// Turns against a real replica set: whose it is, how long it lasts, and that nobody waits for ever.
import { randomUUID } from 'node:crypto';
import { MongoServerError } from 'mongodb';
import { describe, expect, test } from 'vitest';
import { testContext } from '../../test/mongo.ts';
import type { Context } from './context.ts';
import { groupCommit } from './group-commit.ts';
import type { Grouped } from './group-commit.ts';
import { inTransaction } from './transaction.ts';
import { NotMyTurn, takeTurn, waitForTurn } from './turn.ts';

const opened = testContext();
const aName = (): string => `turn-${randomUUID()}`;

/** Something that a test waits for, and ends when it likes. */
function gate(): { open: () => void; passed: Promise<void> } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { open, passed };
}

const take = (
  ctx: Context,
  name: string,
  taker: string,
  until?: Promise<void>,
  taken?: () => void,
) =>
  inTransaction(ctx, async (scope) => {
    await takeTurn(scope, name, taker);
    taken?.();
    await until;
  });

/** One takes the turn, and another is refused it for as long as that transaction lasts. */
async function expectTakenByOne(ctx: Context, name: string): Promise<void> {
  const [taken, end] = [gate(), gate()];
  const first = take(ctx, name, 'one', end.passed, taken.open);
  await taken.passed;
  await expect(take(ctx, name, 'two')).rejects.toThrow(NotMyTurn);
  end.open();
  await first;
}

describe('takeTurn', () => {
  test('gives the turn to one for as long as its transaction lasts', async () => {
    const { ctx } = opened;
    const name = aName();
    await take(ctx, name, 'one');
    await expectTakenByOne(ctx, name);
    await take(ctx, name, 'two');
  });

  test('gives the first turn of all to one of two who ask at once', async () => {
    const { ctx } = opened;
    const name = aName();
    await expectTakenByOne(ctx, name);
  });

  test('is taken also where the millisecond of the last taking is not over', async () => {
    const now = opened.ctx.clock.now();
    const ctx = { ...opened.ctx, clock: { ...opened.ctx.clock, now: () => now } };
    const name = aName();
    await take(ctx, name, 'one');
    await expectTakenByOne(ctx, name);
  });

  test('passes over who had it while another was promised the next, and no longer', async () => {
    let now = opened.ctx.clock.now();
    const ctx = { ...opened.ctx, clock: { ...opened.ctx.clock, now: () => now } };
    const name = aName();
    await take(ctx, name, 'one');
    await waitForTurn(ctx, name, 'two');
    await expect(take(ctx, name, 'one')).rejects.toThrow(NotMyTurn);
    await take(ctx, name, 'two');
    await take(ctx, name, 'one');

    await waitForTurn(ctx, name, 'two');
    await expect(take(ctx, name, 'one')).rejects.toThrow(NotMyTurn);
    // Who was promised it and does not come is passed over.
    now = new Date(now.getTime() + 1_000);
    await take(ctx, name, 'one');
  });
});

/** What a transaction hears that wrote what another had written meanwhile; the driver tries it again. */
const conflict = (): MongoServerError =>
  new MongoServerError({
    ...{ message: 'WriteConflict', code: 112, errorLabels: ['TransientTransactionError'] },
  });

/** A till that has met another at its first batch. It says when it was refused its turn, and runs as the test tells it. */
function aTill(
  ctx: Context,
  name: string,
  run: (commands: number) => Promise<void>,
  { hasMet }: { hasMet: boolean } = { hasMet: false },
) {
  const refused = gate();
  const metrics = {
    ...ctx.metrics,
    transactionEnded: (end: string) => {
      if (end === 'aborted') refused.open();
    },
    batchCommitted: () => undefined,
  } as unknown as NonNullable<Context['metrics']>;
  const till = groupCommit<string, string>(
    { ...ctx, metrics, inFlight: new Set() },
    {
      ...{ name, laneOf: () => '', lanesMax: 1, batchMax: 8, taker: randomUUID() },
      run: async (_scope, batch) => {
        if (!hasMet) {
          hasMet = true;
          throw conflict();
        }
        await run(batch.length);
        return batch.map(({ input }) => ({ reply: input, replayed: false }));
      },
      lookUp: async () => null,
    },
  );
  const command = (input: string): Grouped<string> => ({
    ...{ input, source: 'test', operationId: randomUUID(), requestHash: input },
  });
  const submit = (...inputs: string[]) =>
    Promise.all(inputs.map(async (input) => (await till.submit(command(input))).reply));
  return { submit, refused: refused.passed };
}

describe('groupCommit in turns', () => {
  test('reads nothing before it is its turn, and takes along who came meanwhile', async () => {
    const { ctx } = opened;
    const name = aName();
    const [begun, end] = [gate(), gate()];
    const order: string[] = [];
    const one = aTill(ctx, name, async (commands) => {
      order.push(`one: ${String(commands)}`);
      begun.open();
      await end.passed;
      order.push('one ends');
    });
    const two = aTill(ctx, name, async (commands) => {
      order.push(`two: ${String(commands)}`);
    });
    const first = one.submit('a', 'b');
    await begun.passed;
    const second = two.submit('c', 'd');
    await two.refused;
    const third = two.submit('e');
    end.open();
    expect(await Promise.all([first, second, third])).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(order).toEqual(['one: 2', 'one ends', 'two: 3']);
  });

  test('goes on without a turn that is kept too long', async () => {
    const { ctx } = opened;
    const name = aName();
    await take(ctx, name, 'who keeps it');
    const [taken, end] = [gate(), gate()];
    const keeping = take(ctx, name, 'who keeps it', end.passed, taken.open);
    await taken.passed;
    const till = aTill(ctx, name, async () => undefined);
    expect(await till.submit('a', 'b')).toEqual(['a', 'b']);
    end.open();
    await keeping;
  });

  test('asks for no turn until it met another', async () => {
    const { ctx } = opened;
    const name = aName();
    const turn = () => ctx.db.collection<{ _id: string }>('turns').findOne({ _id: name });
    await aTill(ctx, name, async () => undefined, { hasMet: true }).submit('a', 'b');
    expect(await turn()).toBeNull();
    await aTill(ctx, name, async () => undefined).submit('a', 'b');
    expect(await turn()).not.toBeNull();
  });
});
