// Taking goods: whatever dies, is lost, late or repeated, they are in exactly one place (D25, pain 20).
import { describe, expect, test } from 'vitest';
import { goodsBytesMax } from '@mintkeep/shared/goods.ts';
import { handInGoods } from '@mintkeep/shared/market.ts';
import { cut, silence } from '../backend/fake-backend.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import { fakeGoods, type FakeStack } from '../platform/fake-goods.ts';
import type { FakePlayer } from '../platform/fake-players.ts';
import { createFakeDisk } from '../platform/fake.ts';
import { keepSaves } from '../saves.ts';
import { decide, heldOf, openVault, registerErrand, type FakeVault } from './fake-errand.ts';
import { listNotes } from './notes.ts';
import { openTaking } from './open-taking.ts';

const sword: FakeStack = { material: 'DIAMOND_SWORD', amount: 1, name: 'Old', damage: 7 };
const wish = { sku: 'diamond', quantity: 64, data: { priceCoins: 5 } };

interface Options {
  readonly properties?: Readonly<Record<string, string>>;
  readonly disk?: ReturnType<typeof createFakeDisk>;
  readonly vault?: FakeVault;
  readonly atOnceMax?: number;
  readonly errand?: boolean;
}

/** A server with the errand; a vault given is the backend of an earlier run. */
function start({ properties = {}, disk = createFakeDisk(), vault, ...more }: Options = {}) {
  const { fake, server, plugin } = startFakePlugin(
    { retryPauseMs: '1000', ...properties },
    { disk },
  );
  const opened = openVault(server);
  const backend = vault ?? opened;
  const answers = () =>
    server.on(handInGoods, ({ call }) => ({
      yes: decide(backend, call.goodsId, call.goods.quantity),
    }));
  answers();
  const taking = openTaking(plugin, keepSaves(plugin));
  const errand = more.errand === false ? null : registerErrand(taking, more.atOnceMax ?? 1);
  const take = (player: FakePlayer, over: Partial<typeof wish> = {}) => {
    if (!errand) throw new Error('no errand');
    return errand.desk.take(player, { ...wish, ...over });
  };
  const told = errand?.told ?? [];
  return { fake, server, disk, vault: backend, taking, desk: errand?.desk, told, take, answers };
}
type World = ReturnType<typeof start>;

const restart = (world: World, more: Options = {}) =>
  start({ disk: world.disk, vault: world.vault, ...more });

function withDiamonds(world: World, amount = 10): FakePlayer {
  const alex = world.fake.join('Alex');
  alex.give([{ material: 'DIAMOND', amount }]);
  alex.save();
  return alex;
}

function inCreative(player: FakePlayer): void {
  player.mode = 'creative';
}

function inEvent(player: FakePlayer): void {
  player.worldName = 'Event';
}

/** Where the diamonds are: the inventory, the backend, notes that nobody has answered for. */
function places(world: World, player: FakePlayer) {
  return [heldOf(player, 'diamond'), world.vault.count(), listNotes(player).length];
}

