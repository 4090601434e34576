// The whole purse: coins set aside come back when a request needs them, and count in what is read.
import { describe, expect, test } from 'vitest';
import { pay } from '@mintkeep/shared/pay.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import { listShopItems, purchase } from '@mintkeep/shared/shop.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import { cardOf, createFakeHolds } from '../vault/fake-holds.ts';
import { openPurse } from './coins-aside.ts';
import { refused, silence } from './fake-backend.ts';

const ann = '0a0b0c0d-0000-4000-8000-000000000001';
const key = 'wish-of-ann-0001';
const wish = { minecraftUUID: ann, sku: 'diamond', quantity: 1, quotedPriceCoins: 80 };
const short = {
  no: 'FUNDS_INSUFFICIENT',
  status: 402,
  details: { totalCostCoins: 80, walletBalanceCoins: 20 },
} as const;

/** A wallet with 20 coins, and 80 aside that come back when asked for. */
function start(comesBack = true) {
  const world = startFakePlugin();
  const purse = openPurse(world.fake, world.plugin.backend);
  const state = {
    wallet: 20,
    aside: 80,
    heard: [] as number[],
    asked: 0,
    moves: 0 as number | null,
  };
  purse.mind({
    of: () => state.aside,
    moves: () => state.moves,
    giveBack() {
      state.asked += 1;
      if (!comesBack || state.aside === 0) return Promise.resolve(false);
      state.wallet += state.aside;
      state.aside = 0;
      return Promise.resolve(true);
    },
    heard: (_, { coins }) => void state.heard.push(coins),
  });
  const buy = () => {
    if (state.wallet < 80) return short;
    state.wallet -= 80;
    return { yes: { ...bought, walletBalanceCoins: state.wallet } };
  };
  world.server.on(purchase, buy);
  return { ...world, backend: purse.backend, state };
}

const bought = {
  purchaseId: '00000000-0000-4000-8000-000000000aaa',
  sku: 'diamond',
  quantity: 1,
  totalCostCoins: 80,
  walletBalanceCoins: 20,
  deliveryId: '00000000-0000-4000-8000-000000000bbb',
};

describe('openPurse', () => {
  test('asks once more with the same key when the coins are back (row 13)', async () => {
    const { backend, server, state } = start();
    const said = await backend.send(purchase, wish, { key });
    expect(said).toMatchObject({ ok: true, value: { walletBalanceCoins: 20 } });
    expect(server.asked(purchase).map((one) => one.key)).toEqual([key, key]);
    expect(state).toMatchObject({ wallet: 20, aside: 0 });
  });

  test('asks no third time', async () => {
    const { backend, server } = start();
    server.on(purchase, () => short);
    expect(await backend.send(purchase, wish, { key })).toMatchObject({
      ok: false,
      code: 'FUNDS_INSUFFICIENT',
    });
    expect(server.asked(purchase)).toHaveLength(2);
  });

  test('asks once when nothing came back, or another refusal was the answer', async () => {
    const { backend, server, state } = start(false);
    expect(await backend.send(purchase, wish, { key })).toMatchObject({ ok: false });
    server.on(purchase, () => ({ no: 'PLAYER_FROZEN', status: 403 }));
    await backend.send(purchase, wish, { key });
    server.on(purchase, refused);
    await backend.send(purchase, wish, { key });
    expect([server.asked(purchase).length, state.asked]).toEqual([3, 1]);
  });

  test('a second ask that nobody answered goes on with the key that it had (pain 14)', async () => {
    const { fake, backend, server, state } = start();
    let tries = 0;
    server.on(purchase, () => {
      tries += 1;
      if (tries === 1) return short;
      if (tries === 2) return silence();
      return { yes: { ...bought, walletBalanceCoins: 20 } };
    });
    const first = backend.send(purchase, wish, { key });
    await fake.advance(6_000);
    expect(await first).toMatchObject({ ok: false, code: 'BACKEND_AWAY' });
    const heard = backend.sendUntilHeard(purchase, wish, key);
    await fake.advance(30_000);
    expect(await heard).toMatchObject({ ok: true });
    expect(server.asked(purchase).map((one) => one.key)).toEqual([key, key, key]);
    expect(state.asked).toBe(1);
  });

  test('what was asked until it was clear gets its second ask, too', async () => {
    const { backend, server, state } = start();
    const said = await backend.sendUntilHeard(purchase, wish, key);
    expect(said).toMatchObject({ ok: true });
    expect([server.asked(purchase).length, state.wallet]).toEqual([2, 20]);
  });

  test("brings back the payer's coins, not the payee's", async () => {
    const { fake, backend, server } = start();
    const given: string[] = [];
    const purse = openPurse(fake, backend);
    purse.mind({
      of: () => 0,
      moves: () => 0,
      giveBack(id) {
        given.push(id);
        return Promise.resolve(false);
      },
      heard: () => undefined,
    });
    server.on(pay, () => short);
    const call = { minecraftUUID: ann, toMinecraftUUID: ann.replace('0a', '0b'), amountCoins: 50 };
    await purse.backend.send(pay, call, { key });
    expect(given).toEqual([ann]);
  });

  test('counts what lies here in what a player reads, and tells what the wallet has', async () => {
    const { backend, server, state } = start();
    server.on(getCard, () => ({ yes: cardOf(createFakeHolds({ [ann]: 20 }), ann) }));
    const card = await backend.send(getCard, { minecraftUUID: ann });
    expect(card).toMatchObject({ ok: true, value: { walletBalanceCoins: 100, name: 'Ann' } });
    expect(state.heard).toEqual([20]);
  });

  test('asks again for a wallet whose coins were on their way meanwhile (row 13)', async () => {
    const { fake, backend, server, state } = start();
    const wallets = [100, 20, 20];
    server.on(getCard, () => {
      // The first answer is from before coins were set aside, and is heard after it.
      if (wallets.length === 3) state.moves = null;
      return { yes: cardOf(createFakeHolds({ [ann]: wallets.shift() ?? 0 }), ann) };
    });
    const asked = backend.send(getCard, { minecraftUUID: ann });
    await fake.advance(200);
    expect(server.asked(getCard)).toHaveLength(1);
    state.moves = 1;
    await fake.advance(200);
    expect(await asked).toMatchObject({ ok: true, value: { walletBalanceCoins: 100 } });
    expect([state.heard, server.asked(getCard).length]).toEqual([[20], 2]);
  });

  test('says what it heard when coins do not come to rest', async () => {
    const { fake, backend, server, state } = start();
    state.moves = null;
    server.on(getCard, () => ({ yes: cardOf(createFakeHolds({ [ann]: 20 }), ann) }));
    const asked = backend.send(getCard, { minecraftUUID: ann });
    await fake.advance(5_000);
    expect(await asked).toMatchObject({ ok: true, value: { walletBalanceCoins: 100 } });
  });

  test('leaves answers as they are that are of no player, or before anybody minds', async () => {
    const { server, plugin } = startFakePlugin();
    server.on(listShopItems, () => ({ yes: { items: [], total: 0 } as never }));
    server.on(purchase, () => short);
    const { backend } = openPurse(plugin.platform, plugin.backend);
    await backend.send(listShopItems, {});
    expect(await backend.send(purchase, wish, { key })).toMatchObject({ ok: false });
    expect(server.asked(purchase)).toHaveLength(1);
  });
});
