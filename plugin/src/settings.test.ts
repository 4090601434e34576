import { describe, expect, test } from 'vitest';
import { createFake, createFakeDisk } from './platform/fake.ts';
import { hasKey, readSettings } from './settings.ts';

const signingKey = `${'A'.repeat(43)}=`;
const defaults = {
  backendUrl: 'http://127.0.0.1:3000',
  keyId: '',
  signingKey: '',
  heartbeatMs: 30_000,
  deliveryWaitMs: 20_000,
  retryPauseMs: 1_000,
  commandCooldownMs: 1_000,
  payConfirmCoins: 1_000,
  sellConfirmCoins: 1_000,
  timeoutMs: 5_000,
  locale: 'en',
  sounds: true,
  soundKeys: {
    success: 'minecraft:entity.experience_orb.pickup',
    refused: 'minecraft:entity.villager.no',
    coins: 'minecraft:entity.experience_orb.pickup',
    click: 'minecraft:ui.button.click',
  },
  welcome: true,
  goods: { blacklist: [], whitelist: [], worldsDisallowed: [], creativeAllowed: false },
  market: { listingsDefault: 5, confirm: true, hoursDefault: 48 },
  vault: { enabled: false, holdCoins: 10_000 },
  commands: {},
  rankCommand: 'lp user {player} parent add {group}',
  moneyCommand: 'eco give {player} {amount}',
};

function read(file: string | null, properties: Readonly<Record<string, string>> = {}) {
  const disk = createFakeDisk();
  if (file !== null) disk.files.set('config.json', file);
  const fake = createFake({ disk, properties });
  const settings = readSettings(fake);
  return { settings, disk, warnings: fake.logged.map(({ line }) => line) };
}

describe('readSettings', () => {
  test('says where a file is no JSON, and nothing of what stands there', () => {
    const { warnings } = read(`{\n  "signingKey": "${signingKey}",\n  "keyId": ${signingKey}\n}`);
    expect(warnings).toEqual([
      expect.stringMatching(/^plugins\/mintkeep\/config\.json is not JSON(; look at line 3)?\.$/),
    ]);
  });

  test('writes the defaults when there is no file, and reads them back without a warning', () => {
    const first = read(null);
    expect(first).toMatchObject({ settings: defaults, warnings: [] });
    const written = first.disk.files.get('config.json') ?? '';
    expect(JSON.parse(written)).toEqual(defaults);
    expect(read(written)).toMatchObject({ settings: defaults, warnings: [] });
  });

  test('takes what the file says and the default for the rest', () => {
    const file = JSON.stringify({ keyId: 'k-1', signingKey, sounds: false });
    const { settings, warnings } = read(file);
    expect(settings).toEqual({ ...defaults, keyId: 'k-1', signingKey, sounds: false });
    expect(warnings).toEqual([]);
  });

  test('lets a system property win over the file, as a number where one is meant', () => {
    const { settings } = read(JSON.stringify({ timeoutMs: 900, keyId: 'of-the-file' }), {
      'mintkeep.timeoutMs': '1200',
      'mintkeep.sounds': 'false',
      'mintkeep.keyId': '12',
    });
    expect(settings).toEqual({ ...defaults, timeoutMs: 1_200, sounds: false, keyId: '12' });
  });

  test('names each field that does not fit in a warning of its own and takes its default', () => {
    const file = JSON.stringify({
      backendUrl: 'backend',
      signingKey: 'secret-but-short',
      heartbeatMs: 'soon',
      locale: 'de',
    });
    const { settings, warnings } = read(file);
    expect(settings).toEqual({ ...defaults, locale: 'de' });
    expect(warnings).toHaveLength(3);
    for (const name of ['backendUrl', 'signingKey', 'heartbeatMs']) {
      expect(warnings.filter((line) => line.includes(`"${name}"`))).toHaveLength(1);
    }
    expect(warnings.join()).not.toContain('secret-but-short');
  });

  test.each(['{ "keyId": ', '"text"', 'null', '[]x'])(
    'starts with a file that holds %s',
    (file) => {
      const { settings, warnings, disk } = read(file);
      expect(settings).toEqual(defaults);
      expect(warnings).toHaveLength(1);
      expect(disk.files.get('config.json')).toBe(file);
    },
  );

  test('keeps the rest of the rules for goods when a part of them is wrong, and names it', () => {
    const goods = {
      blacklist: ['DIAMOND', 'no such thing!', 7, 'bread.5d41402abc4b'],
      whitelist: 'BREAD',
      worldsDisallowed: ['event'],
      creativeAllowed: 'yes',
      blackList: [],
    };
    const { settings, warnings } = read(JSON.stringify({ goods }));
    expect(settings.goods).toEqual({
      blacklist: ['DIAMOND', 'bread.5d41402abc4b'],
      whitelist: [],
      worldsDisallowed: ['event'],
      creativeAllowed: false,
    });
    expect(warnings.map((line) => /"goods\.\w+"/.exec(line)?.[0])).toEqual([
      '"goods.blackList"',
      '"goods.blacklist"',
      '"goods.whitelist"',
      '"goods.creativeAllowed"',
    ]);
    expect(read('{"goods":[]}').warnings).toHaveLength(1);
    const { settings: other, warnings: said } = read(
      '{"market":{"hoursDefault":0,"confirm":false}}',
    );
    expect(other.market).toEqual({ listingsDefault: 5, confirm: false, hoursDefault: 48 });
    expect(said).toEqual([expect.stringContaining('"market.hoursDefault"')]);
  });

  test('warns of a name that is no setting', () => {
    expect(read('{"backendURL":"http://a"}').warnings).toEqual([
      expect.stringContaining('"backendURL"'),
    ]);
  });
});

describe('hasKey', () => {
  test('needs both the id and the secret', () => {
    const having = (keyId: string, key: string) => hasKey({ ...defaults, keyId, signingKey: key });
    expect([
      having('', ''),
      having('k', ''),
      having('', signingKey),
      having('k', signingKey),
    ]).toEqual([false, false, false, true]);
  });
});
