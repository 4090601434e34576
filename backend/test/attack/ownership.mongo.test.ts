// Whose is it? (S2, API1): what belongs to one server, player or member is refused to another, and
// the refusal does not tell whether there is anything to refuse.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Contract } from '@mintkeep/shared/contract.ts';
import { leaseDeliveries, reportDelivery } from '@mintkeep/shared/delivery.ts';
import { claimStarter, reportStarter } from '@mintkeep/shared/gacha.ts';
import { adjust } from '@mintkeep/shared/players.ts';
import { join } from '@mintkeep/shared/presence.ts';
import { listPurchases, purchase, refundPurchase } from '@mintkeep/shared/shop.ts';
import { getMe, refreshLogin } from '@mintkeep/shared/staff.ts';
import { roles } from '@mintkeep/shared/roles.ts';
import type { Role } from '@mintkeep/shared/roles.ts';
import { aKey, testApp } from '../app.ts';
import { aPlayer, aReward, coinsOf, counts } from '../builders.ts';
import { formats } from '../example-of.ts';
import { gameServer, requestOf, send, signedRequest } from '../game-server.ts';
import { linkedStaff, panelOf, staffMember } from '../staff.ts';
import { refreshCookie } from '../../src/staff/cookies.ts';
import { attackedContracts, exampleCall } from './asker.ts';
import { putExampleWorld } from './example-world.ts';

const opened = testApp();
let other: ReturnType<typeof gameServer>;
beforeAll(async () => {
  other = gameServer(opened.app, await aKey(opened, 'skyblock'));
});

/** Names that stand for one thing of somebody. */
const idNames = [
  ...['minecraftUUID', 'deliveryId', 'purchaseId', 'eventId', 'id', 'sku'],
  ...['playerId', 'leaseId', 'tableKey'],
];
const withIds = (await attackedContracts())
  .filter(([, { who }]) => !who.everybody && !who.internal)
  .filter(([, contract]) => idNames.some((name) => fieldsOf(contract).includes(name)));

function fieldsOf({ params, query, body }: Contract): string[] {
  return [params, query, body].flatMap((part) => Object.keys(part?.shape ?? {}));
}

interface Said {
  readonly status: number;
  readonly body: unknown;
  readonly headers: readonly string[];
}

/** What an answer tells: all but what is new in every answer. */
const told = (status: number, text: string, headers: Record<string, unknown>): Said => {
  const body = JSON.parse(text || 'null') as { requestId?: string } | null;
  if (body) delete body.requestId;
  return { status, body, headers: Object.keys(headers).sort() };
};

describe.each(withIds)('%s (S2)', (_name, contract) => {
  const requestOn = (id: 'there' | 'unknown') => {
    const call = exampleCall(contract);
    if (id === 'unknown') {
      for (const name of idNames) {
        if (typeof call[name] !== 'string') continue;
        call[name] = name === 'sku' || name === 'tableKey' ? 'nothing' : randomUUID();
      }
    }
    return requestOf(contract, call as never);
  };
  const rank = (role: Role) => roles.indexOf(role);

  test('tells whom it does not name nothing of what there is: both are refused alike', async () => {
    await putExampleWorld(opened.ctx);
    const before = await counts(opened.ctx);
    const { staff, inGame, server } = contract.who;
    const ask = async (id: 'there' | 'unknown'): Promise<Record<string, Said>> => {
      const request = requestOn(id);
      const said: Record<string, Said> = {};
      const nobody = await opened.app.inject({
        method: request.method as 'GET',
        url: request.url,
        ...(request.body === undefined ? {} : { payload: request.body as object }),
      });
      said['nobody'] = told(nobody.statusCode, nobody.body, nobody.headers);
      const below = (needed: Role | 'member' | undefined) =>
        roles.filter((role) => !needed || needed === 'member' || rank(role) < rank(needed)).at(-1);
      const roleOfPanel = staff === 'member' ? undefined : (below(staff) ?? 'MEMBER');
      if (roleOfPanel) {
        const { memberId } = await staffMember(opened, roleOfPanel);
        const panel = await panelOf(opened, memberId);
        const headers = { 'idempotency-key': randomUUID() };
        const answer = await panel.send({ ...request, headers });
        said['panel'] = told(answer.status, answer.text, answer.headers);
      }
      const player = await aPlayer(opened.ctx);
      const roleInGame = below(inGame) ?? 'MEMBER';
      await linkedStaff(opened, player, roleInGame);
      for (const actor of [player.minecraftUUID, ...(server ? [] : [undefined])]) {
        const idempotencyKey = randomUUID();
        const signed = signedRequest(opened.key, { ...request, idempotencyKey, actor });
        const answer = await send(opened.app, opened.key, signed);
        said[actor ? 'inGame' : 'server'] = told(answer.status, answer.text, answer.headers);
      }
      return said;
    };
    const [there, unknown] = [await ask('there'), await ask('unknown')];
    expect(there).toEqual(unknown);
    for (const { status } of Object.values(there)) expect([401, 403]).toContain(status);
    expect(await counts(opened.ctx)).toEqual(before);
  });
});

