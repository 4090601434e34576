// The audit log against a model: whatever staff ask, in whatever order, at once, again or wrongly,
// the log holds one complete entry for each deed that changed something, and no other.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import type { Contract } from '@mintkeep/shared/contract.ts';
import * as contracts from '@mintkeep/shared/players.ts';
import { testApp } from '../../test/app.ts';
import { aPlayer, expectSoundLedger } from '../../test/builders.ts';
import type { AuditDoc } from '../audit/store.ts';
import type { PlayerDoc } from './store.ts';

const opened = testApp();

/** One ask: what, by whom, with what, under which key. Slots make keys that meet again. */
interface Ask {
  readonly verb: 'freeze' | 'unfreeze' | 'ban' | 'unban' | 'note' | 'adjust';
  readonly by: 'console' | 'server';
  readonly reason: string;
  readonly amountCoins: number;
  readonly untilAt: string | null;
  readonly keySlot: number | null;
}

/** What of a player the verbs change. */
interface State {
  readonly frozen: boolean;
  readonly ban: { readonly reason: string; readonly untilAt: string | null } | null;
  readonly coins: number;
}

/** What the model says an ask comes to; `changed` null means no entry. */
interface Outcome {
  readonly status: number;
  readonly state: State;
  readonly changed: { readonly before: unknown; readonly after: unknown } | null;
}

const contractOf: Readonly<Record<Ask['verb'], Contract>> = {
  freeze: contracts.freeze,
  unfreeze: contracts.unfreeze,
  ban: contracts.banPlayer,
  unban: contracts.unbanPlayer,
  note: contracts.notePlayer,
  adjust: contracts.adjust,
};

const asks: fc.Arbitrary<Ask> = fc.record({
  verb: fc.constantFrom('freeze', 'unfreeze', 'ban', 'unban', 'note', 'adjust'),
  by: fc.oneof({ weight: 6, arbitrary: fc.constant('console') }, fc.constant('server')),
  reason: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('first', 'second') },
    fc.constant(''),
    fc.constant('$set'),
  ),
  amountCoins: fc.oneof(fc.integer({ min: -30, max: 30 }), fc.constant(0.5)),
  untilAt: fc.constantFrom(null, '2090-01-01T00:00:00.000Z', '2001-01-01T00:00:00.000Z'),
  keySlot: fc.option(fc.integer({ min: 0, max: 1 })),
});

type Keys = ReadonlyMap<string, { readonly input: string; readonly status: number }>;

const bodyOf = ({ verb, reason, amountCoins, untilAt }: Ask): Record<string, unknown> => ({
  reason,
  ...(verb === 'adjust' ? { amountCoins } : {}),
  ...(verb === 'ban' ? { untilAt } : {}),
});

const isValid = ({ verb, reason, amountCoins }: Ask): boolean =>
  reason !== '' && (verb !== 'adjust' || (Number.isInteger(amountCoins) && amountCoins !== 0));

/** The verbs as their words say it, without a database. */
function act(state: State, { verb, reason, amountCoins, untilAt }: Ask): Outcome {
  const no = (status: number): Outcome => ({ status, state, changed: null });
  const yes = (next: Partial<State>, before: unknown, after: unknown): Outcome => ({
    status: contractOf[verb].status,
    state: { ...state, ...next },
    changed: { before, after },
  });
  switch (verb) {
    case 'note':
      return yes({}, null, { note: reason });
    case 'freeze':
    case 'unfreeze': {
      const frozen = verb === 'freeze';
      if (state.frozen === frozen) return no(200);
      return yes({ frozen }, { frozen: !frozen }, { frozen });
    }
    case 'unban':
      return state.ban ? yes({ ban: null }, { ban: state.ban }, { ban: null }) : no(200);
    case 'ban': {
      if (untilAt?.startsWith('2001')) return no(400);
      const ban = { reason, untilAt };
      if (JSON.stringify(state.ban) === JSON.stringify(ban)) return no(200);
      return yes({ ban }, { ban: state.ban }, { ban });
    }
    case 'adjust': {
      const coins = state.coins + amountCoins;
      if (coins < 0) return no(409);
      return yes({ coins }, { coins: state.coins }, { coins, amountCoins });
    }
  }
}

/** An ask with its key: what was said before is said again, and nothing is done twice. */
function answer(state: State, keys: Keys, ask: Ask): Outcome & { readonly keys: Keys } {
  const refused = (status: number) => ({ status, state, changed: null, keys });
  if (ask.by === 'server') return refused(403);
  if (!isValid(ask)) return refused(400);
  if (ask.keySlot === null) return { ...act(state, ask), keys };
  const name = `${ask.verb} ${String(ask.keySlot)}`;
  const input = JSON.stringify(bodyOf(ask));
  const earlier = keys.get(name);
  if (earlier) return refused(earlier.input === input ? earlier.status : 422);
  const outcome = act(state, ask);
  const isYes = outcome.status < 300;
  const remembered = new Map(keys).set(name, { input, status: outcome.status });
  return { ...outcome, keys: isYes ? remembered : keys };
}

interface Seen {
  readonly ask: Ask;
  readonly status: number;
  readonly code: string | undefined;
  readonly entry: ReturnType<typeof shown> | null;
}

