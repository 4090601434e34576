// The plugin's one way to the backend: contracts out, answers in. It never throws across its border
// and never decides what a refusal means for a player.
import { schemaOfStatus } from '@mintkeep/shared/contract.ts';
import type { CallOf, Contract, ReplyOf } from '@mintkeep/shared/contract.ts';
import { errorBody } from '@mintkeep/shared/errors.ts';
import type { HttpAnswer, Platform } from '../platform/platform.ts';
import { parseJson } from '../json.ts';
import type { Answer, Backend, SendOptions } from '../plugin.ts';
import { hasKey, type Settings } from '../settings.ts';
import { createBreaker, type Breaker } from './breaker.ts';
import { signedAtMs, signRequest } from './signing.ts';
import { isIndefinite, untilClear } from './until-clear.ts';
import { keepVitals, type Vitals } from './vitals.ts';
import { writeCall } from './write-call.ts';

const waitingMax = 256;

/** `asked` false: the request never left, so nothing can have happened. */
const away = (asked: boolean): Answer<never> => ({
  ok: false,
  code: 'BACKEND_AWAY',
  details: { asked },
});

interface KnownYes {
  readonly status: number;
  readonly body: string;
  readonly value: unknown;
}

/** What every request goes through. */
interface Line {
  readonly platform: Platform;
  readonly settings: Settings;
  readonly breaker: Breaker;
  readonly vitals: Vitals;
  /**
   * The last yes of each contract: what is asked again and again is mostly answered in the same words,
   * and to check a catalogue costs the game's thread milliseconds. Whoever gets a value changes
   * nothing in it.
   */
  readonly lastYes: Map<Contract, KnownYes>;
}

/** Says it without waiting for an answer longer than that. */
function sayLast<C extends Contract>(
  { platform, settings }: Line,
  contract: C,
  call: CallOf<C>,
  { key, timeoutMs }: { readonly key: string; readonly timeoutMs: number },
): void {
  if (!hasKey(settings)) return;
  const { pathAndQuery, body } = writeCall(contract, call);
  const { method } = contract;
  const request = { method, pathAndQuery, body, idempotencyKey: key, actor: '' };
  const { headers } = signRequest(platform, settings, request);
  platform.httpLast({
    method,
    url: `${settings.backendUrl}${pathAndQuery}`,
    headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': key },
    body,
    timeoutMs,
  });
}

/** Asks once. Never rejects. */
async function ask<C extends Contract>(
  line: Line,
  contract: C,
  call: CallOf<C>,
  options: SendOptions,
): Promise<Answer<ReplyOf<C>>> {
  const { platform, settings, breaker } = line;
  const startedAtMs = platform.nowMs();
  const mayAsk = breaker.allow(startedAtMs) || options.probes === true;
  if (!hasKey(settings) || !mayAsk) return away(false);
  const { pathAndQuery, body } = writeCall(contract, call);
  const idempotencyKey = options.key ?? '';
  const { method } = contract;
  const signed = signRequest(platform, settings, {
    method,
    pathAndQuery,
    body,
    idempotencyKey,
    actor: options.actor ?? '',
  });
  const { headers } = signed;
  if (body !== '') headers['content-type'] = 'application/json';
  if (idempotencyKey !== '') headers['idempotency-key'] = idempotencyKey;
  let answer: HttpAnswer;
  try {
    answer = await platform.http({
      method,
      url: `${settings.backendUrl}${pathAndQuery}`,
      headers,
      ...(body === '' ? {} : { body }),
      timeoutMs: options.timeoutMs ?? settings.timeoutMs,
    });
  } catch (error) {
    line.vitals.failed(String(error));
    breaker.failure(platform.nowMs());
    return away(!/Connect(Timeout)?Exception|UnknownHost|UnresolvedAddress/.test(String(error)));
  }
  const at = signedAtMs(platform, settings, signed.nonce, answer);
  if (at === null) return distrust(line, answer);
  line.vitals.heard(startedAtMs, at, (options.timeoutMs ?? 0) > settings.timeoutMs);
  return read(line, contract, answer);
}