describe('take', () => {
  test('removes, saves, then asks with the goodsId as the key, then clears the note (D25)', async () => {
    const world = start();
    const alex = withDiamonds(world);
    const savesBefore = world.disk.players.get(alex.id)?.saves ?? 0;
    const took = world.take(alex, { quantity: 4 });
    expect(took).toMatchObject({ ok: true, handIn: { goods: { sku: 'diamond', quantity: 4 } } });
    expect(places(world, alex)).toEqual([6, 0, 1]);
    expect(world.server.asked(handInGoods)).toEqual([]);
    await world.fake.advance(1_000);
    const [asked] = world.server.asked(handInGoods);
    expect(asked?.key).toBe(asked?.call.goodsId);
    expect(took.ok && took.handIn.goodsId).toBe(asked?.key);
    expect(world.disk.players.get(alex.id)?.saves).toBe(savesBefore + 2);
    expect(world.told).toEqual(['taken 4 diamond']);
    expect(places(world, alex)).toEqual([6, 4, 0]);
  });

  test('takes what is there when less is held than wished, the hand first (pain 23)', () => {
    const world = start();
    const alex = world.fake.join('Alex');
    alex.slots[3] = { material: 'DIAMOND', amount: 30 };
    alex.slots[8] = { material: 'DIAMOND', amount: 20 };
    alex.heldSlot = 8;
    world.take(alex, { quantity: 25 });
    expect([alex.slots[3], alex.slots[8]]).toEqual([{ material: 'DIAMOND', amount: 25 }, null]);
    const bob = world.fake.join('Bob');
    bob.give([{ material: 'DIAMOND', amount: 3 }]);
    expect(world.take(bob)).toMatchObject({ handIn: { goods: { quantity: 3 } } });
  });

  test('takes only what is equal byte for byte (pain 23)', () => {
    const world = start();
    const alex = world.fake.join('Alex');
    const fresh: FakeStack = { material: 'DIAMOND_SWORD', amount: 1 };
    alex.slots.splice(0, 4, fresh, sword, { ...sword, damage: 8 }, sword);
    const { sku } = fakeGoods(sword);
    expect(sku).toMatch(/^diamond_sword\.[0-9a-f]{12}$/);
    expect(alex.holdings().map(({ quantity }) => quantity)).toEqual([1, 2, 1]);
    const took = world.take(alex, { sku });
    expect(took).toMatchObject({ handIn: { goods: { quantity: 2, title: 'Old' } } });
    expect(alex.slots.slice(0, 4)).toEqual([fresh, null, { ...sword, damage: 8 }, null]);
  });

  test('one at a time of an errand, and five in all', async () => {
    const world = start();
    world.server.on(handInGoods, silence);
    const alex = withDiamonds(world);
    expect(world.take(alex, { quantity: 1 }).ok).toBe(true);
    expect(world.take(alex, { quantity: 1 })).toMatchObject({ ok: false, why: 'pending' });
    await world.fake.advance(5_000);
    expect(world.desk?.underWay(alex)).toBe(1);

    const more = start({ atOnceMax: 99 });
    const bob = withDiamonds(more);
    const taken = Array.from({ length: 8 }, () => more.take(bob, { quantity: 1 }).ok);
    expect(taken.filter(Boolean)).toHaveLength(5);
    expect(heldOf(bob, 'diamond')).toBe(5);
  });

  test.each([
    ['nothing of it', () => undefined, {}, 'nothing'],
    ['creative mode', inCreative, {}, 'creative'],
    ['a world of the list', inEvent, { worldsDisallowed: ['event'] }, 'world'],
    ['a listed material', () => undefined, { blacklist: ['DIAMOND'] }, 'blacklisted'],
    ['one not on the whitelist', () => undefined, { whitelist: ['DIRT'] }, 'blacklisted'],
  ] as const)('takes nothing with %s', (what, prepare, goods, why) => {
    const world = start({ properties: { goods: JSON.stringify(goods) } });
    const alex = withDiamonds(world);
    prepare(alex);
    const sku = what === 'nothing of it' ? 'emerald' : 'diamond';
    expect(world.desk?.whyNot(alex, sku)).toMatchObject({ why });
    expect(world.take(alex, { sku })).toMatchObject({ ok: false, why });
    expect(places(world, alex)).toEqual([10, 0, 0]);
  });

  test('a sku of the blacklist forbids that kind alone; creative may be allowed', () => {
    const { sku } = fakeGoods(sword);
    const goods = JSON.stringify({ blacklist: [sku], creativeAllowed: true });
    const world = start({ properties: { goods } });
    const alex = withDiamonds(world);
    alex.mode = 'creative';
    alex.slots[5] = sword;
    expect(world.take(alex, { sku })).toMatchObject({ why: 'blacklisted' });
    expect(world.take(alex).ok).toBe(true);
  });

  test('a thing whose bytes are too long stays where it is', () => {
    const world = start();
    const alex = world.fake.join('Alex');
    const box: FakeStack = {
      material: 'CHEST',
      amount: 1,
      contents: 'x'.repeat(goodsBytesMax),
    };
    alex.slots[0] = box;
    const { sku } = fakeGoods(box);
    expect(world.take(alex, { sku })).toMatchObject({ ok: false, why: 'tooComplex' });
    expect(alex.slots[0]).toEqual(box);
  });

  test('data that is too long for a note leaves the things where they are', () => {
    const world = start();
    const alex = withDiamonds(world);
    const data = { priceCoins: 5, padding: 'x'.repeat(2_000) };
    expect(() => world.take(alex, { data })).toThrow('does not fit');
    expect(places(world, alex)).toEqual([10, 0, 0]);
  });

  test('takes nothing where players are not saved', () => {
    const disk = createFakeDisk();
    disk.serverFiles.set('spigot.yml', 'players:\n  disable-saving: true\n');
    const world = start({ disk });
    const alex = withDiamonds(world);
    expect(world.take(alex)).toMatchObject({ ok: false, why: 'savingOff' });
  });

  test.each([0, -1, 0.5, Number.NaN])('a quantity of %s takes nothing', (quantity) => {
    const world = start();
    const alex = withDiamonds(world);
    expect(world.take(alex, { quantity }).ok).toBe(false);
    expect(places(world, alex)).toEqual([10, 0, 0]);
  });
});

