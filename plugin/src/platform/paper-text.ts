// Words become Adventure components: templates are MiniMessage, what goes into them never is.
import type { Message } from './platform.ts';

const MiniMessage = Java.type('net.kyori.adventure.text.minimessage.MiniMessage').miniMessage();
const ComponentType = Java.type('net.kyori.adventure.text.Component');
const Placeholder = Java.type('net.kyori.adventure.text.minimessage.tag.resolver.Placeholder');

// Texts without values come from the locale files: a bounded set, worth keeping.
const fixedTexts = new Map<string, Component>();

// Things with a card are told of again and again (item-card.ts keeps them); they are costly to render.
const carded = new WeakMap<Message, Component>();

/** Renders a message. A template that is not MiniMessage shows as it stands (admins edit them). */
export function render(message: Message): Component {
  if (!message.hover) return renderWords(message);
  let text = carded.get(message);
  if (!text) {
    // Both go in as components, so that nothing of them is read as the tag's own text.
    text = parse("<hover:show_text:'<card>'><words></hover>", [
      Placeholder.component('words', renderWords(message)),
      Placeholder.component('card', render(message.hover)),
    ]);
    carded.set(message, text);
  }
  return text;
}

function renderWords({ template, values }: Message): Component {
  const tags: TagResolver[] = [];
  for (const name in values) {
    const value = values[name] ?? '';
    tags.push(
      typeof value === 'string'
        ? Placeholder.unparsed(name, value)
        : Placeholder.component(name, render(value)),
    );
  }
  if (tags.length > 0) return parse(template, tags);
  let text = fixedTexts.get(template);
  if (!text) {
    text = parse(template, []);
    fixedTexts.set(template, text);
  }
  return text;
}

/** The old colour codes of Minecraft (a section sign) are an error to MiniMessage. */
function parse(template: string, tags: readonly TagResolver[]): Component {
  try {
    return MiniMessage.deserialize(template, ...tags);
  } catch {
    return ComponentType['text(java.lang.String)'](template);
  }
}
