// The whole of Bukkit, Adventure and Grakkit that the model has, signature by signature. What is
// not on this list throws. It mirrors plugin/src/platform/java.d.ts (a test compares the two);
// `?` marks what may be null, `...` what may repeat.
import type { Surface } from './border/signatures.ts';
import { eventSurface } from './surface-events.ts';

const text = 'java.lang.String';
const component = 'net.kyori.adventure.text.Component';
const player = 'org.bukkit.entity.Player';
const plugin = 'org.bukkit.plugin.Plugin';
const stack = 'org.bukkit.inventory.ItemStack';
const inventory = 'org.bukkit.inventory.Inventory';
const key = 'org.bukkit.NamespacedKey';
const dataType = 'org.bukkit.persistence.PersistentDataType';
const listener = 'org.bukkit.event.Listener';
const priority = 'org.bukkit.event.EventPriority';
const executor = 'org.bukkit.plugin.EventExecutor';
const resolver = 'net.kyori.adventure.text.minimessage.tag.resolver.TagResolver';
const runnable = 'java.lang.Runnable';

const server: Surface = {
  'grakkit.Api': {
    statics: [`push(${runnable})`, `hook(${runnable})`, 'getRoot()', 'getMeta()', 'reload()'],
  },
  'grakkit.Main': { named: true, extends: [plugin] },
  'java.lang.Class': { shown: 'JavaClass', statics: [`forName(${text})`], members: ['getName()'] },
  'java.util.logging.Logger': {
    shown: 'JavaLogger',
    members: [`info(${text})`, `warning(${text})`, `severe(${text})`],
  },
  [plugin]: {
    shown: 'BukkitPlugin',
    members: [
      'getName()',
      'getLogger()',
      `register(${text}, ${text}, ${text}[], ${text}?, ${text}?, grakkit.Executor, grakkit.Executor)`,
    ],
  },
  'org.bukkit.Bukkit': {
    named: true,
    statics: [
      'getPluginManager()',
      'getScheduler()',
      'getOnlinePlayers()',
      'getPlayer(java.util.UUID)',
      'getConsoleSender()',
      'getWorlds()',
      'getMinecraftVersion()',
      `createInventory(org.bukkit.inventory.InventoryHolder?, int, ${component})`,
      `dispatchCommand(org.bukkit.command.CommandSender, ${text})`,
      `selectEntities(org.bukkit.command.CommandSender, ${text})`,
      'isPrimaryThread()',
    ],
  },
  'org.bukkit.plugin.PluginManager': {
    shown: 'PluginManager',
    members: [
      `getPlugin(${text})`,
      'addPermission(org.bukkit.permissions.Permission)',
      `getPermission(${text})`,
      `removePermission(${text})`,
      'removePermission(org.bukkit.permissions.Permission)',
      `registerEvent(java.lang.Class, ${listener}, ${priority}, ${executor}, ${plugin}, boolean)`,
      `registerEvent(java.lang.Class, ${listener}, ${priority}, ${executor}, ${plugin})`,
    ],
  },
  'dev.mintkeep.bridge.BridgePlugin': {
    shown: 'MintkeepBridge',
    members: [
      'hasVault()',
      'hasPlaceholders()',
      `coins(${text}, long, long)`,
      `forget(${text})`,
      `placeholder(${text}, ${text}, ${text}?)`,
      'desk(dev.mintkeep.bridge.Desk?)',
      'clear()',
    ],
  },
  'org.bukkit.scheduler.BukkitScheduler': {
    shown: 'BukkitScheduler',
    members: [
      `runTaskTimer(${plugin}, ${runnable}, long, long)`,
      `runTaskTimer(${plugin}, java.util.function.Consumer, long, long)`,
    ],
  },
  'org.bukkit.scheduler.BukkitTask': { shown: 'BukkitTask', members: ['cancel()'] },
  'org.bukkit.permissions.Permission': {
    shown: 'Permission',
    named: true,
    constructors: [`(${text}, ${text}, org.bukkit.permissions.PermissionDefault, java.util.Map)`],
    members: ['getName()'],
  },
  'org.bukkit.permissions.PermissionDefault': { named: true, statics: ['TRUE', 'OP'] },
  'org.bukkit.World': {
    shown: 'World',
    members: ['getName()', 'getWorldFolder()', 'getPersistentDataContainer()'],
  },
};

