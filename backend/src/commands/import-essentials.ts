// Reads the user files of EssentialsX: who has how much, and which files say nothing usable. Exact
// to the last digit, because numbers stay texts until they are whole. Knows no database.
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMap, isScalar, parseDocument } from 'yaml';
import { minecraftName, minecraftUUID } from '@mintkeep/shared/primitives.ts';
import { decimalOf } from './import-decimal.ts';
import type { Decimal } from './import-decimal.ts';

/** What one file says. */
export interface UserFile {
  readonly minecraftUUID: string;
  /** The name it played under last; null where the file has none that could be one. */
  readonly name: string | null;
  /** Null where nothing is written: EssentialsX would give the starting balance. */
  readonly money: Decimal | null;
  /** An account of a plugin, as a town's bank, and no player's. */
  readonly npc: boolean;
}

/** A file that is left out, and why. */
export interface RefusedFile {
  readonly file: string;
  readonly why: string;
}

export interface UserFiles {
  readonly users: readonly UserFile[];
  readonly refused: readonly RefusedFile[];
}

/** Real ones have a few kilobytes; homes and mails of years some hundreds. */
export const fileBytesMax = 1_048_576;

/** Reads all files of a folder that end in .yml, in the order of their names. */
export async function readUserFiles(
  folder: string,
  tell: (files: number, of: number) => void,
): Promise<UserFiles> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yml')).sort();
  const users: UserFile[] = [];
  const refused: RefusedFile[] = [];
  for (const [place, file] of names.entries()) {
    const read = await readUserFile(folder, file);
    if (typeof read === 'string') refused.push({ file, why: read });
    else users.push(read);
    tell(place + 1, names.length);
  }
  return { users, refused };
}

async function readUserFile(folder: string, file: string): Promise<UserFile | string> {
  const about = await lstat(join(folder, file));
  // A link could lead to any file of the machine, a pipe would never end.
  if (!about.isFile()) return 'is no plain file';
  if (about.size > fileBytesMax) return `is larger than ${String(fileBytesMax)} bytes`;
  return parseUserFile(file, await readFile(join(folder, file)));
}

/** What the bytes of a file of this name say, or in words why they say nothing. */
export function parseUserFile(file: string, bytes: Uint8Array): UserFile | string {
  const uuid = minecraftUUID.safeParse(file.replace(/\.yml$/, ''));
  if (!uuid.success) return 'its name is no UUID in lower case, so nobody can be paid by it';
  const values = valuesOf(bytes);
  if (typeof values === 'string') return values;
  const written = values.get('uuid') ?? uuid.data;
  if (written.toLowerCase() !== uuid.data) return 'names another UUID inside';
  const npc = values.get('npc') ?? 'false';
  if (npc !== 'true' && npc !== 'false') return 'npc is neither true nor false';
  const text = values.get('money');
  const money = text === undefined ? null : decimalOf(text);
  if (text !== undefined && !money) return 'money is no decimal number';
  const name = minecraftName.safeParse(values.get('last-account-name'));
  return { minecraftUUID: uuid.data, name: name.data ?? null, money, npc: npc === 'true' };
}

const wanted: ReadonlySet<string> = new Set(['uuid', 'npc', 'money', 'last-account-name']);

// A key at the left edge begins an entry; a list may stand at the left edge below its key.
const keyLine = /^(['"]?)([A-Za-z0-9_.-]{1,64})\1:(?: |$)/;
const restLine = /^(?:[ \t#]|- |-$|$)/;

/**
 * The texts of the keys that matter, or why there are none. Only their own lines go to the reader
 * of YAML: homes and mails are not looked at, because a file can be written so that its nesting
 * takes a reader minutes.
 */
function valuesOf(bytes: Uint8Array): ReadonlyMap<string, string> | string {
  const lines = linesOf(bytes);
  if (!lines) return 'is not UTF-8';
  const entries = new Map<string, string[]>();
  let entry: string[] | null = null;
  for (const [place, line] of lines.entries()) {
    const key = keyLine.exec(line)?.[2];
    if (key === undefined) {
      const isRest = restLine.test(line) || (place === 0 && line === '---');
      if (!isRest) return `is no YAML of EssentialsX: see line ${String(place + 1)}`;
      entry?.push(line);
      continue;
    }
    entry = [line];
    if (!wanted.has(key)) continue;
    if (entries.has(key)) return `has ${key} twice`;
    entries.set(key, entry);
  }
  if (!entry) return 'holds no key';
  const values = new Map<string, string>();
  for (const [key, own] of entries) {
    const value = textOf(own.join('\n'));
    if (value === null) return `${key} is no plain text`;
    values.set(key, value);
  }
  return values;
}

function linesOf(bytes: Uint8Array): string[] | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).split(/\r\n?|\n/);
  } catch {
    return null;
  }
}

const entryCharactersMax = 512;

/** The text of an entry. Numbers stay texts (the failsafe schema); tags and aliases are refused. */
function textOf(entry: string): string | null {
  if (entry.length > entryCharactersMax) return null;
  const document = parseDocument(entry, { schema: 'failsafe', logLevel: 'silent' });
  if (document.errors.length + document.warnings.length > 0) return null;
  const value: unknown = isMap(document.contents) ? document.contents.items[0]?.value : null;
  return isScalar(value) && typeof value.value === 'string' ? value.value.trim() : null;
}