describe('when the server dies (pain 20)', () => {
  test('before the save: the goods are back, and nobody was asked', async () => {
    const world = start();
    world.take(withDiamonds(world));
    world.fake.crash();
    const after = restart(world);
    const alex = after.fake.join('Alex');
    await after.fake.advance(5_000);
    expect(places(after, alex)).toEqual([10, 0, 0]);
  });

  test('after the save, before the request: the next join asks', async () => {
    const world = start();
    const alex = withDiamonds(world);
    world.take(alex);
    alex.save();
    world.fake.crash();
    const after = restart(world);
    const again = after.fake.join('Alex');
    expect(places(after, again)).toEqual([0, 0, 1]);
    await after.fake.advance(1_000);
    expect(places(after, again)).toEqual([0, 10, 0]);
    expect(after.told).toEqual(['taken 10 diamond']);
  });

  test.each(['taken', 'refused'] as const)(
    'after the backend said %s, before it was heard: the same word comes again',
    async (outcome) => {
      const world = start();
      const alex = withDiamonds(world);
      world.vault.next = outcome;
      world.server.on(handInGoods, ({ call }) => {
        decide(world.vault, call.goodsId, call.goods.quantity);
        return silence();
      });
      world.take(alex);
      await world.fake.advance(1_000);
      expect(world.vault.goods.size).toBe(1);
      world.fake.crash();
      world.vault.next = outcome === 'taken' ? 'refused' : 'taken';
      const after = restart(world);
      const again = after.fake.join('Alex');
      await after.fake.advance(1_000);
      expect(places(after, again)).toEqual(outcome === 'taken' ? [0, 10, 0] : [10, 0, 0]);
      expect(after.vault.goods.size).toBe(1);
    },
  );

  test.each(['taken', 'refused'] as const)(
    'after the answer %s, before the note is off the disk: it is done once more, not twice',
    async (outcome) => {
      const world = start();
      const alex = withDiamonds(world);
      world.vault.next = outcome;
      world.take(alex);
      await world.fake.advance(100);
      world.fake.faults.saves = true;
      await world.fake.advance(1_000);
      expect(listNotes(alex)).toEqual([]);
      world.fake.crash();
      const after = restart(world);
      const again = after.fake.join('Alex');
      expect(places(after, again)[2]).toBe(1);
      await after.fake.advance(1_000);
      expect(places(after, again)).toEqual(outcome === 'taken' ? [0, 10, 0] : [10, 0, 0]);
    },
  );

  test('without a word while the file is not written; asks once it is', async () => {
    const world = start();
    const alex = withDiamonds(world);
    world.fake.faults.saves = true;
    world.take(alex);
    await world.fake.advance(20_000);
    expect(world.server.asked(handInGoods)).toEqual([]);
    world.fake.faults.saves = false;
    await world.fake.advance(40_000);
    expect(places(world, alex)).toEqual([0, 10, 0]);
  });
});

