// The environment, read once. A missing or malformed value stops the start with its name; nothing
// else reads process.env.
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { roleMap } from '@mintkeep/shared/staff.ts';
import { isCron } from './core/cron.ts';

const bytes32 = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === 32, 'must be 32 bytes in base64');

/** `<key id>:<32 bytes in base64>`. */
const pluginApiKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}:[A-Za-z0-9+/]{43}=$/, {
    error: 'must be <key id>:<32 bytes in base64>',
  })
  .transform((text) => {
    const at = text.indexOf(':');
    return { keyId: text.slice(0, at), secret: Buffer.from(text.slice(at + 1), 'base64') };
  });

const snowflake = z.string().regex(/^[1-9]\d{16,19}$/, { error: 'must be an id of Discord' });

/** `<id of a Discord role>=<ROLE>`, several with commas between. */
const roleMapText = z.string().transform((text, { addIssue }) => {
  const pairs = text.split(',').map((pair) => pair.split('=').map((part) => part.trim()));
  const parsed = roleMap.safeParse(Object.fromEntries(pairs));
  if (parsed.success) return parsed.data;
  addIssue('must be <id of a Discord role>=<ROLE>, with commas between');
  return z.NEVER;
});

/** Discord's, or one of this machine for tests: the path is a secret and must not go in clear. */
const webhookUrl = z.url().regex(/^(https:\/\/|http:\/\/127\.0\.0\.1[:/])/, {
  error: 'must be an https address',
});

/** Every variable of `.env.example`, with what it means here. */
export const environment = z.object({
  DATABASE_URL: z.string().regex(/^mongodb(\+srv)?:\/\/[^/?]+\/[^/?]+(\?.*)?$/, {
    error: 'must be mongodb://host/database?replicaSet=... with the name of a database',
  }),
  API_BASE_URL: z.url().default('http://127.0.0.1:3000'),
  HOST: z.string().default('0.0.0.0'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3_000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
  TRUST_PROXY: z.string().optional(),
  DISCORD_WEBHOOK_URL: webhookUrl.optional(),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,512}$/, { error: 'must be 16 to 512 printable characters' })
    .optional(),
  APP_KEY: bytes32,
  PLUGIN_API_KEY: pluginApiKey.optional(),
  READS_PER_MINUTE_MAX: z.coerce.number().int().min(1).max(1_000_000_000).default(100),
  WRITES_PER_MINUTE_MAX: z.coerce.number().int().min(1).max(1_000_000_000).default(20),
  VERIFICATIONS_PER_MINUTE_MAX: z.coerce.number().int().min(1).max(20).default(5),
  ACCOUNTS_PER_DISCORD_USER_MAX: z.coerce.number().int().min(1).max(100).default(1),
  LINK_REWARD_COINS: z.coerce.number().int().min(0).max(1_000_000_000).default(0),
  VOUCHER_TIMEOUT_H: z.coerce.number().positive().max(87_600).default(72),
  REDEMPTION_WEBHOOK_SECRET: z.string().min(32).max(512).optional(),
  ESCROW_TIMEOUT_MIN: z.coerce.number().positive().max(100_000).default(15),
  LEADERBOARD_CRON: z
    .string()
    .refine(isCron, 'must be a cron pattern, as */15 * * * *')
    .default('*/15 * * * *'),
  HIGH_VALUE_TX: z.coerce.number().int().min(1).max(1_000_000_000).default(10_000),
  PAY_MIN_COINS: z.coerce.number().int().min(1).max(1_000_000_000).default(1),
  VAULT_MINT_DAILY_COINS: z.coerce.number().int().min(0).max(1_000_000_000_000).default(0),
  MARKET_FEE: z.coerce.number().min(0).max(0.9).default(0.08),
  PRICE_FLOOR_PCT: z.coerce.number().min(0).max(1).default(0.7),
  MINECRAFT_API_URL: z.url({ protocol: /^https?$/ }).optional(),
  MINECRAFT_API_KEY: z.string().min(32).max(512).optional(),
  PANEL_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  JWT_SECRET: z.string().min(32).optional(),
  SESSION_SECRET: z.string().min(32).optional(),
  DISCORD_CLIENT_ID: snowflake.optional(),
  DISCORD_CLIENT_SECRET: z.string().min(8).optional(),
  DISCORD_TOKEN: z.string().min(8).optional(),
  GUILD_ID: snowflake.optional(),
  DISCORD_ROLE_MAP: roleMapText.optional(),
  DISCORD_URL: z.url({ protocol: /^https?$/ }).default('https://discord.com'),
});
export type Config = z.infer<typeof environment>;

/** What the watcher needs of it: nothing that only a backend must have. */
const watchEnvironment = environment
  .pick({ API_BASE_URL: true, DATABASE_URL: true, DISCORD_WEBHOOK_URL: true, LOG_LEVEL: true })
  .partial({ DATABASE_URL: true })
  .required({ DISCORD_WEBHOOK_URL: true });
export type WatchConfig = z.infer<typeof watchEnvironment>;

type Environment = Readonly<Record<string, string | undefined>>;

/** What a start needs before the rest is known to be right: a log to fail into, and test points. */
export function readEarly(env: Environment = process.env): {
  readonly logLevel: string;
  readonly faultPoints: string | undefined;
} {
  return { logLevel: env['LOG_LEVEL'] ?? 'info', faultPoints: env['FAULT_POINTS'] };
}

/** Variables that may also come from a file: `NAME_FILE`, or `/run/secrets/<name>` (S1-020). */
const secrets = [
  'DATABASE_URL',
  'APP_KEY',
  'PLUGIN_API_KEY',
  'DISCORD_WEBHOOK_URL',
  'METRICS_TOKEN',
  'MINECRAFT_API_KEY',
  'JWT_SECRET',
  'REDEMPTION_WEBHOOK_SECRET',
  'SESSION_SECRET',
  'DISCORD_CLIENT_SECRET',
  'DISCORD_TOKEN',
] as const;

/** Reads the environment. Throws an Error that names each variable that is wrong, never its value. */
export function readConfig(env: Environment = process.env): Config {
  return read(environment, env);
}

/** Reads what the watcher needs, as `readConfig` does. */
export function readWatchConfig(env: Environment = process.env): WatchConfig {
  return read(watchEnvironment, env);
}

function read<T extends z.ZodType>(schema: T, env: Environment): z.output<T> {
  const given: Record<string, string | undefined> = { ...env };
  for (const name of secrets) given[name] = given[name] ?? secretFile(name, env[`${name}_FILE`]);
  // A variable that is set to nothing is not set.
  for (const name of Object.keys(given)) if (given[name] === '') delete given[name];
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `  ${path.join('.')}: ${message}`,
  );
  throw new Error(`The environment is not complete:\n${problems.join('\n')}`);
}

function secretFile(name: string, path = `/run/secrets/${name}`): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
