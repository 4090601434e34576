// The log, and the guard around every entry from the server: Grakkit swallows what scripts throw.
import { createGuard } from './guard.ts';
import type { Log } from './platform.ts';
import { keepTroubles } from './troubles.ts';

const Bukkit = Java.type('org.bukkit.Bukkit');

/** Grakkit as Bukkit knows it: whoever registers something, registers it in its name. */
export const owner = grakkit();

function grakkit(): BukkitPlugin {
  const plugin = Bukkit.getPluginManager().getPlugin('grakkit');
  if (!plugin) throw new Error('Grakkit is not installed on this server.');
  return plugin;
}

/** An error as text: of a script with its stack, of Java with its class and cause. */
export function describe(error: unknown): string {
  if (error instanceof Error) return error.stack ?? String(error);
  const java = error as JavaThrowable | null | undefined;
  if (java && typeof java.getClass === 'function') {
    const cause = java.getCause();
    return cause ? `${inWords(java)} (cause: ${inWords(cause)})` : inWords(java);
  }
  return String(error);
}

function inWords(java: JavaThrowable): string {
  const message = java.getMessage();
  return message === null ? java.getClass().getName() : `${java.getClass().getName()}: ${message}`;
}

// Never `console`: the server prefixes and nags about what goes to standard output.
const logger = owner.getLogger();

const troubles = keepTroubles(() => Date.now());

export const log: Log = {
  info: (line) => logger.info(`[mintkeep] ${line}`),
  warn(line) {
    troubles.note(line);
    logger.warning(`[mintkeep] ${line}`);
  },
  error(line, cause) {
    const text = cause === undefined ? line : `${line}: ${describe(cause)}`;
    troubles.note(text);
    logger.severe(`[mintkeep] ${text}`);
  },
  troubles: troubles.list,
};

/** Wraps an entry: what it throws, now or in a promise, is logged under its name. */
export const guard = createGuard(log);
