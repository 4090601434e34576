// What comes once, however many are paid for: one purchase of it is one.
import { describe, expect, test } from 'vitest';
import { getShopItem, listShopItems, purchase } from '@mintkeep/shared/shop.ts';
import type { Task } from '@mintkeep/shared/delivery.ts';
import { testApp } from '../../test/app.ts';
import { aPlayer, aReward, coinsOf, counts } from '../../test/builders.ts';

const opened = testApp();

describe('a reward that comes once', () => {
  const tasks: Task[] = [
    { action: 'rank', payload: { group: 'vip' } },
    { action: 'command', payload: { commands: ['crate give {player}'], safeToRepeat: false } },
    { action: 'message', payload: { text: 'Well done' } },
  ];
  test.each(tasks)('$action is not paid for twice by one purchase (pain 12)', async (task) => {
    const { minecraftUUID, ...player } = await aPlayer(opened.ctx, { coins: 100 });
    const { _id: sku } = await aReward(opened.ctx, { task });
    const before = await counts(opened.ctx);
    const two = await opened.ask(purchase, { minecraftUUID, sku, quantity: 2 });
    expect(two.error).toMatchObject({
      code: 'PURCHASE_LIMIT_REACHED',
      details: { quantityPerPurchaseMax: 1 },
    });
    expect(await counts(opened.ctx)).toEqual(before);
    expect((await opened.ask(purchase, { minecraftUUID, sku, quantity: 1 })).status).toBe(201);
    expect(await coinsOf(opened.ctx, player)).toBe(90);
  });

  test('says so where it is shown, and nothing of it where more give more', async () => {
    const { _id: rank } = await aReward(opened.ctx, { task: tasks[0] as Task });
    const { _id: plain } = await aReward(opened.ctx);
    const { items } = (await opened.ask(listShopItems, {})).body;
    const most = new Map(items.map((item) => [item.sku, item.quantityPerPurchaseMax]));
    expect([most.get(rank), most.get(plain)]).toEqual([1, undefined]);
    const one = await opened.ask(getShopItem, { sku: rank });
    expect(one.body.quantityPerPurchaseMax).toBe(1);
  });
});
