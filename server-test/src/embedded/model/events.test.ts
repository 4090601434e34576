// Who hears of an event, in which order, and how long.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startProbe, type Guest, type Probe } from '../probe.ts';

let probe: Probe;
let ada: Guest;

beforeEach(async () => {
  probe = await startProbe({
    script: `
      const Listener = Java.type('org.bukkit.event.Listener');
      const HandlerList = Java.type('org.bukkit.event.HandlerList');
      const Priority = Java.type('org.bukkit.event.EventPriority');
      globalThis.listener = new Listener();
      globalThis.other = new Listener();
      globalThis.forget = (one) => HandlerList.unregisterAll(one);
      globalThis.on = (name, priority, run, ignoreCancelled = false, of = listener) =>
        Bukkit.getPluginManager().registerEvent(Java.type('org.bukkit.event.' + name).class, of,
          Priority.valueOf(priority), run, plugin, ignoreCancelled);
      globalThis.click = 'inventory.InventoryClickEvent';
    `,
  });
  ada = probe.join('Ada');
});
afterEach(() => probe.end());

function clickOnce(): void {
  const how = { isCurrent: true, predictedSlots: [] };
  ada.visit.click({ windowId: 0, slot: 9, button: 0, mode: 0, ...how });
}

describe('registerEvent', () => {
  test('calls listeners by priority, and within one in the order they came', () => {
    probe.evaluate(`for (const name of ['MONITOR', 'HIGH', 'LOWEST', 'NORMAL', 'LOW', 'HIGHEST',
      'LOW']) on(click, name, () => say(name));`);
    clickOnce();
    expect(probe.said()).toEqual([
      ...['LOWEST', 'LOW', 'LOW', 'NORMAL', 'HIGH', 'HIGHEST', 'MONITOR'],
    ]);
  });

  test('leaves out who ignores what is cancelled, and only then', () => {
    probe.evaluate(`globalThis.cancels = true;
      on(click, 'LOW', (self, event) => event.setCancelled(cancels));
      on(click, 'NORMAL', () => say('all'));
      on(click, 'HIGH', () => say('uncancelled'), true);`);
    clickOnce();
    expect(probe.said()).toEqual(['all']);
    probe.evaluate('cancels = false');
    clickOnce();
    expect(probe.said()).toEqual(['all', 'all', 'uncancelled']);
  });

  test('gives the listener and the event, with what happened', () => {
    probe.evaluate(`on(click, 'NORMAL', (self, event) => say([self === listener,
      event.getWhoClicked().getName(), event.getRawSlot(), event.getClick().name(),
      event.getView().getTopInventory().equals(event.getInventory())]));`);
    clickOnce();
    expect(probe.said()).toEqual(['true,Ada,9,LEFT,true']);
  });

  test('refuses a priority that is none', () => {
    expect(probe.evaluate(`on(click, 'FIRST', () => {})`)).toMatch(
      /^threw java.lang.IllegalArgumentException: /,
    );
  });

  test('tells no other event', () => {
    probe.evaluate(`on('player.PlayerQuitEvent', 'NORMAL', () => say('quit'))`);
    clickOnce();
    expect(probe.said()).toEqual([]);
  });
});

describe('unregisterAll', () => {
  test('forgets one listener and no other', () => {
    probe.evaluate(`on(click, 'NORMAL', () => say('mine'));
      on(click, 'NORMAL', () => say('yours'), false, other); forget(listener);`);
    clickOnce();
    expect(probe.said()).toEqual(['yours']);
  });

  test('forgets everything of the plugin', () => {
    probe.evaluate(`on(click, 'NORMAL', () => say('mine')); forget(plugin)`);
    expect(probe.embedded.game.plugins.listenerCount()).toBe(0);
  });
});

describe('a visit', () => {
  test('is told with the player here, at its begin and at its end', () => {
    probe.evaluate(`for (const kind of ['Join', 'Quit']) on('player.Player' + kind + 'Event',
      'NORMAL', (self, event) => say([kind, event.getPlayer().getName(),
        event.getPlayer().isOnline(), event.getPlayer().locale().toLanguageTag(),
        Bukkit.getOnlinePlayers().size()]));`);
    const ben = probe.join('Ben', 'de_de');
    ben.visit.locale('fr_ca');
    ben.visit.quit();
    expect(probe.said()).toEqual(['Join,Ben,true,de-DE,2', 'Quit,Ben,true,fr-CA,2']);
    expect(probe.evaluate('Bukkit.getOnlinePlayers().size()')).toBe('1');
  });

  test('does nothing any more once it ended', () => {
    probe.evaluate(`globalThis.gone = [...Bukkit.getOnlinePlayers()][0];
      command('mine', () => say('mine')); on('player.PlayerQuitEvent', 'LOW', () => say('quit'))`);
    ada.visit.quit();
    ada.visit.command('mine');
    ada.visit.quit();
    expect(probe.said()).toEqual(['quit']);
    expect(probe.evaluate('gone.isOnline()')).toBe('false');
  });
});
