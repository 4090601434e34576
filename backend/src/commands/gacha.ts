// npm run gacha: the tables of rolls and of the starter as a JSON file, in and out, and any draw
// computed again from its seed.
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { item } from '@mintkeep/shared/delivery.ts';
import { entriesMax, gachaKind, tableKey, tablesMax, weight } from '@mintkeep/shared/gacha.ts';
import { coins, line, sku } from '@mintkeep/shared/primitives.ts';
import { draw, sumOf } from '../gacha/draw.ts';
import { findRoll, listTables, replaceTables } from '../gacha/service.ts';
import type { Table } from '../gacha/service.ts';
import { Failure, runCommand, Usage } from './command.ts';
import type { Shell } from './command.ts';

const usage = `npm run gacha -- import <file.json> [reason]   make the tables exactly those of the file
npm run gacha -- export                        print the tables as such a file
npm run gacha -- verify <roll id>              draw again from the seed and compare`;

/** A table as the file holds it. */
const tableInFile = z
  .strictObject({
    key: tableKey,
    name: line(64),
    icon: item.shape.material.optional(),
    kind: gachaKind,
    costCoins: coins.default(0),
    entries: z.array(z.strictObject({ sku, weight })).min(1).max(entriesMax),
  })
  .refine(({ kind, costCoins }) => (kind === 'starter') === (costCoins === 0), {
    path: ['costCoins'],
    error: 'a roll costs at least one coin, a starter none',
  })
  .refine(({ entries }) => new Set(entries.map((one) => one.sku)).size === entries.length, {
    path: ['entries'],
    error: 'names a sku twice: add the weights instead',
  });

const tablesFile = z.strictObject({
  tables: z
    .array(tableInFile)
    .max(tablesMax)
    .refine((tables) => new Set(tables.map(({ key }) => key)).size === tables.length, {
      error: 'two tables have the same key',
    })
    .refine((tables) => tables.filter(({ kind }) => kind === 'starter').length <= 1, {
      error: 'there is one starter at most',
    }),
});

const icons = { roll: 'ENDER_CHEST', starter: 'CHEST' } as const;

await runCommand(usage, async (shell, [verb, subject, ...words]) => {
  if (verb === 'export') return exportTables(shell);
  if (verb === 'import' && subject) return importTables(shell, subject, words.join(' '));
  if (verb === 'verify' && subject) return verify(shell, subject);
  throw new Usage('Import which file, or verify which roll?');
});

async function exportTables({ ctx, print }: Shell): Promise<void> {
  const tables = (await listTables(ctx)).map(({ _id: key, ...table }) => ({ key, ...table }));
  print(JSON.stringify({ tables }, null, 2));
}

async function importTables({ change, print }: Shell, path: string, reason: string) {
  const tables = readTables(path);
  const { unknownSkus } = await change((tx) => replaceTables(tx, tables, reason || 'import'));
  if (unknownSkus.length > 0) {
    const names = unknownSkus.map((one) => `  ${one}`).join('\n');
    throw new Failure(`Not in the catalogue of rewards; nothing was changed.\n${names}`);
  }
  for (const { _id, kind, costCoins, entries } of tables) {
    const cost = kind === 'starter' ? 'once for each player' : `${String(costCoins)} coins a roll`;
    print(`${_id}: ${cost}`);
    const sum = sumOf(entries);
    for (const one of entries) {
      const percent = ((100 * one.weight) / sum).toFixed(3);
      print(`  ${percent.padStart(7)} %  ${one.sku}  (${String(one.weight)} of ${String(sum)})`);
    }
  }
  print(`${String(tables.length)} tables.`);
}

function readTables(path: string): Table[] {
  let text: unknown;
  try {
    text = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Failure(`${path} cannot be read: ${(error as Error).message}`);
  }
  const parsed = tablesFile.safeParse(text);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((one) => `  ${one.path.join('.')}: ${one.message}`);
    throw new Failure(`${path} holds no tables; nothing was changed.\n${problems.join('\n')}`);
  }
  return parsed.data.tables.map(({ key: _id, icon, ...table }) => ({
    _id,
    ...table,
    icon: icon ?? icons[table.kind],
  }));
}

async function verify({ ctx, print }: Shell, rollId: string): Promise<void> {
  const roll = await findRoll(ctx, rollId);
  if (!roll) throw new Failure('There is no such roll.');
  const { tableKey: key, playerId, seed, sku: logged, entries, createdAt } = roll;
  print(`table ${key}, player ${playerId}, ${createdAt.toISOString()}, ${roll.status}`);
  print(`seed ${seed}`);
  print(`weights ${entries.map((one) => `${one.sku}=${String(one.weight)}`).join(' ')}`);
  const drawn = draw(seed, entries).sku;
  if (drawn !== logged) throw new Failure(`The seed gives ${drawn}, but ${logged} was logged.`);
  print(`drawn ${drawn}, as the seed says.`);
}
