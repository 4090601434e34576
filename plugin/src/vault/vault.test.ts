// Coins for other plugins: yes at once and never more than is set aside; what was said yes to is
// settled once, whatever dies or is lost in between.
import { describe, expect, test } from 'vitest';
import { releaseHolds, releaseOlderHolds, settleHolds, takeHold } from '@mintkeep/shared/holds.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import { allCoinsOf, createFakeHolds, type FakeHolds } from './fake-holds.ts';
import { ann, bob, startVault, withAnn, type FakeVault } from './fake-vault.ts';
import { vaultJournalPath } from './journal.ts';

const journalOf = ({ disk }: FakeVault): string[] =>
  (disk.files.get(vaultJournalPath) ?? '').split('\n').filter(Boolean);
const openLines = (world: FakeVault): string[] =>
  journalOf(world).filter((line) => line.startsWith('{"open"'));
const held = ({ holds }: FakeHolds, id: string): number | undefined => holds.get(id)?.coins;

describe('another plugin of the server', () => {
  test('reads what is set aside of who joins, and gets its yes at once (row 13)', async () => {
    const world = await withAnn();
    const { bridge, coins, server, fake } = world;
    expect(bridge.coins(ann)).toEqual({ spendable: 1_000, total: 1_000 });
    expect([coins.wallets.get(ann), held(coins, ann)]).toEqual([0, 1_000]);
    const requests = fake.requests.length;
    // No tick passes: the answer cannot have waited for the network.
    expect(bridge.ask(ann, -300, 'Kits')).toBeNull();
    expect(bridge.coins(ann)).toEqual({ spendable: 700, total: 700 });
    expect(fake.requests).toHaveLength(requests + 1);
    await fake.advance(100);
    expect(held(coins, ann)).toBe(700);
    const [asked] = server.asked(settleHolds);
    expect(asked?.call.entries).toMatchObject([
      { kind: 'WITHDRAW', minecraftUUID: ann, amountCoins: 300, plugin: 'Kits' },
    ]);
  });

  test('gets its no at once while the backend is silent, and the server ticks on (pain 17)', async () => {
    const { bridge, coins, fake } = await withAnn();
    coins.network = 'silent';
    expect(bridge.ask(ann, -400)).toBeNull();
    await fake.advance(50);
    expect(bridge.ask(ann, -700)).toBe('Not enough coins on this server.');
    expect(bridge.coins(ann)).toEqual({ spendable: 600, total: 600 });
  });

  test('cannot take more than is set aside, however often it asks (pain 14)', async () => {
    const { bridge, coins, fake } = await withAnn();
    coins.network = 'away';
    const answers = Array.from({ length: 20 }, () => bridge.ask(ann, -300));
    expect(answers.filter((answer) => answer === null)).toHaveLength(3);
    expect(bridge.coins(ann)?.spendable).toBe(100);
    coins.network = 'fine';
    await fake.advance(60_000);
    expect([...coins.settled.values()].map(({ state }) => state)).toEqual(Array(3).fill('SETTLED'));
    expect(allCoinsOf(coins, ann)).toBe(100);
  });

  test.each([0, 0.5, -0.5, NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 53)])(
    'gets no for %d coins, and nothing is written',
    async (amount) => {
      const world = await withAnn();
      const before = journalOf(world);
      expect(world.bridge.ask(ann, amount)).toBe('Only whole coins above zero can be moved.');
      expect(journalOf(world)).toEqual(before);
    },
  );

  test('gets no for who is not here', async () => {
    const { bridge, quit } = await withAnn();
    expect(bridge.ask(bob, -1)).not.toBeNull();
    quit();
    expect(bridge.coins(ann)).toBeNull();
    expect(bridge.ask(ann, -1)).not.toBeNull();
  });

  test('gets no for who is frozen, and what is set aside stays', async () => {
    const world = await withAnn({ holdCoins: 600 });
    const { bridge, coins, fake } = world;
    coins.frozen.add(ann);
    // A first change after it is still a yes; its settling brings the word.
    expect(bridge.ask(ann, -100)).toBeNull();
    await fake.advance(100);
    expect(bridge.ask(ann, -100)).toBe('That account is frozen.');
    expect(bridge.coins(ann)).toEqual({ spendable: 0, total: 900 });
    expect(held(coins, ann)).toBe(500);
    coins.frozen.clear();
    await fake.advance(61_000);
    expect(bridge.ask(ann, -100)).toBeNull();
  });

  test('hears of a frozen account within a minute', async () => {
    const { bridge, coins, fake } = await withAnn();
    coins.frozen.add(ann);
    await fake.advance(62_000);
    expect(bridge.coins(ann)).toEqual({ spendable: 0, total: 1_000 });
  });

  test('spells its name as one short line', async () => {
    const { bridge, fake, server } = await withAnn();
    bridge.ask(ann, -1, `  a\n§c${'x'.repeat(200)}`);
    await fake.advance(100);
    expect(server.asked(settleHolds)[0]?.call.entries[0]?.plugin).toBe(`a c${'x'.repeat(61)}`);
  });
});

