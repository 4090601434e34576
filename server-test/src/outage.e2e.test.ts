// A backend that is away for a while: what players and operators read meanwhile, that nothing is
// lost, and that the outage is told of when it is over.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listAlerts } from '@mintkeep/shared/alerts.ts';
import { getHealth } from '@mintkeep/shared/health.ts';
import type { Bot } from './harness/bot.ts';
import { scenario } from './harness/scenario.ts';
import { target } from './harness/targets.ts';
import { until } from './harness/until.ts';
import type { World } from './harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await scenario({ settings: { timeoutMs: 2_000 } });
  await world.sell({
    sku: 'diamond',
    name: 'Diamond',
    priceCoins: 10,
    items: [{ material: 'DIAMOND', amount: 1 }],
  });
});
afterAll(() => world.close());

const alerts = async () =>
  (await world.backend.ask(listAlerts, { page: '1' }, { actor: 'console' })).items;

// A minute once, on the engine of Grakkit: by then every pause between two tries is at its longest.
const awayMs = target === 'graal' ? 60_000 : 5_000;

/** Lets the time of the outage pass; whoever asks meanwhile reads the sentence at once. */
async function stayAway(bot: Bot): Promise<void> {
  for (const endsAt = performance.now() + awayMs; performance.now() < endsAt;) {
    bot.forget();
    bot.say('/balance');
    await bot.hears(/cannot be reached right now/);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

describe('a backend that is away and comes back', () => {
  test('players read a sentence, nothing is lost, and the outage is reported (S0-064, C-34)', async () => {
    const admin = await world.player('Operator');
    await world.console(`op ${admin.name}`);
    const bot = await world.player('Shopper', 100);
    bot.say('/buy diamond 2');
    await bot.hears(/You got 2 × diamond/);
    expect(await alerts()).toEqual([]);

    await world.backend.kill();
    bot.forget();
    bot.say('/buy diamond 3');
    await bot.hears(/cannot be reached right now|is slow/);
    await admin.hears(/the backend cannot be reached/);
    bot.forget();
    bot.say('/balance');
    await bot.hears(/cannot be reached right now/);

    await stayAway(bot);
    await world.backend.start();
    await admin.hears(/the backend is back after \d+ s/, 90_000);
    bot.forget();
    bot.say('/buy diamond 4');
    await bot.hears(/You got 4 × diamond/, 90_000);
    // The books know whether the purchase in the dark was made; whatever was paid for is there.
    await world.settle(admin, bot);
    expect([40, 10]).toContain(await world.balance(bot));

    await until('the report of the outage', async () => (await alerts()).length > 0);
    const [alert, ...others] = await alerts();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ kind: 'breaker-open', service: 'backend' });
    expect(alert?.error).toMatch(/\w/);
    expect(alert?.durationS).toBeGreaterThan(0);
    expect(alert?.resolvedAt).not.toBeNull();
    await admin.quit();
    await bot.quit();
  }, 300_000);

  test('says of itself that it is well again', async () => {
    const answer = await fetch(`${world.backend.url}${getHealth.path}`);
    const report = getHealth.reply.parse(await answer.json());
    expect([answer.status, report.checks['database']?.status]).toEqual([200, 'healthy']);
    expect(report.checks['servers']?.facts).toMatchObject({ silent: 0 });
  });
});
