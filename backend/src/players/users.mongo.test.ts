// Players as staff find them, who may ask, who is marked offline, and the bans that servers follow.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Contract } from '@mintkeep/shared/contract.ts';
import * as contracts from '@mintkeep/shared/players.ts';
import { heartbeat, join } from '@mintkeep/shared/presence.ts';
import { isAtLeast, roles } from '@mintkeep/shared/roles.ts';
import type { Role } from '@mintkeep/shared/roles.ts';
import { testApp } from '../../test/app.ts';
import { aPlayer, counts, inTx, refusalOf } from '../../test/builders.ts';
import { requestOf } from '../../test/game-server.ts';
import { grantRole } from '../staff/service.ts';
import { cleanUpStalePlayers } from './jobs.ts';
import { setBan, setFrozen, staleAfterMs } from './service.ts';
import type { PlayerDoc } from './store.ts';

const opened = testApp();
const asConsole = { actor: 'console' };
const docs = () => opened.ctx.db.collection<PlayerDoc>('players');
const find = (call: Parameters<typeof opened.ask<typeof contracts.listUsers>>[1]) =>
  opened.ask(contracts.listUsers, call, asConsole);
const names = async (call: Parameters<typeof find>[0]) =>
  (await find(call)).body.items.map(({ name }) => name);

const staffRoutes: readonly (readonly [Contract, Role, object])[] = [
  [contracts.listUsers, 'AUDITOR', {}],
  [contracts.getUser, 'AUDITOR', {}],
  [contracts.notePlayer, 'SUPPORT', { reason: 'note' }],
  [contracts.freeze, 'OPERATOR', { reason: 'freeze' }],
  [contracts.unfreeze, 'OPERATOR', { reason: 'thaw' }],
  [contracts.cleanUpStale, 'OPERATOR', {}],
  [contracts.adjust, 'ADMIN', { amountCoins: 5, reason: 'gift' }],
  [contracts.banPlayer, 'ADMIN', { reason: 'ban' }],
  [contracts.unbanPlayer, 'ADMIN', { reason: 'unban' }],
];

describe('listUsers', () => {
  const discordId = '123456789012345678';
  beforeAll(async () => {
    await aPlayer(opened.ctx, { minecraftName: 'Findable', frozen: true });
    await aPlayer(opened.ctx, { minecraftName: 'findAlso', discordId });
    await aPlayer(opened.ctx, { minecraftName: '.Bedrock' });
  });

  test('finds by the beginning of a name, whatever its case (S1-086)', async () => {
    expect(await names({ q: 'FIND' })).toEqual(['Findable', 'findAlso']);
    expect(await names({ q: '.bed' })).toEqual(['.Bedrock']);
    expect(await names({ q: 'indable' })).toEqual([]);
  });

  test('takes what was typed for text and never for a pattern or an operator', async () => {
    for (const q of ['.*', '^Find', '$ne', '{"$gt":""}', '\\', '[object Object]']) {
      expect(await names({ q })).toEqual([]);
    }
    expect((await find({ q: 'x'.repeat(65) })).status).toBe(400);
  });

  test('finds by each id, and by an index', async () => {
    const [player] = (await find({ q: 'findalso' })).body.items;
    for (const q of [player?.playerId, player?.minecraftUUID, discordId]) {
      expect(await names({ q: q ?? '' })).toEqual(['findAlso']);
    }
    const plan = await docs()
      .find({ minecraftName: { $gte: 'find', $lt: 'find\uffff' } })
      .collation({ locale: 'en', strength: 2 })
      .sort({ minecraftName: 1, _id: 1 })
      .explain('queryPlanner');
    expect(JSON.stringify(plan)).toContain('"indexName":"name"');
    expect(JSON.stringify(plan)).not.toContain('"stage":"SORT"');
  });

  test('filters by frozen and linked, and pages', async () => {
    expect(await names({ q: 'find', frozen: 'true' })).toEqual(['Findable']);
    expect(await names({ q: 'find', linked: 'true' })).toEqual(['findAlso']);
    expect(await names({ q: 'find', frozen: 'false', linked: 'false' })).toEqual([]);
    const second = await find({ q: 'find', page: '2', pageSize: '1' });
    expect(second.body).toMatchObject({ total: 2, page: 2, items: [{ name: 'findAlso' }] });
  });
});

describe('a player who became part of another by a link', () => {
  test('is in no list, and nothing can be done to what is left', async () => {
    const [heir, rest] = [await aPlayer(opened.ctx), await aPlayer(opened.ctx)];
    await docs().updateOne({ _id: rest._id }, { $set: { mergedInto: heir._id } });
    expect(await names({ q: rest._id })).toEqual([]);
    expect(await names({ q: heir._id })).toEqual([heir.minecraftName]);
    const before = await stateOf(rest._id);
    for (const [contract, , call] of staffRoutes) {
      if (!contract.path.includes(':id')) continue;
      const answer = await opened.ask(contract, { id: rest._id, ...call }, asConsole);
      expect(answer.error?.code).toBe('PLAYER_UNKNOWN');
    }
    expect(await stateOf(rest._id)).toEqual(before);
  });
});

