// Packets of 1.21.4 and 1.21.11 from plain values: components and items as NBT, the command tree.
// Version-aware, without state.
import nbt from 'prismarine-nbt';
import loadRegistry from 'prismarine-registry';
import type { Text, WireItem } from './wire.ts';

/** What this file uses of a version's data; the library types it as anything. */
export interface Registry {
  readonly version: { '>='(version: string): boolean };
  readonly itemsByName: Readonly<Record<string, { id: number; stackSize: number } | undefined>>;
  readonly blocksByName: Readonly<Record<string, { defaultState: number } | undefined>>;
  readonly loginPacket: Record<string, unknown>;
}

/** The data of one version of the game. */
export function registryOf(version: string): Registry {
  return loadRegistry(version) as unknown as Registry;
}

type Nbt = ReturnType<typeof nbt.string> | { type: string; value: unknown };

/** Writes a plain value as NBT. Its lists hold one kind, so texts among objects are wrapped. */
export function toNbt(value: unknown): Nbt {
  if (typeof value === 'string') return nbt.string(value);
  if (typeof value === 'boolean') return nbt.byte(value ? 1 : 0);
  if (typeof value === 'number') {
    return Number.isInteger(value) ? nbt.int(value) : nbt.double(value);
  }
  if (Array.isArray(value)) {
    const items = value.map(toNbt);
    const [first] = items;
    if (!first) return { type: 'list', value: { type: 'end', value: [] } };
    return { type: 'list', value: { type: first.type, value: items.map((one) => one.value) } };
  }
  const entries = Object.entries(value as object).filter(([, one]) => one !== undefined);
  return nbt.comp(Object.fromEntries(entries.map(([key, one]) => [key, toNbt(one)])) as never);
}

// Since 1.21.5 each action of a click has its own field.
const clickField: Readonly<Record<string, string>> = {
  open_url: 'url',
  run_command: 'command',
  suggest_command: 'command',
  copy_to_clipboard: 'value',
  change_page: 'page',
};

function spell(text: Text, isNewSpelling: boolean): object {
  const { clickEvent, hoverEvent, extra, with: args, ...rest } = text;
  const made: Record<string, unknown> = { ...rest };
  if (made['text'] === undefined && made['translate'] === undefined) made['text'] = '';
  if (clickEvent) {
    const { action, value } = clickEvent;
    if (isNewSpelling) made['click_event'] = { action, [clickField[action] ?? 'value']: value };
    else made['clickEvent'] = clickEvent;
  }
  if (hoverEvent) {
    const shown = spell(hoverEvent.value, isNewSpelling);
    if (isNewSpelling) made['hover_event'] = { action: 'show_text', value: shown };
    else made['hoverEvent'] = { action: 'show_text', contents: shown };
  }
  if (extra && extra.length > 0) made['extra'] = extra.map((one) => spell(one, isNewSpelling));
  if (args && args.length > 0) made['with'] = args.map((one) => spell(one, isNewSpelling));
  return made;
}

const executable = (type: number, hasCommand: boolean, asksServer: boolean) => ({
  unused: 0,
  has_custom_suggestions: asksServer ? 1 : 0,
  has_redirect_node: 0,
  has_command: hasCommand ? 1 : 0,
  command_node_type: type,
});

/** The tree a Bukkit server sends: each name, then one greedy text that asks the server. */
function commandTree(names: readonly string[]): object {
  const nodes: object[] = [];
  const children: number[] = [];
  nodes.push({ flags: executable(0, false, false), children });
  for (const name of names) {
    children.push(nodes.length);
    nodes.push({
      flags: executable(1, true, false),
      children: [nodes.length + 1],
      extraNodeData: { name },
    });
    nodes.push({
      flags: executable(2, true, true),
      children: [],
      extraNodeData: {
        name: 'args',
        parser: 'brigadier:string',
        properties: 'GREEDY_PHRASE',
        suggestionType: 'minecraft:ask_server',
      },
    });
  }
  return { nodes, rootIndex: 0 };
}

export interface Packets {
  component(text: Text): Nbt;
  item(item: WireItem | null): object;
  commandTree(names: readonly string[]): object;
  readonly registry: Registry;
  /** Names of items as Bukkit's, to their stack sizes. */
  readonly stackSizes: ReadonlyMap<string, number>;
}

/** The packets of one version. */
export function packetsOf(version: string): Packets {
  const registry = registryOf(version);
  const isNewSpelling = registry.version['>=']('1.21.5');
  const component = (text: Text): Nbt => toNbt(spell(text, isNewSpelling));
  const stackSizes = new Map<string, number>();
  for (const [name, item] of Object.entries(registry.itemsByName)) {
    if (item) stackSizes.set(name.toUpperCase(), item.stackSize);
  }
  return {
    registry,
    stackSizes,
    component,
    commandTree,
    item(item) {
      if (!item || item.amount <= 0) return { itemCount: 0, components: [], removeComponents: [] };
      const known = registry.itemsByName[item.material.toLowerCase()];
      if (!known) throw new Error(`no item ${item.material} in ${version}`);
      const components: object[] = [];
      if (item.name) components.push({ type: 'custom_name', data: component(item.name) });
      if (item.lore) components.push({ type: 'lore', data: item.lore.map(component) });
      if (item.glow) components.push({ type: 'enchantment_glint_override', data: true });
      return {
        itemCount: item.amount,
        itemId: known.id,
        addedComponentCount: components.length,
        removedComponentCount: 0,
        components,
        removeComponents: [],
      };
    },
  };
}
