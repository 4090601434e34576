// The settings of an admin: config.json in the plugin's folder, or system properties of the server.
import * as z from 'zod';
import { playerCommands, wordsOfMintkeep } from './permissions.ts';
import type { Platform } from './platform/platform.ts';

const path = 'config.json';

/** A material or a sku, as DIAMOND or diamond_sword.5d41402abc4b. */
const kind = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, { error: 'must be materials or skus' });

/** What players may hand in (D25): each wrong part is named, and its default taken. */
const goodsSchema = z.strictObject({
  /** Materials or skus that are never taken. */
  blacklist: z.array(kind).max(2_000).default([]),
  /** Only these are taken; empty: all. */
  whitelist: z.array(kind).max(2_000).default([]),
  /** Worlds in which nothing is taken. */
  worldsDisallowed: z.array(z.string().min(1).max(256)).max(200).default([]),
  creativeAllowed: z.boolean().default(false),
});

/** The market in the game (D35). */
const marketSchema = z.strictObject({
  /** Open listings of a player without a permission `mintkeep.market.listings.<n>`. */
  listingsDefault: z.int().min(0).max(10_000).default(5),
  /** Whether purchases and offers are asked about first; a player can decide otherwise. */
  confirm: z.boolean().default(true),
  /** How long a listing stands when its seller does not say. */
  hoursDefault: z
    .int()
    .min(1)
    .max(24 * 30)
    .default(48),
});

/** Coins for other plugins of this server (docs/vault.md). */
const vaultSchema = z.strictObject({
  enabled: z.boolean().default(false),
  /** So many coins of each player who is here are set aside for them. */
  holdCoins: z.int().min(1).max(Number.MAX_SAFE_INTEGER).default(10_000),
});

const soundKey = z
  .string()
  .regex(/^([a-z0-9_.-]{1,64}:[a-z0-9_./-]{1,190})?$/, { error: 'must be a key or empty' });

/** What players hear; an empty key is silence. */
const soundKeysSchema = z.strictObject({
  success: soundKey.default('minecraft:entity.experience_orb.pickup'),
  refused: soundKey.default('minecraft:entity.villager.no'),
  coins: soundKey.default('minecraft:entity.experience_orb.pickup'),
  click: soundKey.default('minecraft:ui.button.click'),
});

/** A name that a client can type, without its slash. */
const commandName = z.string().regex(/^[a-z][a-z0-9_-]{0,31}$/, {
  error: 'must be names as "ah": small letters, digits, _ and -, 32 at most',
});

/** What a command is called instead of its own name: the first is shown, the others are aliases. */
const commandsSchema = z.strictObject(
  Object.fromEntries(
    playerCommands
      .filter((command) => !(wordsOfMintkeep as readonly string[]).includes(command))
      .map((command) => [command, z.array(commandName).optional()]),
  ),
);

const schema = z.strictObject({
  /** Where the backend listens. */
  backendUrl: z
    .string()
    .regex(/^https?:\/\/[^\s/]+$/, { error: 'must be as http://127.0.0.1:3000' })
    .default('http://127.0.0.1:3000'),
  /** The key's id and secret, from `npm run keys -- create <server name>`. */
  keyId: z.string().default(''),
  signingKey: z
    .string()
    .regex(/^([A-Za-z0-9+/]{43}=)?$/, { error: 'must be 32 bytes in base64' })
    .default(''),
  heartbeatMs: z.int().min(1_000).max(60_000).default(30_000),
  deliveryWaitMs: z.int().min(0).max(25_000).default(20_000),
  retryPauseMs: z.int().min(100).max(60_000).default(1_000),
  commandCooldownMs: z.int().min(0).max(60_000).default(1_000),
  /** Payments between players above this are asked about first. */
  payConfirmCoins: z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(1_000),
  /** Selling everything at once for more than this is asked about first. */
  sellConfirmCoins: z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(1_000),
  timeoutMs: z.int().min(500).max(30_000).default(5_000),
  /** The language of the console, and of players whose own is not there. */
  locale: z.string().default('en'),
  sounds: z.boolean().default(true),
  soundKeys: soundKeysSchema.prefault({}),
  /** Whether a player who is new reads a few words of what there is. */
  welcome: z.boolean().default(true),
  goods: goodsSchema.prefault({}),
  market: marketSchema.prefault({}),
  vault: vaultSchema.prefault({}),
  commands: commandsSchema.prefault({}),
  rankCommand: z.string().default('lp user {player} parent add {group}'),
  moneyCommand: z.string().default('eco give {player} {amount}'),
});
export type Settings = z.infer<typeof schema>;
type Name = keyof Settings;

