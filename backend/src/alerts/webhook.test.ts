// The way to Discord over a real connection, through everything that can be wrong with it.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { alertKind } from '@mintkeep/shared/alerts.ts';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { openFakeWebhook, webhookRequest } from '../../test/fakes/webhook.ts';
import type { FakeWebhook } from '../../test/fakes/webhook.ts';
import { openLog } from '../core/log.ts';
import { durationText, messageOf } from './message.ts';
import { openWebhook } from './webhook.ts';

let fake: FakeWebhook;
const lines: string[] = [];
const log = openLog('debug', { write: (line) => lines.push(line) });
beforeEach(async () => {
  fake = await openFakeWebhook();
});
afterEach(() => fake.close());

const message = messageOf('opened', {
  kind: 'backend-down',
  service: 'backend',
  error: 'no answer (ECONNREFUSED)',
  severity: 'critical',
  startedAt: new Date('2026-11-21T10:00:00Z'),
  durationS: 312,
});

function aWebhook(url = fake.url) {
  let nowMs = 0;
  return {
    webhook: openWebhook(url, log, { timeoutMs: 300, nowMs: () => nowMs }),
    wait: (ms: number) => (nowMs += ms),
  };
}

describe('openWebhook', () => {
  test('posts what Discord takes (S0-061, S1-171)', async () => {
    expect(await aWebhook().webhook.post(message)).toEqual({ outcome: 'sent' });
    expect(fake.problems).toEqual([]);
    expect(fake.taken).toEqual([message]);
  });

  test('waits as long as a 429 says, and asks nothing meanwhile', async () => {
    const { webhook, wait } = aWebhook();
    fake.mood = 'limited';
    fake.retryAfterS = 2.5;
    expect(await webhook.post(message)).toEqual({ outcome: 'later', inMs: 2_500 });
    fake.mood = 'well';
    wait(2_400);
    expect(await webhook.post(message)).toEqual({ outcome: 'later', inMs: 100 });
    expect(fake.requests).toBe(1);
    wait(100);
    expect(await webhook.post(message)).toEqual({ outcome: 'sent' });
  });

  test('is not silenced for a day by a 429 that says so', async () => {
    fake.mood = 'limited';
    fake.retryAfterS = 86_400;
    expect(await aWebhook().webhook.post(message)).toEqual({ outcome: 'later', inMs: 600_000 });
  });

  test('takes bounded time when nobody answers, and stops asking after three times', async () => {
    const { webhook, wait } = aWebhook();
    fake.mood = 'silent';
    const startedAt = performance.now();
    for (let time = 0; time < 10; time += 1) {
      expect((await webhook.post(message)).outcome).toBe('later');
    }
    expect(performance.now() - startedAt).toBeLessThan(3 * 300 + 1_000);
    expect([fake.requests, webhook.breaker.state()]).toEqual([3, 'open']);
    fake.mood = 'well';
    wait(60_000);
    expect((await webhook.post(message)).outcome).toBe('sent');
    expect(webhook.breaker.state()).toBe('closed');
  });

  test('never throws: a fault, a refusal, nobody there', async () => {
    fake.mood = 'broken';
    expect(await aWebhook().webhook.post(message)).toMatchObject({ outcome: 'later' });
    fake.mood = 'gone';
    expect(await aWebhook().webhook.post(message)).toEqual({ outcome: 'refused', status: 404 });
    const nobody = aWebhook('http://127.0.0.1:9/api/webhooks/1/secret-token');
    expect(await nobody.webhook.post(message)).toMatchObject({ outcome: 'later' });
  });

  test('keeps the address out of the log', () => {
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('')).not.toContain('secret-token');
  });
});

describe('messageOf', () => {
  test('shows service, error and duration (S0-065)', () => {
    expect(message.embeds[0]).toMatchObject({
      title: 'Backend down',
      fields: [
        { name: 'Service', value: '`backend`' },
        { name: 'Duration', value: '5 min 12 s' },
        { name: 'Error', value: '`no answer (ECONNREFUSED)`' },
      ],
    });
  });

  test('is always a message that Discord takes, and mentions nobody, whatever services say', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3_000 }),
      fc.constantFrom('', '@everyone', '`@here`', '```', '<@&1>', '\u0000', '\ud83d'.repeat(2_000)),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...alertKind.options),
        fc.constantFrom('opened' as const, 'ended' as const),
        hostile,
        hostile,
        fc.nat({ max: 10_000_000 }),
        (kind, what, service, error, durationS) => {
          const startedAt = new Date('2026-11-21T10:00:00Z');
          const told = { kind, service, error, severity: 'warning' as const, startedAt, durationS };
          const made = JSON.parse(JSON.stringify(messageOf(what, told))) as unknown;
          const parsed = webhookRequest.parse(made);
          expect(parsed.allowed_mentions).toEqual({ parse: [] });
          for (const { name, value } of parsed.embeds?.[0]?.fields ?? []) {
            if (name !== 'Duration') expect(value).toMatch(/^`[^`]+`$/u);
          }
        },
      ),
      { numRuns: propertyRunsMin },
    );
  });

  test.each([
    [0, '0 s'],
    [59, '59 s'],
    [60, '1 min 00 s'],
    [3_599, '59 min 59 s'],
    [3_900, '1 h 05 min'],
  ])('writes %i s as "%s"', (durationS, text) => {
    expect(durationText(durationS)).toBe(text);
  });
});