describe('getUser', () => {
  test('shows one player, and refuses one nobody knows (S1-040, S1-087)', async () => {
    const player = await aPlayer(opened.ctx, { coins: 7 });
    const answer = await opened.ask(contracts.getUser, { id: player._id }, asConsole);
    expect(answer.body).toMatchObject({
      playerId: player._id,
      minecraftUUID: player.minecraftUUID,
      walletBalanceCoins: 7,
      frozen: false,
      banned: null,
      online: true,
    });
    const unknown = await opened.ask(contracts.getUser, { id: randomUUID() }, asConsole);
    expect(unknown.error?.code).toBe('PLAYER_UNKNOWN');
  });

  test('knows players without a game account, and does not show a ban that is over', async () => {
    const player = await aPlayer(opened.ctx);
    const past = new Date(Date.now() - 1_000);
    const banned = { reason: 'over', by: 'console:survival', at: past, untilAt: past };
    await docs().updateOne(
      { _id: player._id },
      { $unset: { minecraftUUID: '', minecraftName: '' }, $set: { banned } },
    );
    const answer = await opened.ask(contracts.getUser, { id: player._id }, asConsole);
    expect(answer.body).toMatchObject({ minecraftUUID: null, name: null, banned: null });
  });
});

describe('every route for staff', () => {
  /** Players who are staff, by the account of their link, lowest role first. */
  const staff: { readonly role: Role; readonly actor: string }[] = [];
  beforeAll(async () => {
    for (const [place, role] of roles.entries()) {
      const discordId = `90000000000000000${String(place)}`;
      const { minecraftUUID } = await aPlayer(opened.ctx, { discordId });
      await inTx(opened.ctx, (tx) => grantRole(tx, { memberId: discordId, role, reason: 'test' }));
      staff.push({ role, actor: minecraftUUID });
    }
  });

  test.each(staffRoutes.map(([contract, least, call]) => ({ contract, least, call })))(
    '$contract.path is refused below $least and without a name, changes nothing then (S0-086, D40)',
    async ({ contract, least, call }) => {
      const { ctx } = opened;
      const player = await aPlayer(ctx, { coins: 10 });
      const input = { id: player._id, ...call } as never;
      const before = await stateOf(player._id);
      const mayNot = staff.filter(({ role }) => !isAtLeast(role, least));
      const unlinked = await aPlayer(ctx);
      for (const { actor } of [...mayNot, { actor: unlinked.minecraftUUID }]) {
        const { status, error } = await opened.ask(contract, input, { actor });
        expect([status, error?.code]).toEqual([403, 'ROLE_INSUFFICIENT']);
      }
      expect((await unsigned(contract, input)).statusCode).toBe(401);
      expect(await stateOf(player._id)).toEqual(before);
      for (const { role, actor } of staff) {
        if (!isAtLeast(role, least)) continue;
        expect((await opened.ask(contract, input, { actor })).status).toBe(contract.status);
      }
    },
  );
});

/** The request of nobody: whole, but signed by no key. */
function unsigned(contract: Contract, input: never) {
  const { method, url, body } = requestOf(contract, input);
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  const request = { method: method as 'GET', url, headers };
  return opened.app.inject({ ...request, ...(body ? { payload: JSON.stringify(body) } : {}) });
}

/** What a refused request must not have touched. */
async function stateOf(playerId: string): Promise<unknown> {
  const count = (name: string) => opened.ctx.db.collection(name).countDocuments();
  return [
    await docs().findOne({ _id: playerId }),
    await counts(opened.ctx),
    await count('audit_log'),
    await count('event_log'),
  ];
}

