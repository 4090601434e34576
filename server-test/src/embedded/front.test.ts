// The network front against real clients, on both versions of the game: what goes to and fro, and
// what a client is shown. What nobody should send is in front-hostile.test.ts.
import nbt from 'prismarine-nbt';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  clickPacket,
  closeHouse,
  type House,
  openHouse,
  packetsTo,
  plain,
  readingOf,
  send,
  settingsPacket,
  until,
  versions,
  visit,
} from './front-notebook.ts';
import type { WireItem } from './wire.ts';

let house: House;

afterEach(() => closeHouse(house));

describe.each(versions)('startFront %s, to and fro', (version) => {
  beforeEach(async () => {
    house = await openHouse(version);
  });

  test('lets a client spawn on a floor in the void', async () => {
    const { bot } = await visit(house, 'Ada');
    expect(bot.game.gameMode).toBe('survival');
    expect(bot.entity.position).toMatchObject({ x: 8.5, y: 64, z: 8.5 });
    await until('the floor', () => bot.blockAt(bot.entity.position.offset(0, -1, 0)));
    expect(bot.blockAt(bot.entity.position.offset(0, -1, 0))?.name).toBe('bedrock');
    expect(bot.blockAt(bot.entity.position.offset(0, -2, 0))?.name).toBe('air');
  });

  test('carries chat both ways, between clients', async () => {
    const [{ bot: ada }, { bot: ben }] = [await visit(house, 'Ada'), await visit(house, 'Ben')];
    const read = readingOf(ben);
    ada.chat('good morning');
    await until('the chat', () => read.includes('<Ada> good morning'));
  });

  test('passes commands on without their slash', async () => {
    const { bot, guest } = await visit(house, 'Ada');
    guest.client.commands(['buy', 'shop']);
    const read = readingOf(bot);
    bot.chat('/buy diamond 3');
    await until('the answer', () => read.includes('ran buy diamond 3'));
    expect(guest.heard).toContain('/buy diamond 3');
  });

  test('sends a command tree whose arguments ask the server', async () => {
    const { bot, guest } = await visit(house, 'Ada');
    const trees = packetsTo(bot, 'declare_commands');
    guest.client.commands(['buy', 'shop']);
    const tree = await until('the tree', () => trees[0]);
    expect(tree).toMatchObject({
      nodes: [
        { children: [1, 3] },
        { extraNodeData: { name: 'buy' }, children: [2] },
        { extraNodeData: { name: 'args', suggestionType: 'minecraft:ask_server' } },
        { extraNodeData: { name: 'shop' }, children: [4] },
        { extraNodeData: { name: 'args', suggestionType: 'minecraft:ask_server' } },
      ],
    });
  });

  test('tells what a client takes into its hand and uses', async () => {
    const { bot, guest } = await visit(house, 'Ada');
    bot.setQuickBarSlot(3);
    bot.activateItem();
    await until('the use', () => guest.heard.includes('use'));
    expect(guest.heard.filter((one) => /^(hold|use)/.test(one)).slice(-2)).toEqual([
      'hold 3',
      'use',
    ]);
  });

  test('answers a tab for the last word that was typed', async () => {
    const { bot } = await visit(house, 'Ada');
    const replies = packetsTo(bot, 'tab_complete');
    const matches = (await bot.tabComplete('/buy di')) as unknown as { match: string }[];
    expect(matches.map(({ match }) => match)).toEqual(['diamond', 'dirt']);
    expect(replies[0]).toMatchObject({ start: 5, length: 2 });
  });

  test('tells the locale a client brings, and the one it changes to', async () => {
    const { bot, guest } = await visit(house, 'Ada');
    // Said while logging in: whoever greets a player knows it already.
    expect([guest.client.locale, guest.heard]).toEqual(['fr_fr', []]);
    send(bot, 'settings', settingsPacket('de_de'));
    await until('the new locale', () => guest.heard.includes('locale de_de'));
  });
});

