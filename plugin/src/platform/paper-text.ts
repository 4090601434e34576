// Words become Adventure components: templates are MiniMessage, what goes into them never is.
import type { Message } from './platform.ts';

const MiniMessage = Java.type('net.kyori.adventure.text.minimessage.MiniMessage').miniMessage();
const ComponentType = Java.type('net.kyori.adventure.text.Component');
const Placeholder = Java.type('net.kyori.adventure.text.minimessage.tag.resolver.Placeholder');

// Texts without values come from the locale files: a bounded set, worth keeping.
const fixedTexts = new Map<string, Component>();

/** Renders a message. A template that is not MiniMessage shows as it stands (admins edit them). */
export function render({ hover, ...words }: Message): Component {
  if (!hover) return renderWords(words);
  // Both go in as components, so that nothing of them is read as the tag's own text.
  return parse("<hover:show_text:'<card>'><words></hover>", [
    Placeholder.component('words', renderWords(words)),
    Placeholder.component('card', render(hover)),
  ]);
}

function renderWords({ template, values }: Message): Component {
  if (values && Object.keys(values).length > 0) {
    const tags = Object.entries(values).map(([name, value]) =>
      typeof value === 'string'
        ? Placeholder.unparsed(name, value)
        : Placeholder.component(name, render(value)),
    );
    return parse(template, tags);
  }
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
