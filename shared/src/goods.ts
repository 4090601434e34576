// Goods: stacks that leave a player's inventory and come back as the game's own bytes, so that names,
// enchantments and damage survive. Knows no market and no shop (D25).
import * as z from 'zod';
import { purchaseQuantityMax } from './constants.ts';
import { refusalCode } from './errors.ts';
import { line, sku } from './primitives.ts';

/**
 * Base64 of one item's bytes. Below the 65,535 bytes that a string in a player's file can have, with
 * room for what is written beside it; a filled shulker box can be larger, and is refused.
 */
export const goodsBytesMax = 40_000;

/**
 * What kind of thing it is. A plain item is its material in lower case (`diamond`); anything that
 * differs from a fresh one carries a dot and the beginning of the digest of its bytes
 * (`diamond_sword.5d41402abc4b`): only things that are equal byte for byte share a sku.
 */
export const goodsSku = sku.meta({ examples: ['diamond'] });

export const material = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,63}$/, { error: 'must be a material, as DIAMOND' })
  .meta({ examples: ['DIAMOND'] });

/**
 * Things of one kind. `bytes` is one of them; `title` and `details` (enchantments, damage, lore) are
 * what people read where the game cannot show the thing itself. All texts are plain.
 */
export const goods = z.strictObject({
  sku: goodsSku,
  material,
  title: line(128),
  details: z.array(line(128)).max(16),
  // Not z.base64(): it rejects everything where the game server's engine has no atob.
  bytes: z
    .string()
    .min(4)
    .max(goodsBytesMax)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/, { error: 'must be base64' })
    .meta({ examples: ['AAAA'] }),
  quantity: z.int().min(1).max(purchaseQuantityMax),
});
export type Goods = z.infer<typeof goods>;

/** The sku of a thing; `digest` is the SHA-256 of one's bytes in hex, null for a plain item. */
export const goodsSkuOf = (ofMaterial: string, digest: string | null): string =>
  ofMaterial.toLowerCase() + (digest === null ? '' : `.${digest.slice(0, 12)}`);

/** Whether a sku means a plain item, without anything of its own. */
export const isPlainSku = (text: string): boolean => !text.includes('.');

/** Goods whose sku is one of their material: a kind of thing is filed and priced by its sku. */
export const soundGoods = goods.refine(
  ({ sku: kind, material: of }) =>
    kind === of.toLowerCase() || kind.startsWith(`${of.toLowerCase()}.`),
  { error: 'must be the material in lower case, or begin with it and a dot', path: ['sku'] },
);

const refusedGoods = z.strictObject({
  outcome: z.literal('refused'),
  code: refusalCode,
  details: z.record(z.string(), z.unknown()),
});

/**
 * The answer to goods that have left an inventory: either Mintkeep has them now, or `refused`. A
 * refusal is committed under the same id before it is said, so that a copy of the request which comes
 * late can never be accepted after the goods were given back. Anything else means: keep them, ask again.
 */
export const takenOrRefused = <T extends z.ZodObject>(taken: T) => z.union([taken, refusedGoods]);
