// One connection, as the model writes to it: each method is one thing a player sees.
import type { ServerClient } from 'minecraft-protocol';
import type { Packets } from './packets.ts';
import type { Client, Text } from './wire.ts';

export interface FrontClient extends Client {
  /** Any packet; nothing when the client left. */
  write(packet: string, data: object): void;
  /** Nothing is written from here on. */
  end(): void;
  /** The number of the window's newest state. */
  stateId(): number;
}

type Show = (packet: string, make: () => object) => void;

/** Wraps a connection. No method throws: a packet that cannot be made or sent ends the client. */
export function clientOf(
  client: ServerClient,
  packets: Packets,
  locale: string | null,
): FrontClient {
  const { component } = packets;
  writeOnZeros(client);
  let isOpen = true;
  let state = 0;
  // A packet is only made for a client that is here; one that cannot be made ends this client.
  const show: Show = (packet, make) => {
    if (!isOpen) return;
    try {
      client.write(packet, make());
    } catch (error) {
      client.emit('error', error);
    }
  };
  const next = (): number => (state += 1);
  return {
    name: client.username,
    uuid: client.uuid,
    locale,
    write: (packet, data) => show(packet, () => data),
    stateId: () => state,
    end() {
      isOpen = false;
    },
    ...wordsOf(show, packets),
    sound: (key, volume, pitch) =>
      show('sound_effect', () => ({
        sound: { data: { soundName: key, fixedRange: undefined } },
        soundCategory: 'player',
        // Eighths of a block: where everybody stands.
        ...{ x: 68, y: 512, z: 68 },
        ...{ volume, pitch, seed: 0n },
      })),
    experience: (level, progress, total) =>
      show('experience', () => ({ experienceBar: progress, level, totalExperience: total })),
    kick(reason) {
      if (!isOpen) return;
      isOpen = false;
      // The library's types know the plain reason only; clients since 1.20.3 read the component.
      (client.end as (plain: string, full: object) => void)(plain(reason), component(reason));
    },
    commands: (names) => show('declare_commands', () => packets.commandTree(names)),
    tabReply: (id, typed, matches) =>
      show('tab_complete', () => {
        const start = typed.lastIndexOf(' ') + 1 || 1;
        const offered = matches.map((match) => ({ match, tooltip: undefined }));
        return { transactionId: id, start, length: typed.length - start, matches: offered };
      }),
    ...windowsOf(show, packets, next),
  };
}

/** The parts of the library's serializer that write a packet. */
interface Serializer {
  readonly mainType: string;
  readonly proto: {
    sizeOf(packet: unknown, type: string): number;
    write(packet: unknown, into: Buffer, offset: number, type: string): number;
  };
  createPacketBuffer(packet: unknown): Buffer;
}

/**
 * Lets each packet begin as zeros. The library skips the zero before a sound that is written out
 * (its `registryEntryHolder`), so that now and then the client read what lay in memory before.
 */
function writeOnZeros(client: ServerClient): void {
  const serializer = client.serializer as unknown as Serializer;
  const { mainType, proto } = serializer;
  serializer.createPacketBuffer = (packet) => {
    const bytes = Buffer.alloc(proto.sizeOf(packet, mainType));
    proto.write(packet, bytes, 0, mainType);
    return bytes;
  };
}

/** What shows words, wherever on the screen. */
function wordsOf(show: Show, { component }: Packets): Pick<Client, 'chat' | 'actionBar' | 'title'> {
  return {
    chat: (text) => show('system_chat', () => ({ content: component(text), isActionBar: false })),
    actionBar(text) {
      show('action_bar', () => ({ text: component(text) }));
      // What Paper sends is the packet above; mineflayer only hears this one.
      show('system_chat', () => ({ content: component(text), isActionBar: true }));
    },
    title(title, subtitle) {
      show('set_title_time', () => ({ fadeIn: 10, stay: 70, fadeOut: 20 }));
      show('set_title_subtitle', () => ({ text: component(subtitle) }));
      show('set_title_text', () => ({ text: component(title) }));
    },
  };
}

type Windows = Pick<
  Client,
  'openWindow' | 'windowItems' | 'windowSlot' | 'playerSlot' | 'cursor' | 'closeWindow'
>;

/** What shows windows and their slots; `next` counts the states of a window. */
function windowsOf(show: Show, { component, item }: Packets, next: () => number): Windows {
  return {
    openWindow: (windowId, rows, title) =>
      show('open_window', () => ({
        ...{ windowId, inventoryType: rows - 1 },
        windowTitle: component(title),
      })),
    windowItems: (windowId, items, cursor) =>
      show('window_items', () => ({
        ...{ windowId, stateId: next(), items: items.map(item) },
        carriedItem: item(cursor),
      })),
    windowSlot: (windowId, slot, shown) =>
      show('set_slot', () => ({ windowId, stateId: next(), slot, item: item(shown) })),
    playerSlot: (slotId, shown) =>
      show('set_player_inventory', () => ({ slotId, contents: item(shown) })),
    cursor: (shown) => show('set_cursor_item', () => ({ contents: item(shown) })),
    closeWindow: (windowId) => show('close_window', () => ({ windowId })),
  };
}

function plain(text: Text): string {
  return (text.text ?? text.translate ?? '') + (text.extra ?? []).map(plain).join('');
}
