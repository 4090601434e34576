// Adventure's components, and MiniMessage as strict as our messages should be: a tag it does not
// know throws, where a server would print it to the player.
import { JavaException } from '../border/values.ts';
import type { Text } from '../wire.ts';

export class Component {
  declare readonly javaClass: string;
  readonly text: Text;
  constructor(text: Text) {
    this.text = text;
  }
}
Object.assign(Component.prototype, { javaClass: 'net.kyori.adventure.text.Component' });

export class TagResolver {
  declare readonly javaClass: string;
  readonly key: string;
  readonly text: Text;
  constructor(key: string, text: Text) {
    if (!/^[!?#]?[a-z0-9_-]*$/.test(key)) {
      throw new JavaException(
        'java.lang.IllegalArgumentException',
        `Tag name '${key}' is not valid`,
      );
    }
    this.key = key;
    this.text = text;
  }
}
Object.assign(TagResolver.prototype, {
  javaClass: 'net.kyori.adventure.text.minimessage.tag.resolver.TagResolver',
});

export class Title {
  declare readonly javaClass: string;
  readonly title: Component;
  readonly subtitle: Component;
  constructor(title: Component, subtitle: Component) {
    this.title = title;
    this.subtitle = subtitle;
  }
}
Object.assign(Title.prototype, { javaClass: 'net.kyori.adventure.title.Title' });

const colors = new Set(
  (
    'black dark_blue dark_green dark_aqua dark_red dark_purple gold gray dark_gray blue green aqua ' +
    'red light_purple yellow white'
  ).split(' '),
);

const decorations: Readonly<Record<string, keyof Text>> = {
  bold: 'bold',
  b: 'bold',
  italic: 'italic',
  i: 'italic',
  em: 'italic',
  underlined: 'underlined',
  u: 'underlined',
  strikethrough: 'strikethrough',
  st: 'strikethrough',
};

interface Open {
  readonly tag: string;
  readonly style: Text;
  readonly parts: Text[];
}

/** Reads a MiniMessage text; placeholders go in as they are. */
export function parseMiniMessage(source: string, resolvers: readonly TagResolver[]): Text {
  const values = new Map(resolvers.map(({ key, text }) => [key, text]));
  const open: Open[] = [{ tag: '', style: {}, parts: [] }];
  const add = (text: Text): void => void open.at(-1)?.parts.push(text);
  const close = (): void => {
    const last = open.pop();
    if (last) add({ ...last.style, text: '', extra: last.parts });
  };
  for (const token of tokens(source)) {
    if (token.kind === 'text') {
      add({ text: token.text });
    } else if (token.kind === 'close') {
      if (open.at(-1)?.tag !== token.name) throw refuse(source, `</${token.name}> closes nothing`);
      close();
    } else if (values.has(token.name)) {
      add(values.get(token.name) ?? {});
    } else if (token.name === 'newline' || token.name === 'br') {
      add({ text: '\n' });
    } else if (token.name === 'reset') {
      while (open.length > 1) close();
    } else {
      const style = styleOf(source, token.name, token.args, resolvers);
      open.push({ tag: token.name, style, parts: [] });
    }
  }
  while (open.length > 1) close();
  const parts = open[0]?.parts ?? [];
  return parts.length === 1 && parts[0] ? parts[0] : { text: '', extra: parts };
}

function refuse(source: string, problem: string): JavaException {
  return new JavaException(
    'net.kyori.adventure.text.minimessage.ParsingException',
    `${problem}, in: ${source}`,
  );
}

function styleOf(
  source: string,
  name: string,
  args: readonly string[],
  resolvers: readonly TagResolver[],
): Text {
  const plain = name === 'grey' ? 'gray' : name === 'dark_grey' ? 'dark_gray' : name;
  if (colors.has(plain)) return { color: plain };
  if (/^#[0-9a-f]{6}$/i.test(name)) return { color: name };
  if ((name === 'color' || name === 'c') && args[0]) return styleOf(source, args[0], [], resolvers);
  const decoration = decorations[name.replace(/^!/, '')];
  if (decoration) return { [decoration]: !name.startsWith('!') };
  if (name === 'click' && args.length === 2) {
    return { clickEvent: { action: args[0] ?? '', value: args[1] ?? '' } };
  }
  if (name === 'hover' && args[0] === 'show_text' && args.length === 2) {
    // What is shown is read as the rest is, placeholders too.
    const value = parseMiniMessage(args[1] ?? '', resolvers);
    return { hoverEvent: { action: 'show_text', value } };
  }
  throw refuse(source, `no such tag: <${[name, ...args].join(':')}>`);
}

type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'open'; readonly name: string; readonly args: readonly string[] };

const tagPattern =
  /\\[<\\]|<\/([a-z0-9_#!-]+)>|<([a-z0-9_#!-]+)((?::(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[^:<>'"]*))*)>/gi;

function* tokens(source: string): Generator<Token> {
  let at = 0;
  let text = '';
  for (const found of source.matchAll(tagPattern)) {
    text += plain(source, source.slice(at, found.index));
    at = found.index + found[0].length;
    if (found[0].startsWith('\\')) {
      text += found[0].slice(1);
      continue;
    }
    if (text !== '') yield { kind: 'text', text };
    text = '';
    if (found[1] !== undefined) yield { kind: 'close', name: found[1].toLowerCase() };
    else yield { kind: 'open', name: (found[2] ?? '').toLowerCase(), args: args(found[3] ?? '') };
  }
  text += plain(source, source.slice(at));
  if (text !== '') yield { kind: 'text', text };
}

function plain(source: string, text: string): string {
  if (/<[a-z/]/i.test(text)) throw refuse(source, 'a tag is not closed');
  return text;
}

function args(text: string): string[] {
  return [...text.matchAll(/:('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[^:]*)/g)].map(([, one = '']) =>
    /^['"]/.test(one) ? one.slice(1, -1).replace(/\\(.)/g, '$1') : one,
  );
}

/** A component's words without its looks, for logs and consoles. */
export function plainText(text: Text): string {
  return (text.text ?? text.translate ?? '') + (text.extra ?? []).map(plainText).join('');
}

export const adventureImplementations = {
  'net.kyori.adventure.text.Component': {
    statics: {
      text: (text: string) => new Component({ text }),
      empty: () => new Component({ text: '' }),
    },
  },
  'net.kyori.adventure.text.minimessage.MiniMessage': {
    statics: { miniMessage: () => miniMessage },
  },
  'net.kyori.adventure.text.minimessage.tag.resolver.Placeholder': {
    statics: {
      unparsed: (key: string, value: string) => new TagResolver(key, { text: value }),
      component: (key: string, value: Component) => new TagResolver(key, value.text),
    },
  },
  'net.kyori.adventure.text.serializer.plain.PlainTextComponentSerializer': {
    statics: { plainText: () => plainTextSerializer },
  },
  'net.kyori.adventure.title.Title': {
    statics: { title: (title: Component, subtitle: Component) => new Title(title, subtitle) },
  },
};

const plainTextSerializer = {
  javaClass: 'net.kyori.adventure.text.serializer.plain.PlainTextComponentSerializer',
  serialize: ({ text }: Component) => plainText(text),
};

const miniMessage = {
  javaClass: 'net.kyori.adventure.text.minimessage.MiniMessage',
  deserialize: (text: string, ...resolvers: TagResolver[]) =>
    new Component(parseMiniMessage(text, resolvers)),
};
