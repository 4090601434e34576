// Times to wait, in words: the two largest units that matter, rounded up.
import type { Message } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';

/** How long that is, as readers of a language say it. */
export function waitWords({ words }: Plugin, waitS: number, language: string): Message {
  const minutes = Math.max(1, Math.ceil(waitS / 60));
  if (minutes < 60) return words(language, 'quests.waitMinutes', { minutes: String(minutes) });
  const hours = Math.floor(minutes / 60);
  if (hours < 48) {
    const rest = { hours: String(hours), minutes: String(minutes % 60) };
    return words(language, 'quests.waitHours', rest);
  }
  const days = { days: String(Math.floor(hours / 24)), hours: String(hours % 24) };
  return words(language, 'quests.waitDays', days);
}
