// Guessing codes (S0-085): the chance of a hit within a code's life, computed from the limits in
// force, and then the attempt.
import { describe, expect, test } from 'vitest';
import { codeLifetimeMs, verifyCode } from '@mintkeep/shared/verification.ts';
import { testApp, testLinking } from '../../test/app.ts';
import { behindProxy } from '../../test/behind-proxy.ts';
import { aPlayer, inTx } from '../../test/builders.ts';
import { aDiscordId } from '../../test/staff.ts';
import { isAbsence } from '../core/transaction.ts';
import { admitAttempt, allAttemptsLimit } from './attempts.ts';
import { codeAlphabet, codeLength, drawText } from './code.ts';
import { generateCode } from './service.ts';

const opened = testApp();
const through = behindProxy(opened);
const codesThereAre = codeAlphabet.length ** codeLength;

/** The most guesses that a sliding window lets through in a time: a first burst, then its pace. */
const guessesWithin = (ms: number, { max, windowMs } = allAttemptsLimit): number =>
  max * (Math.floor(ms / windowMs) + 1);

describe('guessing', () => {
  test('hits a code within its life with a chance below 1e-9, whoever guesses (S0-085)', () => {
    const guesses = guessesWithin(codeLifetimeMs);
    expect(guesses).toBe(960);
    expect(codesThereAre).toBe(2 ** 40);
    const chance = guesses / codesThereAre;
    expect(chance).toBeLessThan(1e-9);
    // One Discord user alone, who has five attempts a minute.
    const alone = guessesWithin(codeLifetimeMs, {
      max: testLinking.attemptsPerMinuteMax,
      windowMs: 60_000,
    });
    expect(alone / codesThereAre).toBeLessThan(1e-10);
    // Against a hundred codes in force at once, one is hit once in eleven million lives.
    expect((100 * guesses) / codesThereAre).toBeLessThan(1e-7);
  });

  test('is stopped: of 2000 guesses by 100 users at once, 60 a minute are looked at (S0-085, S7)', async () => {
    const victims = [];
    for (let player = 0; player < 5; player += 1) {
      const { minecraftUUID, minecraftName: name } = await aPlayer(opened.ctx);
      const input = { minecraftUUID, name };
      await inTx(opened.ctx, (tx) => generateCode(tx, testLinking, input));
      victims.push(minecraftUUID);
    }
    const users = Array.from({ length: 100 }, aDiscordId);
    const startedAt = performance.now();
    const statuses: number[] = [];
    for (let burst = 0; burst < 2_000 / 50; burst += 1) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, place) =>
          opened.ask(verifyCode, {
            code: drawText(codeAlphabet, codeLength),
            discordId: users[(burst * 50 + place) % users.length] ?? '',
          }),
        ),
      );
      statuses.push(...answers.map(({ status }) => status));
    }
    const lookedAt = statuses.filter((status) => status === 404);
    expect(lookedAt.length).toBeLessThanOrEqual(guessesWithin(performance.now() - startedAt));
    expect(lookedAt.length).toBeGreaterThan(0);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2_000 - lookedAt.length);
    const linked = await opened.ctx.db
      .collection('players')
      .countDocuments({ minecraftUUID: { $in: victims }, discordId: { $ne: null } });
    expect(linked).toBe(0);
    const warned = opened.lines.some(({ msg }) => /guessing codes/.test(String(msg)));
    expect(warned).toBe(true);
  }, 120_000);

  test('gets nowhere while the database that counts is away (S0-084, S0-085)', async () => {
    const attempt = { code: 'ABCD2345', discordId: aDiscordId(), address: null };
    await opened.ctx.db.collection('rate_limits').deleteMany({});
    await admitAttempt(through.ctx, testLinking, attempt);
    through.proxy.cut();
    const error = await admitAttempt(through.ctx, testLinking, attempt).catch((e: unknown) => e);
    expect(isAbsence(error)).toBe(true);
    through.proxy.heal();
    await admitAttempt(through.ctx, testLinking, attempt);
  });
});
