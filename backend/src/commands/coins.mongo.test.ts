// npm run coins -- holds, run as its own process on the database of a test.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aKey, appKey, testApp } from '../../test/app.ts';
import { aPlayer, expectSoundLedger } from '../../test/builders.ts';
import { gameServer } from '../../test/game-server.ts';
import { holding, pursesOf } from '../../test/holds.ts';
import { databaseUrl } from '../../test/mongo.ts';

const opened = testApp();

/** Runs the command with these words. */
function coins(...words: string[]): Promise<{ code: number; out: string }> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    DATABASE_URL: databaseUrl(opened.ctx.db.databaseName),
    APP_KEY: appKey.toString('base64'),
  };
  const file = join(import.meta.dirname, 'coins.ts');
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...words], { env }, (error, stdout, stderr) => {
      const code = error ? Number(error.code ?? 1) : 0;
      resolve({ code, out: `${stdout}${stderr}` });
    });
  });
}

test('npm run coins -- holds shows what is set aside, and releases that of a server with a reason', async () => {
  const { ctx } = opened;
  expect(await coins('holds')).toMatchObject({ code: 0, out: 'No coins are set aside.\n' });
  const player = await aPlayer(ctx, { coins: 100 });
  await holding(opened.ask).take(player, 60);
  const gone = holding(gameServer(opened.app, await aKey(opened, 'gone')));
  await gone.take(player, 30);
  const shown = await coins('holds');
  expect(shown.out).toContain(`survival  ${player.minecraftName}  60 coins`);
  expect(shown.out).toContain(`gone  ${player.minecraftName}  30 coins`);
  expect((await coins('holds', 'gone')).out).not.toContain('survival');

  for (const words of [['release'], ['release', 'gone'], ['release', 'gone', '--reason']]) {
    expect((await coins('holds', ...words)).code).toBe(2);
  }
  const done = await coins('holds', 'release', 'gone', '--reason', 'its', 'disk', 'died');
  expect(done).toMatchObject({ code: 0 });
  expect(done.out).toContain('30 coins of 1 players');
  expect(await pursesOf(ctx, player)).toEqual([40, 60]);
  const audited = await ctx.db.collection('audit_log').find({}).toArray();
  expect(audited).toMatchObject([{ action: 'holds.release', reason: 'its disk died' }]);
  await expectSoundLedger(ctx);
});
