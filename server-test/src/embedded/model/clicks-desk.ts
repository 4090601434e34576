// A file for the tests of clicks: a player before an open chest, and where everything lies.
import { startProbe, type Guest, type Probe } from '../probe.ts';
import type { WireClick } from '../wire.ts';
import { Component } from './adventure.ts';
import { Inventory } from './inventories.ts';
import { ItemStack } from './items.ts';

export let probe: Probe;
export let ada: Guest;
let chest: Inventory;

/** Starts a server with one player; a listener says every click and cancels on demand. */
export async function openDesk(): Promise<void> {
  probe = await startProbe({
    script: `
      const listener = new (Java.type('org.bukkit.event.Listener'))();
      let cancels = false;
      command('cancel', (sender, label, args) => { cancels = args[0] === 'on'; });
      for (const kind of ['Click', 'Drag']) Bukkit.getPluginManager().registerEvent(
        Java.type('org.bukkit.event.inventory.Inventory' + kind + 'Event').class, listener,
        Java.type('org.bukkit.event.EventPriority').valueOf('NORMAL'), (self, event) => {
          const click = kind === 'Click' ? event.getClick().name() + ' ' + event.getRawSlot() : '';
          say(kind + ' ' + click);
          event.setCancelled(cancels);
        }, plugin);
    `,
  });
  ada = probe.join('Ada');
}

/** A stack of a material that tests count on. */
export const stackOf = (name: string, amount: number): ItemStack => {
  const material = probe.embedded.game.materials.find(name);
  if (!material) throw new Error(`no ${name}`);
  return new ItemStack(material, amount);
};

/** A chest of 9 slots is open: raw 0-8 is the chest, 9-35 the storage, 36-44 the hotbar. */
export function open(cancels: boolean): void {
  const { player } = ada;
  player.leaveWindow();
  player.cursor = null;
  player.dropped.length = 0;
  player.inventory.slots.fill(null);
  chest = new Inventory(9, new Component({ text: 'Market' }));
  player.openInventory(chest);
  ada.visit.command(`cancel ${cancels ? 'on' : 'off'}`);
}

/** A click of a client whose picture is the newest. */
export function click(slot: number, button: number, mode: number): void {
  const { windowId } = ada.player.view;
  const wire: WireClick = {
    ...{ windowId, slot, button, mode },
    ...{ isCurrent: true, predictedSlots: [slot] },
  };
  ada.visit.click(wire);
}

export const shown = (stack: ItemStack | null | undefined): string | null =>
  stack ? `${stack.material.name()} ${stack.amount}` : null;

/** Where everything lies, as `place: what`. */
export function places(): Record<string, string> {
  const { player } = ada;
  const found: [string, string | null][] = [
    ...chest.slots.map((one, slot): [string, string | null] => [`chest ${slot}`, shown(one)]),
    ...player.inventory.slots.map((one, slot): [string, string | null] => [
      `own ${slot}`,
      shown(one),
    ]),
    ['cursor', shown(player.cursor)],
    ...player.dropped.map((one, index): [string, string | null] => [`ground ${index}`, shown(one)]),
  ];
  return Object.fromEntries(found.filter(([, what]) => what !== null)) as Record<string, string>;
}

/** How many of each there are, wherever they lie. */
export function amounts(): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const what of Object.values(places())) {
    const [name = '', amount] = what.split(' ');
    sums[name] = (sums[name] ?? 0) + Number(amount);
  }
  return sums;
}

/** Lays out what tests begin with: 10 diamonds in chest 0, 60 dirt in chest 1, and more. */
export function lay(cursor?: readonly [string, number]): void {
  chest.put(0, stackOf('DIAMOND', 10));
  chest.put(1, stackOf('DIRT', 60));
  ada.player.inventory.put(9, stackOf('DIRT', 5));
  ada.player.inventory.put(0, stackOf('ENDER_PEARL', 3));
  ada.player.cursor = cursor ? stackOf(...cursor) : null;
}
