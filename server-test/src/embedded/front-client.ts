// One connection, as the model writes to it: each method is one thing a player sees.
import type { ServerClient } from 'minecraft-protocol';
import type { Packets } from './packets.ts';
import type { Client, Text } from './wire.ts';

export interface FrontClient extends Client {
  write(packet: string, data: object): void;
  /** Nothing is written from here on. */
  end(): void;
  /** The number of the window's newest state. */
  stateId(): number;
}

/** Wraps a connection. */
export function clientOf(client: ServerClient, packets: Packets): FrontClient {
  const { component, item } = packets;
  let isOpen = true;
  let state = 0;
  const write = (packet: string, data: object): void => {
    if (isOpen) client.write(packet, data);
  };
  const next = (): number => (state += 1);
  return {
    name: client.username,
    uuid: client.uuid,
    write,
    stateId: () => state,
    end() {
      isOpen = false;
    },
    chat: (text) => write('system_chat', { content: component(text), isActionBar: false }),
    actionBar(text) {
      write('action_bar', { text: component(text) });
      // What Paper sends is the packet above; mineflayer only hears this one.
      write('system_chat', { content: component(text), isActionBar: true });
    },
    title(title, subtitle) {
      write('set_title_time', { fadeIn: 10, stay: 70, fadeOut: 20 });
      write('set_title_subtitle', { text: component(subtitle) });
      write('set_title_text', { text: component(title) });
    },
    sound: (key, volume, pitch) =>
      write('sound_effect', {
        sound: { data: { soundName: key, fixedRange: undefined } },
        soundCategory: 'player',
        x: 68,
        y: 512,
        z: 68,
        volume,
        pitch,
        seed: 0n,
      }),
    experience: (level) => write('experience', { experienceBar: 0, level, totalExperience: 0 }),
    kick(reason) {
      if (!isOpen) return;
      // The library's types know the plain reason only; clients since 1.20.3 read the component.
      (client.end as (plain: string, full: object) => void)(plain(reason), component(reason));
    },
    commands: (names) => write('declare_commands', packets.commandTree(names)),
    tabReply(id, typed, matches) {
      const start = typed.lastIndexOf(' ') + 1 || 1;
      write('tab_complete', {
        transactionId: id,
        start,
        length: typed.length - start,
        matches: matches.map((match) => ({ match, tooltip: undefined })),
      });
    },
    openWindow: (windowId, rows, title) =>
      write('open_window', {
        windowId,
        inventoryType: rows - 1,
        windowTitle: component(title),
      }),
    windowItems: (windowId, items, cursor) =>
      write('window_items', {
        windowId,
        stateId: next(),
        items: items.map(item),
        carriedItem: item(cursor),
      }),
    windowSlot: (windowId, slot, shown) =>
      write('set_slot', { windowId, stateId: next(), slot, item: item(shown) }),
    playerSlot: (slotId, shown) => write('set_player_inventory', { slotId, contents: item(shown) }),
    cursor: (shown) => write('set_cursor_item', { contents: item(shown) }),
    closeWindow: (windowId) => write('close_window', { windowId }),
  };
}

function plain(text: Text): string {
  return (text.text ?? text.translate ?? '') + (text.extra ?? []).map(plain).join('');
}