describe('deposits', () => {
  test('are spendable at once, and minted once (row 13)', async () => {
    const { bridge, coins, fake } = await withAnn();
    expect(bridge.ask(ann, 250, 'Jobs')).toBeNull();
    expect(bridge.ask(ann, -1_250, 'Kits')).toBeNull();
    await fake.advance(100);
    expect(allCoinsOf(coins, ann)).toBe(0);
    expect([...coins.settled.values()].map(({ entry }) => entry)).toMatchObject([
      { kind: 'DEPOSIT', amountCoins: 250, allowanceDay: '2026-01-01' },
      { kind: 'WITHDRAW', amountCoins: 1_250 },
    ]);
  });

  test('never go beyond what the backend has reserved; more is reserved for the next', async () => {
    const { bridge, coins, fake } = await withAnn();
    expect(bridge.ask(ann, 80_000)).toBe('No more coins can be paid out right now.');
    expect(coins.leftCoins).toBe(950_000);
    await fake.advance(1_100);
    expect(bridge.ask(ann, 80_000)).toBeNull();
    await fake.advance(100);
    expect(allCoinsOf(coins, ann)).toBe(81_000);
  });

  test('end with the limit of the day, which an admin reads, and begin with the next', async () => {
    const coins = createFakeHolds({ [ann]: 0 });
    coins.leftCoins = 70;
    const world = await withAnn({ coins, startMs: Date.UTC(2026, 0, 1, 23, 55) });
    const { bridge, fake } = world;
    expect([bridge.ask(ann, 50), bridge.ask(ann, 50)]).toEqual([null, expect.any(String)]);
    await fake.advance(240_000);
    const usedUp = world.troubles().filter((line) => line.includes('VAULT_MINT_DAILY_COINS'));
    expect(usedUp).toHaveLength(1);
    coins.day = '2026-01-02';
    coins.leftCoins = 70;
    await fake.advance(122_000);
    expect(bridge.ask(ann, 60)).toBeNull();
    await fake.advance(100);
    expect(allCoinsOf(coins, ann)).toBe(110);
  });

  test('go on after a restart with what was reserved before', async () => {
    const world = await withAnn();
    world.bridge.ask(ann, 10_000);
    await world.fake.advance(6_000);
    world.fake.crash();
    const next = world.again();
    await next.fake.advance(5_000);
    expect(next.coins.leftCoins).toBe(950_000);
    expect(next.aside.status().allowanceCoins).toBe(40_000);
  });
});

