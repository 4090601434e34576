// The desk of a backend, from what is wrong to the message in Discord, and what a webhook that is
// broken does to everybody else: nothing.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listShopItems } from '@mintkeep/shared/shop.ts';
import { testApp } from '../../test/app.ts';
import { openFakeWebhook } from '../../test/fakes/webhook.ts';
import type { FakeWebhook } from '../../test/fakes/webhook.ts';
import { openWebhook } from '../alerts/service.ts';
import { openAlertDesk } from './desk.ts';
import { openHealthMonitor } from './monitor.ts';

const opened = testApp();
let fake: FakeWebhook;
beforeAll(async () => {
  fake = await openFakeWebhook();
});
afterAll(() => fake.close());
beforeEach(async () => {
  for (const name of ['alerts', 'jobs']) await opened.ctx.db.collection(name).deleteMany({});
});

function openDesk() {
  const webhook = openWebhook(fake.url, opened.ctx.log, { timeoutMs: 300 });
  const monitor = openHealthMonitor(opened.ctx, { webhook });
  const desk = openAlertDesk(opened.ctx, opened.doorbell, { monitor, webhook });
  return { desk, monitor };
}

const aDeadJob = () =>
  opened.ctx.db.collection<{ _id: string }>('jobs').insertOne({
    _id: `shop:refund:${randomUUID()}`,
    name: 'shop:refund',
    status: 'dead',
    runAt: new Date(),
  } as { _id: string });

describe('openAlertDesk', () => {
  test('tells of a dead letter at once, and two desks tell it once (S0-061, S0-065)', async () => {
    await aDeadJob();
    const desks = [openDesk(), openDesk()];
    const titles = () => fake.taken.map(({ embeds }) => embeds?.[0]?.title);
    await expect.poll(titles, { timeout: 5_000 }).toEqual(['Jobs have given up']);
    for (const { desk } of desks) await desk.stop();
    expect(titles()).toEqual(['Jobs have given up']);
    expect(fake.problems).toEqual([]);
    const [first] = desks;
    await first?.monitor.look();
    expect((await first?.monitor.report())?.checks['alerts']).toMatchObject({
      status: 'healthy',
      facts: { open: 1 },
    });
  });

  test('a webhook that never answers slows nobody down', async () => {
    fake.mood = 'silent';
    await aDeadJob();
    const { desk } = openDesk();
    await expect.poll(() => fake.requests, { timeout: 5_000 }).toBeGreaterThan(1);
    const startedAt = performance.now();
    expect((await opened.ask(listShopItems, {})).status).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(250);
    const stoppedAt = performance.now();
    await desk.stop();
    expect(performance.now() - stoppedAt).toBeLessThan(1_000);
    fake.mood = 'well';
  });

  test('without a webhook, alerts are stored all the same (K-015)', async () => {
    await aDeadJob();
    const monitor = openHealthMonitor(opened.ctx);
    const desk = openAlertDesk(opened.ctx, opened.doorbell, { monitor });
    const stored = () => opened.ctx.db.collection('alerts').countDocuments();
    await expect.poll(stored, { timeout: 5_000 }).toBe(1);
    await desk.stop();
    expect((await monitor.report()).checks['alerts']).toEqual({ status: 'disabled', ageMs: null });
  });
});