describe.each(versions)('startFront %s, what a client is shown', (version) => {
  beforeEach(async () => {
    house = await openHouse(version);
  });

  const sword: WireItem = {
    ...{ material: 'DIAMOND_SWORD', amount: 1, glow: true },
    name: { text: 'Edge', color: 'red' },
    lore: [{ text: 'sharp' }, { text: 'and ', extra: [{ text: 'old' }] }],
  };

  test('opens a window with items that have names, lore and a glint', async () => {
    const { bot, guest } = await visit(house, 'Ada');
    guest.client.openWindow(7, 3, { text: 'Market' });
    const slots = Array.from({ length: 63 }, (_, slot) => (slot === 10 ? sword : null));
    guest.client.windowItems(7, slots, null);
    const window = await until('the window', () => bot.currentWindow);
    expect([window.id, plain(window.title), window.inventoryStart]).toEqual([7, 'Market', 27]);
    const item = await until('the sword', () => window.slots[10]);
    expect(item.name).toBe('diamond_sword');
    expect(plain(item.customName)).toBe('Edge');
    expect((item.customLore as unknown as unknown[]).map(plain)).toEqual(['sharp', 'and old']);
    const { components } = item as unknown as { components: unknown[] };
    expect(components).toContainEqual({ type: 'enchantment_glint_override', data: true });
  });

  test('tells clicks on the newest state of a window from older ones', async () => {
    const { bot, guest } = await visit(house, 'Ada');
    guest.client.openWindow(7, 1, { text: 'Market' });
    guest.client.windowItems(
      7,
      Array.from({ length: 45 }, () => sword),
      null,
    );
    await until('the window', () => bot.currentWindow);
    await bot.clickWindow(4, 0, 0);
    const first = await until('a click', () => guest.clicks[0]);
    expect(first).toEqual({
      ...{ windowId: 7, slot: 4, button: 0, mode: 0, isCurrent: true, predictedSlots: [4] },
    });
    send(bot, 'window_click', clickPacket(house, { windowId: 7, slot: 4 }));
    const second = await until('the stale click', () => guest.clicks[1]);
    expect(second).toMatchObject({ windowId: 7, slot: 4, isCurrent: false, predictedSlots: [] });
    void bot.closeWindow(bot.currentWindow as never);
    await until('the window to close', () => guest.heard.includes('closed 7'));
  });

  test('closes a window for the client', async () => {
    const { bot, guest } = await visit(house, 'Ada');
    guest.client.openWindow(7, 1, { text: 'Market' });
    guest.client.windowItems(
      7,
      Array.from({ length: 45 }, () => null),
      null,
    );
    await until('the window', () => bot.currentWindow);
    guest.client.closeWindow(7);
    await until('no window', () => !bot.currentWindow);
  });

  test('changes single slots, by window and by the inventory of the player', async () => {
    const { bot, guest } = await visit(house, 'Ada');
    const stored = packetsTo(bot, 'set_player_inventory');
    const held = packetsTo(bot, 'set_cursor_item');
    guest.client.windowSlot(0, 36, { material: 'DIRT', amount: 5 });
    guest.client.playerSlot(9, { material: 'STONE', amount: 64 });
    guest.client.cursor(null);
    const dirt = await until('the dirt', () => bot.inventory.slots[36]);
    expect([dirt.name, dirt.count]).toEqual(['dirt', 5]);
    expect(await until('the stone', () => stored[0])).toMatchObject({
      ...{ slotId: 9, contents: { itemCount: 64 } },
    });
    expect(await until('the cursor', () => held[0])).toMatchObject({ contents: { itemCount: 0 } });
    guest.client.windowSlot(0, 36, null);
    await until('the dirt to go', () => !bot.inventory.slots[36]);
  });

  test('shows titles, action bars, sounds and levels', async () => {
    const { bot, guest } = await visit(house, 'Ada');
    const [titles, subtitles] = ['set_title_text', 'set_title_subtitle'].map((name) =>
      packetsTo(bot, name),
    );
    const bars = packetsTo(bot, 'action_bar');
    const overlays: string[] = [];
    bot.on('actionBar', (message) => void overlays.push(message.toString()));
    const sounds: string[] = [];
    bot.on('soundEffectHeard', (name) => void sounds.push(name));
    guest.client.title({ text: 'Sold' }, { text: 'for ', extra: [{ text: '3 coins' }] });
    guest.client.actionBar({ text: 'Balance 12' });
    guest.client.sound('minecraft:entity.player.levelup', 1, 1.5);
    guest.client.experience(17, 0.5, 400);
    await until('the level', () => bot.experience.level === 17);
    expect(bot.experience).toMatchObject({ progress: 0.5, points: 400 });
    expect(plain(titles?.[0]?.['text'])).toBe('Sold');
    expect(plain(subtitles?.[0]?.['text'])).toBe('for 3 coins');
    expect([plain(bars[0]?.['text']), overlays]).toEqual(['Balance 12', ['Balance 12']]);
    expect(sounds).toEqual(['minecraft:entity.player.levelup']);
  });

  test('sends a sound whole, whatever lay in memory before', async () => {
    const { bot, guest } = await visit(house, 'Ada');
    const sounds: string[] = [];
    bot.on('soundEffectHeard', (name) => void sounds.push(name));
    const littered = vi.spyOn(Buffer, 'allocUnsafe');
    littered.mockImplementation((size) => Buffer.alloc(size, 0xff));
    guest.client.sound('minecraft:entity.player.levelup', 1, 1);
    littered.mockRestore();
    guest.client.experience(17, 0.5, 400);
    await until('the level', () => bot.experience.level === 17);
    expect(sounds).toEqual(['minecraft:entity.player.levelup']);
  });

  test('spells clicks and hovers as this version reads them', async () => {
    const { bot, guest } = await visit(house, 'Ada');
    const chats = packetsTo(bot, 'system_chat');
    guest.client.chat({
      text: 'open',
      clickEvent: { action: 'run_command', value: '/shop' },
      hoverEvent: { action: 'show_text', value: { text: 'the shop' } },
    });
    const chat = await until('the chat', () => chats[0]);
    expect(nbt.simplify(chat['content'] as never)).toEqual(
      version === '1.21.4'
        ? {
            text: 'open',
            clickEvent: { action: 'run_command', value: '/shop' },
            hoverEvent: { action: 'show_text', contents: { text: 'the shop' } },
          }
        : {
            text: 'open',
            click_event: { action: 'run_command', command: '/shop' },
            hover_event: { action: 'show_text', value: { text: 'the shop' } },
          },
    );
  });

  test('knows stack sizes by the names of Bukkit', () => {
    const { stackSizes } = house.front;
    const three = ['DIAMOND', 'ENDER_PEARL', 'DIAMOND_SWORD'].map((name) => stackSizes.get(name));
    expect(three).toEqual([64, 16, 1]);
  });
});
