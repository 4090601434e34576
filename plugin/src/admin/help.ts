// Help and a player's choices, of a language and of sounds: what the asker may do, page by page, to click. Knows no
// backend; which words of /mintkeep staff may use it is told.
import type { MessageKey } from '../messages.ts';
import { languageNote, type Message, type Sender } from '../platform/platform.ts';
import { wordsOfMintkeep } from '../permissions.ts';
import type { Plugin } from '../plugin.ts';
import type { DeedSub } from './deeds.ts';
import { helpEntries, type HelpEntry } from './commands-list.ts';
import { switchSounds } from '../sounds.ts';
import { nearest } from './nearest.ts';

/** Lines of help that fit into the chat at once. */
const linesPerPage = 8;

export type StaffSub = 'status' | 'reload' | 'debug' | 'receipts' | DeedSub;

export interface Help {
  /** Runs a word of /mintkeep that is not for staff, or says that there is none. */
  run(to: Sender, word: string, args: readonly string[]): void;
  complete(to: Sender, word: string | undefined, args: readonly string[]): readonly string[];
  /** The words of /mintkeep that the sender may use here. */
  words(to: Sender): readonly string[];
}

const permissionOf = ({ name }: HelpEntry): string => `mintkeep.player.${name}`;

/** Opens the help. `maySubs` answers what a sender may do as staff. */
export function openHelp(plugin: Plugin, maySubs: (to: Sender) => readonly StaffSub[]): Help {
  const { say } = plugin;
  const namesOf = plugin.commands.of;
  const entriesFor = (to: Sender): HelpEntry[] =>
    helpEntries.filter(
      (entry) => to.may(permissionOf(entry)) && (to.player || entry.name === 'help'),
    );
  const ownWords = (to: Sender): string[] =>
    entriesFor(to)
      .map(({ name }) => name)
      .filter((name) => (wordsOfMintkeep as readonly string[]).includes(name));
  const topics = (to: Sender): string[] => [
    ...new Set<string>([...entriesFor(to).map(({ name }) => namesOf(name)[0]), ...maySubs(to)]),
  ];
  return {
    words: ownWords,
    run(to, word, args) {
      const own = ownWords(to).find((one) => one === word.toLowerCase());
      if (own === 'language') return chooseLanguage(plugin, to, args[0]);
      if (own === 'sounds') return chooseSounds(plugin, to, args[0]);
      if (own !== 'help') return sayNearest(plugin, to, word, [...ownWords(to), ...maySubs(to)]);
      const topic = (args[0] ?? '1').toLowerCase().replace(/^\//, '');
      if (/^\d{1,4}$/.test(topic)) {
        return showPage(plugin, to, [...entriesFor(to)], maySubs(to), Number(topic));
      }
      const entry =
        entriesFor(to).find(({ name }) => namesOf(name).includes(topic)) ??
        entriesFor(to).find(({ name }) => name === topic);
      const sub = maySubs(to).find((one) => one === topic);
      if (entry) showEntry(plugin, to, entry);
      if (sub) say(to, `admin.help.${sub}`);
      if (!entry && !sub) sayNearest(plugin, to, topic, topics(to), 'help ');
    },
    complete(to, word, args) {
      if (args.length !== 1 || !ownWords(to).includes(word?.toLowerCase() ?? '')) return [];
      if (word?.toLowerCase() === 'language') return [...plugin.languages, 'auto'];
      return word?.toLowerCase() === 'sounds' ? ['on', 'off'] : topics(to);
    },
  };
}

/** A click reads no tags: words of the plugin's own, never of a player, go into it as text. */
function clickable(
  plugin: Plugin,
  to: Sender,
  key: MessageKey,
  click: string,
  values: Values,
): Message {
  const { template } = plugin.words(to.language, key);
  return { template: template.replace(/%(typed|page)%/, () => click), values };
}
type Values = NonNullable<Message['values']>;

function lineOf(plugin: Plugin, to: Sender, entry: HelpEntry): Message {
  return clickable(plugin, to, 'help.line', plugin.commands.shown(entry.typed), {
    usage: plugin.words(to.language, `help.${entry.name}.usage`),
    does: plugin.words(to.language, `help.${entry.name}`),
    permission: permissionOf(entry),
  });
}

function showEntry(plugin: Plugin, to: Sender, entry: HelpEntry): void {
  const example = plugin.commands.shown(entry.example);
  const [, ...others] = plugin.commands.of(entry.name);
  to.tell(lineOf(plugin, to, entry));
  to.tell(clickable(plugin, to, 'help.example', example, { example }));
  if (others.length > 0) {
    plugin.say(to, 'help.aliases', { names: others.map((name) => `/${name}`).join(', ') });
  }
  plugin.say(to, 'help.permission', { permission: permissionOf(entry) });
}

/** The console, which cannot click, reads all at once. */
function showPage(
  plugin: Plugin,
  to: Sender,
  entries: readonly HelpEntry[],
  subs: readonly StaffSub[],
  asked: number,
): void {
  const lines = [
    ...entries.map((entry) => lineOf(plugin, to, entry)),
    ...subs.map((sub) => plugin.words(to.language, `admin.help.${sub}`)),
  ];
  const perPage = to.player ? linesPerPage : lines.length;
  const count = Math.max(1, Math.ceil(lines.length / perPage));
  const number = Math.min(Math.max(asked, 1), count);
  plugin.say(to, 'help.header', { number: String(number), count: String(count) });
  for (const line of lines.slice((number - 1) * perPage, number * perPage)) to.tell(line);
  const turn = (key: MessageKey, page: number): void =>
    to.tell(clickable(plugin, to, key, String(page), { page: String(page) }));
  if (number > 1) turn('help.previous', number - 1);
  if (number < count) turn('help.next', number + 1);
}

function sayNearest(
  plugin: Plugin,
  to: Sender,
  word: string,
  known: readonly string[],
  under = '',
): void {
  const found = nearest(word.toLowerCase(), known);
  if (found === null) return plugin.say(to, 'help.unknown', { word });
  const typed = `/mintkeep ${under}${found}`;
  to.tell(clickable(plugin, to, 'help.nearest', typed, { word, nearest: typed }));
}

/** Keeps the choice in the player's file; it counts from the answer on. */
function chooseLanguage(plugin: Plugin, { player }: Sender, word = ''): void {
  if (!player) return;
  const tag = word.toLowerCase();
  const languages = [...plugin.languages, 'auto'].join(', ');
  if (tag === 'auto') player.notes.remove(languageNote);
  else if (plugin.languages.includes(tag)) player.notes.set(languageNote, tag);
  else return plugin.say(player, 'language.usage', { languages });
  plugin.say(player, tag === 'auto' ? 'language.auto' : 'language.now');
}

/** Answers with the sound itself, so that the player hears the choice. */
function chooseSounds(plugin: Plugin, { player }: Sender, word = ''): void {
  if (!player) return;
  const to = word.toLowerCase();
  if (to !== 'on' && to !== 'off') return plugin.say(player, 'sounds.usage');
  switchSounds(player, to);
  plugin.say(player, `sounds.${to}`);
  plugin.sound(player, 'success');
}
