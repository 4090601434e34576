// A plugin on the fake platform with a backend that a test scripts, for unit tests of features. It
// knows the contracts of presence and delivery, and nothing of signatures or HTTP.
import type { CallOf, Contract } from '@mintkeep/shared/contract.ts';
import type { LeasedDelivery, reportDelivery } from '@mintkeep/shared/delivery.ts';
import { createLimiter } from '../limiter.ts';
import { createWords } from '../messages.ts';
import { createFake, type FakeOptions, type FakePlatform } from '../platform/fake.ts';
import type { Answer, Backend, Plugin } from '../plugin.ts';
import { readSettings } from '../settings.ts';

type Call = Readonly<Record<string, unknown>>;
type Report = CallOf<typeof reportDelivery>;

/** What a test sees of the backend, and says for it. */
export interface ScriptedBackend {
  /** Every call, as `GET /api/deliveries` and what was given with it. */
  readonly calls: { readonly route: string; readonly call: Call }[];
  /** What the next asks for deliveries are answered with, one batch each; then with none. */
  readonly batches: (readonly LeasedDelivery[])[];
  /** False: nothing is heard. */
  isThere: boolean;
  /** What other contracts answer, by path. */
  readonly answers: Map<string, unknown>;
  /** The reports about deliveries, in the order they were sent. */
  reports(): Report[];
  asks(): Call[];
}

export interface FakePlugin {
  readonly plugin: Plugin;
  readonly platform: FakePlatform;
  readonly backend: ScriptedBackend;
}

const properties = {
  'mintkeep.keyId': 'key-1',
  'mintkeep.signingKey': `${'A'.repeat(43)}=`,
};

/** Starts a plugin without features; a test registers the one it looks at. */
export function createFakePlugin(options: FakeOptions = {}): FakePlugin {
  const platform = createFake({ properties, ...options });
  const { backend, scripted } = scriptBackend();
  const settings = readSettings(platform);
  const plugin: Plugin = {
    platform,
    backend,
    settings,
    limiter: createLimiter(0),
    ...createWords(platform, settings),
  };
  return { plugin, platform, backend: scripted };
}

function scriptBackend(): { backend: Backend; scripted: ScriptedBackend } {
  const byRoute = (wanted: string) =>
    scripted.calls.filter(({ route }) => route === wanted).map(({ call }) => call);
  const scripted: ScriptedBackend = {
    calls: [],
    batches: [],
    isThere: true,
    answers: new Map(),
    reports: () => byRoute('POST /api/deliveries/:deliveryId/report') as unknown as Report[],
    asks: () => byRoute('GET /api/deliveries'),
  };

  async function answer<T>({ method, path }: Contract, call: unknown): Promise<Answer<T>> {
    scripted.calls.push({ route: `${method} ${path}`, call: call as Call });
    if (!scripted.isThere) return { ok: false, code: 'BACKEND_AWAY', details: {} };
    const value =
      path === '/api/deliveries' ? (scripted.batches.shift() ?? []) : scripted.answers.get(path);
    return { ok: true, value: value as T };
  }
  const backend: Backend = {
    send: (contract, call) => answer(contract, call),
    sendUntilHeard: (contract, call) => answer(contract, call),
    status: () => ({
      state: 'closed',
      latencyMs: 12,
      lastAnswerAtMs: null,
      clockOffsetMs: null,
      waiting: 0,
    }),
  };
  return { backend, scripted };
}

/** A lease of a delivery; the same number is the same delivery. */
export function leased(
  number: number,
  minecraftUUID: string,
  more: Partial<LeasedDelivery> = {},
): LeasedDelivery {
  return {
    deliveryId: idOf(number),
    leaseId: '11111111-1111-4111-8111-111111111111',
    leaseUntilAt: '2026-01-01T00:01:00.000Z',
    minecraftUUID,
    task: { action: 'give', payload: { items: [{ material: 'DIAMOND', amount: 3 }] } },
    attempt: 1,
    cancelled: false,
    ...more,
  };
}

/** The id of a delivery in these tests. */
export const idOf = (number: number): string =>
  `d0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
