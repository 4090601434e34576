// Everything there is as lines of JSON, for other programs and for a player who asks what is stored:
// a header, a line for each document, an end with a checksum. All of one moment, without secrets.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { BSON } from 'mongodb';
import type { Document } from 'mongodb';
import { collections } from '../collections.ts';
import { collectionsOf } from '../core/backup.ts';
import type { BackupPlan } from '../core/backup.ts';
import type { Context } from '../core/context.ts';
import { migrationsPlan } from '../core/migrate.ts';
import type { ReadScope } from '../core/mongo.ts';
import { within } from '../core/mongo.ts';
import { inSnapshot } from '../core/snapshot.ts';
import { operationsPlan } from '../core/transact.ts';
import type { Player } from '../players/service.ts';
import { ownerLinksPlan } from '../staff/store.ts';
import { codesPlan } from '../verification/store.ts';
import { version } from '../version.ts';

const format = 'mintkeep-export';
const formatVersion = 1;

// What only lets somebody in, or lives for minutes, and stored answers: nobody's data, some of it
// worth stealing.
const leaveOut = new Set([
  ...collections.filter(({ transient }) => transient === true).map(({ name }) => name),
  ...[operationsPlan, ownerLinksPlan, codesPlan, migrationsPlan].map(({ name }) => name),
]);

// By name at any depth, so that a secret that a later version stores is left out too.
const secretField = /(?:sealed|hash|secret|token|password)$/i;

export interface Exported {
  readonly documents: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** Whose data is exported, as the ids that occur in the documents; null for everything. */
export interface Subject {
  readonly playerId: string;
  readonly ids: readonly string[];
}

/** The ids under which a player occurs, with those of players that went up in this one. */
export async function subjectOf(ctx: Context, player: Player): Promise<Subject> {
  const merged = await ctx.db
    .collection<Player>('players')
    .find({ mergedInto: player._id }, { projection: { _id: 1 } })
    .toArray();
  const ids = [player._id, player.minecraftUUID, player.discordId, ...merged.map(({ _id }) => _id)];
  return { playerId: player._id, ids: ids.filter((id) => typeof id === 'string') };
}

/**
 * Writes the file, compressed where its name ends in .gz, beside any load: all of it is read in one
 * snapshot. It appears under its name only when it is whole, and never replaces another.
 */
export async function writeExport(
  ctx: Context,
  path: string,
  subject: Subject | null,
  tell: BackupPlan['tell'],
): Promise<Exported> {
  const partial = `${path}.partial`;
  const file = await open(partial, 'wx', 0o600);
  try {
    const exported = await inSnapshot(ctx, async (scope) => {
      const counts = await countAll(ctx, scope, subject);
      const lines = linesOf(ctx, scope, subject, counts, tell);
      const pack = path.endsWith('.gz') ? createGzip({ level: 3 }) : new PassThrough();
      await pipeline(lines, pack, file.createWriteStream({ flush: true }));
      return { counts, documents: Object.values(counts).reduce((sum, count) => sum + count, 0) };
    });
    await rename(partial, path);
    return exported;
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(partial, { force: true });
    throw error;
  }
}

async function countAll(
  ctx: Context,
  scope: ReadScope,
  subject: Subject | null,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of await collectionsOf(ctx, leaveOut)) {
    if (!subject) counts[name] = await scope.db.collection(name).countDocuments({}, within(scope));
    else {
      counts[name] = 0;
      for await (const _document of rawOf(scope, name, subject)) counts[name] += 1;
    }
  }
  return counts;
}

async function* linesOf(
  ctx: Context,
  scope: ReadScope,
  subject: Subject | null,
  counts: Readonly<Record<string, number>>,
  tell: BackupPlan['tell'],
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const line = (value: Document): string => {
    const text = `${BSON.EJSON.stringify(value, { relaxed: true })}\n`;
    hash.update(text);
    return text;
  };
  const exportedAt = ctx.clock.now().toISOString();
  const player = subject?.playerId ?? null;
  yield line({ format, formatVersion, version, exportedAt, player, counts });
  let all = 0;
  for (const [collection, of] of Object.entries(counts)) {
    let documents = 0;
    for await (const raw of rawOf(scope, collection, subject)) {
      documents += 1;
      yield line({ collection, doc: withoutSecrets(BSON.deserialize(raw)) });
      if (documents % 10_000 === 0) tell({ collection, documents, of });
    }
    tell({ collection, documents, of });
    all += documents;
  }
  yield `${JSON.stringify({ end: true, documents: all, sha256: hash.digest('hex') })}\n`;
}

/** The documents of a collection as bytes; of a subject those in which one of its ids occurs. */
async function* rawOf(
  scope: ReadScope,
  collection: string,
  subject: Subject | null,
): AsyncGenerator<Buffer> {
  const ids = subject?.ids.map((id) => Buffer.from(id)) ?? [];
  const options = { ...within(scope), raw: true, batchSize: 2_000 };
  for await (const document of scope.db.collection(collection).find({}, options)) {
    const raw = document as unknown as Buffer;
    if (!subject || ids.some((id) => raw.includes(id))) yield raw;
  }
}

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !secretField.test(name))
      .map(([name, field]) => [name, withoutSecrets(field)]),
  );
}

/** True for an object of fields; dates, ids and bytes are values of their own. */
const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** Reads an export again. Throws an Error that says where it is not what was written. */
export async function checkExport(path: string): Promise<Exported> {
  const bytes: Readable = createReadStream(path);
  const text = path.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  // What breaks the file breaks the text; `pipe` alone would leave the reader waiting.
  bytes.on('error', (error) => text.destroy(error));
  const hash = createHash('sha256');
  const found: Record<string, number> = {};
  let header: Document | null = null;
  let end: Document | null = null;
  for await (const line of createInterface({ input: text, crlfDelay: Infinity })) {
    if (end) throw new Error('There is something behind the end.');
    const value = JSON.parse(line) as Document;
    if (value['end'] === true) {
      end = value;
      continue;
    }
    hash.update(`${line}\n`);
    if (header) found[String(value['collection'])] = (found[String(value['collection'])] ?? 0) + 1;
    else header = value;
  }
  if (header?.['format'] !== format) throw new Error('It is no export of Mintkeep.');
  if (!end) throw new Error('It ends too early.');
  if (end['sha256'] !== hash.digest('hex')) throw new Error('Its checksum differs.');
  const counts = header['counts'] as Record<string, number>;
  for (const [name, count] of Object.entries(counts)) {
    if ((found[name] ?? 0) !== count) throw new Error(`${name} does not hold ${String(count)}.`);
  }
  return { counts, documents: Number(end['documents']) };
}