describe('answers', () => {
  test('refused: goods and note change in one tick, and the feature is told why', async () => {
    const world = start();
    world.vault.next = 'refused';
    const alex = withDiamonds(world);
    world.take(alex);
    await world.fake.advance(1_000);
    expect(world.told).toEqual(['refused 10 diamond: LISTING_LIMIT_REACHED']);
    expect(places(world, alex)).toEqual([10, 0, 0]);
    expect(world.disk.players.get(alex.id)?.notes.size).toBe(0);
  });

  test('refused with a full inventory: kept, told once, and given when there is room', async () => {
    const world = start();
    world.vault.next = 'refused';
    const alex = withDiamonds(world);
    world.take(alex);
    alex.give([{ material: 'DIRT', amount: 36 * 64 }]);
    await world.fake.advance(30_000);
    expect(places(world, alex)).toEqual([0, 0, 1]);
    expect(alex.heard).toEqual([expect.stringMatching(/No room to give Diamond back/)]);
    expect(world.taking.giveBack(alex)).toEqual({ came: 0, slotsMissing: 1 });
    alex.slots[7] = null;
    await world.fake.advance(2_500);
    expect(places(world, alex)).toEqual([10, 0, 0]);
    expect(world.told).toHaveLength(1);
  });

  test('refused with a full inventory: /claim gives back at once, or the next visit', async () => {
    const world = start();
    world.vault.next = 'refused';
    const alex = withDiamonds(world);
    world.take(alex);
    alex.give([{ material: 'DIRT', amount: 36 * 64 }]);
    await world.fake.advance(1_000);
    world.fake.quit(alex);
    const again = world.fake.join('Alex');
    await world.fake.advance(1_000);
    again.slots[0] = null;
    expect(world.taking.giveBack(again)).toEqual({ came: 1, slotsMissing: 0 });
    expect(places(world, again)).toEqual([10, 0, 0]);
  });

  test('unclear: the note stays and the same request is made again until it is answered', async () => {
    const world = start();
    const alex = withDiamonds(world);
    world.server.on(handInGoods, cut);
    world.take(alex);
    await world.fake.advance(60_000);
    expect(places(world, alex)).toEqual([0, 0, 1]);
    world.answers();
    await world.fake.advance(60_000);
    expect(places(world, alex)).toEqual([0, 10, 0]);
    const keys = world.server.asked(handInGoods).map(({ key }) => key);
    expect(keys.length).toBeGreaterThan(1);
    expect(new Set(keys).size).toBe(1);
  });

  test('an error of the backend is never a no: the goods stay in escrow, at a slow pace', async () => {
    const world = start();
    const alex = withDiamonds(world);
    world.server.on(handInGoods, () => ({ no: 'GOODS_ID_REUSED', status: 409 }));
    world.take(alex);
    await world.fake.advance(300_000);
    expect(places(world, alex)).toEqual([0, 0, 1]);
    expect(world.server.asked(handInGoods).length).toBeLessThan(10);
    expect(world.fake.logged.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });
});

describe('visits', () => {
  test('who leaves in the middle finds it going on at the next join', async () => {
    const world = start();
    const alex = withDiamonds(world);
    world.server.on(handInGoods, silence);
    world.take(alex);
    world.fake.quit(alex);
    world.answers();
    const again = world.fake.join('Alex');
    await world.fake.advance(10_000);
    expect(places(world, again)).toEqual([0, 10, 0]);
    expect(world.told).toHaveLength(1);
  });

  test('an answer that comes after the player left changes nothing', async () => {
    const world = start();
    const alex = withDiamonds(world);
    world.vault.next = 'refused';
    let answer: () => void = () => undefined;
    world.server.on(handInGoods, async ({ call }) => {
      await new Promise<void>((resolve) => (answer = resolve));
      return { yes: decide(world.vault, call.goodsId, call.goods.quantity) };
    });
    world.take(alex);
    await world.fake.advance(500);
    world.fake.quit(alex);
    world.answers();
    const again = world.fake.join('Alex');
    await world.fake.advance(500);
    answer();
    await world.fake.advance(5_000);
    expect(places(world, again)).toEqual([10, 0, 0]);
    expect(world.told).toHaveLength(1);
  });

  test('a reload of the plugin takes up what it finds (pain 16)', async () => {
    const world = start();
    const alex = withDiamonds(world);
    world.server.on(handInGoods, silence);
    world.take(alex);
    await world.fake.advance(500);
    world.fake.stop();
    const after = restart(world);
    const again = after.fake.join('Alex');
    await after.fake.advance(1_000);
    expect(places(after, again)).toEqual([0, 10, 0]);
  });

  test('a note of an errand nobody knows is kept and said', async () => {
    const world = start();
    const alex = withDiamonds(world);
    world.take(alex);
    world.fake.quit(alex);
    world.fake.stop();
    const after = restart(world, { errand: false });
    const again = after.fake.join('Alex');
    await after.fake.advance(5_000);
    expect(listNotes(again)).toHaveLength(1);
    expect(after.fake.logged).toMatchObject([
      { level: 'warn', line: expect.stringContaining('test.list') as unknown },
    ]);
  });

  test('a note that is nonsense is kept, said, and stops nothing', async () => {
    const world = start({ atOnceMax: 2 });
    const alex = withDiamonds(world);
    alex.notes.set('goods/nonsense', '{');
    world.fake.quit(alex);
    const again = world.fake.join('Alex');
    world.take(again);
    await world.fake.advance(5_000);
    expect(again.notes.get('goods/nonsense')).toBe('{');
    expect(world.vault.count()).toBe(10);
  });

  test('special things come back equal byte for byte', async () => {
    const world = start();
    world.vault.next = 'refused';
    const alex = world.fake.join('Alex');
    const odd = { ...sword, enchantments: { sharpness: 5 }, lore: ['<red>§x'] };
    alex.slots[0] = odd;
    const before = alex.holdings();
    world.take(alex, { sku: fakeGoods(odd).sku });
    expect(alex.holdings()).toEqual([]);
    await world.fake.advance(1_000);
    expect(alex.holdings()).toEqual(before);
  });
});
