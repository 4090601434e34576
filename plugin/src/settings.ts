// The settings of an admin: config.json in the plugin's folder, or system properties of the server.
import * as z from 'zod';
import type { Platform } from './platform/platform.ts';

const path = 'config.json';

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
  timeoutMs: z.int().min(500).max(30_000).default(5_000),
  /** The language of the console, and of players whose own is not there. */
  locale: z.string().default('en'),
  sounds: z.boolean().default(true),
  rankCommand: z.string().default('lp user {player} parent add {group}'),
  moneyCommand: z.string().default('eco give {player} {amount}'),
});
export type Settings = z.infer<typeof schema>;
type Name = keyof Settings;

const names = Object.keys(schema.shape) as Name[];

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
    platform.log.warn(`plugins/mintkeep/${path} is not JSON: ${String(error)}`);
  }
  return {};
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