/** An answer nobody signed with our key counts as none, but says why once. */
function distrust(
  { platform, settings, breaker, vitals }: Line,
  answer: HttpAnswer,
): Answer<never> {
  vitals.failed(`status ${String(answer.status)} without a signature`);
  breaker.failure(platform.nowMs());
  if (answer.status === 401) {
    vitals.warnOnce(
      'key',
      `The backend does not know the key "${settings.keyId}". Make one there with ` +
        '"npm run keys -- create <server name>", put keyId and signingKey into ' +
        'plugins/mintkeep/config.json, then: /mintkeep reload',
    );
    return { ok: false, code: 'SIGNATURE_REFUSED', details: {} };
  }
  vitals.warnOnce(
    'signature',
    `An answer of status ${String(answer.status)} came without the backend's signature and was ` +
      `not believed. Is ${settings.backendUrl} the backend, and signingKey its key?`,
  );
  return away(true);
}

/** Reads an answer that is the backend's. */
function read<C extends Contract>(
  { platform, breaker, vitals, lastYes }: Line,
  contract: C,
  answer: HttpAnswer,
): Answer<ReplyOf<C>> {
  if (answer.status >= 500) {
    vitals.failed(`status ${String(answer.status)}`);
    breaker.failure(platform.nowMs());
  } else {
    breaker.success();
  }
  const last = lastYes.get(contract);
  const { status, body } = answer;
  if (last?.status === status && last.body === body) {
    return { ok: true, value: last.value as ReplyOf<C> };
  }
  const value = parseJson(body);
  const schema = schemaOfStatus(contract, status);
  if (schema) {
    const reply = schema.safeParse(body === '' ? null : value);
    if (reply.success) {
      lastYes.set(contract, { status, body, value: reply.data });
      return { ok: true, value: reply.data as ReplyOf<C> };
    }
    platform.log.error(`The backend answered ${contract.path} in a form nobody knows.`);
    return away(true);
  }
  const said = errorBody.safeParse(value);
  if (!said.success) return away(true);
  return { ok: false, code: said.data.error.code, details: said.data.error.details ?? {} };
}

/** Opens the client. Without a key it asks nothing and answers BACKEND_AWAY. */
export function createBackend(platform: Platform, settings: Settings): Backend {
  const vitals = keepVitals(platform);
  const breaker = createBreaker(Math.random, vitals.breaker);
  const line: Line = { platform, settings, breaker, vitals, lastYes: new Map() };
  let waiting = 0;

  return {
    send: (contract, call, options = {}) => ask(line, contract, call, options),
    async sendUntilHeard(contract, call, key) {
      if (waiting >= waitingMax) return away(false);
      waiting += 1;
      const answer = await untilClear(
        platform,
        settings.retryPauseMs,
        () => ask(line, contract, call, { key }),
        // Too fast says nothing of the wish, which an earlier try may have fulfilled.
        (code) => !isIndefinite(code) && code !== 'LIMIT_EXCEEDED',
      );
      waiting -= 1;
      return answer;
    },
    sendLast: (contract, call, options) => sayLast(line, contract, call, options),
    watchOutages: vitals.watchOutages,
    status: () => ({
      state: hasKey(settings) ? breaker.state(platform.nowMs()) : 'no-key',
      ...vitals.known(),
      waiting,
    }),
  };
}

/**
 * Signs once and reads one reply of each contract, so that the first player does not pay for the
 * engine's cold start (facts/grakkit.md: a first parse costs tens of milliseconds).
 */
export function warmUp(
  platform: Platform,
  settings: Settings,
  contracts: readonly Contract[],
): void {
  if (hasKey(settings)) {
    signRequest(platform, settings, {
      method: 'GET',
      pathAndQuery: '/',
      body: '',
      idempotencyKey: '',
      actor: '',
    });
  }
  for (const { reply } of contracts) reply.safeParse({});
  errorBody.safeParse({});
}
