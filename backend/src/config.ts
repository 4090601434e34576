// The environment, read once. A missing or malformed value stops the start with its name; nothing
// else reads process.env.
import { readFileSync } from 'node:fs';
import * as z from 'zod';

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

/** Every variable of `.env.example`, with what it means here. */
export const environment = z.object({
  DATABASE_URL: z.string().regex(/^mongodb(\+srv)?:\/\/.+\/[^/?]+(\?.*)?$/, {
    error: 'must be mongodb://host/database?replicaSet=... with the name of a database',
  }),
  API_BASE_URL: z.url().default('http://127.0.0.1:3000'),
  HOST: z.string().default('0.0.0.0'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3_000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
  TRUST_PROXY: z.string().optional(),
  APP_KEY: bytes32,
  PLUGIN_API_KEY: pluginApiKey.optional(),
});
export type Config = z.infer<typeof environment>;

type Environment = Readonly<Record<string, string | undefined>>;

/** What a start needs before the rest is known to be right: a log to fail into, and test points. */
export function readEarly(env: Environment = process.env): {
  readonly logLevel: string;
  readonly faultPoints: string | undefined;
} {
  return { logLevel: env['LOG_LEVEL'] ?? 'info', faultPoints: env['FAULT_POINTS'] };
}

/** Variables that may also come from a file: `NAME_FILE`, or `/run/secrets/<name>` (S1-020). */
const secrets = ['DATABASE_URL', 'APP_KEY', 'PLUGIN_API_KEY'] as const;

/** Reads the environment. Throws an Error that names each variable that is wrong, never its value. */
export function readConfig(env: Environment = process.env): Config {
  const given: Record<string, string | undefined> = { ...env };
  for (const name of secrets) given[name] = given[name] ?? secretFile(name, env[`${name}_FILE`]);
  // A variable that is set to nothing is not set.
  for (const name of Object.keys(given)) if (given[name] === '') delete given[name];
  const parsed = environment.safeParse(given);
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
