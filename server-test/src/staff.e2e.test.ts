// What staff do to players, from the console and in the game: bans that act at once and at the door,
// coins and freezes, refunds, who may do it, and what the audit log says of it afterwards.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listAudit, type AuditEntry } from '@mintkeep/shared/audit.ts';
import { listUsers, type User } from '@mintkeep/shared/players.ts';
import { listPurchases, purchase } from '@mintkeep/shared/shop.ts';
import { generateCode, verifyCode } from '@mintkeep/shared/verification.ts';
import type { Bot } from './harness/bot.ts';
import { scenario } from './harness/scenario.ts';
import { target as platform } from './harness/targets.ts';
import { until } from './harness/until.ts';
import { startReason, type World } from './harness/world.ts';

const asConsole = { actor: 'console' };

// What the console reads comes after its line is done: only the embedded server shows that.
const onEmbedded = describe.skipIf(platform === 'paper');

let world: World;
beforeAll(async () => {
  world = await scenario();
  await world.sell({
    sku: 'diamond',
    name: 'Diamond',
    priceCoins: 10,
    items: [{ material: 'DIAMOND', amount: 1 }],
  });
});
afterAll(() => world.close());

/** A line at the console, and what its answer came to: the answer comes after the line is done. */
async function console(line: string, answer: RegExp): Promise<string> {
  const before = world.embedded.lines.length;
  const said = await world.console(line);
  const look = () =>
    [...said, ...world.embedded.lines.slice(before)].find((one) => answer.test(one));
  return until(`the console to read ${String(answer)} after ${line}`, look, {
    state: () => world.embedded.lines.slice(before),
  });
}

async function userOf({ uuid }: Bot): Promise<User> {
  const { items } = await world.backend.ask(listUsers, { q: uuid }, asConsole);
  const [user] = items;
  if (!user) throw new Error(`nobody is ${uuid}`);
  return user;
}

/** The audit log of a player, oldest first, without the coins that the player began with. */
async function auditOf(bot: Bot): Promise<AuditEntry[]> {
  const { playerId } = await userOf(bot);
  const call = { target: `player:${playerId}`, pageSize: '100' };
  const { items } = await world.backend.ask(listAudit, call, asConsole);
  return items.filter(({ reason }) => reason !== startReason).reverse();
}

const refusedWith = (bot: Bot): Promise<string> =>
  world.rejoin(bot).then(
    () => 'let in',
    (error: Error) => error.message,
  );