describe('a game server (S2)', () => {
  /** A purchase whose delivery `survival` has leased for a player who is online there. */
  async function leased() {
    const player = await aPlayer(opened.ctx, { coins: 100 });
    const reward = await aReward(opened.ctx);
    const { minecraftUUID } = player;
    const input = { minecraftUUID, sku: reward._id, quantity: 1 };
    const idempotencyKey = randomUUID();
    const bought = await opened.ask(purchase, input, { idempotencyKey });
    const [lease] = (await opened.ask(leaseDeliveries, { minecraftUUID })).body;
    if (!lease) throw new Error('no lease');
    return { player, minecraftUUID, input, idempotencyKey, bought: bought.body, lease };
  }

  test('does not see what another has leased, nor ends it in its name', async () => {
    const { minecraftUUID, lease } = await leased();
    expect((await other(leaseDeliveries, { minecraftUUID })).body).toEqual([]);
    await other(join, { minecraftUUID, name: 'Alex' });
    expect((await other(leaseDeliveries, {})).body).toEqual([]);
    const { deliveryId } = lease;
    for (const outcome of ['released', 'unclear'] as const) {
      const report = { deliveryId, leaseId: randomUUID(), outcome, attempt: 1 };
      const answer = await other(reportDelivery, { ...report, permanent: true });
      expect([outcome, answer.error?.code]).toEqual([outcome, 'DELIVERY_LEASE_LOST']);
    }
    const unknown = { deliveryId: randomUUID(), leaseId: lease.leaseId, attempt: 1 };
    const answer = await other(reportDelivery, { ...unknown, outcome: 'released' });
    expect(answer.error?.code).toBe('DELIVERY_UNKNOWN');
    const own = { deliveryId, leaseId: lease.leaseId, attempt: 1, outcome: 'given' as const };
    expect((await opened.ask(reportDelivery, own)).body.status).toBe('delivered');
  });

  test('gets no answer that another got to the same key: a key is its asker’s (D15)', async () => {
    const { player, input, idempotencyKey, bought } = await leased();
    const again = await opened.ask(purchase, input, { idempotencyKey });
    expect(again.body).toEqual(bought);
    const stranger = await other(purchase, input, { idempotencyKey });
    expect(stranger.status).toBe(201);
    expect(stranger.headers['idempotent-replayed']).toBeUndefined();
    expect(stranger.body.purchaseId).not.toBe(bought.purchaseId);
    expect(await coinsOf(opened.ctx, player)).toBe(80);
  });

  test('shows of a player what is that player’s', async () => {
    const [ann, bob] = [await leased(), await leased()];
    const shown = await opened.ask(listPurchases, { minecraftUUID: ann.minecraftUUID });
    expect(shown.body.items.map(({ purchaseId }) => purchaseId)).toEqual([ann.bought.purchaseId]);
    const { minecraftUUID } = ann;
    const again = (await opened.ask(leaseDeliveries, { minecraftUUID })).body;
    expect(again.map(({ deliveryId }) => deliveryId)).toEqual([ann.lease.deliveryId]);
    expect(JSON.stringify(again)).not.toContain(bob.minecraftUUID);
  });

  test('reports no starter of another player: as if there were none', async () => {
    await putExampleWorld(opened.ctx);
    const [ann, bob] = [await aPlayer(opened.ctx), await aPlayer(opened.ctx)];
    const kit = await opened.ask(claimStarter, { minecraftUUID: ann.minecraftUUID });
    expect(kit.status).toBe(200);
    const report = { minecraftUUID: bob.minecraftUUID, success: true };
    const answers = [];
    for (const deliveryId of [kit.body.deliveryId, randomUUID()]) {
      answers.push(await opened.ask(reportStarter, { ...report, deliveryId }));
    }
    const [foreign, unknown] = answers;
    expect([foreign?.status, foreign?.error?.code]).toEqual([
      unknown?.status,
      unknown?.error?.code,
    ]);
    expect(foreign?.status).toBeGreaterThanOrEqual(400);
    const row = await opened.ctx.db
      .collection<{ _id: string; status: string }>('starters')
      .findOne({ _id: ann._id });
    expect(row?.status).toBe('open');
  });

  test('pays nothing back for an id that is nobody’s purchase, whatever else it is', async () => {
    const { lease, bought } = await leased();
    const ids = [randomUUID(), lease.leaseId, formats.uuid.replace('9', 'a')];
    for (const purchaseId of ids) {
      const answer = await other(refundPurchase, { purchaseId, reason: 'mine' });
      expect(answer.error?.code).toBe('PURCHASE_UNKNOWN');
    }
    expect(bought.totalCostCoins).toBe(10);
  });
});

describe('a member of staff (S2)', () => {
  test('does not get the answer of another to the same key', async () => {
    const player = await aPlayer(opened.ctx);
    const wish = { id: player._id, amountCoins: 5, reason: 'a gift' };
    const idempotencyKey = randomUUID();
    const [ann, bob] = [await staffMember(opened, 'ADMIN'), await staffMember(opened, 'ADMIN')];
    const first = await ann.ask(adjust, wish, { idempotencyKey });
    const replayed = await ann.ask(adjust, wish, { idempotencyKey });
    const own = await bob.ask(adjust, wish, { idempotencyKey });
    expect(replayed.body).toEqual(first.body);
    expect(own.body.txId).not.toBe(first.body.txId);
    expect(await coinsOf(opened.ctx, player)).toBe(10);
  });

  test('does not go on with the session of another', async () => {
    const [ann, bob] = [await staffMember(opened, 'ADMIN'), await staffMember(opened, 'AUDITOR')];
    // Bob's session with Ann's refresh token: whose token it is, is not what the cookie beside says.
    bob.cookies[refreshCookie] = ann.cookies[refreshCookie] ?? '';
    const answer = await bob.ask(refreshLogin, {});
    expect(answer.status).toBe(403);
    expect((await ann.ask(getMe, {})).body.memberId).toBe(ann.memberId);
    expect((await bob.ask(getMe, {})).body.memberId).toBe(bob.memberId);
  });
});

test('covers every contract that names an id', () => {
  expect(withIds.length).toBeGreaterThan(20);
  const names = new Set(withIds.flatMap(([, contract]) => fieldsOf(contract)));
  expect(idNames.filter((name) => !names.has(name))).toEqual([]);
});
