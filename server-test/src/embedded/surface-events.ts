// The events of Bukkit that the model has, and what registers for them: a part of surface.ts.
import type { ClassSurface, Surface } from './border/signatures.ts';

const text = 'java.lang.String';
const plugin = 'org.bukkit.plugin.Plugin';
const listener = 'org.bukkit.event.Listener';
const priority = 'org.bukkit.event.EventPriority';

const event = (shown: string, above: string): ClassSurface => ({
  shown,
  extends: [above],
  named: true,
});

/** Everything under org.bukkit.event, by full class name. */
export const eventSurface: Surface = {
  [listener]: { shown: 'BukkitListener', named: true, constructors: ['()'] },
  [priority]: { named: true, statics: [`valueOf(${text})`] },
  'org.bukkit.event.HandlerList': {
    named: true,
    statics: [`unregisterAll(${listener})`, `unregisterAll(${plugin})`],
  },
  'org.bukkit.event.player.PlayerEvent': { shown: 'PlayerEvent', members: ['getPlayer()'] },
  'org.bukkit.event.player.PlayerJoinEvent': event(
    'PlayerEvent',
    'org.bukkit.event.player.PlayerEvent',
  ),
  'org.bukkit.event.player.PlayerQuitEvent': event(
    'PlayerEvent',
    'org.bukkit.event.player.PlayerEvent',
  ),
  'org.bukkit.event.player.PlayerExpChangeEvent': {
    shown: 'ExperienceChange',
    named: true,
    extends: ['org.bukkit.event.player.PlayerEvent'],
    members: ['getAmount()', 'setAmount(int)'],
  },
  'org.bukkit.event.player.PlayerLevelChangeEvent': {
    shown: 'LevelChange',
    named: true,
    extends: ['org.bukkit.event.player.PlayerEvent'],
    members: ['getOldLevel()', 'getNewLevel()'],
  },
  'org.bukkit.event.player.PlayerCommandPreprocessEvent': {
    shown: 'PlayerCommandLine',
    named: true,
    extends: ['org.bukkit.event.player.PlayerEvent'],
    members: ['getMessage()', 'setCancelled(boolean)'],
  },
  'org.bukkit.event.server.ServerCommandEvent': {
    shown: 'ServerCommandLine',
    named: true,
    members: ['getSender()', 'getCommand()', 'setCancelled(boolean)'],
  },
  // Below the other, and yet with listeners of its own.
  'org.bukkit.event.server.RemoteServerCommandEvent': event(
    'ServerCommandLine',
    'org.bukkit.event.server.ServerCommandEvent',
  ),
  'org.bukkit.event.inventory.InventoryInteractEvent': {
    shown: 'InventoryInteraction',
    members: ['getWhoClicked()', 'getInventory()', 'getView()', 'setCancelled(boolean)'],
  },
  'org.bukkit.event.inventory.InventoryClickEvent': {
    shown: 'InventoryClick',
    named: true,
    extends: ['org.bukkit.event.inventory.InventoryInteractEvent'],
    members: ['getRawSlot()', 'getClick()'],
  },
  'org.bukkit.event.inventory.InventoryDragEvent': event(
    'InventoryInteraction',
    'org.bukkit.event.inventory.InventoryInteractEvent',
  ),
  'org.bukkit.event.inventory.InventoryCloseEvent': {
    shown: 'InventoryClose',
    named: true,
    members: ['getPlayer()', 'getInventory()'],
  },
  'org.bukkit.event.inventory.ClickType': { members: ['name()'] },
};
