// Gives a new world something to sell and its game server a key, through the same commands that an
// admin uses. Does nothing to a catalogue or a key that is there.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from './children.ts';
import { readOr, writePrivate } from './start-state.ts';

const rewardsPath = join(import.meta.dirname, 'demo-rewards.json');
const tablesPath = join(import.meta.dirname, 'demo-gacha.json');
const questsPath = join(import.meta.dirname, 'demo-quests.json');
const commands = join(import.meta.dirname, '../backend/src/commands');
const serverName = 'demo';

/** Runs a command of an admin on the running environment; rejects with what it said. */
export async function command(name: string, ...args: string[]): Promise<string> {
  const { code, output } = await runToEnd(process.execPath, [
    join(commands, `${name}.ts`),
    ...args,
  ]);
  if (code !== 0) throw new Error(`${name} ${args.join(' ')}: ${output.trim()}`);
  return output;
}

/** Fills the catalogue when it is empty, with draws and a starter from it. Answers whether it was. */
export async function seedCatalogue(): Promise<boolean> {
  const { rewards } = JSON.parse(await command('rewards', 'export')) as { rewards: unknown[] };
  if (rewards.length > 0) return false;
  await command('rewards', 'import', rewardsPath);
  await command('gacha', 'import', tablesPath, 'the demo');
  await command('quests', 'import', questsPath, 'the demo');
  return true;
}

/** Makes sure that the plugin of a server's folder has a key that the backend knows. */
export async function seedKey(serverDir: string, backendUrl: string): Promise<void> {
  const dir = join(serverDir, 'plugins', 'mintkeep');
  const path = join(dir, 'config.json');
  const kept = JSON.parse(readOr(path, '{}')) as { keyId?: string };
  const known = await command('keys', 'list');
  // The world here has no plugin for ranks and none for money: the console says it instead.
  const settings = {
    rankCommand: 'say {player} is now {group}',
    moneyCommand: 'say {player} takes {amount} to the market',
    ...kept,
    backendUrl,
  };
  if (!kept.keyId || !known.includes(kept.keyId)) {
    const printed = await command('keys', 'create', serverName);
    const { keyId, signingKey } = JSON.parse(printed.slice(printed.indexOf('{'))) as {
      keyId: string;
      signingKey: string;
    };
    Object.assign(settings, { keyId, signingKey });
  }
  mkdirSync(dir, { recursive: true });
  writePrivate(path, settings);
}
