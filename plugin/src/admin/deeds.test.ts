// What staff do to players: the words they write, what is asked of the backend in whose name, and
// what they read back.
import { describe, expect, test } from 'vitest';
import {
  adjust,
  banPlayer,
  freeze,
  listUsers,
  unbanPlayer,
  unfreeze,
  type User,
} from '@mintkeep/shared/players.ts';
import { refundPurchase } from '@mintkeep/shared/shop.ts';
import { cut, refused } from '../backend/fake-backend.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import type { FakePlayer } from '../platform/fake-players.ts';
import { idOfName } from '../platform/fake-players.ts';
import { admin } from './admin.ts';
import { deedSubs } from './deeds.ts';

const playerId = '22222222-2222-4222-8222-222222222222';

const aUser = (fields: Partial<User> = {}): User => ({
  playerId,
  minecraftUUID: idOfName('Alex'),
  name: 'Alex',
  discordId: null,
  walletBalanceCoins: 1_000,
  escrowBalanceCoins: 0,
  lifetimeEarnedCoins: 1_200,
  lifetimeSpentCoins: 200,
  frozen: false,
  banned: null,
  online: false,
  serverId: 'survival',
  lastHeartbeat: null,
  level: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
  ...fields,
});

function start(users: readonly User[] = [aUser()]) {
  const world = startFakePlugin({ retryPauseMs: '100', commandCooldownMs: '0' });
  const { fake, server, plugin } = world;
  admin(plugin, { inHand: () => 0, ask: async () => null });
  server.on(listUsers, () => ({ yes: { items: [...users], total: users.length, page: 1 } }));
  server.on(adjust, () => ({ yes: { walletBalanceCoins: 1_100, txId: playerId } }));
  server.on(freeze, () => ({ yes: { frozen: true } }));
  server.on(unfreeze, () => ({ yes: { frozen: false } }));
  server.on(unbanPlayer, () => ({ yes: { banned: null } }));
  server.on(banPlayer, ({ call: { reason, untilAt = null } }) => ({
    yes: {
      banned: { reason, by: 'console:survival', at: '2026-01-01T00:00:00.000Z', untilAt },
    },
  }));
  const say = async (line: string, by: FakePlayer | typeof fake.console = fake.console) => {
    const before = by.heard.length;
    await fake.run(by, `mintkeep ${line}`);
    await fake.settle();
    return by.heard.slice(before);
  };
  return { ...world, say };
}

