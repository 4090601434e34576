// The plugin's own platform on both engines: the promises it makes of goods, kept on the model of the
// game. The script is the plugin's contract entry, built as the plugin is.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildScript, pluginSource } from '../harness/build.ts';
import { assemble, type Embedded } from './assemble.ts';
import type { OtherPlugin } from './messages.ts';
import { notingClient, stackSizes, uuidOf } from './probe.ts';

const entry = pluginSource('platform/contract-main.ts');
const gifts = [
  'diamond_sword[enchantments={sharpness:5},damage=12,custom_name="Old"] 1',
  'diamond_sword 1',
  'diamond 70',
  'diamond_sword[enchantments={sharpness:5},damage=12,custom_name="Old"] 1',
];

const folder = mkdtempSync(join(tmpdir(), 'mintkeep-contract-'));
const bundle = join(folder, 'contract.js');
const servers: Embedded[] = [];

beforeAll(() => buildScript(entry, bundle));
afterAll(() => {
  for (const server of servers) {
    server.disable();
    server.end();
  }
  rmSync(folder, { recursive: true, force: true });
});

/** A server with the contract entry; ends with the file. */
async function start(
  engine: 'node' | 'graal',
  name: string,
  otherPlugins: readonly OtherPlugin[] = [],
) {
  const lines: string[] = [];
  const swallowed: string[] = [];
  const server = await assemble({
    engine,
    version: '1.21.11',
    folder: join(folder, `${name}-${engine}`),
    otherPlugins,
    bundle,
    stackSizes,
    autosaveTicks: 0,
    seed: 1,
    log: (_level, line) => void lines.push(line),
    swallowed: (where, what) => void swallowed.push(`${where}: ${what}`),
    onCall: () => undefined,
  });
  servers.push(server);
  server.enable();
  return { server, lines, swallowed };
}

test.each(['node', 'graal'] as const)('keeps the promises of goods on %s (D25)', async (engine) => {
  const { server, lines, swallowed } = await start(engine, 'goods');
  const ada = notingClient('Ada');
  server.game.join(ada.client);
  for (const gift of gifts) server.game.consoleLine(`give Ada ${gift}`);
  server.game.consoleLine('contract-goods');
  const said = lines.filter((line) => /CONTRACT (ok|FAILED)/.test(line));
  expect(said.filter((line) => line.includes('FAILED'))).toEqual([]);
  expect(said).toHaveLength(8);
  server.game.consoleLine('contract-icon');
  const [, , items] = ada.sent.findLast(([method]) => method === 'windowItems') ?? [];
  expect((items as unknown[]).slice(0, 2)).toEqual([
    expect.objectContaining({
      material: 'DIAMOND_SWORD',
      name: { text: 'Old' },
      lore: [{ text: '5 coins' }],
    }),
    expect.objectContaining({ material: 'DIAMOND', name: { text: 'Unread' } }),
  ]);
  expect(swallowed).toEqual([]);
});

test.each(['node', 'graal'] as const)('is asked by other plugins on %s', async (engine) => {
  const others = ['MintkeepBridge', 'Vault', 'PlaceholderAPI'] as const;
  const { server, lines, swallowed } = await start(engine, 'bridge', others);
  const ada = notingClient('Ada');
  const uuid = uuidOf('Ada');
  server.game.join(ada.client);
  const change = (coins: number, who = uuid) =>
    server.bridge?.answer({ kind: 'change', uuid: who, coins, plugin: 'Jobs' });
  const text = (name: string) => server.bridge?.answer({ kind: 'placeholder', uuid, name });
  expect(change(5)).toMatchObject({ isDone: false, error: 'This player is not on this server.' });
  server.game.consoleLine('contract-bridge');
  expect(lines.filter((line) => line.includes('CONTRACT bridge'))).toEqual([
    '[grakkit] [mintkeep] CONTRACT bridge true true',
  ]);
  expect(change(-200)).toEqual({ isDone: true, balance: 300, error: null });
  expect(change(-301)).toEqual({ isDone: false, balance: 300, error: 'Jobs wants too many.' });
  expect(change(4_294_967_296)).toEqual({ isDone: true, balance: 4_294_967_596, error: null });
  expect(change(0)).toMatchObject({ isDone: true });
  for (const none of [0.5, Number.NaN, -(2 ** 53)]) {
    expect(change(none)).toMatchObject({ isDone: false, balance: 4_294_967_596 });
  }
  expect(change(1, uuidOf('Bob'))).toMatchObject({ isDone: false });
  expect(['BALANCE', 'nonsense'].map(text)).toEqual(['4294968596', null]);
  expect(change(13)).toMatchObject({ isDone: false, error: 'Mintkeep failed.' });
  expect(swallowed).toEqual([]);

  server.disable();
  expect(change(1)).toMatchObject({ isDone: false });
  expect(text('balance')).toBeNull();
});
