// The players of the plugin's bench: bots that join with coins and buy, by command and by menu.
import { setTimeout as pause } from 'node:timers/promises';
import { adjust, listUsers } from '@mintkeep/shared/players.ts';
import type { Backend } from '../../server-test/src/harness/backend.ts';
import { joinAs, type Bot } from '../../server-test/src/harness/bot.ts';
import { until } from '../../server-test/src/harness/until.ts';

const coinsEach = 1_000_000;
/** So many join at once: a login is work for the bots, and they share this machine. */
const joinsAtOnce = 10;

/** Lets players join until there are `to` of them; answers those who came, with coins. */
export async function joinAll(
  backend: Backend,
  port: number,
  from: number,
  to: number,
  engine: string,
): Promise<Bot[]> {
  const bots: Bot[] = [];
  for (let first = from; first < to; first += joinsAtOnce) {
    const count = Math.min(joinsAtOnce, to - first);
    const names = Array.from({ length: count }, (_, place) => `Bench_${engine}_${first + place}`);
    bots.push(
      ...(await Promise.all(
        names.map((name) => joinAs(name, { port, version: '1.21.11', locale: 'en_us' })),
      )),
    );
  }
  for (const bot of bots) await endow(backend, bot);
  return bots;
}

/** Gives a bot coins, as soon as the plugin has told the backend of it. */
async function endow(backend: Backend, { name, uuid }: Bot): Promise<void> {
  const actor = { actor: 'console' };
  const player = await until(`the backend to know ${name}`, async () => {
    const { items } = await backend.ask(listUsers, { q: uuid, page: '1', pageSize: '1' }, actor);
    return items[0];
  });
  const gift = { id: player.playerId, amountCoins: coinsEach, reason: 'bench' };
  await backend.ask(adjust, gift, actor);
}

/** Buys by command again and again, at most every so often; answers how many came. */
export async function buyEvery(
  bot: Bot,
  when: { readonly endsAt: number; readonly everyMs: number; readonly firstAfterMs: number },
): Promise<number> {
  let count = 0;
  await pause(when.firstAfterMs);
  while (performance.now() < when.endsAt) {
    const startedAt = performance.now();
    bot.forget();
    bot.say('/buy diamond');
    await bot.hears(/You bought 1/, 60_000);
    count += 1;
    const restMs = Math.min(startedAt + when.everyMs, when.endsAt) - performance.now();
    if (restMs > 0) await pause(restMs);
  }
  return count;
}

/** Buys one by menu; answers the milliseconds from the last click to the item in the inventory. */
export async function confirmToHandMs(bot: Bot): Promise<number> {
  bot.say('/shop');
  bot.click(slotOf(await bot.sees(/^Shop/), /Diamond/));
  const confirm = slotOf(await bot.sees(/^Buy/), /^Buy 1$/);
  const before = bot.count('DIAMOND');
  const clickedAt = performance.now();
  bot.click(confirm);
  // Looks more often than a test does: the answer is a few ticks away.
  while (bot.count('DIAMOND') === before) {
    if (performance.now() - clickedAt > 30_000) throw new Error('The diamond did not come.');
    await pause(1);
  }
  return performance.now() - clickedAt;
}

function slotOf(shown: readonly { readonly name: string; readonly slot: number }[], name: RegExp) {
  const found = shown.find((one) => name.test(one.name));
  if (!found)
    throw new Error(`${String(name)} is not among ${shown.map((one) => one.name).join()}`);
  return found.slot;
}