onEmbedded('a ban', () => {
  test('removes a player who is here at once, with the reason, and keeps the player out (B-08)', async () => {
    const bot = await world.player('Griefer');
    const startedAt = performance.now();
    await console(`mintkeep ban ${bot.name} griefing at spawn`, /Griefer\S* is banned for ever/);
    expect(await bot.gone).toBe('You are banned: griefing at spawn');
    // The ban itself is a round trip; then the change has a second to be heard.
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    for (let time = 0; time < 2; time += 1) {
      expect(await refusedWith(bot)).toContain('You are banned: griefing at spawn');
    }
    expect((await auditOf(bot)).map(({ action, reason }) => [action, reason])).toEqual([
      ['player.ban', 'griefing at spawn'],
    ]);
  });

  test('names its end, and lets the player in once it is lifted (B-08)', async () => {
    const bot = await world.player('Spammer');
    await bot.quit();
    await console(
      `mintkeep ban ${bot.name} 24 spam`,
      /is banned until \d{4}-\d\d-\d\d \d\d:\d\d UTC/,
    );
    const { banned } = await userOf(bot);
    const hours = (Date.parse(banned?.untilAt ?? '') - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThan(24.1);
    expect(await refusedWith(bot)).toMatch(/banned until \d{4}-\d\d-\d\d \d\d:\d\d UTC: spam/);
    await console(`mintkeep unban ${bot.name} said sorry`, /is not banned/);
    const back = await until('the player to be let in', () => world.rejoin(bot).catch(() => null));
    await back.quit();
  });

  test('holds while the backend is away (B-07, B-08)', async () => {
    const bot = await world.player('Absent');
    await console(`mintkeep ban ${bot.name} duping`, /is banned for ever/);
    await bot.gone;
    await world.backend.stop();
    expect(await refusedWith(bot)).toContain('You are banned: duping');
    await world.backend.start();
    await until(
      'the plugin to hear the backend',
      async () => (await world.console('mintkeep status')).some((line) => /reachable/.test(line)),
      { timeoutMs: 60_000 },
    );
  }, 90_000);
});

onEmbedded('the console', () => {
  test('gives and takes coins of players who are here or not, and says the balance (D35)', async () => {
    const bot = await world.player('Saver', 5);
    await console(
      `mintkeep adjust ${bot.name} 1.5k a prize`,
      /was given 1,500 coins and has 1,505/,
    );
    await bot.quit();
    const lower = bot.name.toLowerCase();
    await console(`mintkeep adjust ${lower} -505 a mistake`, /505 coins were taken .* 1,000 coins/);
    await console(`mintkeep adjust ${lower} -1001 too much`, /more than there is.*1,000 coins/);
    await console(`mintkeep balance ${lower}`, /Saver\S* has 1,000 coins/);
    expect((await auditOf(bot)).map(({ reason, adminId }) => [reason, adminId])).toEqual([
      ['a prize', 'console:first'],
      ['a mistake', 'console:first'],
    ]);
    const back = await world.rejoin(bot);
    expect(await world.balance(back)).toBe(1_000);
    await back.quit();
  });

  test('freezes a player, who buys nothing until it is undone (S0-056)', async () => {
    const bot = await world.player('Frozen', 100);
    await console(`mintkeep freeze ${bot.name} chargeback`, /is frozen/);
    bot.say('/buy diamond');
    await bot.hears(/Your account is frozen/);
    await console(`mintkeep unfreeze ${bot.name} settled`, /is not frozen/);
    bot.say('/buy diamond');
    await bot.hears(/You bought 1 × Diamond/);
    await world.settle(bot);
    await bot.quit();
  });

  test('pays back a purchase that no server ever had (S0-010, D23)', async () => {
    const bot = await world.player('Buyer', 100);
    const minecraftUUID = bot.uuid;
    await bot.quit();
    const call = { minecraftUUID, sku: 'diamond', quantity: 2 };
    const { purchaseId } = await world.backend.ask(purchase, call);
    await console(`mintkeep refund ${purchaseId} bought by mistake`, /Paid back: 20 coins/);
    const back = await world.rejoin(bot);
    await world.settle(back);
    expect(await world.balance(back)).toBe(100);
    await back.quit();
  });

  test('pays back what a server holds once it is proved that nothing was given (D23)', async () => {
    const bot = await world.player('Holder', 100);
    await world.console(`give ${bot.name} dirt 2304`);
    bot.say('/buy diamond 2');
    await bot.hears(/no room|make room/i);
    const { items } = await world.backend.ask(listPurchases, { minecraftUUID: bot.uuid });
    const purchaseId = items[0]?.purchaseId ?? '';
    await console(`mintkeep refund ${purchaseId} changed his mind`, /as soon as/);
    bot.say('/claim');
    await until('the coins to be back', async () => (await world.balance(bot)) === 100);
    await world.console(`clear ${bot.name}`);
    bot.say('/claim');
    await bot.hears(/Nothing waits for you/);
    await world.settle(bot);
    await bot.quit();
  });

  test('pays back what was delivered, when a person decides so (D23)', async () => {
    const bot = await world.player('Regretful', 100);
    bot.say('/buy diamond');
    await bot.hears(/You got 1 × diamond/);
    await world.settle(bot);
    const { items } = await world.backend.ask(listPurchases, { minecraftUUID: bot.uuid });
    await console(`mintkeep refund ${items[0]?.purchaseId ?? ''} goodwill`, /Paid back: 10 coins/);
    expect(await world.balance(bot)).toBe(100);
    expect(bot.count('DIAMOND')).toBe(1);
    await bot.quit();
  });

  test('is told what is wrong with its words', async () => {
    await console('mintkeep adjust Nobody_here 5 gift', /Nobody called “Nobody_here” is known/);
    await console('mintkeep adjust Saver many gift', /Write \/mintkeep adjust/);
    await console('mintkeep freeze Saver', /Write \/mintkeep freeze/);
    await console('mintkeep refund 12 because', /Write \/mintkeep refund/);
  });
});

describe('a player', () => {
  test('without the permission is refused, and nothing happens (S0-086)', async () => {
    const bot = await world.player('Cheeky', 5);
    bot.say(`/mintkeep adjust ${bot.name} 1000 please`);
    await bot.hears(/You may not use this command/);
    expect(await world.balance(bot)).toBe(5);
    await bot.quit();
  });

  test('with the permission and no role is refused, and nothing happens (B-09, S0-086)', async () => {
    const bot = await world.player('Operator', 5);
    await world.console(`op ${bot.name}`);
    for (const line of [
      `adjust ${bot.name} 1000 please`,
      `ban ${bot.name} please`,
      `freeze ${bot.name} please`,
      `balance ${bot.name}`,
    ]) {
      bot.forget();
      bot.say(`/mintkeep ${line}`);
      await bot.hears(/It needs the role in Discord, and a linked account/);
    }
    expect(await world.balance(bot)).toBe(5);
    expect(await userOf(bot)).toMatchObject({ frozen: false, banned: null });
    expect(await auditOf(bot)).toEqual([]);
    await bot.quit();
  });

  test('with the permission and a role may what the role may, and is named for it (B-09, D40)', async () => {
    const [operator, target] = [await world.player('Keeper'), await world.player('Target', 5)];
    const discordId = '900000000000000042';
    const { uuid: minecraftUUID, name } = operator;
    const { code } = await world.backend.ask(generateCode, { minecraftUUID, name });
    await world.backend.ask(verifyCode, { code, discordId });
    await world.backend.command('staff', 'grant', name, 'OPERATOR', 'hired');
    await world.console(`op ${name}`);
    operator.say(`/mintkeep freeze ${target.name} a chargeback`);
    await operator.hears(/Target\S* is frozen/);
    target.say('/balance');
    await target.hears(/Your account is frozen/);
    operator.say(`/mintkeep adjust ${target.name} 1000 a gift`);
    await operator.hears(/It needs the role in Discord/);
    expect(await world.balance(target)).toBe(5);
    expect(await auditOf(target)).toMatchObject([
      { action: 'player.freeze', adminId: `staff:${discordId}`, reason: 'a chargeback' },
    ]);
    await Promise.all([operator.quit(), target.quit()]);
  });

  test('with the permission completes sub-commands and names', async () => {
    const bot = await world.player('Typist');
    await world.console(`op ${bot.name}`);
    expect(await bot.completions('/mintkeep un')).toEqual(['unfreeze', 'unban']);
    expect(await bot.completions('/mintkeep ban Typ')).toEqual([bot.name]);
    expect(await bot.completions(`/mintkeep ban ${bot.name} 2`)).toEqual(['24h']);
    await bot.quit();
  });
});
