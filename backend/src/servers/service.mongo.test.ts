// The keys of game servers: made, rotated, retired, and sealed where they lie.
import { describe, expect, test } from 'vitest';
import { appKey } from '../../test/app.ts';
import { behindProxy } from '../../test/behind-proxy.ts';
import { inTx, refusalOf } from '../../test/builders.ts';
import { testContext } from '../../test/mongo.ts';
import { createKey, listServers, putKey, retireKey, rotateKey, serverKeys } from './service.ts';

const opened = testContext();
const finds = async (keyId: string): Promise<boolean> =>
  (await serverKeys(opened.ctx, appKey).find(keyId)) !== null;

describe('createKey', () => {
  test('makes a key that is found, and keeps its secret sealed (D13)', async () => {
    const { ctx } = opened;
    const { keyId, secret } = await inTx(ctx, (tx) => createKey(tx, appKey, 'sealed'));
    expect(Buffer.from(secret, 'base64')).toHaveLength(32);
    expect(await finds(keyId)).toBe(true);
    const stored = JSON.stringify(await ctx.db.collection('servers').find().toArray());
    expect(stored).toContain(keyId);
    expect(stored).not.toContain(secret);
  });

  test('is of no use with another APP_KEY', async () => {
    const { ctx } = opened;
    const { keyId } = await inTx(ctx, (tx) => createKey(tx, appKey, 'other'));
    await expect(serverKeys(ctx, Buffer.alloc(32, 8)).find(keyId)).rejects.toThrow();
  });
});

describe('rotateKey', () => {
  test('lets the old key sign while the grace lasts, and not after it', async () => {
    const { ctx } = opened;
    const old = await inTx(ctx, (tx) => createKey(tx, appKey, 'rotating'));
    const graceful = await inTx(ctx, (tx) => rotateKey(tx, appKey, 'rotating', 60_000));
    expect([await finds(old.keyId), await finds(graceful.keyId)]).toEqual([true, true]);
    const last = await inTx(ctx, (tx) => rotateKey(tx, appKey, 'rotating', 0));
    expect([await finds(graceful.keyId), await finds(last.keyId)]).toEqual([false, true]);
  });

  test('refuses a server nobody knows', async () => {
    const rotating = inTx(opened.ctx, (tx) => rotateKey(tx, appKey, 'nobody', 0));
    expect(await refusalOf(rotating)).toBe('SERVER_UNKNOWN');
  });
});

describe('retireKey', () => {
  test('ends a key that a rotation still lets sign: a leaked one must not wait', async () => {
    const { ctx } = opened;
    const leaked = await inTx(ctx, (tx) => createKey(tx, appKey, 'leaking'));
    await inTx(ctx, (tx) => rotateKey(tx, appKey, 'leaking', 60_000));
    await inTx(ctx, (tx) => retireKey(tx, leaked.keyId));
    expect(await finds(leaked.keyId)).toBe(false);
  });

  test('ends a key at once, and refuses one nobody knows', async () => {
    const { ctx } = opened;
    const { keyId } = await inTx(ctx, (tx) => createKey(tx, appKey, 'retiring'));
    await inTx(ctx, (tx) => retireKey(tx, keyId));
    expect(await finds(keyId)).toBe(false);
    expect(await refusalOf(inTx(ctx, (tx) => retireKey(tx, 'mk_nobody')))).toBe(
      'SERVER_KEY_UNKNOWN',
    );
  });
});

describe('putKey', () => {
  test('puts a key made elsewhere once, however often it is told', async () => {
    const { ctx } = opened;
    const key = { serverId: 'first', keyId: 'mk_given', secret: Buffer.alloc(32, 1) };
    for (let time = 0; time < 3; time += 1) await inTx(ctx, (tx) => putKey(tx, appKey, key));
    const first = (await listServers(ctx)).find(({ _id }) => _id === 'first');
    expect(first?.keys.map(({ keyId }) => keyId)).toEqual(['mk_given']);
  });
});

describe('a database that keeps the line and says nothing', () => {
  const through = behindProxy(opened);

  test('is a refusal within four seconds, for the key and for the nonce, and heals', async () => {
    const { keyId } = await inTx(opened.ctx, (tx) => createKey(tx, appKey, 'patient'));
    const keys = serverKeys(through.ctx, appKey);
    expect(await keys.takeNonce(keyId, 'before-the-silence')).toBe(true);
    through.proxy.freeze();
    const startedAtMs = performance.now();
    const codes = await Promise.all([
      refusalOf(keys.takeNonce(keyId, 'in-the-silence')),
      refusalOf(keys.find(keyId)),
    ]);
    expect(codes).toEqual(['DATABASE_UNAVAILABLE', 'DATABASE_UNAVAILABLE']);
    expect(performance.now() - startedAtMs).toBeLessThan(4_000);
    through.proxy.heal();
    expect(await keys.takeNonce(keyId, 'after-the-silence')).toBe(true);
    // Heard once already, whether or not its answer came.
    expect(await keys.takeNonce(keyId, 'before-the-silence')).toBe(false);
  });
});