describe('a server that dies', () => {
  test('between note and yes or settling: charged once, and the rest is given back (pain 14)', async () => {
    const world = await withAnn();
    world.coins.network = 'lost';
    expect(world.bridge.ask(ann, -300)).toBeNull();
    await world.fake.settle();
    world.fake.crash();
    world.coins.network = 'fine';
    const next = world.again();
    await next.fake.advance(300);
    expect(next.coins.done.slice(-2)).toEqual([settleHolds.path, releaseOlderHolds.path]);
    expect(next.coins.wallets.get(ann)).toBe(700);
    expect(next.coins.holds.size).toBe(0);
    expect(next.coins.settled.size).toBe(1);
  });

  test('twice before it could settle: still once (pain 14)', async () => {
    const world = await withAnn();
    world.coins.network = 'answerLost';
    world.bridge.ask(ann, -300);
    await world.fake.advance(50);
    expect(world.coins.settled.size).toBe(1);
    world.fake.crash();
    const second = world.again();
    await second.fake.advance(500);
    second.fake.crash();
    world.coins.network = 'fine';
    const third = second.again();
    await third.fake.advance(500);
    expect(allCoinsOf(world.coins, ann)).toBe(700);
    expect(world.coins.settled.size).toBe(1);
    await third.fake.advance(6_000);
    third.fake.crash();
    const fourth = third.again();
    await fourth.fake.advance(500);
    expect(fourth.server.asked(settleHolds)).toEqual([]);
  });

  test('takes nothing new before what it left is settled and given back', async () => {
    const world = await withAnn();
    world.coins.network = 'lost';
    world.bridge.ask(ann, -300);
    world.fake.crash();
    const next = world.again({ online: ['Ann'] });
    await next.fake.advance(2_000);
    expect(next.bridge.ask(ann, -1)).toBe('Coins are not ready yet. Please try again in a moment.');
    expect(next.server.asked(takeHold)).toEqual([]);
    world.coins.network = 'fine';
    await next.fake.advance(20_000);
    expect(next.bridge.coins(ann)).toEqual({ spendable: 700, total: 700 });
  });

  test('with half a line in its journal: that was no yes, and nothing is taken', async () => {
    const world = await withAnn();
    world.bridge.ask(ann, -300);
    world.fake.crash();
    const [line = ''] = openLines(world);
    const entry = line.replace(/"entryId":"[^"]+"/, `"entryId":"${world.fake.newId()}"`);
    const text = world.disk.files.get(vaultJournalPath) ?? '';
    world.disk.files.set(vaultJournalPath, text + entry.slice(0, -20));
    const next = world.again();
    await next.fake.advance(500);
    expect(next.coins.settled.size).toBe(1);
    expect(next.troubles()).toEqual([expect.stringContaining('a line that is not whole')]);
  });
});

describe('a server that stops or reloads', () => {
  test('settles and gives back with its last words', async () => {
    const world = await withAnn();
    world.fake.join('Bob');
    world.coins.wallets.set(bob, 50);
    await world.fake.advance(2_000);
    world.bridge.ask(ann, -300);
    world.fake.stop();
    const said = world.fake.lastWords.map(({ url, body = '' }) => [url.slice(-7), body] as const);
    expect(said.map(([path]) => path)).toEqual(['/settle', 'release']);
    expect(said[0]?.[1]).toContain('"amountCoins":300');
    // Nobody can know whether the first word arrived: what is open is settled before it is given back.
    expect(said[1]?.[1]).toBe(`{"minecraftUUIDs":["${bob}"]}`);
    expect(world.bridge.ask(ann, -1)).toBe('Mintkeep is not ready.');
  });

  test('says nothing when the backend is away: the next start does it all', async () => {
    const world = await withAnn();
    world.coins.network = 'away';
    world.bridge.ask(ann, -300);
    await world.fake.advance(10_000);
    world.fake.stop();
    expect(world.fake.lastWords).toEqual([]);
    world.coins.network = 'fine';
    const next = world.again({ online: ['Ann'] });
    await next.fake.advance(500);
    expect(next.bridge.coins(ann)).toEqual({ spendable: 700, total: 700 });
  });

  test('that switched it off settles and gives back what it left, and answers nobody', async () => {
    const world = await withAnn();
    world.coins.network = 'lost';
    world.bridge.ask(ann, -300);
    world.fake.crash();
    world.coins.network = 'fine';
    const next = world.again({ enabled: false, online: ['Ann'] });
    await next.fake.advance(5_000);
    expect([next.coins.wallets.get(ann), next.coins.holds.size]).toEqual([700, 0]);
    expect(next.bridge.coins(ann)).toBeNull();
    expect(next.bridge.ask(ann, -1)).toBe('Mintkeep is not ready.');
  });
});

describe('a player who leaves', () => {
  test('has all settled first, then the coins back', async () => {
    const { bridge, coins, fake, quit } = await withAnn();
    coins.done.length = 0;
    bridge.ask(ann, -300);
    quit();
    await fake.advance(500);
    expect(coins.done).toEqual([settleHolds.path, releaseHolds.path]);
    expect([coins.wallets.get(ann), coins.holds.size]).toEqual([700, 0]);
  });

  test('and is back before that was possible has the same coins', async () => {
    const { bridge, coins, fake, quit } = await withAnn();
    coins.network = 'answerLost';
    bridge.ask(ann, -300);
    quit();
    await fake.advance(3_000);
    fake.join('Ann');
    expect(bridge.coins(ann)).toEqual({ spendable: 0, total: 700 });
    expect(bridge.ask(ann, -1)).toMatch(/being counted/);
    coins.network = 'fine';
    await fake.advance(60_000);
    expect(bridge.coins(ann)).toEqual({ spendable: 700, total: 700 });
    expect(allCoinsOf(coins, ann)).toBe(700);
  });
});

