// What an owner may write into a text: MiniMessage, and the placeholders that its key has. Knows no
// file and no language.

const tagPattern = /\\<|<((?:[^<>'"]|'[^']*'|"[^"]*")+)>/g;
const charactersMax = 2_000;

/** What MiniMessage reads by itself. */
const known: ReadonlySet<string> = new Set(
  [
    'black dark_blue dark_green dark_aqua dark_red dark_purple gold gray grey dark_gray dark_grey',
    'blue green aqua red light_purple yellow white color colour c shadow gradient rainbow transition',
    'pride bold b italic i em underlined u strikethrough st obfuscated obf font insert hover click',
  ].flatMap((line) => line.split(' ')),
);
/** These open nothing, so nothing closes them. */
const single: ReadonlySet<string> = new Set(
  'newline br reset key lang tr translate lang_or tr_or translate_or selector sel score nbt data sprite head'.split(
    ' ',
  ),
);

/** `!bold` switches bold off, and is closed like any other. */
const nameOf = (tag: string): string =>
  (tag.split(':', 1)[0] ?? '').toLowerCase().replace(/^(\/?)!/, '$1');
const hovered = (tag: string): string | undefined =>
  /^hover:show_text:(['"])(.*)\1$/s.exec(tag)?.[2];

/** The tags of a template of ours that MiniMessage does not know: also those that only hovering shows. */
function placeholdersOf(template: string): string[] {
  return [...template.matchAll(tagPattern)].flatMap(([, tag]) => {
    if (tag === undefined) return [];
    const inside = hovered(tag);
    if (inside !== undefined) return placeholdersOf(inside);
    return tag.startsWith('/') || known.has(nameOf(tag)) ? [] : [tag];
  });
}

/**
 * Why a text cannot stand in place of ours; null when it can. A player would read what is wrong as
 * it stands, and the old colour codes make the whole text unreadable to the game.
 */
export function templateFault(template: string, ours: string): string | null {
  if (template.length > charactersMax) return `longer than ${charactersMax} characters`;
  if (template.includes('§')) return '§ is not read: write <red> and so on';
  return tagFault(template, new Set(placeholdersOf(ours)));
}

function tagFault(template: string, placeholders: ReadonlySet<string>): string | null {
  const [half] = /<[a-z!/][^<>]*/i.exec(template.replace(tagPattern, '')) ?? [];
  if (half !== undefined) return `${shortened(half)} does not end as a tag does`;
  const open: string[] = [];
  for (const [, tag] of template.matchAll(tagPattern)) {
    if (tag === undefined || placeholders.has(tag)) continue;
    const name = nameOf(tag);
    const inside = hovered(tag);
    const within = inside === undefined ? null : tagFault(inside, placeholders);
    if (within !== null) return within;
    if (name.startsWith('/')) {
      const at = open.lastIndexOf(name.slice(1));
      if (at < 0) return `<${shortened(tag)}> closes nothing`;
      open.length = at;
    } else if (name === 'reset') open.length = 0;
    else if (known.has(name) || /^#[0-9a-f]{6}$/.test(name)) open.push(name);
    else if (/^[a-z]/.test(name) && !single.has(name)) return `<${shortened(tag)}> is no tag here`;
  }
  return null;
}

const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
