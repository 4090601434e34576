// Ids: new ones, and ones that follow from their input so that asking twice gives the same id.
// Knows no database.
import { hash, randomUUID } from 'node:crypto';

/** A fresh random id. */
export const newId = (): string => randomUUID();

/** SHA-256 of a text, in hex. */
export const sha256 = (text: string | Uint8Array): string => hash('sha256', text, 'hex');

/**
 * The id of an operation: the same for the same actor, route and key, for ever. It is the `_id` of
 * what the operation makes, so that uniqueness itself keeps a late replay from acting twice (D15).
 * UUID version 8 (RFC 9562): 122 bits of the hash.
 */
export function operationIdOf(actor: string, route: string, key: string): string {
  const hex = sha256(JSON.stringify([actor, route, key]));
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** A fingerprint of a parsed input: equal for equal content, whatever the order of its fields. */
export const fingerprintOf = (input: unknown): string => sha256(canonical(input));

// Depth is bounded by the schemas that parsed the input.
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`);
  return `{${fields.join(',')}}`;
}