describe('coins set aside', () => {
  test('are topped up when less than half is left', async () => {
    const coins = createFakeHolds({ [ann]: 5_000 });
    const { bridge, fake } = await withAnn({ coins });
    await fake.advance(5_000);
    bridge.ask(ann, -400);
    await fake.advance(2_000);
    expect(bridge.coins(ann)).toEqual({ spendable: 600, total: 4_600 });
    bridge.ask(ann, -200);
    await fake.advance(2_000);
    expect(bridge.coins(ann)).toEqual({ spendable: 1_000, total: 4_400 });
    expect(held(coins, ann)).toBe(1_000);
  });

  test('are topped up at most every two seconds', async () => {
    const coins = createFakeHolds({ [ann]: 100_000 });
    const { bridge, fake, server } = await withAnn({ coins });
    for (let second = 0; second < 20; second += 1) {
      bridge.ask(ann, -600);
      await fake.advance(1_000);
    }
    expect(server.asked(takeHold).length).toBeLessThanOrEqual(11);
  });

  test('follow a wallet that others fill, once a plugin asks for more', async () => {
    const { bridge, coins, fake } = await withAnn();
    await fake.advance(10_000);
    bridge.ask(ann, -1_000);
    await fake.advance(1_000);
    coins.wallets.set(ann, 400);
    expect(bridge.ask(ann, -50)).toBe('Not enough coins on this server.');
    await fake.advance(3_000);
    expect(bridge.ask(ann, -50)).toBeNull();
  });

  test('are not looked at for every no that a plugin gets', async () => {
    const { bridge, fake, server } = await withAnn();
    for (let tick = 0; tick < 200; tick += 1) {
      bridge.ask(ann, -5_000);
      await fake.advance(50);
    }
    expect(server.asked(getCard).length).toBeGreaterThan(2);
    expect(server.asked(getCard).length).toBeLessThanOrEqual(6);
  });

  test('go back to the wallet when wages pile up', async () => {
    const { bridge, coins, fake } = await withAnn();
    bridge.ask(ann, 1_500);
    await fake.advance(3_000);
    expect(bridge.coins(ann)).toEqual({ spendable: 1_000, total: 2_500 });
    expect([coins.wallets.get(ann), held(coins, ann)]).toEqual([1_500, 1_000]);
  });

  test('that staff gave back are not spent within a minute', async () => {
    const { bridge, coins, fake } = await withAnn();
    coins.holds.delete(ann);
    coins.wallets.set(ann, 0);
    await fake.advance(62_000);
    expect(bridge.coins(ann)).toEqual({ spendable: 0, total: 0 });
  });

  test('an entry that nobody can cover is told to an admin, and forgotten', async () => {
    const world = await withAnn();
    world.coins.holds.delete(ann);
    expect(world.bridge.ask(ann, -300, 'Kits')).toBeNull();
    await world.fake.advance(500);
    expect(world.troubles()).toEqual([expect.stringMatching(/300 coins .* "Kits" took from/)]);
    expect(world.aside.status().open).toBe(0);
    expect(world.bridge.coins(ann)).toEqual({ spendable: 0, total: 0 });
  });
});

describe('a disk that refuses', () => {
  test('is a no that takes nothing, also after a restart (pain 14)', async () => {
    const world = await withAnn();
    world.fake.faults.appends = true;
    expect(world.bridge.ask(ann, -300)).toBe('Coins cannot be moved right now.');
    expect(world.bridge.coins(ann)?.spendable).toBe(1_000);
    expect(world.troubles()).toEqual([expect.stringContaining('vault.log cannot be written')]);
    world.fake.faults.appends = false;
    expect(world.bridge.ask(ann, -200)).toBeNull();
    await world.fake.advance(100);
    world.fake.crash();
    const next = world.again();
    await next.fake.advance(500);
    expect(allCoinsOf(next.coins, ann)).toBe(800);
  });

  test('that wrote the line all the same is not believed', async () => {
    const world = await withAnn();
    const { files } = world.fake;
    const { append } = files;
    Object.assign(files, {
      append(path: string, line: string) {
        append(path, line);
        throw new Error('No space left on device');
      },
    });
    expect(world.bridge.ask(ann, -300)).toBe('Coins cannot be moved right now.');
    Object.assign(files, { append });
    await world.fake.advance(6_000);
    world.fake.crash();
    const next = world.again({ online: ['Ann'] });
    await next.fake.advance(500);
    expect(next.bridge.coins(ann)).toEqual({ spendable: 1_000, total: 1_000 });
  });
});

