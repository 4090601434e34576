// Where the JDK is native (GraalJS), its own values cross the border as texts and come back as the
// JDK's objects; exceptions do on both engines. Part of the guest script; knows no proxies.
import type { Reply, Wire } from './exchange.ts';

export interface NativeJava {
  type(name: string): unknown;
  isJavaObject(value: unknown): boolean;
}

interface Base64Type {
  getEncoder(): { encodeToString(bytes: unknown): string };
  getDecoder(): { decode(text: string): unknown };
}

type Encode = (value: unknown) => Wire;
type JavaReply = Extract<Reply, { java: string }>;

const text = (value: unknown): string => `${value as string}`;

/** Writes an object of the JDK; what the game takes none of is just an object. */
export function encodeNative(value: object, encode: Encode, native: NativeJava): Wire {
  const java = value as { getClass(): { getName(): string } };
  switch (java.getClass().getName()) {
    case 'java.util.UUID':
      return { j: 'uuid', v: text(value) };
    case 'java.io.File':
      return { j: 'file', v: text(value) };
    case 'java.util.Locale':
      return { j: 'locale', v: (value as { toLanguageTag(): string }).toLanguageTag() };
    case '[B': {
      const base64 = native.type('java.util.Base64') as Base64Type;
      return { j: 'bytes', v: base64.getEncoder().encodeToString(value) };
    }
    case 'java.util.ArrayList':
      return { j: 'list', v: Array.from(value as Iterable<unknown>, encode) };
    case 'java.util.HashMap': {
      const entries = (
        value as { entrySet(): Iterable<{ getKey(): unknown; getValue(): unknown }> }
      ).entrySet();
      return {
        j: 'map',
        v: Array.from(entries, (one) => [encode(one.getKey()), encode(one.getValue())] as const),
      };
    }
    default:
      return { o: 1 };
  }
}

/** Makes the JDK's object of what the game answered; undefined when it is none. */
export function decodeNative(wire: Extract<Wire, { j: string }>, native: NativeJava): unknown {
  const type = (name: string) => native.type(name) as Record<string, (text: string) => unknown>;
  if (wire.j === 'uuid') return type('java.util.UUID')['fromString']?.(wire.v);
  if (wire.j === 'locale') return type('java.util.Locale')['forLanguageTag']?.(wire.v);
  if (wire.j === 'bytes') {
    return (native.type('java.util.Base64') as Base64Type).getDecoder().decode(wire.v);
  }
  if (wire.j === 'file') {
    return new (native.type('java.io.File') as new (path: string) => unknown)(wire.v);
  }
  return undefined;
}

/** What a script catches: not an Error, and without a stack (facts/grakkit.md, section 5). */
export function javaException(reply: JavaReply, native: NativeJava | undefined): unknown {
  if (native && reply.java.startsWith('java.')) {
    const create = native.type(reply.java) as new (message: string | null) => object;
    const made = new create(reply.message);
    const cause = causeOf(reply, native);
    if (cause) (made as { initCause(cause: unknown): void }).initCause(cause);
    return made;
  }
  // The game's own exceptions are on no class path here.
  return Object.freeze({
    getClass: () => ({ getName: () => reply.java }),
    getMessage: () => reply.message,
    getCause: () => causeOf(reply, native),
    toString: () => (reply.message === null ? reply.java : `${reply.java}: ${reply.message}`),
  });
}

function causeOf({ cause }: JavaReply, native: NativeJava | undefined): unknown {
  return cause && 'java' in cause ? javaException(cause, native) : null;
}
