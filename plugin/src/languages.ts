// The languages there are: those built in, and those whose words an owner put into
// plugins/mintkeep/locales. Knows files and templates, no player.
import { en } from './locales/en.ts';
import { packed } from './locales/packed.ts';
import type { Platform } from './platform/platform.ts';
import { templateFault } from './templates.ts';

export type MessageKey = keyof typeof en;
export type Texts = Readonly<Record<MessageKey, string>>;
/** Every language by its tag in lower case, English first. Opening one may take milliseconds. */
export type Languages = ReadonlyMap<string, () => Texts>;

const builtIn: Readonly<Record<string, () => Texts>> = { en: () => en, ...packed };

const folder = 'locales';
const languagesMax = 64;
const fileCharactersMax = 1_000_000;
/** So many keys are named in one warning. */
const namedMax = 20;

const tagOf = (file: string): string | null =>
  /^([a-z]{2,3}(-[a-z0-9]{2,8}){0,2})\.json$/i.exec(file)?.[1]?.toLowerCase() ?? null;

/**
 * Finds every language. A file of a language that is built in changes single texts of it; one of
 * another is that language, with English for what it lacks. English is written at first, so that
 * there is something to change or to translate.
 */
export function findLanguages(platform: Platform): Languages {
  const { files, log } = platform;
  const languages = new Map(Object.entries(builtIn));
  const names = files.list(folder).filter((file) => /\.json$/i.test(file));
  const read = new Set<string>();
  for (const file of names) {
    const path = `${folder}/${file}`;
    const tag = tagOf(file);
    const refuse = (why: string): void => log.warn(`plugins/mintkeep/${path} is not used: ${why}.`);
    if (tag === null) refuse('it must be called by a language tag, as it.json or pt-BR.json');
    else if (read.has(tag)) refuse(`there is another file for "${tag}"`);
    else if (read.size >= languagesMax) refuse(`at most ${languagesMax} files are read`);
    else {
      const texts = readLanguage(platform, path, builtIn[tag]?.() ?? null);
      if (texts !== null) languages.set(tag, () => texts);
      read.add(tag);
    }
  }
  if (!read.has('en')) files.write(`${folder}/en.json`, `${JSON.stringify(en, null, 2)}\n`);
  return languages;
}

/** The texts of a file over `ours`, or over English; one warning names all that is not as it should be. */
function readLanguage(platform: Platform, path: string, ours: Texts | null): Texts | null {
  const given = parseObject(readText(platform, path));
  if (given === null) {
    platform.log.warn(
      `plugins/mintkeep/${path} is not an object of JSON in UTF-8; it is not used.`,
    );
    return null;
  }
  const below = ours ?? en;
  const unread: string[] = [];
  const refused: string[] = [];
  const changes: Partial<Record<MessageKey, string>> = {};
  for (const [key, value] of Object.entries(given)) {
    if (!isKey(key) || typeof value !== 'string') unread.push(key);
    else if (value !== below[key]) {
      const fault = templateFault(value, en[key]);
      if (fault === null) changes[key] = value;
      else refused.push(`${key} (${fault})`);
    }
  }
  // Who changes a few texts of ours need not repeat the others.
  const missing = ours ? [] : Object.keys(en).filter((key) => !Object.hasOwn(given, key));
  const faults = [
    ...listed('not known', unread),
    ...listed(`refused, ${ours ? 'built in' : 'English'} instead`, refused),
    ...listed('missing, English instead', missing),
  ];
  if (faults.length > 0) platform.log.warn(`plugins/mintkeep/${path}: ${faults.join('; ')}`);
  return { ...below, ...changes };
}

/** Empty for a file that is no text: it must not keep the plugin from starting. */
function readText({ files }: Platform, path: string): string {
  try {
    const text = files.read(path) ?? '';
    return text.length > fileCharactersMax ? '' : text;
  } catch {
    return '';
  }
}

const isKey = (key: string): key is MessageKey => Object.hasOwn(en, key);

function listed(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > namedMax ? ` and ${names.length - namedMax} more` : '';
  return [`${what}: ${names.slice(0, namedMax).join(', ')}${more}`];
}

/** Some editors put a mark before the first character. */
function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
