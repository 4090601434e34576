// Files of the JDK for the Node engine. Paths are relative to the server's folder, which is the
// process's own in the JVM; what a script reads of a path is what it gave.
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { resolve } from 'node:path';
import type { Implementation } from './border/border.ts';
import { JavaFile, JavaPath } from './border/crossing.ts';
import { JavaException, NotModelled } from './border/values.ts';
import type { Bytes } from './jdk-objects.ts';

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

/** How a file may be moved: the one way that is modelled. */
class CopyOption {
  declare readonly javaClass: string;
}
Object.assign(CopyOption.prototype, { javaClass: 'java.nio.file.StandardCopyOption' });

/** The classes of files, as `jdk-surface.ts` lists them. */
export function fileImplementations(folder: string): Record<string, Implementation> {
  const onDisk = (path: JavaPath): string => resolve(folder, path.value);
  const existing = (path: JavaPath): string => {
    if (existsSync(onDisk(path))) return onDisk(path);
    throw new JavaException('java.nio.file.NoSuchFileException', path.value);
  };
  return {
    'java.io.File': { create: (path: string) => new JavaFile(path, folder) },
    'java.io.RandomAccessFile': {
      create: (path: string, mode: string) => new RandomAccessFile(resolve(folder, path), mode),
    },
    'java.nio.file.StandardCopyOption': { statics: { ATOMIC_MOVE: new CopyOption() } },
    'java.nio.file.Path': { statics: { of: (path: string) => new JavaPath(path, folder) } },
    'java.nio.file.Files': {
      statics: {
        exists: (path: JavaPath) => existsSync(onDisk(path)),
        createDirectories(path: JavaPath) {
          mkdirSync(onDisk(path), { recursive: true });
          return path;
        },
        readString: (path: JavaPath) => readFileSync(existing(path), 'utf8'),
        writeString(path: JavaPath, text: string) {
          writeFileSync(onDisk(path), text);
          return path;
        },
        delete: (path: JavaPath) => rmSync(existing(path)),
        move(source: JavaPath, target: JavaPath, ...options: unknown[]) {
          // Without it the target must not be there, and the move may be a copy.
          if (options.length !== 1)
            throw new NotModelled('not modelled: a move that is not atomic');
          renameSync(existing(source), onDisk(target));
          return target;
        },
      },
    },
  };
}
