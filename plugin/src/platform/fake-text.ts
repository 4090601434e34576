// What a player would read of a message, as plain text. Knows as much of MiniMessage as a test needs.
import type { FakePlayer } from './fake-players.ts';
import type { Message } from './platform.ts';

/**
 * Renders a message without its colours. Throws for a value whose name MiniMessage would refuse,
 * so that a test finds it before a server does.
 */
export function plainText(message: Message): string {
  const values = message.values ?? {};
  for (const name of Object.keys(values)) {
    if (!/^[a-z0-9_-]+$/.test(name)) throw new Error(`MiniMessage refuses the tag name "${name}".`);
  }
  // What a tag says in quotes, as what hovering shows, may hold tags of its own: it is not read here.
  const tags = /\\<|<((?:[^<>'"]|'[^']*'|"[^"]*")*)>/g;
  return message.template.replace(tags, (whole, tag: string | undefined) => {
    if (tag === undefined) return '<';
    if (tag === 'newline' || tag === 'br') return '\n';
    if (!Object.hasOwn(values, tag)) return /^[a-z!/#]/i.test(tag) ? '' : whole;
    const value = values[tag] ?? '';
    return typeof value === 'string' ? value : plainText(value);
  });
}

/** The cards that hovering over a message shows, as plain text: those inside first. */
function cardsOf({ values = {}, hover }: Message): string[] {
  const inside = Object.values(values).flatMap((one) =>
    typeof one === 'string' ? [] : cardsOf(one),
  );
  return hover ? [...inside, plainText(hover)] : inside;
}

/** What was said and shown to a player, oldest first; nothing more once the player has left. */
export function shown(online: () => boolean) {
  const heard: string[] = [];
  const cards: string[] = [];
  const actionBars: string[] = [];
  const titles: string[] = [];
  const sounds: string[] = [];
  const kicks: string[] = [];
  const see = (list: string[], text: string) => {
    if (online()) list.push(text);
  };
  return {
    heard,
    cards,
    actionBars,
    titles,
    sounds,
    kicks,
    tell(message) {
      see(heard, plainText(message));
      for (const card of cardsOf(message)) see(cards, card);
    },
    actionBar: (message) => see(actionBars, plainText(message)),
    title: (title, subtitle) => see(titles, `${plainText(title)} | ${plainText(subtitle)}`),
    sound: (key) => see(sounds, key),
    kick: (message) => see(kicks, plainText(message)),
  } satisfies Partial<FakePlayer>;
}
