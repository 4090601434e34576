// /mintkeep: who may do what, and that a report to paste holds no secret.
import { describe, expect, test } from 'vitest';
import { heartbeat } from '@mintkeep/shared/presence.ts';
import { fakeKey } from '../backend/fake-backend.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import type { VaultStatus } from '../plugin.ts';
import { en } from '../locales/en.ts';
import { writeReceipt } from '../receipts.ts';
import { admin } from './admin.ts';

function start(properties: Readonly<Record<string, string>> = {}) {
  const world = startFakePlugin(properties);
  admin(world.plugin, { inHand: () => 3, ask: async () => null });
  return world;
}

const subs = ['status', 'reload', 'debug', 'receipts'];
const helped = (heard: readonly string[]) =>
  subs.filter((sub) => heard.some((line) => line.startsWith(`/mintkeep ${sub}`)));

describe('/mintkeep', () => {
  test('does nothing of staff for players', async () => {
    const { fake } = start();
    const alex = fake.join('Alex');
    for (const sub of [' status', ' reload', ' debug', ' receipts Alex']) {
      await fake.run(alex, `mintkeep${sub}`);
    }
    expect(new Set(alex.heard)).toEqual(new Set(['You may not use this command.']));
    expect(fake.reloads()).toBe(0);
  });

  test('lists to the console all there is, with and without "help"', async () => {
    const { fake } = start();
    await fake.run(fake.console, 'mintkeep');
    const bare = [...fake.console.heard];
    expect(helped(bare)).toEqual(subs);
    await fake.run(fake.console, 'mintkeep help');
    expect(fake.console.heard.slice(bare.length)).toEqual(bare);
  });

  test('lists, completes and does only what one may', async () => {
    const { fake } = start();
    const helper = fake.join('Helper');
    helper.grants.set('mintkeep.admin.status', true);
    for (const page of [1, 2, 3]) await fake.run(helper, `mintkeep help ${page}`);
    expect(helped(helper.heard)).toEqual(['status']);
    expect(fake.complete(helper, 'mintkeep ')).toEqual(['help', 'language', 'sounds', 'status']);
    await fake.run(helper, 'mintkeep reload');
    expect(helper.heard.at(-1)).toBe('You may not use this command.');
    expect(fake.reloads()).toBe(0);
  });

  test('names the word that it does not know, and the one that was meant', async () => {
    const { fake } = start();
    await fake.run(fake.console, 'mintkeep relaod');
    expect(fake.console.heard).toEqual(['There is no “relaod”. Did you mean /mintkeep reload?']);
  });

  test('reloads', async () => {
    const { fake } = start();
    await fake.run(fake.console, 'mintkeep RELOAD');
    expect(fake.reloads()).toBe(1);
    expect(fake.console.heard).toEqual(['No setting and no text has changed.', 'Reloading.']);
  });

  test('says before a reload what it changes and what is wrong, and no secret', async () => {
    const { fake, plugin } = start();
    const signingKey = `${'B'.repeat(43)}=`;
    const written = JSON.stringify({
      payConfirmCoins: 5,
      sounds: 'loud',
      signingKey,
      welcome: false,
    });
    fake.files.write('config.json', written);
    fake.files.write('locales/en.json', JSON.stringify({ ...en, 'shop.title': 'Bazaar' }));
    await fake.run(fake.console, 'mintkeep reload');
    expect(fake.console.heard).toEqual([
      expect.stringContaining('Setting "sounds"'),
      'Settings that changed: payConfirmCoins, welcome',
      'Texts that changed: 1',
      'Reloading.',
    ]);
    expect([plugin.settings.payConfirmCoins, fake.logged]).toEqual([1_000, []]);
    expect(fake.console.heard.join()).not.toContain('BBB');
  });
});

describe('/mintkeep status', () => {
  test('names the one next step while there is no key', async () => {
    const { fake } = start({ keyId: '', signingKey: '' });
    await fake.run(fake.console, 'mintkeep status');
    expect(fake.console.heard.slice(1)).toEqual([
      expect.stringContaining('npm run keys -- create'),
    ]);
  });

  test('says that the backend answers, how fast, and what is in hand', async () => {
    const { fake, server, plugin } = start();
    fake.join('Alex');
    server.on(heartbeat, () => ({ yes: { pending: [] } }));
    await plugin.backend.send(heartbeat, { players: [], pluginVersion: '1' });
    await fake.advance(7_000);
    await fake.run(fake.console, 'mintkeep status');
    const text = fake.console.heard.join('\n');
    expect(text).toContain('Backend: reachable, answered in 0 ms, 7 s ago');
    expect(text).toContain('Deliveries in hand: 3, answers not heard yet: 0, players: 1');
  });

  test('says that the backend is away', async () => {
    const { fake, plugin } = start();
    fake.respond(() => Promise.reject(new Error('Connection refused.')));
    for (let tries = 0; tries < 3; tries += 1) {
      await plugin.backend.send(heartbeat, { players: [], pluginVersion: '1' });
    }
    await fake.run(fake.console, 'mintkeep status');
    expect(fake.console.heard.join('\n')).toContain('Backend: away');
  });
});

