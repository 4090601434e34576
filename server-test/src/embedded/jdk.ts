// The JDK's classes for the Node engine, as narrow as jdk-surface.ts. On GraalJS none of this is
// used: there they are the real ones.
import { createHash, createHmac, randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { resolve } from 'node:path';
import type { Implementation } from './border/border.ts';
import { JavaFile, JavaLocale, JavaPath, JavaUUID } from './border/crossing.ts';
import { JavaException, NotModelled, type JavaObject } from './border/values.ts';
import { classObject } from './model/events.ts';
import { JavaList, JavaMap } from './model/collections.ts';
import { httpImplementations, httpMethods } from './jdk-http.ts';

const java = <T extends object>(javaClass: string, members: T): T & JavaObject => ({
  ...members,
  javaClass,
});

interface Bytes extends JavaObject {
  readonly bytes: Uint8Array;
}
const bytes = (value: Uint8Array): Bytes => java('byte[]', { bytes: value });

class ArrayList extends JavaList {
  add(value: unknown): boolean {
    this.items.push(value);
    return true;
  }
}
Object.assign(ArrayList.prototype, { javaClass: 'java.util.ArrayList' });

class HashMap extends JavaMap {
  put(key: unknown, value: unknown): unknown {
    const before = this.get(key);
    this.entries.set(key, value);
    return before;
  }
}
Object.assign(HashMap.prototype, { javaClass: 'java.util.HashMap' });

/** A file open for writing at any place; mode `rwd` means that each write is on the disk. */
class RandomAccessFile {
  declare readonly javaClass: string;
  readonly #file: number;
  readonly #isSynced: boolean;
  #at = 0;
  constructor(path: string, mode: string) {
    if (mode !== 'rw' && mode !== 'rwd') throw new NotModelled(`not modelled: mode ${mode}`);
    this.#file = openSync(path, existsSync(path) ? 'r+' : 'w+');
    this.#isSynced = mode === 'rwd';
  }
  seek(position: number): void {
    this.#at = position;
  }
  length(): number {
    return fstatSync(this.#file).size;
  }
  write(value: Bytes): void {
    this.#at += writeSync(this.#file, value.bytes, 0, value.bytes.length, this.#at);
    if (this.#isSynced) fsyncSync(this.#file);
  }
  close(): void {
    closeSync(this.#file);
  }
}
Object.assign(RandomAccessFile.prototype, { javaClass: 'java.io.RandomAccessFile' });

/** A class of the JDK: its public methods are called through `Method` objects. */
function jdkClass(name: string): object {
  return java('java.lang.Class', {
    getName: () => name,
    getMethod: (method: string, ...types: { getName(): string }[]) => {
      const key = `${name}.${method}(${types.map((type) => type.getName()).join(',')})`;
      const run = httpMethods[key];
      if (!run) throw new JavaException('java.lang.NoSuchMethodException', key);
      return java('java.lang.reflect.Method', {
        invoke: (target: never, ...args: never[]) => run(target, ...args),
      });
    },
  });
}

/** Paths are relative to the server's folder, which is the process's own in the JVM. */
export function jdkImplementations(folder: string): Record<string, Implementation> {
  const inServer = (path: string): string => resolve(folder, path);
  const missing = (path: string) => new JavaException('java.nio.file.NoSuchFileException', path);
  const pathOf = (path: JavaPath): string => inServer(path.value);
  return {
    ...httpImplementations,
    'java.lang.Boolean': { statics: { TYPE: jdkClass('boolean') } },
    'java.lang.Long': { statics: { TYPE: jdkClass('long') } },
    'java.lang.Class': {
      statics: {
        forName: (name: string) => (/^java/.test(name) ? jdkClass(name) : classObject(name)),
      },
    },
    'java.lang.System': {
      statics: {
        nanoTime: () => Math.round(performance.now() * 1e6),
        currentTimeMillis: () => Date.now(),
        getProperty: (name: string) => process.env[name] ?? null,
      },
    },
    'java.io.File': { create: (path: string) => new JavaFile(inServer(path)) },
    'java.io.RandomAccessFile': {
      create: (path: string, mode: string) => new RandomAccessFile(inServer(path), mode),
    },
    'java.nio.file.Files': {
      statics: {
        exists: (path: JavaPath) => existsSync(pathOf(path)),
        createDirectories(path: JavaPath) {
          mkdirSync(pathOf(path), { recursive: true });
          return path;
        },
        readString(path: JavaPath) {
          if (!existsSync(pathOf(path))) throw missing(path.value);
          return readFileSync(pathOf(path), 'utf8');
        },
        writeString(path: JavaPath, text: string) {
          writeFileSync(pathOf(path), text);
          return path;
        },
        delete(path: JavaPath) {
          if (!existsSync(pathOf(path))) throw missing(path.value);
          rmSync(pathOf(path));
        },
      },
    },
    'java.nio.file.Path': { statics: { of: (path: string) => new JavaPath(path) } },
    'java.nio.charset.StandardCharsets': { statics: { UTF_8: utf8 } },
    'java.security.MessageDigest': {
      statics: {
        getInstance(algorithm: string) {
          if (algorithm !== 'SHA-256') throw new NotModelled(`not modelled: ${algorithm}`);
          return java('java.security.MessageDigest', {
            digest: (value: Bytes) => bytes(createHash('sha256').update(value.bytes).digest()),
          });
        },
      },
    },
    'java.security.SecureRandom': { create: () => java('java.security.SecureRandom', {}) },
    'javax.crypto.Mac': { statics: { getInstance: mac } },
    'javax.crypto.spec.SecretKeySpec': {
      create: (key: Bytes, algorithm: string) =>
        java('javax.crypto.spec.SecretKeySpec', { key: key.bytes, algorithm }),
    },
    'java.util.Base64': { statics: { getDecoder: () => decoder, getEncoder: () => encoder } },
    'java.util.HexFormat': {
      statics: {
        of: () =>
          java('java.util.HexFormat', {
            formatHex: (value: Bytes) => Buffer.from(value.bytes).toString('hex'),
          }),
      },
    },
    'java.text.NumberFormat': { statics: { getIntegerInstance: integerFormat } },
    'java.time.Duration': {
      statics: {
        ofMillis: (ms: number) => java('java.time.Duration', { toMillis: () => ms }),
        ofSeconds: (seconds: number) =>
          java('java.time.Duration', { toMillis: () => seconds * 1_000 }),
      },
    },
    'java.util.Arrays': {
      statics: {
        copyOf: (value: Bytes, length: number) => bytes(value.bytes.slice(0, length)),
      },
    },
    'java.util.ArrayList': { create: () => new ArrayList([]) },
    'java.util.HashMap': { create: () => new HashMap() },
    'java.util.Locale': { statics: { forLanguageTag: (tag: string) => new JavaLocale(tag) } },
    'java.util.UUID': {
      statics: {
        randomUUID: () => new JavaUUID(randomUUID()),
        fromString(text: string) {
          if (!/^[0-9a-f]{1,8}(-[0-9a-f]{1,4}){3}-[0-9a-f]{1,12}$/i.test(text)) {
            throw new JavaException(
              'java.lang.IllegalArgumentException',
              `Invalid UUID string: ${text}`,
            );
          }
          return new JavaUUID(text);
        },
      },
    },
  };
}

const utf8 = java('java.nio.charset.Charset', {
  encode: (text: string) => {
    const value = Buffer.from(text, 'utf8');
    return java('java.nio.ByteBuffer', {
      // As the JDK's: the array behind it is longer than what was written.
      array: () => bytes(Buffer.concat([value, Buffer.alloc(Math.ceil(value.length / 10))])),
      limit: () => value.length,
    });
  },
});

const decoder = java('java.util.Base64$Decoder', {
  decode(text: string) {
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.replace(/=/g, '').length % 4 === 1) {
      throw new JavaException('java.lang.IllegalArgumentException', 'Illegal base64 character');
    }
    return bytes(Buffer.from(text, 'base64'));
  },
});
const encoder = java('java.util.Base64$Encoder', {
  encodeToString: (value: Bytes) => Buffer.from(value.bytes).toString('base64'),
});

function mac(algorithm: string): JavaObject {
  if (algorithm !== 'HmacSHA256') throw new NotModelled(`not modelled: ${algorithm}`);
  let key: Uint8Array | null = null;
  return java('javax.crypto.Mac', {
    init(spec: { readonly key: Uint8Array }) {
      key = spec.key;
    },
    doFinal(value: Bytes) {
      if (!key) throw new JavaException('java.lang.IllegalStateException', 'MAC not initialized');
      return bytes(createHmac('sha256', key).update(value.bytes).digest());
    },
  });
}

function integerFormat(locale: JavaLocale): JavaObject {
  const format = new Intl.NumberFormat(locale.value, { maximumFractionDigits: 0 });
  return java('java.text.NumberFormat', { format: (value: number) => format.format(value) });
}
