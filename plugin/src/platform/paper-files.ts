// Text files on the server's disk, and what is computed over texts: all by the JDK.
import type { Crypto, Files } from './platform.ts';

const FileSystem = Java.type('java.nio.file.Files');
const Path = Java.type('java.nio.file.Path');
const { ATOMIC_MOVE } = Java.type('java.nio.file.StandardCopyOption');
const RandomAccessFile = Java.type('java.io.RandomAccessFile');
const Arrays = Java.type('java.util.Arrays');
const Base64 = Java.type('java.util.Base64');
const Mac = Java.type('javax.crypto.Mac');
const SecretKeySpec = Java.type('javax.crypto.spec.SecretKeySpec');
const MessageDigest = Java.type('java.security.MessageDigest');
const HexFormat = Java.type('java.util.HexFormat');
const { UTF_8 } = Java.type('java.nio.charset.StandardCharsets');

// Relative paths start in the server's folder.
const folder = 'plugins/mintkeep';

/** The bytes of a text: the buffer's array is longer than what was written into it. */
function utf8(text: string): JavaBytes {
  const buffer = UTF_8.encode(text);
  return Arrays.copyOf(buffer.array(), buffer.limit());
}

function read(path: JavaPath): string | null {
  return FileSystem.exists(path) ? FileSystem.readString(path) : null;
}

function inFolder(path: string): JavaPath {
  const parent = path.includes('/') ? `${folder}/${path.slice(0, path.lastIndexOf('/'))}` : folder;
  FileSystem.createDirectories(Path.of(parent));
  return Path.of(`${folder}/${path}`);
}

/** Writes bytes at the end of a file; they are on the disk when it returns. */
function writeThrough(path: JavaPath, text: string): void {
  // Mode rwd: the write returns when the disk has the content.
  const file = new RandomAccessFile(path.toString(), 'rwd');
  try {
    file.seek(file.length());
    file.write(utf8(text));
  } finally {
    file.close();
  }
}

// A crash in the middle of an append leaves half a line, and the next line must not be glued to it.
// It is looked for once: afterwards only a failed append can leave one.
const wholeLines = new Set<string>();

function endsMidLine(path: string): boolean {
  if (wholeLines.has(path)) return false;
  try {
    const text = files.read(path);
    return text !== null && text !== '' && !text.endsWith('\n');
  } catch {
    // Half a character at the end is no text any more.
    return true;
  }
}

export const files: Files = {
  read: (path) => read(Path.of(`${folder}/${path}`)),
  list: (path) => [...(Path.of(`${folder}/${path}`).toFile().list() ?? [])].sort(),
  write(path, text) {
    wholeLines.delete(path);
    FileSystem.writeString(inFolder(path), text);
  },
  replace(path, text) {
    wholeLines.delete(path);
    const target = inFolder(path);
    const beside = Path.of(`${folder}/${path}.new`);
    // What a crash left of an earlier try.
    if (FileSystem.exists(beside)) FileSystem.delete(beside);
    writeThrough(beside, text);
    // One file system and one folder: the system swaps the name, and takes the old file's place.
    FileSystem.move(beside, target, ATOMIC_MOVE);
  },
  append(path, line) {
    const start = endsMidLine(path) ? '\n' : '';
    wholeLines.delete(path);
    writeThrough(inFolder(path), `${start}${line}\n`);
    wholeLines.add(path);
  },
  readServer: (path) => read(Path.of(path)),
};

// Signing is most of what a small request costs: what can be made once is. All run on one thread, and
// `doFinal` and `digest` leave a machine as new.
const macs = new Map<string, ReturnType<typeof Mac.getInstance>>();
const sha = MessageDigest.getInstance('SHA-256');
const encoder = Base64.getEncoder();
const hex = HexFormat.of();
const ofNothing = hex.formatHex(sha.digest(utf8('')));

function macOf(keyBase64: string): ReturnType<typeof Mac.getInstance> {
  let mac = macs.get(keyBase64);
  if (!mac) {
    mac = Mac.getInstance('HmacSHA256');
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(keyBase64), 'HmacSHA256'));
    macs.set(keyBase64, mac);
  }
  return mac;
}

export const crypto: Crypto = {
  hmac: (keyBase64, text) => encoder.encodeToString(macOf(keyBase64).doFinal(utf8(text))),
  sha256: (text) => (text === '' ? ofNothing : hex.formatHex(sha.digest(utf8(text)))),
};