describe('/mintkeep adjust', () => {
  test('asks in the name of the console, under a key, and says the balance (D35, B-09)', async () => {
    const { server, say } = start();
    expect(await say('adjust alex 1.5k a prize for building')).toEqual([
      'Alex was given 1,500 coins and has 1,100 coins now.',
    ]);
    expect(server.asked(listUsers)).toMatchObject([{ call: { q: 'alex' }, actor: 'console' }]);
    expect(server.asked(adjust)).toEqual([
      {
        call: { id: playerId, amountCoins: 1_500, reason: 'a prize for building' },
        key: expect.stringMatching(/^.{16,}$/) as string,
        actor: 'console',
      },
    ]);
  });

  test('takes with a minus', async () => {
    const { server, say } = start();
    expect(await say('adjust Alex -2m a mistake')).toEqual([
      '2,000,000 coins were taken from Alex, who has 1,100 coins now.',
    ]);
    expect(server.asked(adjust)[0]?.call.amountCoins).toBe(-2_000_000);
  });

  test('names the player of staff who asks', async () => {
    const { fake, server, say } = start();
    const boss = fake.join('Boss', { operator: true });
    await say('adjust Alex 5 gift', boss);
    expect(server.asked(adjust)).toMatchObject([{ actor: boss.id }]);
  });

  test.each([
    '',
    ' Alex',
    ' Alex 5',
    ' Alex five gift',
    ' Alex 0 gift',
    ' Alex -0 gift',
    ' Alex 1.5 x',
  ])('asks nothing and says how for "adjust%s"', async (words) => {
    const { fake, say } = start();
    expect(await say(`adjust${words}`)).toEqual([
      expect.stringMatching(/^Write \/mintkeep adjust/),
    ]);
    expect(fake.requests).toEqual([]);
  });

  test('says how for a reason that is too long', async () => {
    const { fake, say } = start();
    expect(await say(`adjust Alex 5 ${'x'.repeat(129)}`)).toEqual([
      expect.stringContaining('128 characters'),
    ]);
    expect(fake.requests).toEqual([]);
  });

  test('says what there is when it is less', async () => {
    const { server, say } = start();
    const details = { walletBalanceCoins: 7 };
    server.on(adjust, () => ({ no: 'BALANCE_BELOW_ZERO', status: 409, details }));
    expect(await say('adjust Alex -8 mistake')).toEqual([
      'That is more than there is: the player has 7 coins.',
    ]);
  });

  test('asks again under the same key after a lost answer, so that twice is once (D15)', async () => {
    const { fake, server, say } = start();
    let times = 0;
    server.on(adjust, () => {
      times += 1;
      return times === 1 ? cut() : { yes: { walletBalanceCoins: 1_005, txId: playerId } };
    });
    await say('adjust Alex 5 gift');
    await fake.advance(1_000);
    expect(fake.console.heard).toEqual(['Alex was given 5 coins and has 1,005 coins now.']);
    const keys = server.asked(adjust).map(({ key }) => key);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  test('says that it is unclear when no answer ever came', async () => {
    const { fake, server, say } = start();
    server.on(adjust, cut);
    await say('adjust Alex 5 gift');
    await fake.advance(5_000);
    expect(fake.console.heard.at(-1)).toMatch(/^No answer came: it may have happened, or not/);
  });
});

describe('a player named by staff', () => {
  test('is asked for by the account when here, whatever others were called', async () => {
    const { fake, server, say } = start();
    const alex = fake.join('Alex');
    await say('balance ALEX');
    expect(server.asked(listUsers)).toMatchObject([{ call: { q: alex.id } }]);
  });

  test('must have the whole name', async () => {
    const { say } = start([aUser({ name: 'Alexander' })]);
    expect(await say('freeze Alex cheating')).toEqual([
      expect.stringMatching(/^Nobody called “Alex” is known/),
    ]);
  });

  test('is not asked for when nobody can be called so', async () => {
    const { fake, say } = start();
    for (const name of ['@a', '{$ne:1}', 'x'.repeat(37)]) {
      expect(await say(`freeze ${name} cheating`)).toEqual([
        expect.stringMatching(/^Nobody called /),
      ]);
    }
    expect(fake.requests).toEqual([]);
  });

  test('must be one: a name that two had is refused with their accounts', async () => {
    const other = idOfName('Other');
    const { server, say } = start([aUser(), aUser({ minecraftUUID: other })]);
    const [line] = await say('ban Alex cheating');
    expect(line).toContain(idOfName('Alex'));
    expect(line).toContain(other);
    expect(server.asked(banPlayer)).toEqual([]);
  });

  test('may be named by the account', async () => {
    const { server, say } = start();
    await say(`freeze ${idOfName('Alex').toUpperCase()} cheating`);
    expect(server.asked(freeze)).toMatchObject([{ call: { id: playerId, reason: 'cheating' } }]);
  });
});

describe('/mintkeep balance', () => {
  test('shows coins, and what stands against the player', async () => {
    const banned = {
      reason: 'Duping <b>',
      by: 'console:survival',
      at: '2026-01-01T00:00:00.000Z',
      untilAt: '2027-03-04T05:06:07.000Z',
    };
    const { say } = start([aUser({ frozen: true, banned })]);
    expect(await say('balance Alex')).toEqual([
      'Alex has 1,000 coins. Earned 1,200 coins, spent 200 coins.',
      'Frozen: no coins leave the wallet.',
      'Banned until 2027-03-04 05:06 UTC: Duping <b>',
    ]);
  });
});

describe('/mintkeep freeze and unfreeze', () => {
  test('do what they say', async () => {
    const { server, say } = start();
    expect(await say('freeze Alex charge back')).toEqual([
      'Alex is frozen: no coins leave the wallet.',
    ]);
    expect(await say('unfreeze Alex settled')).toEqual(['Alex is not frozen.']);
    expect(server.asked(freeze)[0]?.call.reason).toBe('charge back');
    expect(server.asked(unfreeze)[0]?.call.reason).toBe('settled');
  });
});

describe('/mintkeep ban and unban', () => {
  const hoursOf = (untilAt: string | null | undefined, nowMs: number): number =>
    (Date.parse(untilAt ?? '') - nowMs) / 3_600_000;

  test('without a time ban for ever', async () => {
    const { server, say } = start();
    expect(await say('ban Alex griefing at spawn')).toEqual(['Alex is banned for ever.']);
    expect(server.asked(banPlayer)[0]?.call).toMatchObject({
      reason: 'griefing at spawn',
      untilAt: null,
    });
  });

  test.each([
    ['24', 24],
    ['24h', 24],
    ['7D', 168],
  ])('with %s before the reason ban so long by the backend’s clock', async (word, hours) => {
    const { fake, server, say } = start();
    server.clockAheadMs = 60_000;
    const [line] = await say(`ban Alex ${word} spam`);
    expect(line).toMatch(/^Alex is banned until 2026-01-\d\d \d\d:\d\d UTC\.$/);
    const { reason, untilAt } = server.asked(banPlayer)[0]?.call ?? {};
    expect(reason).toBe('spam');
    expect(hoursOf(untilAt, fake.nowMs() + 60_000)).toBeCloseTo(hours, 5);
  });

  test.each(['ban Alex', 'ban Alex 24', 'ban', 'unban Alex'])(
    'say how for "%s", which gives no reason',
    async (line) => {
      const { fake, say } = start();
      expect(await say(line)).toEqual([expect.stringMatching(/^Write \/mintkeep (un)?ban /)]);
      expect(fake.requests).toEqual([]);
    },
  );

  test('unban says so', async () => {
    const { say } = start();
    expect(await say('unban Alex a mistake')).toEqual(['Alex is not banned.']);
  });
});

describe('/mintkeep refund', () => {
  const purchaseId = '33333333-3333-4333-8333-333333333333';

  test('says what came back, or that proof comes first (D23)', async () => {
    const { server, say } = start();
    server.on(refundPurchase, () => ({
      yes: { purchaseId, status: 'refunded' as const, refundedCoins: 20, walletBalanceCoins: 100 },
    }));
    expect(await say(`refund ${purchaseId} lagged out`)).toEqual([
      'Paid back: 20 coins. The player has 100 coins now.',
    ]);
    server.on(refundPurchase, () => ({ yes: { purchaseId, status: 'refund_pending' as const } }));
    expect(await say(`refund ${purchaseId} lagged out`)).toEqual([
      expect.stringContaining('as soon as the game server has proved'),
    ]);
    expect(server.asked(refundPurchase)[0]).toMatchObject({
      call: { purchaseId, reason: 'lagged out' },
      actor: 'console',
    });
  });

  test('says how for what is no purchase', async () => {
    const { fake, say } = start();
    expect(await say('refund 12 because')).toEqual([expect.stringMatching(/^Write/)]);
    expect(fake.requests).toEqual([]);
  });
});

describe('every deed', () => {
  const lines: Readonly<Record<(typeof deedSubs)[number], string>> = {
    balance: 'balance Alex',
    adjust: 'adjust Alex 5 gift',
    freeze: 'freeze Alex r',
    unfreeze: 'unfreeze Alex r',
    ban: 'ban Alex r',
    unban: 'unban Alex r',
    refund: 'refund 33333333-3333-4333-8333-333333333333 r',
  };

  test.each(deedSubs)(
    '%s needs its own permission, and asks nothing without (S0-086)',
    async (sub) => {
      const { fake, say } = start();
      const helper = fake.join('Helper');
      for (const other of deedSubs) helper.grants.set(`mintkeep.admin.${other}`, other !== sub);
      expect(await say(lines[sub], helper)).toEqual(['You may not use this command.']);
      expect(fake.complete(helper, 'mintkeep ')).not.toContain(sub);
      expect(fake.complete(helper, `mintkeep ${sub} `)).toEqual([]);
      expect(fake.requests).toEqual([]);
    },
  );

  test.each(deedSubs)('%s without the role says what it needs (B-09, D40)', async (sub) => {
    const { fake, server, say } = start();
    const boss = fake.join('Boss', { operator: true });
    server.on(listUsers, () => ({ no: 'ROLE_INSUFFICIENT', status: 403 }));
    server.on(refundPurchase, () => ({ no: 'ROLE_INSUFFICIENT', status: 403 }));
    expect(await say(lines[sub], boss)).toEqual([
      'You may not do that. It needs the role in Discord, and a linked account.',
    ]);
  });

  test.each(deedSubs)('%s says that nothing was changed while the backend is away', async (sub) => {
    const { fake, server, say } = start();
    server.on(listUsers, refused);
    server.on(refundPurchase, refused);
    await say(lines[sub]);
    await fake.advance(5_000);
    expect(fake.console.heard.at(-1)).toBe('The backend cannot be reached. Nothing was changed.');
  });

  test('waits for the cooldown of a player (S0-028)', async () => {
    const world = startFakePlugin({ commandCooldownMs: '1000' });
    admin(world.plugin, { inHand: () => 0, ask: async () => null });
    const boss = world.fake.join('Boss', { operator: true });
    await world.fake.run(boss, 'mintkeep balance');
    await world.fake.run(boss, 'mintkeep balance');
    expect(boss.heard).toEqual([
      expect.stringMatching(/^Write/),
      expect.stringMatching(/^One command at a time/),
    ]);
  });

  test('completes who is here and who was asked for, without asking (D36)', async () => {
    const { fake, say } = start([aUser({ name: 'Absent' })]);
    fake.join('Bob');
    await say('balance Absent');
    const { length } = fake.requests;
    expect(fake.complete(fake.console, 'mintkeep ban ')).toEqual(['Bob', 'Absent']);
    expect(fake.complete(fake.console, 'mintkeep ban Bob 7')).toEqual(['7d']);
    expect(fake.complete(fake.console, 'mintkeep adjust ab')).toEqual(['Absent']);
    expect(fake.complete(fake.console, 'mintkeep refund ')).toEqual([]);
    expect(fake.requests).toHaveLength(length);
  });

  test('says that it takes a moment when it does', async () => {
    const { fake, server, say } = start();
    server.on(listUsers, () => new Promise(() => undefined));
    await say('balance Alex');
    await fake.advance(600);
    expect(fake.console.heard).toEqual(['One moment, please…']);
  });
});
