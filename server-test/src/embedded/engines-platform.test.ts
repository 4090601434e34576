// The plugin's own platform on both engines: the promises it makes of goods, kept on the model of the
// game. The script is the plugin's contract entry, built as the plugin is.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildScript, pluginSource } from '../harness/build.ts';
import { assemble, type Embedded } from './assemble.ts';
import { notingClient, stackSizes } from './probe.ts';

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

test.each(['node', 'graal'] as const)('keeps the promises of goods on %s (D25)', async (engine) => {
  const lines: string[] = [];
  const swallowed: string[] = [];
  const server = await assemble({
    engine,
    version: '1.21.11',
    folder: join(folder, engine),
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
