// Servers: which game servers there are, and the keys they sign with. A key's secret is shown once,
// when it is made, and lies sealed in the database.
import { createSecretKey, randomBytes } from 'node:crypto';
import { signatureSkewMs } from '@mintkeep/shared/constants.ts';
import type { ServerKey, ServerKeys } from '../core/auth.ts';
import type { Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import { seal, unseal } from '../core/secrets.ts';
import { answerWithin } from '../core/silence.ts';
import type { WriteScope } from '../core/transaction.ts';
import { isAbsence } from '../core/transaction.ts';
import * as store from './store.ts';
import type { KeyDoc, ServerDoc } from './store.ts';

export { listServers } from './store.ts';

/** A key as it is shown once: `keyId` is public, `secret` is 32 bytes in base64. */
export interface NewKey {
  readonly serverId: string;
  readonly keyId: string;
  readonly secret: string;
}

const keyIdOf = (): string => `mk_${randomBytes(9).toString('base64url')}`;

/** Makes a key for a server. Others of that server stay valid: two may sign during a rotation. */
export async function createKey(
  scope: WriteScope,
  appKey: Buffer,
  serverId: string,
): Promise<NewKey> {
  const secret = randomBytes(32);
  const keyId = keyIdOf();
  await store.pushKey(scope, serverId, sealedKey(scope, appKey, keyId, secret));
  return { serverId, keyId, secret: secret.toString('base64') };
}

/** Puts a key that was made elsewhere, as PLUGIN_API_KEY; nothing happens when it is there. */
export async function putKey(
  scope: WriteScope,
  appKey: Buffer,
  key: { serverId: string; keyId: string; secret: Buffer },
): Promise<void> {
  if (await store.findServerByKey(scope, key.keyId)) return;
  await store.pushKey(scope, key.serverId, sealedKey(scope, appKey, key.keyId, key.secret));
}

const sealedKey = (scope: WriteScope, appKey: Buffer, keyId: string, secret: Buffer): KeyDoc => ({
  keyId,
  secretSealed: seal(appKey, secret),
  createdAt: scope.now,
  retiredAt: null,
});

/** Makes a new key and lets the older ones sign for `graceMs` more. Refuses an unknown server. */
export async function rotateKey(
  scope: WriteScope,
  appKey: Buffer,
  serverId: string,
  graceMs: number,
): Promise<NewKey> {
  const server = await store.findServer(scope, serverId);
  if (!server) throw new Refusal('SERVER_UNKNOWN', { serverId });
  const retiredAt = new Date(scope.now.getTime() + graceMs);
  for (const { keyId, retiredAt: before } of server.keys) {
    if (before === null) await store.retireKey(scope, keyId, retiredAt);
  }
  return createKey(scope, appKey, serverId);
}

/** Retires a key at once; backends hear of it within ten seconds. Refuses an unknown key. */
export async function retireKey(scope: WriteScope, keyId: string): Promise<void> {
  if (!(await store.retireKey(scope, keyId, scope.now))) {
    throw new Refusal('SERVER_KEY_UNKNOWN', { keyId });
  }
}

/**
 * Records that a server lives, and the counter of its world. One that goes far back tells of a restored
 * world; a little is a server that died before it saved.
 */
export async function recordServer(
  scope: WriteScope,
  serverId: string,
  seen: { pluginVersion: string; saveCount?: number | undefined },
): Promise<void> {
  const { pluginVersion, saveCount: savesNow } = seen;
  const savesBefore = await store.touchServer(scope, serverId, {
    pluginVersion,
    saveCount: savesNow,
  });
  if (savesNow === undefined || savesBefore - savesNow < savesBackMin) return;
  await store.markRestored(scope, serverId);
  scope.emit({ type: 'server.world-restored', serverId, savesBefore, savesNow });
}

// Half an hour of heartbeats; servers save their worlds every five minutes.
const savesBackMin = 60;

// A retired key may sign this much longer on a backend that has just read it.
const keyCacheMs = 10_000;
// A nonce must outlive the time in which its timestamp is fresh, on both sides.
const nonceLifeMs = 2 * signatureSkewMs + 60_000;

/** Answers the floor's questions about keys and nonces, from a short memory and the database. */
export function serverKeys(ctx: Context, appKey: Buffer): ServerKeys {
  const cache = new Map<string, { key: ServerKey | null; untilMs: number }>();
  const takeNonce = nonceTaker(ctx);
  return {
    find: async (keyId) => {
      const nowMs = ctx.clock.now().getTime();
      const cached = cache.get(keyId);
      if (cached && cached.untilMs > nowMs) return cached.key;
      const key = await unavailable(() => readKey(ctx, appKey, keyId));
      // Unknown ids are as many as callers like; they are not remembered.
      if (key) cache.set(keyId, { key, untilMs: nowMs + keyCacheMs });
      else cache.delete(keyId);
      return key;
    },
    takeNonce,
  };
}

async function readKey(ctx: Context, appKey: Buffer, keyId: string): Promise<ServerKey | null> {
  const server = await store.findServerByKey(ctx, keyId);
  const key = server && keyInForce(server, keyId, ctx.clock.now());
  if (!key) return null;
  return { serverId: server._id, keyId, secret: createSecretKey(unseal(appKey, key.secretSealed)) };
}

const keyInForce = ({ keys }: ServerDoc, keyId: string, now: Date): KeyDoc | undefined =>
  keys.find((key) => key.keyId === keyId && (key.retiredAt === null || key.retiredAt > now));

/** Nonces that arrive in the same turn of the event loop go to the database together. */
function nonceTaker(ctx: Context): ServerKeys['takeNonce'] {
  let waiting: { id: string; settle: (isNew: boolean) => void; fail: (e: unknown) => void }[] = [];
  const flush = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    try {
      const expiresAt = new Date(ctx.clock.now().getTime() + nonceLifeMs);
      const ids = batch.map(({ id }) => id);
      const isNew = await unavailable(() => store.insertNonces(ctx, ids, expiresAt));
      batch.forEach(({ settle }, place) => {
        settle(isNew[place] ?? false);
      });
    } catch (error) {
      for (const { fail } of batch) fail(error);
    }
  };
  return (keyId, nonce) =>
    new Promise((settle, fail) => {
      if (waiting.length === 0) setImmediate(() => void flush());
      waiting.push({ id: `${keyId}:${nonce}`, settle, fail });
    });
}

// A caller gives up after 5 s, and this is only the beginning of a request.
const answerMsMax = 3_000;

/**
 * A database that is away, or silent for too long, is a refusal here: nothing was changed. A nonce
 * that arrives after all is used up, and the caller signs the next ask with another.
 */
async function unavailable<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await answerWithin(ask(), answerMsMax);
  } catch (error) {
    if (!isAbsence(error)) throw error;
    throw new Refusal('DATABASE_UNAVAILABLE', {}, { retryAfterS: 1 });
  }
}