const people: Surface = {
  'org.bukkit.command.CommandSender': {
    shown: 'CommandSender',
    members: [
      'getName()',
      `hasPermission(${text})`,
      'hasPermission(org.bukkit.permissions.Permission)',
      `sendMessage(${component})`,
      `sendMessage(${text})`,
      `sendMessage(${text}...)`,
    ],
  },
  'org.bukkit.command.ConsoleCommandSender': {
    shown: 'CommandSender',
    extends: ['org.bukkit.command.CommandSender'],
  },
  [player]: {
    shown: 'BukkitPlayer',
    named: true,
    extends: ['org.bukkit.command.CommandSender'],
    members: [
      'getUniqueId()',
      'isOnline()',
      `isPermissionSet(${text})`,
      'locale()',
      'getLevel()',
      'setLevel(int)',
      'getExp()',
      'setExp(float)',
      'getGameMode()',
      'getInventory()',
      'getWorld()',
      `openInventory(${inventory})`,
      'openInventory(org.bukkit.inventory.InventoryView)',
      'closeInventory()',
      'getOpenInventory()',
      `sendActionBar(${component})`,
      'showTitle(net.kyori.adventure.title.Title)',
      'getLocation()',
      `playSound(org.bukkit.Location, ${text}, float, float)`,
      `playSound(org.bukkit.Location, org.bukkit.Sound, float, float)`,
      `playSound(org.bukkit.entity.Entity, ${text}, float, float)`,
      'getPersistentDataContainer()',
      'saveData()',
      `kick(${component}?)`,
    ],
  },
  'org.bukkit.GameMode': { members: ['name()'] },
  'org.bukkit.Location': { shown: 'Location' },
  'org.bukkit.persistence.PersistentDataContainer': {
    shown: 'PersistentDataContainer',
    members: [
      `get(${key}, ${dataType})`,
      `set(${key}, ${dataType}, java.lang.Object)`,
      `has(${key})`,
      `has(${key}, ${dataType})`,
      `remove(${key})`,
      'getKeys()',
    ],
  },
  [dataType]: { shown: 'PersistentDataTypeOf', named: true, statics: ['STRING'] },
  [key]: {
    shown: 'NamespacedKey',
    named: true,
    constructors: [`(${text}, ${text})`, `(${plugin}, ${text})`],
    members: ['getKey()', 'getNamespace()'],
  },
};

const goods: Surface = {
  'org.bukkit.Material': {
    shown: 'Material',
    named: true,
    statics: [`getMaterial(${text})`],
    members: ['name()', 'isItem()', 'isAir()', 'getMaxStackSize()'],
  },
  [stack]: {
    shown: 'ItemStack',
    named: true,
    constructors: ['(org.bukkit.Material, int)'],
    statics: ['deserializeBytes(byte[])'],
    members: [
      'getType()',
      'getAmount()',
      'setAmount(int)',
      'getMaxStackSize()',
      `isSimilar(${stack}?)`,
      'asQuantity(int)',
      'effectiveName()',
      'getEnchantments()',
      'serializeAsBytes()',
      'getItemMeta()',
      'setItemMeta(org.bukkit.inventory.meta.ItemMeta?)',
    ],
  },
  'org.bukkit.inventory.meta.ItemMeta': {
    shown: 'ItemMeta',
    members: [
      `displayName(${component}?)`,
      'lore()',
      'lore(java.util.List?)',
      'setEnchantmentGlintOverride(boolean)',
      'getPersistentDataContainer()',
    ],
  },
  'org.bukkit.inventory.meta.Damageable': {
    shown: 'Damageable',
    named: true,
    extends: ['org.bukkit.inventory.meta.ItemMeta'],
    members: ['getDamage()'],
  },
  'org.bukkit.inventory.meta.EnchantmentStorageMeta': {
    shown: 'EnchantmentStorageMeta',
    named: true,
    extends: ['org.bukkit.inventory.meta.Damageable'],
    members: ['getStoredEnchants()'],
  },
  'org.bukkit.enchantments.Enchantment': { shown: 'Enchantment', members: ['getKey()'] },
  [inventory]: {
    shown: 'Inventory',
    members: ['getSize()', 'getItem(int)', `setItem(int, ${stack}?)`, 'equals(java.lang.Object)'],
  },
  'org.bukkit.inventory.PlayerInventory': {
    shown: 'PlayerInventory',
    extends: [inventory],
    members: ['getStorageContents()', 'getHeldItemSlot()', `addItem(${stack}...)`],
  },
  'org.bukkit.inventory.InventoryView': { shown: 'InventoryView', members: ['getTopInventory()'] },
};

const words: Surface = {
  [component]: {
    shown: 'Component',
    named: true,
    statics: [`text(${text})`, 'text(char)', 'empty()'],
  },
  'net.kyori.adventure.text.minimessage.MiniMessage': {
    named: true,
    statics: ['miniMessage()'],
    members: [`deserialize(${text}, ${resolver}...)`],
  },
  [resolver]: { shown: 'TagResolver' },
  'net.kyori.adventure.text.minimessage.tag.resolver.Placeholder': {
    named: true,
    statics: [`unparsed(${text}, ${text})`, `component(${text}, ${component})`],
  },
  'net.kyori.adventure.text.serializer.plain.PlainTextComponentSerializer': {
    named: true,
    statics: ['plainText()'],
    members: [`serialize(${component})`],
  },
  'net.kyori.adventure.title.Title': {
    shown: 'Title',
    named: true,
    statics: [`title(${component}, ${component})`],
  },
};

// The collections in which the game answers; the lists a script makes itself are in jdk-surface.ts.
const collections: Surface = {
  'java.util.Collection': { shown: 'JavaCollection', members: ['size()'], iterable: true },
  'java.util.Set': {
    shown: 'JavaSet',
    extends: ['java.util.Collection'],
    members: ['isEmpty()'],
    iterable: true,
  },
  'java.util.List': {
    shown: 'JavaList',
    members: ['size()', 'get(int)', 'isEmpty()'],
    iterable: true,
  },
  'java.util.Map': {
    shown: 'JavaMap',
    members: ['size()', 'isEmpty()', 'get(java.lang.Object)', 'values()', 'keySet()'],
  },
};

/** Everything the model has, by full class name. */
export const gameSurface: Surface = {
  ...server,
  ...eventSurface,
  ...people,
  ...goods,
  ...words,
  ...collections,
};
