// What a reload will change, said before it: the script that follows knows nothing of this one.
import { createWords, messageKeys } from '../messages.ts';
import type { Log, Sender } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import { readSettings } from '../settings.ts';

/** Tells names of settings, never what they are: one of them is the secret. */
export function tellChanges(plugin: Plugin, to: Sender): void {
  const { platform, say } = plugin;
  const faults: string[] = [];
  // The script that follows writes the same faults to the log.
  const log: Log = {
    ...platform.log,
    info: () => undefined,
    warn: (line) => void faults.push(line),
    error: (line) => void faults.push(line),
  };
  const quiet = { ...platform, log };
  const settings = readSettings(quiet);
  const { words, languages } = createWords(quiet, settings);
  const names = (Object.keys(settings) as (keyof typeof settings)[]).filter(
    (name) => JSON.stringify(settings[name]) !== JSON.stringify(plugin.settings[name]),
  );
  const texts = [...new Set([...languages, ...plugin.languages])].flatMap((tag) =>
    messageKeys.filter((key) => words(tag, key).template !== plugin.words(tag, key).template),
  );
  for (const line of faults) say(to, 'admin.reload.fault', { line });
  if (names.length > 0) say(to, 'admin.reload.settings', { names: names.join(', ') });
  if (texts.length > 0) say(to, 'admin.reload.texts', { count: String(texts.length) });
  if (names.length + texts.length === 0) say(to, 'admin.reload.same');
}