const names = Object.keys(schema.shape) as Name[];

/** Settings that are objects: what is wrong in one part leaves the others as they are. */
const ofParts = {
  goods: goodsSchema.shape,
  market: marketSchema.shape,
  vault: vaultSchema.shape,
  soundKeys: soundKeysSchema.shape,
  commands: commandsSchema.shape,
} as const;

/**
 * Reads the settings. A field that does not fit is named in a warning and its default taken; a
 * missing file is written with the defaults, so that there is something to edit.
 */
export function readSettings(platform: Platform): Settings {
  const given: Record<string, unknown> = { ...readFile(platform) };
  for (const name of names) {
    const property = platform.property(`mintkeep.${name}`);
    if (property !== null) given[name] = asGiven(schema.shape[name], property);
  }
  for (const [name, parts] of Object.entries(ofParts)) {
    given[name] = readParts(platform, name, parts, given[name]);
  }
  const settings = {} as Record<Name, unknown>;
  for (const name of names) {
    const parsed = schema.shape[name].safeParse(given[name]);
    if (!parsed.success) {
      const why = parsed.error.issues[0]?.message ?? 'does not fit';
      platform.log.warn(`Setting "${name}" ${why}; the default is used.`);
    }
    settings[name] = parsed.success ? parsed.data : schema.shape[name].parse(undefined);
  }
  for (const name of Object.keys(given)) {
    if (!(names as string[]).includes(name)) {
      platform.log.warn(`There is no setting "${name}"; known are ${names.join(', ')}.`);
    }
  }
  return settings as Settings;
}

/** A wrong part must not take the others along: an empty blacklist would let everything through. */
function readParts(
  { log }: Platform,
  setting: string,
  shape: Readonly<Record<string, z.ZodType>>,
  given: unknown,
): unknown {
  if (given === undefined) return given;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    log.warn(`Setting "${setting}" must be an object in braces; the defaults are used.`);
    return undefined;
  }
  const parts = Object.entries(shape);
  const known = parts.map(([name]) => name);
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    log.warn(`There is no setting "${setting}.${name}"; known are ${known.join(', ')}.`);
  }
  const read = parts.map(([name, part]) => {
    const value = (given as Record<string, unknown>)[name];
    const parsed = part.safeParse(value);
    if (parsed.success) return [name, parsed.data] as const;
    const isList = Array.isArray(value);
    const why = parsed.error.issues[0]?.message ?? 'does not fit';
    log.warn(
      `Setting "${setting}.${name}" ${why}; ` +
        (isList ? 'what fits of the list is used.' : 'the default is used.'),
    );
    const fitting = isList ? value.filter((one) => part.safeParse([one]).success) : undefined;
    return [name, part.parse(fitting)] as const;
  });
  return Object.fromEntries(read);
}

/** Whether the server has a key: without one the plugin runs, but asks the backend nothing. */
export const hasKey = ({ keyId, signingKey }: Settings): boolean =>
  keyId !== '' && signingKey !== '';

function readFile(platform: Platform): Record<string, unknown> {
  const text = platform.files.read(path);
  if (text === null) {
    platform.files.write(path, `${JSON.stringify(schema.parse({}), null, 2)}\n`);
    return {};
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
    platform.log.warn(`plugins/mintkeep/${path} must hold one object in braces.`);
  } catch (error) {
    platform.log.warn(`plugins/mintkeep/${path} is not JSON${placeOf(error, text)}.`);
  }
  return {};
}

/** Where reading broke off. What stands there is not said: it may be the secret. */
function placeOf(error: unknown, text: string): string {
  const [, position] = /position (\d+)/.exec(String(error)) ?? [];
  if (position === undefined) return '';
  return `; look at line ${String(text.slice(0, Number(position)).split('\n').length)}`;
}

/** A property is text; a number or a yes is meant where the setting is one. */
function asGiven(field: z.ZodType, text: string): unknown {
  if (field.safeParse(text).success) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
