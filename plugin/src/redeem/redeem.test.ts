import { describe, expect, test } from 'vitest';
import { redeemVoucher } from '@mintkeep/shared/vouchers.ts';
import { cut, refused } from '../backend/fake-backend.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import { redeem } from './redeem.ts';

const code = 'MK-7H2K-QQ4M-XW9B-3TZP';
const id = '00000000-0000-4000-8000-00000000000a';
const yes = () => ({
  yes: { voucherId: id, sku: 'diamond', name: 'Diamond <red>', deliveryId: id },
});

function open(language = 'en') {
  const { fake, server, plugin } = startFakePlugin({ commandCooldownMs: '0' });
  server.on(redeemVoucher, yes);
  redeem(plugin);
  return { fake, server, ann: fake.join('Ann', { language }) };
}

describe('/redeem (S1-133)', () => {
  test('asks for the code as it was typed, in capitals, with a key that tells nothing of it', async () => {
    const { fake, server, ann } = open();
    await fake.run(ann, `redeem ${code.toLowerCase()}`);
    await fake.run(ann, `redeem ${code}`);
    const asked = server.asked(redeemVoucher);
    expect(asked.map(({ call }) => call)).toEqual(Array(2).fill({ minecraftUUID: ann.id, code }));
    for (const { key } of asked) expect(key).toMatch(/^[0-9a-f-]{36}$/);
    expect(ann.heard[0]).toContain('You redeemed a voucher for Diamond <red>.');
    expect(JSON.stringify(fake.logged)).not.toContain(code);
  });

  test('speaks the player’s language', async () => {
    const { fake, ann } = open('de-DE');
    await fake.run(ann, `redeem ${code}`);
    expect(ann.heard[0]).toContain('Du hast einen Gutschein für Diamond <red> eingelöst.');
  });

  test.each([
    ['VOUCHER_UNKNOWN', 404, 'There is no such voucher.'],
    ['VOUCHER_REDEEMED', 409, 'Somebody has redeemed this voucher before.'],
    ['VOUCHER_EXPIRED', 410, 'This voucher is no longer valid.'],
    ['LIMIT_EXCEEDED', 429, 'Too fast; please wait a moment.'],
  ] as const)('says what %s means', async (no, status, words) => {
    const { fake, server, ann } = open();
    server.on(redeemVoucher, () => ({ no, status }));
    await fake.run(ann, `redeem ${code}`);
    expect(ann.heard).toEqual([expect.stringContaining(words)]);
  });

  test('completes nothing, and asks nothing for what can be no code', async () => {
    const { fake, server, ann } = open();
    expect(fake.complete(ann, 'redeem ')).toEqual([]);
    await fake.run(ann, 'redeem');
    await fake.run(ann, `redeem ${code} twice`);
    await fake.run(ann, "redeem '><red>");
    expect(ann.heard.map((line) => line.slice(0, 16))).toEqual([
      'Write /redeem [c',
      'Write /redeem [c',
      'There is no such',
    ]);
    expect(server.asked(redeemVoucher)).toEqual([]);
  });

  test('works on one at a time for each player', async () => {
    const { fake, server, ann } = open();
    let answer: (said: ReturnType<typeof yes>) => void = () => undefined;
    server.on(redeemVoucher, () => new Promise((resolve) => (answer = resolve)));
    const first = fake.run(ann, `redeem ${code}`);
    await fake.advance(1);
    await fake.run(ann, `redeem ${code}`);
    expect(ann.heard).toEqual(['Your last voucher is still being worked on.']);
    answer(yes());
    await fake.advance(50);
    await first;
    expect(server.asked(redeemVoucher)).toHaveLength(1);
  });

  test('asks on with the same key when nobody can say what became of it', async () => {
    const { fake, server, ann } = open();
    server.on(redeemVoucher, cut);
    const running = fake.run(ann, `redeem ${code}`);
    await fake.advance(100);
    expect(ann.heard[0]).toContain('It is not clear yet');
    server.on(redeemVoucher, yes);
    await fake.advance(60_000);
    await running;
    expect(ann.heard.at(-1)).toContain('You redeemed a voucher');
    expect(new Set(server.asked(redeemVoucher).map(({ key }) => key)).size).toBe(1);
  });

  test('says that the backend is away', async () => {
    const { fake, server, ann } = open();
    server.on(redeemVoucher, refused);
    await fake.run(ann, `redeem ${code}`);
    expect(ann.heard.length).toBeGreaterThan(0);
  });
});
