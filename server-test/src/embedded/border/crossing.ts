// The few JDK values that the game itself hands out or takes: an id, a file, a language. On GraalJS
// they cross as the JDK's own objects; on the Node engine they are these.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

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
  constructor(value: string) {
    this.value = value;
  }
  resolve(other: string): JavaPath {
    return new JavaPath(other.startsWith('/') ? other : join(this.value, other));
  }
  toString(): string {
    return this.value;
  }
  toFile(): JavaFile {
    return new JavaFile(this.value);
  }
}
Object.assign(JavaPath.prototype, { javaClass: 'java.nio.file.Path' });

export class JavaFile {
  declare readonly javaClass: string;
  readonly value: string;
  constructor(value: string) {
    this.value = value;
  }
  exists(): boolean {
    return existsSync(this.value);
  }
  length(): number {
    return this.exists() ? statSync(this.value).size : 0;
  }
  lastModified(): number {
    return this.exists() ? Math.floor(statSync(this.value).mtimeMs) : 0;
  }
  getPath(): string {
    return this.value;
  }
  toPath(): JavaPath {
    return new JavaPath(this.value);
  }
  toString(): string {
    return this.value;
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

export const uuidValue = (text: string) => new JavaUUID(text);
export const fileValue = (path: string) => new JavaFile(path);
export const localeValue = (tag: string) => new JavaLocale(tag);
