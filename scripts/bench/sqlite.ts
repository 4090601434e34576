// SQLite in this process: the purchase as plugins with a file beside the server make it. One writer,
// and the thread that asks waits for the disk, so callers at once change nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { assertExact, countAll, numbered, orderOf, reads, startingRows } from './yardstick.ts';
import { tables, valuesAt, writes } from './yardstick.ts';
import type { Yardstick } from './yardstick.ts';

export interface SqliteShop extends Yardstick {
  close(): void;
}

/**
 * Opens a shop in a fresh file. `FULL` flushes every commit to the disk, as the backend does;
 * `NORMAL` leaves the last commits to the next flush and can lose them with the power.
 */
export function openSqlite(synchronous: 'FULL' | 'NORMAL'): SqliteShop {
  const dir = mkdtempSync(join(tmpdir(), 'mintkeep-bench-sqlite-'));
  const db = new DatabaseSync(join(dir, 'shop.db'));
  db.exec(`pragma journal_mode = WAL; pragma synchronous = ${synchronous};`);
  db.exec(tables);
  fill(db);
  const prepare = (statement: string) => {
    const { text, places } = numbered(statement, '?');
    return { statement: db.prepare(text), places };
  };
  const asked = reads.map(prepare);
  const written = writes.map(prepare);
  const name = `SQLite WAL, synchronous ${synchronous}`;
  return {
    name,
    buy: async (player, reward) => {
      const values = orderOf(player, reward);
      db.exec('begin immediate');
      for (const { statement, places } of asked) {
        if (!statement.get(...valuesAt(values, places))) throw new Error('nobody, or nothing');
      }
      for (const { statement, places } of written) {
        if (statement.run(...valuesAt(values, places)).changes !== 1) throw new Error('refused');
      }
      db.exec('commit');
    },
    close: () => {
      const counts = db.prepare(countAll).get();
      db.close();
      rmSync(dir, { recursive: true, force: true });
      assertExact(name, counts ?? {});
    },
  };
}

function fill(db: DatabaseSync): void {
  const statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  db.exec('begin');
  for (const [statement, values] of startingRows()) {
    const prepared = statements.get(statement) ?? db.prepare(numbered(statement, '?').text);
    statements.set(statement, prepared);
    prepared.run(...values);
  }
  db.exec('commit');
}
