// Bytes, digests and codes of the JDK for the Node engine.
import { createHash, createHmac } from 'node:crypto';
import type { Implementation } from './border/border.ts';
import { JavaException, NotModelled, type JavaObject } from './border/values.ts';
import { bytes, java, type Bytes } from './jdk-objects.ts';

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
const hexFormat = java('java.util.HexFormat', {
  formatHex: (value: Bytes) => Buffer.from(value.bytes).toString('hex'),
});

function messageDigest(algorithm: string): JavaObject {
  if (algorithm !== 'SHA-256') throw new NotModelled(`not modelled: ${algorithm}`);
  return java('java.security.MessageDigest', {
    digest: (value: Bytes) => bytes(createHash('sha256').update(value.bytes).digest()),
  });
}

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

/** The classes of bytes and secrets, as `jdk-surface.ts` lists them. */
export const secretImplementations: Readonly<Record<string, Implementation>> = {
  'java.nio.charset.StandardCharsets': { statics: { UTF_8: utf8 } },
  'java.security.MessageDigest': { statics: { getInstance: messageDigest } },
  'java.security.SecureRandom': { create: () => java('java.security.SecureRandom', {}) },
  'javax.crypto.Mac': { statics: { getInstance: mac } },
  'javax.crypto.spec.SecretKeySpec': {
    create: (key: Bytes, algorithm: string) =>
      java('javax.crypto.spec.SecretKeySpec', { key: key.bytes, algorithm }),
  },
  'java.util.Arrays': {
    statics: {
      copyOf: (value: Bytes, length: number) => {
        const copy = new Uint8Array(length);
        copy.set(value.bytes.subarray(0, length));
        return bytes(copy);
      },
    },
  },
  'java.util.Base64': { statics: { getDecoder: () => decoder, getEncoder: () => encoder } },
  'java.util.HexFormat': { statics: { of: () => hexFormat } },
};
