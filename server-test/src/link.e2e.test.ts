// Linking as a player does it: the code in the game, Discord's side by the endpoint that the bot will
// call, and the end of the link.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getCard } from '@mintkeep/shared/presence.ts';
import { linkStatus, verifyCode } from '@mintkeep/shared/verification.ts';
import type { Bot } from './harness/bot.ts';
import { scenario } from './harness/scenario.ts';
import type { World } from './harness/world.ts';

describe('/link', () => {
  let world: World;
  beforeAll(async () => {
    world = await scenario();
  });
  afterAll(() => world.close());

  let users = 0;
  /** A Discord user nobody else is. */
  const aUser = (): string => {
    users += 1;
    return `1000000000000000${String(users).padStart(2, '0')}`;
  };
  const enter = (code: string, discordId: string) =>
    world.backend.ask(verifyCode, { code, discordId, discordName: 'ann#1' });
  const statusOf = ({ uuid: minecraftUUID }: Bot) =>
    world.backend.ask(linkStatus, { minecraftUUID });
  /** Writes /link and reads the code from the answer. */
  const newCode = async (bot: Bot): Promise<string> => {
    bot.forget();
    bot.say('/link');
    const line = await bot.hears(/Your code: [A-Z0-9]{8} /);
    return /: ([A-Z0-9]{8}) /.exec(line)?.[1] ?? '';
  };

  test('shows a code that a click copies, to its player alone; Discord links with it (S0-078, K-014)', async () => {
    const [ann, bob] = [await world.player('Ann', 7), await world.player('Bob')];
    bob.forget();
    const code = await newCode(ann);
    await ann.hears(/within 15 minutes/);
    expect(bob.heard.join()).not.toContain(code);
    const said = JSON.stringify(ann.components);
    expect(said).toContain('copy_to_clipboard');
    expect(await statusOf(ann)).toEqual({ linked: false });

    const discordId = aUser();
    const linked = await enter(code.toLowerCase(), discordId);
    expect(linked).toMatchObject({ minecraftUUID: ann.uuid, discordId });
    expect(await statusOf(ann)).toMatchObject({ linked: true, discordId, discordName: 'ann#1' });
    const card = await world.backend.ask(getCard, { minecraftUUID: ann.uuid });
    expect(card).toMatchObject({ linked: true, walletBalanceCoins: 7 });

    ann.forget();
    ann.say('/link');
    await ann.hears(/You are linked with ann#1 in Discord since/);
    expect(ann.heard.join()).not.toMatch(/Your code/);
    await expect(enter(code, aUser())).rejects.toThrow(/404 .*LINK_CODE_UNKNOWN/);
    await world.settle(ann, bob);
    await ann.quit();
    await bob.quit();
  });

  test('voids the old code with each new one', async () => {
    const bot = await world.player('Again');
    const old = await newCode(bot);
    const code = await newCode(bot);
    expect(code).not.toBe(old);
    await expect(enter(old, aUser())).rejects.toThrow(/404 .*LINK_CODE_UNKNOWN/);
    const discordId = aUser();
    expect(await enter(code, discordId)).toMatchObject({ minecraftUUID: bot.uuid });

    const second = await world.player('Second');
    await expect(enter(await newCode(second), discordId)).rejects.toThrow(/409 .*LINK_LIMIT/);
    expect(await statusOf(second)).toEqual({ linked: false });
    await bot.quit();
    await second.quit();
  });

  test('limits who guesses, and nobody else on the same server (S0-025, D16)', async () => {
    const bot = await world.player('Guarded');
    const code = await newCode(bot);
    const guesser = aUser();
    for (const guess of ['AAAAAAAA', 'BBBBBBBB', 'CCCCCCCC', 'DDDDDDDD', 'EEEEEEEE']) {
      await expect(enter(guess, guesser)).rejects.toThrow(/404 .*LINK_CODE_UNKNOWN/);
    }
    await expect(enter(code, guesser)).rejects.toThrow(/429 .*LIMIT_EXCEEDED/);
    expect(await enter(code, aUser())).toMatchObject({ minecraftUUID: bot.uuid });
    await bot.quit();
  });

  test('ends by /unlink once it is confirmed, and begins anew', async () => {
    const bot = await world.player('Leaver');
    bot.say('/unlink');
    await bot.hears(/This account is not linked/);
    const discordId = aUser();
    await enter(await newCode(bot), discordId);
    bot.say('/unlink');
    await bot.hears(/End the link with ann#1\?/);
    expect(await statusOf(bot)).toMatchObject({ linked: true });
    expect(await bot.completions('/unlink ')).toEqual(['confirm']);
    bot.say('/unlink confirm');
    await bot.hears(/You are no longer linked/);
    expect(await statusOf(bot)).toEqual({ linked: false });
    expect(await enter(await newCode(bot), discordId)).toMatchObject({ discordId });
    await bot.quit();
  });
});
