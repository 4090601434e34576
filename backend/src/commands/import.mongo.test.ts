// npm run import, run as its own process on the database of a test.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appKey, testApp } from '../../test/app.ts';
import { aPlayer, coinsOf, expectSoundLedger } from '../../test/builders.ts';
import { databaseUrl } from '../../test/mongo.ts';
import { findPlayers } from '../players/service.ts';

const opened = testApp();
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'userdata-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the command on the folder with these options. */
function importing(...options: string[]): Promise<{ code: number; out: string }> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    DATABASE_URL: databaseUrl(opened.ctx.db.databaseName),
    APP_KEY: appKey.toString('base64'),
  };
  const words = [join(import.meta.dirname, 'import.ts'), 'essentials', folder, ...options];
  return new Promise((resolve) => {
    execFile(process.execPath, words, { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, out: `${stdout}${stderr}` });
    });
  });
}

function aFile(text: string, minecraftUUID: string = randomUUID()): string {
  writeFileSync(join(folder, `${minecraftUUID}.yml`), text);
  return minecraftUUID;
}

const coinsOfAccount = async (minecraftUUID: string): Promise<number | undefined> =>
  (await findPlayers(opened.ctx, [minecraftUUID]))[0]?.walletBalanceCoins;

const rows = (): Promise<number[]> =>
  Promise.all(
    ['players', 'transactions', 'audit_log', 'operations'].map((name) =>
      opened.ctx.db.collection(name).countDocuments(),
    ),
  );

describe('npm run import', () => {
  test('says everything on a dry run and changes nothing', async () => {
    aFile("money: '100.75'\nlast-account-name: Same");
    aFile("money: '50.5'\nlast-account-name: same");
    aFile("money: '-20'\nlast-account-name: Debtor");
    aFile("npc: true\nmoney: '999'\nlast-account-name: town_a");
    aFile('last-account-name: Nobody');
    const nameless = aFile("money: '9'");
    writeFileSync(join(folder, 'Alex.yml'), 'money: 5');
    writeFileSync(join(folder, `${randomUUID()}.yml`), 'money: !!js/function "x"');
    symlinkSync('/etc/hostname', join(folder, `${randomUUID()}.yml`));
    const known = await aPlayer(opened.ctx, { coins: 30 });
    aFile("money: '7'\nlast-account-name: Old", known.minecraftUUID);
    const before = await rows();
    const { code, out } = await importing();
    expect(code).toBe(0);
    for (const said of [
      '10 files read, 3 players with coins.',
      'To pay: 3 players, 157 coins, 1 for 1.',
      'new here: 2; known here: 1',
      `${known.minecraftName} holds 30`,
      'rounded down: 2 players, 1.25 coins lost in all',
      'negative: 1 players, -20 in all',
      'accounts of plugins (npc): 1, holding 999',
      nameless,
      'files left out: 3',
      'Alex.yml: its name is no UUID',
      'money is no plain text',
      'is no plain file',
      'Nothing was changed. Make a backup',
    ]) {
      expect(out).toContain(said);
    }
    // In any case of letters; files come in the order of their random names.
    expect(out).toMatch(/^ {4}same: \S+, \S+$/im);
    expect(await rows()).toEqual(before);
  });

  test('pays each once, however often and by however many it is run, audited', async () => {
    const known = await aPlayer(opened.ctx, { coins: 30 });
    aFile("money: '7.9'\nlast-account-name: Old", known.minecraftUUID);
    const others = Array.from({ length: 40 }, (_, place) =>
      aFile(`money: '${String(place + 1)}.5'\nlast-account-name: New_${String(place)}`),
    );
    const both = await Promise.all([importing('--apply'), importing('--apply')]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect((await importing('--apply')).out).toContain('Nothing is to be paid.');
    // The stored replies are gone after a week; the entries in the ledger are not.
    await opened.ctx.db.collection('operations').deleteMany({});
    aFile("money: '5000'\nlast-account-name: New_0", others[0]);
    expect((await importing('--apply')).out).toContain('41 were paid by an earlier run');
    expect(await coinsOf(opened.ctx, known)).toBe(37);
    const coins = await Promise.all(others.map(coinsOfAccount));
    expect(coins).toEqual(others.map((_, place) => place + 1));
    const entry = await opened.ctx.db
      .collection('transactions')
      .findOne({ actorId: known._id, reason: 'import essentials' });
    expect(entry).toMatchObject({
      type: 'earn',
      amountCoins: 7,
      postings: [{ from: 'mint', amountCoins: 7 }],
      meta: { cause: 'import', source: 'essentials' },
    });
    const logged = await opened.ctx.db
      .collection('audit_log')
      .find({ 'target.type': 'import' })
      .toArray();
    // One that comes when all is paid has nothing to begin.
    const begun = logged.filter(({ action }) => action === 'import.begin');
    const paid = logged.filter(({ action }) => action === 'import.end');
    expect(begun.length).toBeGreaterThan(0);
    expect(paid).toHaveLength(begun.length);
    const sum = paid.reduce((all, { after }) => all + (after as { players: number }).players, 0);
    expect(sum).toBe(41);
    await expectSoundLedger(opened.ctx);
  });

  test('keeps cents by a ratio, and caps what one may get', async () => {
    const a = aFile("money: '1.239'\nlast-account-name: Cents");
    const b = aFile("money: '99999999999999999999'\nlast-account-name: Rich");
    const { out } = await importing('--apply', '--ratio', '100', '--max-coins', '1000');
    expect(out).toContain(
      'above the maximum of 1,000: 1 players, 9,999,999,999,999,999,998,900 coins',
    );
    expect(await coinsOfAccount(a)).toBe(123);
    expect(await coinsOfAccount(b)).toBe(1_000);
  });

  test('names whose wallet would hold too much, and pays the others', async () => {
    const full = await aPlayer(opened.ctx, { coins: Number.MAX_SAFE_INTEGER });
    aFile("money: '1'\nlast-account-name: Full", full.minecraftUUID);
    const other = aFile("money: '1'\nlast-account-name: Other");
    const { code, out } = await importing('--apply');
    expect(code).toBe(1);
    expect(out).toContain(`would hold too much: ${full.minecraftName}`);
    expect(await coinsOfAccount(other)).toBe(1);
    await expectSoundLedger(opened.ctx);
  });

  test.each([
    [['--ratio', '0'], 2, 'above zero'],
    [['--ratio', '1e400'], 2, 'above zero'],
    [['--max-coins', '1.5'], 2, 'whole number'],
    [['--aply'], 2, 'What is --aply?'],
    [[], 1, 'holds no .yml file'],
  ])('used with %j says what is wrong', async (options, code, text) => {
    expect(await importing(...options)).toEqual({ code, out: expect.stringContaining(text) });
  });
});
