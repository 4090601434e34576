// npm run export, run as its own process on the database of a test.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gunzipSync } from 'node:zlib';
import { appKey, testApp } from '../../test/app.ts';
import { aPlayer, aPurchase, aReward } from '../../test/builders.ts';
import { databaseUrl } from '../../test/mongo.ts';
import { openPurchases } from '../shop/purchase.ts';

const opened = testApp();
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'export-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function exporting(...words: string[]): Promise<{ code: number; out: string }> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    DATABASE_URL: databaseUrl(opened.ctx.db.databaseName),
    APP_KEY: appKey.toString('base64'),
  };
  const file = join(import.meta.dirname, 'export.ts');
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...words], { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, out: `${stdout}${stderr}` });
    });
  });
}

interface Line {
  readonly collection: string;
  readonly doc: Record<string, unknown>;
}

/** What a reader does: a line at a time, the header first, the end last. */
function read(path: string) {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  const header = lines[0] as { player: string | null; counts: Record<string, number> };
  return { header, documents: lines.slice(1, -1) as Line[], end: lines.at(-1), text };
}

/** Buys three for each of some players, until told to stop. */
function load() {
  let isOver = false;
  const busy = (async () => {
    const reward = await aReward(opened.ctx, { priceCoins: 3 });
    const purchases = openPurchases(opened.ctx);
    const player = await aPlayer(opened.ctx, { coins: 10_000_000 });
    while (!isOver) await purchases.submit(aPurchase(player, reward));
  })();
  return async () => {
    isOver = true;
    await busy;
  };
}

describe('npm run export', () => {
  test('writes every document of one moment once, under load, and none of the secrets', async () => {
    await aPlayer(opened.ctx, { coins: 5 });
    const secret = 'S3cr3tThatMustNotLeave';
    await opened.ctx.db
      .collection<{ _id: string }>('settings')
      .insertOne({ _id: 'nested', a: [{ deepSealed: secret }], newToken: secret } as never);
    await opened.ctx.db.collection('sessions').insertOne({ refreshHash: secret });
    await opened.ctx.db.collection('owner_links').insertOne({ note: secret });
    const stop = load();
    const path = join(folder, 'all.jsonl.gz');
    const { code, out } = await exporting(path);
    await stop();
    expect([code, out]).toEqual([0, expect.stringContaining('documents in')]);
    const { header, documents, text } = read(path);
    expect(header).toMatchObject({ format: 'mintkeep-export', formatVersion: 1, player: null });
    for (const [name, count] of Object.entries(header.counts)) {
      expect([name, documents.filter((one) => one.collection === name).length]).toEqual([
        name,
        count,
      ]);
    }
    expect(
      new Set(documents.map(({ collection, doc }) => `${collection} ${JSON.stringify(doc['_id'])}`))
        .size,
    ).toBe(documents.length);
    expect(text).not.toContain(secret);
    for (const name of ['sessions', 'owner_links', 'operations', 'nonces', 'verification_codes']) {
      expect(header.counts).not.toHaveProperty(name);
    }
    expect(text).not.toMatch(/"[A-Za-z]*(?:sealed|hash|secret|token|password)":/i);
    // One moment: every coin of a wallet stands in the entries of the same file.
    const wallets = new Map<string, number>();
    for (const { doc } of documents.filter(({ collection }) => collection === 'transactions')) {
      for (const posting of doc['postings'] as {
        from: string;
        to: string;
        amountCoins: number;
      }[]) {
        wallets.set(posting.from, (wallets.get(posting.from) ?? 0) - posting.amountCoins);
        wallets.set(posting.to, (wallets.get(posting.to) ?? 0) + posting.amountCoins);
      }
    }
    const players = documents.filter(({ collection }) => collection === 'players');
    expect(players.length).toBeGreaterThan(1);
    for (const { doc } of players) {
      expect(doc['walletBalanceCoins']).toBe(wallets.get(`wallet:${String(doc['_id'])}`) ?? 0);
    }
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const checked = await exporting('--check', path);
    expect([checked.code, checked.out]).toEqual([0, expect.stringContaining('Whole')]);
  });

  test('of one player holds what names the player, and nothing that does not', async () => {
    const [ann, bob] = [
      await aPlayer(opened.ctx, { coins: 50 }),
      await aPlayer(opened.ctx, { coins: 60 }),
    ];
    const reward = await aReward(opened.ctx);
    await openPurchases(opened.ctx).submit(aPurchase(ann, reward));
    await opened.ctx.db
      .collection<{ _id: string; mergedInto: string }>('players')
      .insertOne({ _id: 'was-of-discord', mergedInto: ann._id });
    const path = join(folder, 'ann.jsonl');
    expect((await exporting(path, '--player', ann.minecraftName.toUpperCase())).code).toBe(0);
    const { header, documents, text } = read(path);
    expect(header.player).toBe(ann._id);
    const names = new Set(documents.map(({ collection }) => collection));
    expect([...names]).toEqual(
      expect.arrayContaining(['players', 'transactions', 'shop_transactions', 'deliveries']),
    );
    expect(text).toContain('was-of-discord');
    expect(text).not.toContain(bob._id);
    expect((await exporting('--check', path)).code).toBe(0);
    const logged = await opened.ctx.db
      .collection('audit_log')
      .findOne({ action: 'data.export', 'target.id': ann._id });
    expect(logged).toMatchObject({ actorKind: 'console', after: { documents: documents.length } });
  });

  test('that was changed, cut off or is something else is told', async () => {
    const path = join(folder, 'whole.jsonl');
    expect((await exporting(path)).code).toBe(0);
    const whole = readFileSync(path, 'utf8');
    const bad: [string, string][] = [
      [whole.replace('"walletBalanceCoins":50', '"walletBalanceCoins":51'), 'checksum differs'],
      [whole.split('\n').slice(0, -2).join('\n'), 'ends too early'],
      [`${whole}{}\n`, 'behind the end'],
      ['{}\n', 'no export'],
      ['x', 'not what was written'],
    ];
    for (const [text, says] of bad) {
      const other = join(folder, 'bad.jsonl');
      writeFileSync(other, text);
      const { code, out } = await exporting('--check', other);
      expect([code, out]).toEqual([1, expect.stringContaining(says)]);
    }
  });

  test('writes over nothing, and says what is wrong', async () => {
    const taken = join(folder, 'taken.jsonl');
    writeFileSync(taken, 'mine');
    const wrong: [string[], number, string][] = [
      [[taken], 1, 'is there already'],
      [[], 2, 'Into which file?'],
      [['x.txt'], 2, 'ends in .jsonl'],
      [[join(folder, 'n.jsonl'), '--player', 'NobodyHere'], 1, 'PLAYER_UNKNOWN'],
      [[join(folder, 'n.jsonl'), '--plyer', 'x'], 2, 'What is --plyer?'],
      [[join(folder, 'no-such-folder', 'n.jsonl')], 1, 'ENOENT'],
    ];
    for (const [words, code, text] of wrong) {
      expect(await exporting(...words)).toEqual({ code, out: expect.stringContaining(text) });
    }
    expect(readFileSync(taken, 'utf8')).toBe('mine');
  });
});
