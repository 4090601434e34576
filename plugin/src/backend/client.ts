// The plugin's one way to the backend: contracts out, answers in. It never throws across its border
// and never decides what a refusal means for a player.
import { schemaOfStatus } from '@mintkeep/shared/contract.ts';
import type { CallOf, Contract, ReplyOf } from '@mintkeep/shared/contract.ts';
import { errorBody } from '@mintkeep/shared/errors.ts';
import type { HttpAnswer, Platform } from '../platform/platform.ts';
import type { Answer, Backend, NoCode, SendOptions } from '../plugin.ts';
import { hasKey, type Settings } from '../settings.ts';
import { createBreaker, type Breaker } from './breaker.ts';
import { signedAtMs, signRequest } from './signing.ts';
import { keepVitals, type Vitals } from './vitals.ts';

const waitingMax = 256;
const retryPauseMaxMs = 15_000;

/** After these the same wish, asked again with the same key, may still come out otherwise. */
const indefinite: ReadonlySet<NoCode> = new Set<NoCode>([
  'BACKEND_AWAY',
  'OUTCOME_UNKNOWN',
  'OPERATION_IN_FLIGHT',
  'DATABASE_UNAVAILABLE',
  'REQUEST_TIMED_OUT',
  'FAULT',
]);

/** Whether nobody can say yet what became of it. */
export const isIndefinite = (code: NoCode): boolean => indefinite.has(code);

/** `asked` false: the request never left, so nothing can have happened. */
const away = (asked: boolean): Answer<never> => ({
  ok: false,
  code: 'BACKEND_AWAY',
  details: { asked },
});

interface Written {
  readonly pathAndQuery: string;
  readonly body: string;
}

/** Writes a call as path, query and body, each as its contract says. */
export function writeCall(contract: Contract, call: Readonly<Record<string, unknown>>): Written {
  const namesOf = (fields: Contract['body']): string[] => Object.keys(fields?.shape ?? {});
  const path = contract.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(call[name])),
  );
  const query = namesOf(contract.query)
    .filter((name) => call[name] !== undefined)
    .map((name) => `${name}=${encodeURIComponent(String(call[name]))}`)
    .join('&');
  const bodyNames = new Set(namesOf(contract.body));
  const body = Object.fromEntries(Object.entries(call).filter(([name]) => bodyNames.has(name)));
  return {
    pathAndQuery: query === '' ? path : `${path}?${query}`,
    body: contract.body ? JSON.stringify(body) : '',
  };
}

/** What every request goes through. */
interface Line {
  readonly platform: Platform;
  readonly settings: Settings;
  readonly breaker: Breaker;
  readonly vitals: Vitals;
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
  let answer: HttpAnswer;
  try {
    answer = await platform.http({
      method,
      url: `${settings.backendUrl}${pathAndQuery}`,
      headers: {
        ...signed.headers,
        ...(body === '' ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey === '' ? {} : { 'idempotency-key': idempotencyKey }),
      },
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
  { platform, breaker, vitals }: Line,
  contract: C,
  answer: HttpAnswer,
): Answer<ReplyOf<C>> {
  if (answer.status >= 500) {
    vitals.failed(`status ${String(answer.status)}`);
    breaker.failure(platform.nowMs());
  } else {
    breaker.success();
  }
  const value = parse(answer.body);
  const schema = schemaOfStatus(contract, answer.status);
  if (schema) {
    const reply = schema.safeParse(answer.body === '' ? null : value);
    if (reply.success) return { ok: true, value: reply.data as ReplyOf<C> };
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
  const line: Line = { platform, settings, breaker, vitals };
  let waiting = 0;

  return {
    send: (contract, call, options = {}) => ask(line, contract, call, options),
    async sendUntilHeard(contract, call, key) {
      if (waiting >= waitingMax) return away(false);
      waiting += 1;
      let pauseMs = settings.retryPauseMs;
      for (;;) {
        const answer = await ask(line, contract, call, { key });
        // Too fast says nothing of the wish, which an earlier try may have fulfilled.
        if (answer.ok || (!isIndefinite(answer.code) && answer.code !== 'LIMIT_EXCEEDED')) {
          waiting -= 1;
          return answer;
        }
        await pause(platform, pauseMs * (0.75 + Math.random() / 2));
        pauseMs = Math.min(pauseMs * 2, retryPauseMaxMs);
      }
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

/** Resolves after a pause; never, when the plugin ends before. */
export function pause(platform: Platform, delayMs: number): Promise<void> {
  return new Promise((resolve) => platform.after('pause', delayMs, resolve));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