/** An entry in the words of the model. */
function shown({ before, after }: AuditDoc): NonNullable<Outcome['changed']> {
  const banOf = (banned: PlayerDoc['banned']) =>
    banned && { reason: banned.reason, untilAt: banned.untilAt?.toISOString() ?? null };
  const side = (value: unknown): unknown => {
    if (value === null) return null;
    const { banned, walletBalanceCoins, txId: _, ...rest } = value as Record<string, unknown>;
    return {
      ...(banned === undefined ? {} : { ban: banOf(banned as PlayerDoc['banned']) }),
      ...(walletBalanceCoins === undefined ? {} : { coins: walletBalanceCoins }),
      ...rest,
    };
  };
  return { before: side(before), after: side(after) };
}

/** The state and keys after an order of the asks that explains all that was seen; null if none. */
function explain(
  state: State,
  keys: Keys,
  seen: readonly Seen[],
  end: State,
): { state: State; keys: Keys } | null {
  if (seen.length === 0) return same(state, end) ? { state, keys } : null;
  for (const one of seen) {
    const rest = seen.filter((other) => other !== one);
    // Told to wait because its twin was under way: it did nothing, whenever it came.
    const isWaiting = one.code === 'OPERATION_IN_FLIGHT' && one.entry === null;
    const said = isWaiting
      ? { status: one.status, state, changed: null, keys }
      : answer(state, keys, one.ask);
    if (said.status !== one.status || !same(said.changed, one.entry)) continue;
    const found = explain(said.state, said.keys, rest, end);
    if (found) return found;
  }
  return null;
}

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Asks all of a group at once; answers each with the entry that it left. */
async function askAll(player: PlayerDoc, group: readonly Ask[]): Promise<Seen[]> {
  const log = opened.ctx.db.collection<AuditDoc>('audit_log');
  const earlier = await log.countDocuments({ 'target.id': player._id });
  const answers = await Promise.all(
    group.map((ask) =>
      opened.ask(
        contractOf[ask.verb],
        { id: player._id, ...bodyOf(ask) },
        {
          ...(ask.by === 'console' ? { actor: 'console' } : {}),
          ...(ask.keySlot === null
            ? {}
            : { idempotencyKey: `${player._id} ${String(ask.keySlot)}`.replace(' ', '-') }),
        },
      ),
    ),
  );
  const entries = await log
    .find({ 'target.id': player._id })
    .sort({ $natural: 1 })
    .skip(earlier)
    .toArray();
  const seen = answers.map(({ status, error, headers }, place): Seen => {
    const ask = group[place] as Ask;
    const mine = entries.filter(({ requestId }) => requestId === headers['x-request-id']);
    expect(mine.length).toBeLessThanOrEqual(1);
    for (const entry of mine) expectComplete(entry, ask, player);
    return { ask, status, code: error?.code, entry: mine[0] ? shown(mine[0]) : null };
  });
  // Each entry is of one of these asks, and of no two.
  expect(seen.filter(({ entry }) => entry !== null)).toHaveLength(entries.length);
  return seen;
}

/** Who, when, what, on what, why, by which request (S0-051, D41). */
function expectComplete(entry: AuditDoc, { verb, reason }: Ask, { _id }: PlayerDoc): void {
  expect(entry).toMatchObject({
    adminId: 'console:survival',
    actorKind: 'console',
    action: `player.${verb}`,
    target: { type: 'player', id: _id },
    reason,
  });
  expect(entry.timestamp).toBeInstanceOf(Date);
  expect(entry).toHaveProperty('before');
  expect(entry).toHaveProperty('after');
}

async function stateOf({ _id }: PlayerDoc): Promise<State> {
  const doc = await opened.ctx.db.collection<PlayerDoc>('players').findOne({ _id });
  const { frozen = false, banned = null, walletBalanceCoins = Number.NaN } = doc ?? {};
  const ban = banned && {
    reason: banned.reason,
    untilAt: banned.untilAt?.toISOString() ?? null,
  };
  return { frozen, ban, coins: walletBalanceCoins };
}

test('Property 13: Audit Log Completeness (S0-053, S0-051, S0-049)', async () => {
  const groups = fc.array(fc.array(asks, { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(groups, async (story) => {
      const player = await aPlayer(opened.ctx, { coins: 20 });
      let state = await stateOf(player);
      let keys: Keys = new Map();
      for (const group of story) {
        const seen = await askAll(player, group);
        const end = await stateOf(player);
        const explained = explain(state, keys, seen, end);
        expect(
          explained,
          `no order explains ${JSON.stringify({ state, seen, end })}`,
        ).not.toBeNull();
        ({ state, keys } = explained ?? { state, keys });
      }
      // The event log tells the same deeds, except notes, which change no player.
      const mine = { 'target.id': player._id, action: { $ne: 'player.note' } };
      const audited = await opened.ctx.db.collection('audit_log').countDocuments(mine);
      const logged = await opened.ctx.db
        .collection('event_log')
        .countDocuments({ playerId: player._id });
      expect(logged).toBe(audited);
    }),
    { numRuns: propertyRunsMin },
  );
  await expectSoundLedger(opened.ctx);
}, 120_000);