describe('players:cleanup-stale', () => {
  const heardAgo = (ms: number) =>
    aPlayer(opened.ctx, { lastHeartbeat: new Date(opened.ctx.clock.now().getTime() - ms) });
  const online = async ({ _id }: PlayerDoc) => (await docs().findOne({ _id }))?.online;

  test('takes off line after 5:01 without a heartbeat, and not after 4:59 (S0-058)', async () => {
    expect(staleAfterMs).toBe(300_000);
    const [fresh, stale] = [await heardAgo(299_000), await heardAgo(301_000)];
    await cleanUpStalePlayers.run(opened.ctx);
    expect([await online(fresh), await online(stale)]).toEqual([true, false]);
    expect(cleanUpStalePlayers).toMatchObject({ everyMs: 60_000 });
  });

  test('runs when a server asks, and says how many (S0-059)', async () => {
    await heardAgo(301_000);
    await heardAgo(600_000);
    const { status, body } = await opened.ask(contracts.cleanUpStale, {});
    expect([status, body]).toEqual([200, { markedOffline: 2 }]);
    expect((await opened.ask(contracts.cleanUpStale, {})).body).toEqual({ markedOffline: 0 });
  });

  test('is audited when staff ask, once', async () => {
    const audited = () =>
      opened.ctx.db.collection('audit_log').countDocuments({ action: 'players.cleanup-stale' });
    await heardAgo(301_000);
    const before = await audited();
    await opened.ask(contracts.cleanUpStale, {}, asConsole);
    await opened.ask(contracts.cleanUpStale, {}, asConsole);
    expect(await audited()).toBe(before + 1);
  });

  test('a heartbeat is a time of the database, and brings a player back (S0-037, S0-060)', async () => {
    const minecraftUUID = randomUUID();
    await opened.ask(join, { minecraftUUID, name: 'Beating' });
    const stale = new Date(opened.ctx.clock.now().getTime() - 400_000);
    await docs().updateOne({ minecraftUUID }, { $set: { lastHeartbeat: stale } });
    await cleanUpStalePlayers.run(opened.ctx);
    expect(await docs().findOne({ minecraftUUID })).toMatchObject({ online: false });
    const players = [{ minecraftUUID, name: 'Beating', level: 0 }];
    await opened.ask(heartbeat, { players, pluginVersion: '1' });
    const { lastHeartbeat, online: isBack } = (await docs().findOne({ minecraftUUID })) ?? {};
    expect(isBack).toBe(true);
    expect(Math.abs((lastHeartbeat?.getTime() ?? 0) - Date.now())).toBeLessThan(5_000);
  });
});

describe('a new player', () => {
  test('has no starter on its way (S0-015)', async () => {
    expect(await aPlayer(opened.ctx)).toMatchObject({ starterDeliveryInProgress: false });
  });
});

describe('setFrozen and setBan', () => {
  test('refuse a player nobody knows', async () => {
    const { ctx } = opened;
    const id = randomUUID();
    expect(await refusalOf(inTx(ctx, (tx) => setFrozen(tx, id, true)))).toBe('PLAYER_UNKNOWN');
    expect(await refusalOf(inTx(ctx, (tx) => setBan(tx, id, null)))).toBe('PLAYER_UNKNOWN');
  });
});

describe('listBanChanges', () => {
  const changes = (call: { after?: string; waitS?: string } = {}) =>
    opened.ask(contracts.listBanChanges, call);
  const versionNow = async () => String((await changes()).body.version);
  const ban = (id: string, reason = 'griefing') =>
    opened.ask(contracts.banPlayer, { id, reason }, asConsole);

  test('tells a server that knows nothing of every ban in force (B-08)', async () => {
    const [kept, lifted] = [await aPlayer(opened.ctx), await aPlayer(opened.ctx)];
    await ban(kept._id);
    await ban(lifted._id);
    await opened.ask(contracts.unbanPlayer, { id: lifted._id, reason: 'a mistake' }, asConsole);
    const { bans } = (await changes()).body;
    const of = ({ minecraftUUID }: PlayerDoc) =>
      bans.find((one) => one.minecraftUUID === minecraftUUID);
    expect(of(kept)?.banned).toEqual({ reason: 'griefing', untilAt: null });
    expect(of(lifted)).toBeUndefined();
  });

  test('wakes a server that waits, within a second, with a ban and with its end (B-08)', async () => {
    const player = await aPlayer(opened.ctx);
    await ban((await aPlayer(opened.ctx))._id);
    for (const change of [
      () => ban(player._id, 'now'),
      () => opened.ask(contracts.unbanPlayer, { id: player._id, reason: 'over' }, asConsole),
    ]) {
      const after = await versionNow();
      const waiting = changes({ after, waitS: '10' });
      const startedAt = performance.now();
      await change();
      const { body } = await waiting;
      expect(performance.now() - startedAt).toBeLessThan(1_000);
      expect(body.bans.map(({ minecraftUUID }) => minecraftUUID)).toEqual([player.minecraftUUID]);
      expect(body.version).toBeGreaterThan(Number(after));
    }
  });

  test('numbers bans at once in one order, and none is missed between two asks', async () => {
    const players = await Promise.all(Array.from({ length: 12 }, () => aPlayer(opened.ctx)));
    const heard = new Set<string>();
    let after = await versionNow();
    const banning = Promise.all(players.map(({ _id }) => ban(_id)));
    while (heard.size < players.length) {
      const { version, bans } = (await changes({ after, waitS: '5' })).body;
      for (const { minecraftUUID } of bans) heard.add(minecraftUUID);
      after = String(version);
    }
    await banning;
    const versions = await docs()
      .find({ _id: { $in: players.map(({ _id }) => _id) } })
      .map(({ banVersion }) => banVersion)
      .toArray();
    expect(new Set(versions).size).toBe(players.length);
  });

  test('starts from the beginning for a server that has heard of more than there is', async () => {
    await ban((await aPlayer(opened.ctx))._id);
    const answer = await changes({ after: '999999999', waitS: '5' });
    expect(answer.body.bans.length).toBeGreaterThan(0);
    expect(answer.body.version).toBeLessThan(999_999_999);
  });
});
