// Components as the protocol carries them (NBT, JSON, text) to plain words.
import nbt from 'prismarine-nbt';

interface Parts {
  readonly type?: string;
  readonly value?: unknown;
  readonly text?: unknown;
  readonly translate?: unknown;
  readonly extra?: unknown;
}

/** The words of a component, in whichever form it came. */
export function plainText(component: unknown): string {
  if (component === null || component === undefined) return '';
  if (typeof component === 'string') return fromString(component);
  if (Array.isArray(component)) return component.map(plainText).join('');
  const parts = component as Parts;
  if (typeof parts.type === 'string' && 'value' in parts) {
    return plainText(nbt.simplify(component as never));
  }
  const own = typeof parts.text === 'string' ? parts.text : plainText(parts.translate);
  return own + plainText(parts.extra);
}

function fromString(text: string): string {
  if (!/^[[{"]/.test(text)) return text;
  try {
    return plainText(JSON.parse(text));
  } catch {
    return text;
  }
}
