import { describe, expect, test } from 'vitest';
import { claimStarter, getStarter } from '@mintkeep/shared/gacha.ts';
import { cut } from '../backend/fake-backend.ts';
import { fakeTable, openFakeGacha } from './fake-gacha.ts';

const gotLine = 'Your starter is Bread.';

describe('/starter', () => {
  test('shows the odds of every kit and the claim, and claims by one click (D31, S0-016)', async () => {
    const { run, ann, server, slotOf, show } = openFakeGacha();
    await run('starter');
    expect(ann.menu()?.title).toBe('Your starter');
    expect(ann.menu()?.icons.get(slotOf('Crown'))?.lore).toContain('exactly 1 in 8');
    const claim = slotOf('Claim your starter');
    await Promise.allSettled([ann.click(claim), ann.click(claim)]);
    await show();
    expect(server.asked(claimStarter).map(({ call }) => call)).toEqual([{ minecraftUUID: ann.id }]);
    expect(ann.heard[0]).toBe(gotLine);
  });

  test.each(['pending', 'in_progress', 'delivered'] as const)(
    'offers no claim while it is %s',
    async (status) => {
      const { run, ann, starterStands } = openFakeGacha();
      starterStands(status, 2);
      await run('starter');
      const names = [...(ann.menu()?.icons.values() ?? [])].map(({ name }) => name);
      expect(names).not.toContain('Claim your starter');
      expect(ann.menu()?.icons.get(47)?.lore).toEqual(['Hand-overs so far: 2']);
    },
  );

  test('offers the claim again after one that failed (S0-017)', async () => {
    const { run, starterStands, slotOf } = openFakeGacha();
    starterStands('failed', 5);
    await run('starter');
    expect(slotOf('Claim your starter')).toBe(49);
  });

  test.each([
    ['unclaimed', 'Your starter waits for you: write /starter claim.'],
    ['pending', 'Your starter is on its way. Is there room? Then /claim.'],
    ['in_progress', 'Your starter is being handed over.'],
    ['delivered', 'You have had your starter.'],
    ['failed', 'Your starter did not arrive. Write /starter claim again.'],
  ] as const)('status says %s in words (S0-017)', async (status, words) => {
    const { run, ann, starterStands } = openFakeGacha();
    starterStands(status);
    await run('starter status');
    expect(ann.heard).toEqual([words]);
  });

  test('tells the odds in chat, and how it is used', async () => {
    const { run, ann } = openFakeGacha();
    await run('starter odds');
    await run('starter dance');
    expect(ann.heard).toEqual([
      'Kit  Free, once for each player',
      '87.50 % Bread (7 in 8)',
      '12.50 % Crown (1 in 8)',
      expect.stringContaining('Write /starter'),
    ]);
  });

  test('says so where the server gives none', async () => {
    const { run, ann } = openFakeGacha([fakeTable()]);
    await run('starter');
    expect(ann.heard).toEqual(['This server gives no starter.']);
  });

  test.each([
    ['STARTER_DELIVERED', 'You have had your starter.'],
    ['STARTER_IN_PROGRESS', 'Your starter is on its way.'],
  ] as const)('%s closes the window and says why', async (no, words) => {
    const { run, ann, server } = openFakeGacha();
    server.on(claimStarter, () => ({ no, status: 409 }));
    await run('starter claim');
    expect([ann.menu(), ann.heard]).toEqual([null, [words]]);
  });

  test('is asked for on with the same key while the backend fails (D15)', async () => {
    const { fake, run, ann, server } = openFakeGacha();
    server.on(claimStarter, cut);
    await run('starter claim');
    await fake.settle();
    expect(ann.heard).toEqual([expect.stringContaining('Nothing is lost')]);
    await run('starter claim');
    expect(ann.heard.at(-1)).toBe('Your last draw is still being worked on.');
    await fake.advance(5_000);
    const keys = server.asked(claimStarter).map(({ key }) => key);
    expect(keys.length).toBeGreaterThan(1);
    expect(new Set(keys).size).toBe(1);
  });

  test('says what is refused when the status cannot be had', async () => {
    const { run, ann, server } = openFakeGacha();
    server.on(getStarter, () => ({ no: 'PLAYER_UNKNOWN', status: 404 }));
    await run('starter status');
    await run('starter');
    expect(ann.heard).toEqual(Array(2).fill(expect.stringContaining('does not know you')));
  });
});
