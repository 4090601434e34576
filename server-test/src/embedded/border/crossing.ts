// The few JDK values that the game itself hands out or takes: an id, a file, a language. On GraalJS
// they cross as the JDK's own objects; on the Node engine they are these.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { JavaArray, type JavaObject } from './values.ts';

export class JavaUUID {
  declare readonly javaClass: string;
  readonly value: string;
  constructor(value: string) {
    this.value = value.toLowerCase();
  }
  toString(): string {
    return this.value;
  }
  equals(other: unknown): boolean {
    return other instanceof JavaUUID && other.value === this.value;
  }
}
Object.assign(JavaUUID.prototype, { javaClass: 'java.util.UUID' });

export class JavaPath {
  declare readonly javaClass: string;
  readonly value: string;
  /** What a relative path is relative to: never shown to a script. */
  readonly #folder: string;
  constructor(value: string, folder: string) {
    this.value = value;
    this.#folder = folder;
  }
  resolve(other: string): JavaPath {
    const inner = this.value === '' ? other : `${this.value}/${other}`;
    return new JavaPath(other.startsWith('/') ? other : inner, this.#folder);
  }
  toString(): string {
    return this.value;
  }
  toFile(): JavaFile {
    return new JavaFile(this.value, this.#folder);
  }
}
Object.assign(JavaPath.prototype, { javaClass: 'java.nio.file.Path' });

export class JavaFile {
  declare readonly javaClass: string;
  readonly value: string;
  readonly #folder: string;
  constructor(value: string, folder: string) {
    this.value = value;
    this.#folder = folder;
  }
  exists(): boolean {
    return existsSync(this.#onDisk());
  }
  length(): number {
    return this.exists() ? statSync(this.#onDisk()).size : 0;
  }
  lastModified(): number {
    return this.exists() ? Math.floor(statSync(this.#onDisk()).mtimeMs) : 0;
  }
  getPath(): string {
    return this.value;
  }
  toPath(): JavaPath {
    return new JavaPath(this.value, this.#folder);
  }
  list(): JavaArray | null {
    const path = this.#onDisk();
    return this.exists() && statSync(path).isDirectory() ? new JavaArray(readdirSync(path)) : null;
  }
  toString(): string {
    return this.value;
  }
  #onDisk(): string {
    return resolve(this.#folder, this.value);
  }
}
Object.assign(JavaFile.prototype, { javaClass: 'java.io.File' });

export class JavaLocale {
  declare readonly javaClass: string;
  /** A language tag as `de-DE`. */
  readonly value: string;
  constructor(value: string) {
    this.value = value;
  }
  toLanguageTag(): string {
    return this.value;
  }
  getLanguage(): string {
    return this.value.split('-')[0] ?? '';
  }
  toString(): string {
    return this.value.replace('-', '_');
  }
}
Object.assign(JavaLocale.prototype, { javaClass: 'java.util.Locale' });

/** A `byte[]`: a script can only hand it on. */
export interface JavaBytes extends JavaObject {
  readonly bytes: Uint8Array;
}
export const javaBytes = (bytes: Uint8Array): JavaBytes => ({ javaClass: 'byte[]', bytes });

export const bytesValue = (base64: string) => javaBytes(Buffer.from(base64, 'base64'));
export const uuidValue = (text: string) => new JavaUUID(text);
// The game takes no files; one that a script gives is relative to nothing it could reach.
export const fileValue = (path: string) => new JavaFile(path, '');
export const localeValue = (tag: string) => new JavaLocale(tag);