describe('settling', () => {
  test.each(['lost', 'answerLost', 'silent', 'away'] as const)(
    'goes on until it is heard, and counts once (%s)',
    async (network) => {
      const { bridge, coins, fake } = await withAnn();
      coins.network = network;
      bridge.ask(ann, -300);
      bridge.ask(ann, 100);
      await fake.advance(20_000);
      bridge.ask(ann, -50);
      coins.network = 'fine';
      await fake.advance(120_000);
      expect(bridge.coins(ann)).toEqual({ spendable: 750, total: 750 });
      expect(allCoinsOf(coins, ann)).toBe(750);
      expect(coins.settled.size).toBe(3);
    },
  );

  test('tells an admin when it is minutes behind, and when that is over', async () => {
    const world = await withAnn();
    const { bridge, coins, fake } = world;
    coins.network = 'away';
    bridge.ask(ann, -300);
    await fake.advance(5 * 60_000);
    const behind = () => world.troubles().filter((line) => line.includes('wait to be settled'));
    expect(behind()).toEqual([expect.stringMatching(/^1 changes .* for 2 min/)]);
    expect(world.aside.status()).toMatchObject({ open: 1, oldestMs: 300_000 });
    await fake.advance(10 * 60_000);
    expect(behind()).toHaveLength(2);
    coins.network = 'fine';
    await fake.advance(90_000);
    expect(fake.logged.at(-1)?.line).toBe('What other plugins changed is settled again.');
  });

  test('of one that the backend cannot settle keeps no other waiting', async () => {
    const world = await withAnn();
    const { bridge, coins, fake } = world;
    coins.network = 'away';
    bridge.ask(ann, -100);
    const [first = ''] = openLines(world);
    const { open } = JSON.parse(first) as { open: { entryId: string } };
    coins.poison.add(open.entryId);
    bridge.ask(ann, -20);
    bridge.ask(ann, -3);
    coins.network = 'fine';
    await fake.advance(120_000);
    expect([...coins.settled.values()].map(({ entry }) => entry.amountCoins)).toEqual([20, 3]);
    // What is in doubt stays out of reach.
    expect(bridge.coins(ann)?.spendable).toBe(877);
    coins.poison.clear();
    await fake.advance(60_000);
    expect(allCoinsOf(coins, ann)).toBe(877);
  });

  test('of thousands goes in batches, and the journal is written anew', async () => {
    const coins = createFakeHolds({ [ann]: 1_000_000 });
    const world = await withAnn({ coins, holdCoins: 1_000_000 });
    const { bridge, fake, server } = world;
    for (let count = 0; count < 2_500; count += 1) bridge.ask(ann, -1);
    await fake.advance(10_000);
    expect(coins.settled.size).toBe(2_500);
    expect(server.asked(settleHolds).length).toBeLessThan(40);
    expect(journalOf(world).length).toBeLessThan(10);
    expect(allCoinsOf(coins, ann)).toBe(997_500);
  });
});

describe('without what it needs', () => {
  test.each([
    ['MintkeepBridge', { bridge: null }, 'noBridge'],
    ['Vault', {}, 'noVault'],
  ] as const)('%s missing is told once, and nothing is asked', async (name, options, state) => {
    const world = startVault(options);
    world.bridge.hasVault = false;
    world.fake.join('Ann');
    await world.fake.advance(60_000);
    expect(world.troubles()).toEqual([expect.stringContaining(name)]);
    expect(world.fake.requests).toEqual([]);
    expect(world.aside.status().state).toBe(state);
  });

  test('switched off, nothing is asked, written or laid out', async () => {
    const world = startVault({ enabled: false });
    world.fake.join('Ann');
    await world.fake.advance(60_000);
    expect([world.fake.requests, journalOf(world), world.troubles()]).toEqual([[], [], []]);
    expect(world.bridge.coins(ann)).toBeNull();
    expect(world.aside.status().state).toBe('off');
  });
});
