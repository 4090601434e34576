// Secrets at rest: AES-256-GCM under APP_KEY. What is stored names its form, so that another form
// can come beside it.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Encrypts a secret for the database. `appKey` is 32 bytes. */
export function seal(appKey: Buffer, secret: Buffer): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', appKey, nonce);
  const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
  return ['v1', ...[nonce, cipher.getAuthTag(), sealed].map((b) => b.toString('base64'))].join('.');
}

/** Decrypts what `seal` made. Throws when the key is another one or a byte was changed. */
export function unseal(appKey: Buffer, sealed: string): Buffer {
  const [form, nonce, tag, text] = sealed.split('.');
  if (form !== 'v1' || !nonce || !tag || !text) throw new Error('This is not a sealed secret.');
  const decipher = createDecipheriv('aes-256-gcm', appKey, Buffer.from(nonce, 'base64'));
  decipher.setAuthTag(Buffer.from(tag, 'base64'));
  return Buffer.concat([decipher.update(Buffer.from(text, 'base64')), decipher.final()]);
}
