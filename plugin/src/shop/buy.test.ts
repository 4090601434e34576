import { describe, expect, test } from 'vitest';
import { getShopItem, purchase } from '@mintkeep/shared/shop.ts';
import { cut, refused, silence } from '../backend/fake-backend.ts';
import { bought, boughtLine, fakeItem, openFakeShop, type FakeShop } from './fake-shop.ts';

const unclear = expect.stringContaining('Nothing is lost') as string;
const quantitySlot = 12;

async function chooseDiamond({ run, ann, slotOf }: FakeShop): Promise<void> {
  await run('shop');
  await ann.click(slotOf('Diamond'));
}

async function breakOpen({ run, ann, server }: FakeShop): Promise<void> {
  server.on(getShopItem, cut);
  for (let time = 0; time < 3; time += 1) await run('shop info diamond');
  ann.heard.length = 0;
}

describe('a purchase by the window', () => {
  test('asks for the quantity at the price that was shown, and says what came of it', async () => {
    const opened = openFakeShop();
    const { server, ann } = opened;
    await chooseDiamond(opened);
    await ann.click(quantitySlot);
    expect(server.asked(purchase).map(({ call }) => call)).toEqual([
      { minecraftUUID: ann.id, sku: 'diamond', quantity: 8, quotedPriceCoins: 5 },
    ]);
    expect(ann.heard).toEqual([
      boughtLine,
      'You have 60 coins left. It comes to you at once; when there is no room: /claim.',
    ]);
    expect([ann.menu(), ann.sounds]).toEqual([null, ['minecraft:entity.experience_orb.pickup']]);
    expect(ann.cards).toEqual(['Diamond\nShines.\nQuantity: 8\nEach: 5 coins']);
  });

  test('happens once for a double click', async () => {
    const opened = openFakeShop();
    const { ann, keys } = opened;
    await chooseDiamond(opened);
    await Promise.allSettled([ann.click(quantitySlot), ann.click(quantitySlot)]);
    expect(keys()).toHaveLength(1);
    expect(ann.heard.filter((line) => line === boughtLine)).toHaveLength(1);
  });

  test('has another key for each question', async () => {
    const opened = openFakeShop();
    const { ann, keys } = opened;
    for (let time = 0; time < 2; time += 1) {
      await chooseDiamond(opened);
      await ann.click(quantitySlot);
    }
    expect(new Set(keys()).size).toBe(2);
  });

  test('shows the code of a voucher, to be copied by a click (S1-132)', async () => {
    const { server, ann, run, fake } = openFakeShop();
    const { deliveryId: _none, ...paid } = bought;
    const voucherCode = 'MK-7H2K-QQ4M-XW9B-3TZP';
    server.on(purchase, () => ({ yes: { ...paid, voucherCode } }));
    const told: string[] = [];
    const { tell } = ann;
    ann.tell = (message) => {
      told.push(message.template);
      tell(message);
    };
    await run('buy diamond 8');
    expect(ann.heard).toEqual([
      boughtLine,
      `The code: ${voucherCode} (click to copy)`,
      expect.stringContaining('you have 60 coins left'),
    ]);
    expect(told[1]).toContain(`<click:copy_to_clipboard:'${voucherCode}'>`);
    expect(JSON.stringify(fake.logged)).not.toContain(voucherCode);
  });

  test('makes no sound where the settings say so', async () => {
    const { ann, run } = openFakeShop([fakeItem()], { sounds: 'false' });
    await run('buy diamond 8');
    expect([ann.heard[0], ann.sounds]).toEqual([boughtLine, []]);
  });
});

describe('a purchase while the backend fails', () => {
  test('is told within 200 ms and asked for on with the same key until it is clear', async () => {
    const { fake, server, ann, run, keys } = openFakeShop();
    server.on(purchase, cut);
    await run('buy diamond 8');
    await fake.advance(200);
    expect(ann.heard).toEqual([unclear]);
    await fake.advance(5_000);
    server.on(purchase, () => ({ yes: bought }));
    await fake.advance(100_000);
    expect(ann.heard).toEqual([unclear, boughtLine, expect.any(String)]);
    expect(keys().length).toBeGreaterThan(1);
    expect(new Set(keys()).size).toBe(1);
  });

  test('says within 200 ms that it is slow, once, and the result when it is known', async () => {
    const { fake, server, ann, run } = openFakeShop();
    let go: () => void = () => undefined;
    server.on(purchase, async () => {
      await new Promise<void>((resolve) => (go = resolve));
      return { yes: bought };
    });
    await run('buy diamond 8');
    await fake.advance(200);
    expect(ann.heard).toEqual([expect.stringContaining('The shop is slow')]);
    await fake.advance(2_000);
    go();
    await fake.settle();
    expect(ann.heard.slice(1)).toEqual([boughtLine, expect.any(String)]);
  });

  test('is simply refused when no connection was taken: nothing is asked later', async () => {
    const { fake, server, ann, run, keys } = openFakeShop();
    server.on(purchase, refused);
    await run('buy diamond 8');
    expect(ann.heard).toEqual([expect.stringContaining('Nothing was bought')]);
    await fake.advance(60_000);
    expect(keys()).toHaveLength(1);
  });

  test('is simply refused while the breaker is open: nothing is asked at all', async () => {
    const opened = openFakeShop();
    const { fake, ann, run, keys } = opened;
    await breakOpen(opened);
    await run('buy diamond 8');
    expect(ann.heard).toEqual([expect.stringContaining('Nothing was bought')]);
    await fake.advance(60_000);
    expect(keys()).toEqual([]);
  });

  test('lets the player start no second one', async () => {
    const { server, ann, run, keys } = openFakeShop();
    server.on(purchase, silence);
    await run('buy diamond 8');
    await run('buy diamond 1');
    expect(ann.heard).toEqual(['Your last purchase is still being worked on.']);
    expect(keys()).toHaveLength(1);
  });

  test('tells the result to a player who left and came back', async () => {
    const { fake, server, ann, run } = openFakeShop();
    server.on(purchase, cut);
    await run('buy diamond 8');
    fake.quit(ann);
    const again = fake.join('Ann');
    server.on(purchase, () => ({ yes: bought }));
    await fake.advance(60_000);
    expect(again.heard).toContain(boughtLine);
  });

  test('never asks to try again what may have gone through', async () => {
    const { fake, server, plugin, ann, run } = openFakeShop();
    server.on(purchase, silence);
    const call = { minecraftUUID: ann.id, sku: 'diamond', quantity: 1 };
    for (let wishes = 0; wishes < 256; wishes += 1) {
      void plugin.backend.sendUntilHeard(purchase, call, `wish-of-another-${String(wishes)}`);
    }
    server.on(purchase, cut);
    await run('buy diamond 8');
    await fake.settle();
    expect(ann.heard).toEqual([unclear]);
  });
});
