// Vouchers as players have them: bought by one, redeemed by another, once, whatever dies on the way.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listVouchers, type VoucherRecord } from '@mintkeep/shared/vouchers.ts';
import type { CrashPoint } from './embedded/messages.ts';
import type { Bot } from './harness/bot.ts';
import { scenario } from './harness/scenario.ts';
import { target } from './harness/targets.ts';
import { letVouchersEnd, takeTurn } from './harness/time.ts';
import { until } from './harness/until.ts';
import type { World } from './harness/world.ts';

const gift = {
  sku: 'gift',
  name: 'Gift',
  priceCoins: 30,
  category: 'voucher',
  fulfilment: 'voucher',
  items: [{ material: 'DIAMOND', amount: 3 }],
};
const codeIn = (text: string): string => /MK(-[2-9A-HJ-NP-Z]{4}){4}/.exec(text)?.[0] ?? '';

async function opened(): Promise<World> {
  const world = await scenario({ settings: { timeoutMs: 2_000 } });
  await world.sell(gift);
  return world;
}

/** Buys a voucher in the game and reads its code. */
async function buy(bot: Bot): Promise<string> {
  bot.forget();
  bot.say('/buy gift');
  const code = codeIn(await bot.hears(/The code: MK-/));
  expect(code).not.toBe('');
  return code;
}

describe('vouchers', () => {
  let world: World;
  beforeAll(async () => {
    world = await opened();
  });
  afterAll(() => world.close());

  /** Makes one as staff do. */
  const make = async (...options: string[]): Promise<string> =>
    codeIn(await world.backend.command('vouchers', 'create', 'gift', ...options, 'a prize'));
  const listed = async (): Promise<VoucherRecord[]> => {
    const page = { pageSize: '100' };
    return (await world.backend.ask(listVouchers, page, { actor: 'console' })).items;
  };

  /** Waits for so many diamonds in hand; then nothing more may come, and the books must be right. */
  async function expectGiven(bot: Bot, diamonds: number, receipts = diamonds / 3): Promise<void> {
    const state = () => ({ heard: bot.heard, inHand: bot.count('DIAMOND') });
    await until(`the goods of ${bot.name}`, () => bot.count('DIAMOND') >= diamonds, {
      timeoutMs: 40_000,
      state,
    });
    await until(
      `the receipts of ${bot.name}`,
      async () =>
        (await world.console(`mintkeep receipts ${bot.name}`)).filter((line) =>
          /^receipt \S+ given /.test(line),
        ).length === receipts,
      { state },
    );
    expect(bot.count('DIAMOND')).toBe(diamonds);
    const report = await world.backend.command('ledger', 'verify', '--json');
    expect(JSON.parse(report)).toMatchObject({ sound: true });
  }

  test('bought by one, redeemed by another; the goods arrive once (S1-132, S1-133)', async () => {
    const [ann, bob] = [await world.player('Ann', 100), await world.player('Bob')];
    const code = await buy(ann);
    await ann.hears(/Whoever enters it first/);
    expect(await world.balance(ann)).toBe(70);
    expect(bob.heard.join()).not.toContain(code);
    bob.say(`/redeem ${code.toLowerCase()}`);
    await bob.hears(/You redeemed a voucher for Gift/);
    await expectGiven(bob, 3);
    ann.say(`/redeem ${code}`);
    await ann.hears(/Somebody has redeemed this voucher before/);
    bob.forget();
    bob.say(`/redeem ${code}`);
    await bob.hears(/You redeemed a voucher for Gift/);
    await expectGiven(bob, 3);
    await expectGiven(ann, 0);
    await Promise.all([ann.quit(), bob.quit()]);
  });

  test('the command written again and again redeems once (S1-188)', async () => {
    const bot = await world.player('Spammer');
    const code = await make();
    for (let nth = 0; nth < 20; nth += 1) bot.say(`/redeem ${code}`);
    await bot.hears(/You redeemed a voucher for Gift/);
    await expectGiven(bot, 3);
    await bot.quit();
  });

  test('says what is wrong with a code, and completes none', async () => {
    const bot = await world.player('Guesser');
    await make();
    expect(await bot.completions('/redeem M')).toEqual([]);
    bot.say('/redeem');
    await bot.hears(/Write \/redeem/);
    bot.say('/redeem MK-2222-2222-2222-2222');
    await bot.hears(/There is no such voucher/);
    bot.forget();
    bot.say('/redeem <red>');
    await bot.hears(/There is no such voucher/);
    const expiring = await make('--expires', '1s');
    await letVouchersEnd(world);
    bot.say(`/redeem ${expiring}`);
    await bot.hears(/This voucher is no longer valid/);
    await expectGiven(bot, 0);
    await bot.quit();
  });

  test('voided by staff, what was paid comes back', async () => {
    const bot = await world.player('Refunded', 30);
    const code = await buy(bot);
    const voucher = (await listed()).find(
      ({ madeBy, status }) => madeBy === 'purchase' && status === 'pending',
    );
    await world.backend.command('vouchers', 'void', voucher?.voucherId ?? '', 'leaked');
    await until('the coins to be back', async () => (await world.balance(bot)) === 30);
    bot.say(`/redeem ${code}`);
    await bot.hears(/This voucher is no longer valid/);
    await expectGiven(bot, 0);
    await bot.quit();
  });

  const arrows: readonly (CrashPoint & { readonly where: string })[] = [
    { where: 'before the goods', call: 'PlayerInventory.addItem', when: 'before', nth: 1 },
    { where: 'between goods and receipt', call: 'PlayerInventory.addItem', when: 'after', nth: 1 },
    { where: 'between save and report', call: 'Player.saveData', when: 'after', nth: 1 },
  ];

  // Only the embedded server dies on demand, between two calls of a script.
  describe.skipIf(target === 'paper')('a game server that dies in the hand-over', () => {
    test.each(arrows)('$where: the goods arrive once', async ({ where, ...point }) => {
      const bot = await world.player(`Crash_${arrows.findIndex((one) => one.where === where)}`);
      const code = await make();
      await world.embedded.crashAt(point);
      bot.say(`/redeem ${code}`);
      await world.restart();
      const back = await world.rejoin(bot);
      await expectGiven(back, 3);
      back.say(`/redeem ${code}`);
      await back.hears(/You redeemed a voucher for Gift/);
      await expectGiven(back, 3);
      await back.quit();
    });
  });
});

describe('a voucher that nobody redeems', () => {
  let world: World;
  beforeAll(async () => {
    // Seconds instead of days, for the backend of this world alone.
    process.env['VOUCHER_TIMEOUT_H'] = '0.0005';
    world = await opened();
    delete process.env['VOUCHER_TIMEOUT_H'];
  });
  afterAll(() => world.close());

  test('is paid back to its buyer when its time is up (S1-037, S1-125)', async () => {
    const bot = await world.player('Forgetful', 30);
    const code = await buy(bot);
    expect(await world.balance(bot)).toBe(0);
    await letVouchersEnd(world);
    await takeTurn(world, 'vouchers:expire');
    await until('the coins to be back', async () => (await world.balance(bot)) === 30, {
      timeoutMs: 90_000,
    });
    bot.say(`/redeem ${code}`);
    await bot.hears(/This voucher is no longer valid/);
    await world.settle(bot);
    await bot.quit();
  }, 120_000);
});
