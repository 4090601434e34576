// The units: coins, ids, names, times. Every schema here is bounded, because whatever crosses a
// border does so through one of them (S0-029, S0-031).
import * as z from 'zod';
import { coinsMax, pageSizeDefault, pageSizeMax, purchaseQuantityMax } from './constants.ts';

/** An amount of coins, zero included. Coins are whole; products are checked by their makers (D20). */
export const coins = z.int().min(0).max(coinsMax);

/** An amount that moves: at least one coin. */
export const positiveCoins = z.int().min(1).max(coinsMax);

export const quantity = z.int().min(1).max(purchaseQuantityMax);

/** Lower-case, with dashes. Versions are not looked at: Bedrock players have none. */
export const minecraftUUID = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, {
    error: 'must be a UUID in lower case with dashes',
  })
  .meta({ examples: ['069a79f4-44e9-4726-a5be-fca90e38aaf5'] });

/** A player's name, with the dot or star that Bedrock names start with. */
export const minecraftName = z
  .string()
  .regex(/^[A-Za-z0-9_.*+-]{1,17}$/, {
    error: 'must be a Minecraft name of 1 to 17 characters',
  })
  .meta({ examples: ['Alex'] });

/** A Discord user: a snowflake, as text because it is larger than a number holds exactly. */
export const discordId = z
  .string()
  .regex(/^[1-9]\d{16,19}$/, { error: 'must be a Discord user id' });

/** Ids that we make ourselves: UUIDs. */
export const uuid = z.uuid();

export const sku = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.-]{0,63}$/, {
    error: 'must be 1 to 64 of a-z, 0-9, dot, dash, underscore',
  })
  .meta({ examples: ['bread'] });

/** Made and kept by the asker before asking (D15). */
export const idempotencyKey = z.string().regex(/^[\x21-\x7e]{16,255}$/, {
  error: 'must be 16 to 255 printable ASCII characters without spaces',
});

/** One line for people: no control characters, so that it cannot forge a log line or a chat line. */
export const line = (charactersMax: number) =>
  z
    .string()
    .min(1)
    .max(charactersMax)
    .regex(/^[^\p{Cc}\u2028\u2029§]*$/u, { error: 'must be one line without control characters' });

/** An instant in UTC, as in 2099-06-01T09:30:00.000Z. */
export const instant = z.iso.datetime({ offset: false });

/** Numbers in a query arrive as text; only plain digits are numbers (D51). */
const digits = z
  .string()
  .regex(/^\d{1,9}$/, { error: 'must be a whole number' })
  .transform(Number);
export const numberInQuery = (min: number, max: number, otherwise: number) =>
  digits.pipe(z.int().min(min).max(max)).prefault(String(otherwise));

export const page = {
  page: numberInQuery(1, 1_000_000, 1),
  pageSize: numberInQuery(1, pageSizeMax, pageSizeDefault),
};

/** A page of a list. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), total: z.int().min(0), page: z.int().min(1) });
