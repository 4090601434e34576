// What a player would read of a message, as plain text. Knows as much of MiniMessage as a test needs.
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