describe('/mintkeep debug', () => {
  test('shows settings and versions, and not the secret', async () => {
    const { fake } = start();
    await fake.run(fake.console, 'mintkeep debug');
    const text = fake.console.heard.join('\n');
    expect(text).toContain('minecraft 1.21.11');
    expect(text).toContain('"signingKey":"set"');
    expect(text).not.toContain(fakeKey.signingKey);
    expect(text).not.toContain('trouble');
  });

  test('shows the last ten warnings and errors, a line of each', async () => {
    const { fake, plugin } = start();
    for (let number = 1; number <= 10; number += 1) plugin.platform.log.warn(`warning ${number}`);
    plugin.platform.log.info('nothing');
    plugin.platform.log.error('It failed.', new Error(`why\n${'at '.repeat(50)}`));
    await fake.run(fake.console, 'mintkeep debug');
    const told = fake.console.heard.filter((line) => line.startsWith('trouble'));
    expect(told).toHaveLength(10);
    expect(told[0]).toBe('trouble 2026-01-01T00:00:00.000Z warning 2');
    expect(told.at(-1)).toBe('trouble 2026-01-01T00:00:00.000Z It failed.: Error: why');
  });
});

describe('/mintkeep receipts', () => {
  test('prints what was handed over to a player, oldest first', async () => {
    const { fake } = start();
    const alex = fake.join('Alex');
    writeReceipt(alex, 'b', 'void', Date.UTC(2026, 0, 2));
    writeReceipt(alex, 'a', 'given', Date.UTC(2026, 0, 1));
    await fake.run(fake.console, 'mintkeep receipts alex');
    expect(fake.console.heard).toEqual([
      'receipts Alex: 2',
      'receipt a given 2026-01-01T00:00:00.000Z',
      'receipt b void 2026-01-02T00:00:00.000Z',
    ]);
  });

  test('completes the names of who is here, and asks for one who is', async () => {
    const { fake } = start();
    fake.join('Alex');
    expect(fake.complete(fake.console, 'mintkeep receipts al')).toEqual(['Alex']);
    await fake.run(fake.console, 'mintkeep receipts Nobody');
    expect(fake.console.heard).toEqual([expect.stringContaining('must be here')]);
  });
});

describe('/mintkeep status on coins for other plugins', () => {
  const well = {
    state: 'on',
    players: 2,
    coinsAside: 1_300,
    open: 0,
    oldestMs: 0,
    allowanceCoins: 50_000,
  } as const;

  async function statusOf(vault: VaultStatus): Promise<string[]> {
    const { fake, plugin } = startFakePlugin();
    admin(plugin, { inHand: () => 0, ask: async () => null }, undefined, { status: () => vault });
    await fake.run(fake.console, 'mintkeep status');
    return fake.console.heard.filter((line) => line.startsWith('Vault'));
  }

  test('says what is set aside, what waits, and what may still be paid out (row 13)', async () => {
    expect(await statusOf(well)).toEqual([
      'Vault: 2 players with 1,300 coins set aside, 0 changes to settle, 50,000 coins left to pay out',
    ]);
    expect(await statusOf({ ...well, open: 3, oldestMs: 200_000 })).toEqual([
      expect.stringContaining('3 changes to settle'),
      'Vault: the oldest change waits 3 min to be settled.',
    ]);
  });

  test('says what is missing, and nothing where it is switched off', async () => {
    const [noBridge] = await statusOf({ ...well, state: 'noBridge' });
    expect(noBridge).toMatch(/MintkeepBridge is missing.*mintkeep-bridge\.jar/);
    const [noVault] = await statusOf({ ...well, state: 'noVault' });
    expect(noVault).toMatch(/the plugin Vault is missing/);
    expect(await statusOf({ ...well, state: 'off' })).toEqual([]);
    expect(await statusOf({ ...well, state: 'off', open: 1 })).toEqual(['Vault: switched off']);
  });

  test('stands in the report to paste', async () => {
    const { fake, plugin } = startFakePlugin();
    admin(plugin, { inHand: () => 0, ask: async () => null }, undefined, { status: () => well });
    await fake.run(fake.console, 'mintkeep debug');
    expect(fake.console.heard).toContain(`vault ${JSON.stringify(well)}`);
  });
});
