// A backup: every collection of a database as of one moment, in a folder of compressed files with a
// manifest that says what must be in them. Writes and reads such folders; knows no feature.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { BSON } from 'mongodb';
import type { Document } from 'mongodb';
import * as z from 'zod';
import type { Context } from './context.ts';
import type { ReadScope } from './mongo.ts';
import { inSnapshot } from './snapshot.ts';

/** Raised when a folder's layout changes; an older one stays readable. */
const formatVersion = 1;

const manifestSchema = z.strictObject({
  format: z.literal('mintkeep-backup'),
  formatVersion: z.int().min(1),
  createdAt: z.iso.datetime(),
  database: z.string(),
  /** Names of the migrations that the database had. */
  migrations: z.array(z.string()),
  files: z.array(
    z.strictObject({
      collection: z.string().regex(/^[a-z0-9_]{1,64}$/),
      documents: z.int().min(0),
      bytes: z.int().min(0),
      /** Of the compressed file. */
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
  /** What the features say of the same moment, to be compared after a restore. */
  facts: z.record(z.string(), z.unknown()),
});
export type Manifest = z.infer<typeof manifestSchema>;
type BackupFile = Manifest['files'][number];

/** A folder that is no backup, or not a whole one; the message says what is wrong with it. */
export class BackupDamaged extends Error {
  override readonly name = 'BackupDamaged';
}

export interface BackupPlan {
  /** The folder to make; it must not exist. */
  readonly folder: string;
  /** Collections that are gone within minutes and would only do harm when they came back. */
  readonly leaveOut: ReadonlySet<string>;
  readonly migrations: readonly string[];
  /** Reads, in the same snapshot, what a restore will compare. */
  facts(scope: ReadScope): Promise<Record<string, unknown>>;
  tell(progress: { collection: string; documents: number; of: number }): void;
}

/**
 * Writes a backup beside any load: all collections are read in one snapshot of the database. The
 * folder appears under its name only when it is whole and on disk. Throws when reading takes longer
 * than the database keeps a snapshot (minSnapshotHistoryWindowInSeconds, 300 s unless set).
 */
export async function writeBackup(ctx: Context, plan: BackupPlan): Promise<Manifest> {
  const partial = `${plan.folder}.partial`;
  await mkdir(partial);
  try {
    const manifest = await inSnapshot(ctx, async (scope) => {
      const facts = await plan.facts(scope);
      const files: BackupFile[] = [];
      for (const collection of await collectionsOf(ctx, plan.leaveOut)) {
        // An estimate, for the progress alone; a snapshot cannot be asked for one.
        const of = await ctx.db.collection(collection).estimatedDocumentCount();
        const tell = (documents: number) => plan.tell({ collection, documents, of });
        files.push(await writeCollection(scope, partial, collection, tell));
      }
      return { facts, files };
    });
    const whole: Manifest = {
      format: 'mintkeep-backup',
      formatVersion,
      createdAt: ctx.clock.now().toISOString(),
      database: ctx.db.databaseName,
      migrations: [...plan.migrations],
      ...manifest,
    };
    await writeFile(join(partial, 'manifest.json'), `${JSON.stringify(whole, null, 2)}\n`, {
      flush: true,
    });
    await rename(partial, plan.folder);
    return whole;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

/** The names of all collections but these, in order. */
export async function collectionsOf(
  ctx: Context,
  leaveOut: ReadonlySet<string>,
): Promise<string[]> {
  const all = await ctx.db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray();
  return all
    .map(({ name }) => name)
    .filter((name) => !leaveOut.has(name) && !name.startsWith('system.'))
    .sort();
}

const fileOf = (folder: string, collection: string): string =>
  join(folder, `${collection}.bson.gz`);

// Chunks of this size go to the compressor: one a document would cost more than the work itself.
const chunkBytes = 256 * 1_024;
const tellEvery = 50_000;

async function writeCollection(
  scope: ReadScope,
  folder: string,
  collection: string,
  tell: (documents: number) => void,
): Promise<BackupFile> {
  let documents = 0;
  let bytes = 0;
  async function* chunks(): AsyncGenerator<Buffer> {
    let waiting: Buffer[] = [];
    let size = 0;
    const options = {
      raw: true,
      batchSize: 5_000,
      ...(scope.session && { session: scope.session }),
    };
    for await (const raw of scope.db.collection(collection).find({}, options)) {
      const document = raw as unknown as Buffer;
      documents += 1;
      bytes += document.length;
      size += document.length;
      waiting.push(document);
      if (documents % tellEvery === 0) tell(documents);
      if (size < chunkBytes) continue;
      yield Buffer.concat(waiting);
      [waiting, size] = [[], 0];
    }
    if (waiting.length > 0) yield Buffer.concat(waiting);
  }
  const hash = hashing();
  await pipeline(
    chunks,
    createGzip({ level: 3 }),
    hash.stream,
    createWriteStream(fileOf(folder, collection), { flags: 'wx', flush: true }),
  );
  tell(documents);
  return { collection, documents, bytes, sha256: hash.hex() };
}

/** Passes bytes on and keeps their SHA-256. */
function hashing(): { stream: Transform; hex: () => string } {
  const hash = createHash('sha256');
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { stream, hex: () => hash.digest('hex') };
}

/**
 * Reads the manifest of a folder and the checksum of each file in it. Throws BackupDamaged for what
 * is no backup, is of a newer format, lacks a file, or has one that was changed.
 */
export async function checkBackup(folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder);
  for (const { collection, sha256 } of manifest.files) {
    const hash = createHash('sha256');
    try {
      for await (const chunk of createReadStream(fileOf(folder, collection))) {
        hash.update(chunk as Buffer);
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      throw new BackupDamaged(`${collection}.bson.gz is missing.`);
    }
    if (hash.digest('hex') !== sha256) {
      throw new BackupDamaged(
        `${collection}.bson.gz is not what was written: its checksum differs.`,
      );
    }
  }
  return manifest;
}

async function readManifest(folder: string): Promise<Manifest> {
  let text: string;
  try {
    text = await readFile(join(folder, 'manifest.json'), 'utf8');
  } catch (error) {
    const isAbsent = ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
    if (!isAbsent) throw error;
    throw new BackupDamaged(`${folder} is no backup: it has no manifest.json.`);
  }
  const parsed = manifestSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new BackupDamaged(`manifest.json is none of Mintkeep: ${z.prettifyError(parsed.error)}`);
  }
  if (parsed.data.formatVersion > formatVersion) {
    throw new BackupDamaged(
      `The backup is of format ${String(parsed.data.formatVersion)}; this version reads up to ` +
        `${String(formatVersion)}. Restore it with the version that made it.`,
    );
  }
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const batchMax = 1_000;

/**
 * Puts the documents of a checked backup into an empty database, each with the very types it had.
 * Throws BackupDamaged when a file holds other documents than the manifest counts.
 */
export async function loadBackup(
  ctx: Context,
  folder: string,
  { files }: Manifest,
  tell: BackupPlan['tell'],
): Promise<void> {
  for (const { collection, documents } of files) {
    let loaded = 0;
    let batch: Document[] = [];
    const put = async (): Promise<void> => {
      if (batch.length === 0) return;
      await ctx.db.collection(collection).insertMany(batch, { ordered: false });
      loaded += batch.length;
      if (loaded % tellEvery < batchMax) tell({ collection, documents: loaded, of: documents });
      batch = [];
    };
    for await (const document of documentsIn(fileOf(folder, collection))) {
      batch.push(document);
      if (batch.length >= batchMax) await put();
    }
    await put();
    const there = await ctx.db.collection(collection).countDocuments();
    if (loaded !== documents || there !== documents) {
      throw new BackupDamaged(
        `${collection} holds ${String(there)} documents, the manifest says ${String(documents)}.`,
      );
    }
    tell({ collection, documents: loaded, of: documents });
  }
}

/** The documents of a file, one after the other; numbers keep their BSON types. */
async function* documentsIn(path: string): AsyncGenerator<Document> {
  let rest: Buffer = Buffer.alloc(0);
  const bytes = createReadStream(path).pipe(createGunzip());
  for await (const chunk of bytes) {
    rest = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    let at = 0;
    while (rest.length - at >= 4) {
      const length = rest.readInt32LE(at);
      if (rest.length - at < length) break;
      yield BSON.deserialize(rest.subarray(at, at + length), {
        promoteValues: false,
        bsonRegExp: true,
      });
      at += length;
    }
    rest = rest.subarray(at);
  }
  if (rest.length > 0) throw new BackupDamaged(`${path} ends in the middle of a document.`);
}
