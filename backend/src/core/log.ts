// The log: JSON lines for machines and admins, without secrets. One line for a refusal, the whole
// stack for a fault; a healthy day has no line of level error.
import { pino } from 'pino';
import type { Logger } from 'pino';

export type { Logger } from 'pino';

// Whatever is logged by mistake under these names never reaches the file.
const secretPaths = [
  'authorization',
  'cookie',
  'secret',
  'signingKey',
  'token',
  'password',
  'databaseUrl',
  '*.authorization',
  '*.cookie',
  '*.secret',
  '*.signingKey',
  '*.token',
  '*.password',
  '*.databaseUrl',
  'headers["x-mc-sig"]',
  '*.headers["x-mc-sig"]',
];

/** Opens the log. `destination` is for tests that read it. */
export function openLog(level: string, destination?: { write(line: string): void }): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: secretPaths, censor: '[secret]' },
  };
  return destination ? pino(options, destination) : pino(options);
}
