// The surface: every class and member of Grakkit, the JDK and Paper that the platform layer may
// touch, and nothing else. Java.type of a name that is not listed here does not compile, and the
// model of Bukkit in server-test models exactly this list. Rules of the border (which overloads
// need their full signature, which numbers are floats) stand where they bite.

/** A Java float: only a number that is exact as one crosses the border. Make it with `float()`. */
type JavaFloat = number & { readonly java: 'float' };
/** A Java array: length, index and spread work, array methods do not exist. */
interface JavaArray<T> extends Iterable<T> {
  readonly length: number;
  readonly [index: number]: T;
}
interface JavaList<T> extends Iterable<T> {
  size(): number;
  get(index: number): T;
  isEmpty(): boolean;
}
interface JavaArrayList<T> extends JavaList<T> {
  add(value: T): boolean;
}
interface JavaCollection<T> extends Iterable<T> {
  size(): number;
}
interface JavaMap<K, V> {
  size(): number;
  isEmpty(): boolean;
  get(key: K): V | null;
  values(): JavaCollection<V>;
  keySet(): JavaSet<K>;
}
interface JavaSet<T> extends JavaCollection<T> {
  isEmpty(): boolean;
}
interface JavaHashMap<K, V> extends JavaMap<K, V> {
  put(key: K, value: V): V | null;
}
interface JavaClass<T> {
  readonly javaClassOf: T;
  getName(): string;
  getMethod(name: string, ...parameterTypes: JavaClass<unknown>[]): JavaMethod;
}
interface JavaMethod {
  invoke(target: unknown, ...args: unknown[]): unknown;
}
interface JavaThrowable {
  getClass(): JavaClass<unknown>;
  getMessage(): string | null;
  getCause(): JavaThrowable | null;
}
/** What `Java.type` answers: statics, the class object, and `new`. */
interface JavaType<T> {
  readonly class: JavaClass<T>;
}

// ---- JDK ------------------------------------------------------------------------------------

interface JavaUUID {
  toString(): string;
  equals(other: unknown): boolean;
}
interface JavaLogger {
  info(line: string): void;
  warning(line: string): void;
  severe(line: string): void;
}
interface JavaPath {
  resolve(other: string): JavaPath;
  toString(): string;
  toFile(): JavaFile;
}
interface JavaFile {
  exists(): boolean;
  length(): number;
  lastModified(): number;
  getPath(): string;
  toPath(): JavaPath;
  /** Null for what is no folder; in no order. */
  list(): JavaArray<string> | null;
}
interface JavaRandomAccessFile {
  seek(position: number): void;
  length(): number;
  write(bytes: JavaBytes): void;
  close(): void;
}
interface JavaLocale {
  toLanguageTag(): string;
  getLanguage(): string;
}
interface JavaDuration {
  toMillis(): number;
}
interface JavaBytes {
  readonly length: number;
  readonly [index: number]: number;
}
interface JavaByteBuffer {
  array(): JavaBytes;
  limit(): number;
}
interface JavaFuture<T> {
  isDone(): boolean;
  get(): T;
  'get(long,java.util.concurrent.TimeUnit)'(timeout: number, unit: unknown): T;
}
interface JavaHttpResponse {
  statusCode(): number;
  body(): string;
  headers(): { firstValue(name: string): { orElse(other: null): string | null } };
}

// ---- Adventure ------------------------------------------------------------------------------

interface Component {
  readonly component: true;
}
interface TagResolver {
  readonly tagResolver: true;
}
interface Title {
  readonly title: true;
}

// ---- Bukkit ---------------------------------------------------------------------------------

interface BukkitPlugin {
  getName(): string;
  getLogger(): JavaLogger;
  register(
    namespace: string,
    name: string,
    aliases: string[],
    permission: string | null,
    permissionMessage: string | null,
    executor: (sender: CommandSender, label: string, args: JavaArray<string>) => unknown,
    tabCompleter: (sender: CommandSender, alias: string, args: JavaArray<string>) => string[],
  ): void;
}
/** The plugin of plugin/bridge. Uuids as texts; '' is everybody. */
interface MintkeepBridge {
  hasVault(): boolean;
  hasPlaceholders(): boolean;
  coins(uuid: string, spendable: number, total: number): void;
  forget(uuid: string): void;
  placeholder(uuid: string, name: string, text: string | null): void;
  desk(desk: ((uuid: string, coins: number, plugin: string) => string | null) | null): void;
  /** Forgets everything that was laid out, and the desk. */
  clear(): void;
}
interface Permission {
  getName(): string;
}
interface PluginManager {
  getPlugin(name: 'MintkeepBridge'): MintkeepBridge | null;
  getPlugin(name: string): BukkitPlugin | null;
  /** A permission nobody registered belongs to operators only. Adding one twice throws. */
  addPermission(permission: Permission): void;
  getPermission(name: string): Permission | null;
  removePermission(name: string): void;
  /** The short call is ambiguous: Runnable or Consumer. */
  'registerEvent(java.lang.Class,org.bukkit.event.Listener,org.bukkit.event.EventPriority,org.bukkit.plugin.EventExecutor,org.bukkit.plugin.Plugin,boolean)'<
    E,
  >(
    event: JavaClass<E>,
    listener: BukkitListener,
    priority: unknown,
    executor: (listener: BukkitListener, event: unknown) => void,
    plugin: BukkitPlugin,
    ignoreCancelled: boolean,
  ): void;
}
interface BukkitListener {
  readonly listener: true;
}
interface BukkitTask {
  cancel(): void;
}
interface BukkitScheduler {
  'runTaskTimer(org.bukkit.plugin.Plugin,java.lang.Runnable,long,long)'(
    plugin: BukkitPlugin,
    run: () => void,
    delayTicks: number,
    periodTicks: number,
  ): BukkitTask;
}
interface CommandSender {
  getName(): string;
  hasPermission(permission: string): boolean;
  sendMessage(message: Component): void;
}
interface BukkitPlayer extends CommandSender {
  getUniqueId(): JavaUUID;
  isOnline(): boolean;
  /** False where only being an operator gives it. */
  isPermissionSet(permission: string): boolean;
  locale(): JavaLocale;
  getLevel(): number;
  /** Not below 0. Like `setExp` it tells nobody before the player's next tick. */
  setLevel(level: number): void;
  /** The part of the way to the next level: 0 up to 1. */
  getExp(): number;
  setExp(progress: JavaFloat): void;
  getGameMode(): { name(): string };
  getInventory(): PlayerInventory;
  getWorld(): World;
  openInventory(inventory: Inventory): InventoryView | null;
  closeInventory(): void;
  getOpenInventory(): InventoryView;
  sendActionBar(message: Component): void;
  showTitle(title: Title): void;
  getLocation(): Location;
  /** Volume and pitch are floats. */
  playSound(location: Location, sound: string, volume: JavaFloat, pitch: JavaFloat): void;
  getPersistentDataContainer(): PersistentDataContainer;
  /** Writes inventory and data container to the player's file, and swallows whatever goes wrong. */
  saveData(): void;
  kick(message: Component): void;
}
interface Location {
  readonly location: true;
}
interface World {
  getName(): string;
  getWorldFolder(): JavaFile;
  getPersistentDataContainer(): PersistentDataContainer;
}
interface Inventory {
  getSize(): number;
  getItem(slot: number): ItemStack | null;
  setItem(slot: number, item: ItemStack | null): void;
  equals(other: unknown): boolean;
}
interface PlayerInventory extends Inventory {
  /** The 36 slots that goods go into: no armour, no off-hand. */
  getStorageContents(): JavaArray<ItemStack | null>;
  /** The slot of the hotbar in the main hand. */
  getHeldItemSlot(): number;
  /** Answers what did not fit, by index of the argument. */
  addItem(...items: ItemStack[]): JavaMap<number, ItemStack>;
}
interface InventoryView {
  getTopInventory(): Inventory;
}
interface ItemStack {
  getType(): Material;
  getAmount(): number;
  setAmount(amount: number): void;
  getMaxStackSize(): number;
  isSimilar(other: ItemStack | null): boolean;
  /** A copy with another amount. */
  asQuantity(amount: number): ItemStack;
  /** What a player reads as its name, with the game's own words for what has none. */
  effectiveName(): Component;
  getEnchantments(): JavaMap<Enchantment, number>;
  /** The game's own bytes: compressed NBT with the version of its data. Throws for air. */
  serializeAsBytes(): JavaBytes;
  getItemMeta(): ItemMeta;
  setItemMeta(meta: ItemMeta): boolean;
}
interface ItemMeta {
  displayName(name: Component | null): void;
  lore(): JavaList<Component> | null;
  lore(lines: JavaList<Component> | null): void;
  setEnchantmentGlintOverride(glint: boolean): void;
  getPersistentDataContainer(): PersistentDataContainer;
}
/** Every meta of a real server is one. */
interface Damageable extends ItemMeta {
  getDamage(): number;
}
/** An enchanted book: what it holds works only on something else. */
interface EnchantmentStorageMeta extends Damageable {
  getStoredEnchants(): JavaMap<Enchantment, number>;
}
interface Enchantment {
  getKey(): NamespacedKey;
}
interface Material {
  name(): string;
  isItem(): boolean;
  isAir(): boolean;
  getMaxStackSize(): number;
}
interface NamespacedKey {
  getKey(): string;
  getNamespace(): string;
}
/** Strings only: a JavaScript number arrives as whichever boxed type fits, not the one asked for. */
interface PersistentDataContainer {
  get(key: NamespacedKey, type: PersistentDataTypeOf<string>): string | null;
  set(key: NamespacedKey, type: PersistentDataTypeOf<string>, value: string): void;
  has(key: NamespacedKey): boolean;
  remove(key: NamespacedKey): void;
  getKeys(): Iterable<NamespacedKey>;
}
interface PersistentDataTypeOf<T> {
  readonly persistent: T;
}

interface PlayerEvent {
  getPlayer(): BukkitPlayer;
}
/** Orbs and bottles only: commands and other plugins give experience without it. */
interface ExperienceChange extends PlayerEvent {
  getAmount(): number;
  setAmount(amount: number): void;
}
/** At the player's tick, after the fact. */
interface LevelChange extends PlayerEvent {
  getOldLevel(): number;
  getNewLevel(): number;
}
interface PlayerCommandLine extends PlayerEvent {
  /** With its slash. */
  getMessage(): string;
  setCancelled(cancelled: boolean): void;
}
/** The console's and command blocks'; RCON has an event of its own. */
interface ServerCommandLine {
  getSender(): CommandSender;
  getCommand(): string;
  setCancelled(cancelled: boolean): void;
}
interface InventoryInteraction {
  getWhoClicked(): BukkitPlayer;
  getInventory(): Inventory;
  getView(): InventoryView;
  setCancelled(cancelled: boolean): void;
}
interface InventoryClick extends InventoryInteraction {
  getRawSlot(): number;
  getClick(): { name(): string };
}
interface InventoryClose {
  getPlayer(): BukkitPlayer;
  getInventory(): Inventory;
}

/** Every name that may be given to Java.type. */
interface JavaTypes {
  'grakkit.Main': JavaType<unknown>;

  'java.lang.Boolean': JavaType<boolean> & { readonly TYPE: JavaClass<boolean> };
  'java.lang.Long': JavaType<number> & { readonly TYPE: JavaClass<number> };
  'java.lang.Object': JavaType<unknown>;
  'java.lang.String': JavaType<string>;
  'java.lang.System': JavaType<unknown> & {
    nanoTime(): number;
    currentTimeMillis(): number;
    getProperty(name: string): string | null;
  };
  'java.io.File': JavaType<JavaFile> & (new (path: string) => JavaFile);
  'java.io.RandomAccessFile': JavaType<JavaRandomAccessFile> &
    (new (path: string, mode: string) => JavaRandomAccessFile);
  'java.net.URI': JavaType<unknown> & { create(text: string): unknown };
  'java.net.http.HttpClient': JavaType<unknown> & { newBuilder(): unknown };
  'java.net.http.HttpClient$Builder': JavaType<unknown>;
  'java.net.http.HttpClient$Version': JavaType<unknown> & { readonly HTTP_1_1: unknown };
  'java.net.http.HttpRequest': JavaType<unknown> & { newBuilder(uri: unknown): unknown };
  'java.net.http.HttpRequest$BodyPublisher': JavaType<unknown>;
  'java.net.http.HttpRequest$BodyPublishers': JavaType<unknown> & {
    noBody(): unknown;
    ofString(body: string, charset: unknown): unknown;
  };
  'java.net.http.HttpRequest$Builder': JavaType<unknown>;
  'java.net.http.HttpResponse$BodyHandler': JavaType<unknown>;
  'java.net.http.HttpResponse$BodyHandlers': JavaType<unknown> & {
    ofString(charset: unknown): unknown;
  };
  'java.nio.charset.StandardCharsets': JavaType<unknown> & {
    readonly UTF_8: { encode(text: string): JavaByteBuffer };
  };
  'java.nio.file.Files': JavaType<unknown> & {
    exists(path: JavaPath): boolean;
    createDirectories(path: JavaPath): JavaPath;
    readString(path: JavaPath): string;
    writeString(path: JavaPath, text: string): JavaPath;
    delete(path: JavaPath): void;
    move(source: JavaPath, target: JavaPath, ...options: unknown[]): JavaPath;
  };
  'java.nio.file.StandardCopyOption': JavaType<unknown> & { readonly ATOMIC_MOVE: unknown };
  'java.nio.file.Path': JavaType<JavaPath> & { of(first: string): JavaPath };
  'java.security.MessageDigest': JavaType<unknown> & {
    getInstance(algorithm: string): { digest(bytes: JavaBytes): JavaBytes };
  };
  'java.security.SecureRandom': JavaType<unknown> & (new () => unknown);
  'java.text.NumberFormat': JavaType<unknown> & {
    getIntegerInstance(locale: JavaLocale): { format(value: number): string };
  };
  'java.time.Duration': JavaType<JavaDuration> & {
    ofMillis(ms: number): JavaDuration;
    ofSeconds(seconds: number): JavaDuration;
  };
  'java.util.ArrayList': JavaType<JavaArrayList<unknown>> & (new () => JavaArrayList<never>);
  'java.util.Arrays': JavaType<unknown> & {
    copyOf(bytes: JavaBytes, length: number): JavaBytes;
  };
  'java.util.Base64': JavaType<unknown> & {
    getDecoder(): { decode(text: string): JavaBytes };
    getEncoder(): { encodeToString(bytes: JavaBytes): string };
  };
  'java.util.HashMap': JavaType<JavaHashMap<unknown, unknown>> &
    (new () => JavaHashMap<never, never>);
  'java.util.HexFormat': JavaType<unknown> & { of(): { formatHex(bytes: JavaBytes): string } };
  'java.util.Locale': JavaType<JavaLocale> & { forLanguageTag(tag: string): JavaLocale };
  'java.util.UUID': JavaType<JavaUUID> & {
    fromString(text: string): JavaUUID;
    randomUUID(): JavaUUID;
  };
  'java.util.concurrent.Future': JavaType<unknown>;
  'java.util.concurrent.TimeUnit': JavaType<unknown> & { readonly MILLISECONDS: unknown };
  'javax.crypto.Mac': JavaType<unknown> & {
    getInstance(algorithm: string): {
      init(key: unknown): void;
      doFinal(bytes: JavaBytes): JavaBytes;
    };
  };
  'javax.crypto.spec.SecretKeySpec': JavaType<unknown> &
    (new (key: JavaBytes, algorithm: string) => unknown);

  'net.kyori.adventure.text.Component': JavaType<Component> & {
    /** The short call is ambiguous for a text of one character: String or char. */
    'text(java.lang.String)'(text: string): Component;
    empty(): Component;
  };
  'net.kyori.adventure.text.minimessage.MiniMessage': JavaType<unknown> & {
    miniMessage(): { deserialize(text: string, ...tags: TagResolver[]): Component };
  };
  'net.kyori.adventure.text.minimessage.tag.resolver.Placeholder': JavaType<unknown> & {
    unparsed(key: string, value: string): TagResolver;
    component(key: string, value: Component): TagResolver;
  };
  'net.kyori.adventure.text.serializer.plain.PlainTextComponentSerializer': JavaType<unknown> & {
    plainText(): { serialize(component: Component): string };
  };
  'net.kyori.adventure.title.Title': JavaType<Title> & {
    title(title: Component, subtitle: Component): Title;
  };

  'org.bukkit.Bukkit': JavaType<unknown> & {
    getPluginManager(): PluginManager;
    getScheduler(): BukkitScheduler;
    getOnlinePlayers(): JavaCollection<BukkitPlayer>;
    getPlayer(id: JavaUUID): BukkitPlayer | null;
    getConsoleSender(): CommandSender;
    getWorlds(): JavaList<World>;
    getMinecraftVersion(): string;
    createInventory(holder: null, size: number, title: Component): Inventory;
    dispatchCommand(sender: CommandSender, line: string): boolean;
    /** Throws when the target is none. */
    selectEntities(sender: CommandSender, target: string): JavaList<unknown>;
    isPrimaryThread(): boolean;
  };
  'org.bukkit.Material': JavaType<Material> & { getMaterial(name: string): Material | null };
  'org.bukkit.NamespacedKey': JavaType<NamespacedKey> &
    (new (namespace: string, key: string) => NamespacedKey);
  'org.bukkit.entity.Player': JavaType<BukkitPlayer>;
  'org.bukkit.event.EventPriority': JavaType<unknown> & { valueOf(name: string): unknown };
  'org.bukkit.event.HandlerList': JavaType<unknown> & {
    'unregisterAll(org.bukkit.event.Listener)'(listener: BukkitListener): void;
  };
  'org.bukkit.event.Listener': JavaType<BukkitListener>;
  'org.bukkit.event.inventory.InventoryClickEvent': JavaType<InventoryClick>;
  'org.bukkit.event.inventory.InventoryCloseEvent': JavaType<InventoryClose>;
  'org.bukkit.event.inventory.InventoryDragEvent': JavaType<InventoryInteraction>;
  'org.bukkit.event.player.PlayerCommandPreprocessEvent': JavaType<PlayerCommandLine>;
  'org.bukkit.event.player.PlayerExpChangeEvent': JavaType<ExperienceChange>;
  'org.bukkit.event.player.PlayerJoinEvent': JavaType<PlayerEvent>;
  'org.bukkit.event.player.PlayerLevelChangeEvent': JavaType<LevelChange>;
  'org.bukkit.event.player.PlayerQuitEvent': JavaType<PlayerEvent>;
  'org.bukkit.event.server.RemoteServerCommandEvent': JavaType<ServerCommandLine>;
  'org.bukkit.event.server.ServerCommandEvent': JavaType<ServerCommandLine>;
  'org.bukkit.inventory.ItemStack': JavaType<ItemStack> &
    (new (material: Material, amount: number) => ItemStack) & {
      /** Throws for bytes that are none, and for those of a newer game. */
      deserializeBytes(bytes: JavaBytes): ItemStack;
    };
  'org.bukkit.inventory.meta.Damageable': JavaType<Damageable>;
  'org.bukkit.inventory.meta.EnchantmentStorageMeta': JavaType<EnchantmentStorageMeta>;
  'org.bukkit.permissions.Permission': JavaType<Permission> &
    (new (
      name: string,
      description: string,
      defaultValue: unknown,
      children: JavaHashMap<string, boolean>,
    ) => Permission);
  'org.bukkit.permissions.PermissionDefault': JavaType<unknown> & {
    readonly TRUE: unknown;
    readonly OP: unknown;
  };
  'org.bukkit.persistence.PersistentDataType': JavaType<unknown> & {
    readonly STRING: PersistentDataTypeOf<string>;
  };
}

declare const Java: {
  type<N extends keyof JavaTypes>(name: N): JavaTypes[N];
  extend<T>(type: JavaType<T>, members: object): new () => T;
};

declare const Grakkit: {
  push(run: () => void): void;
  hook(run: () => void): void;
  getRoot(): string;
  getMeta(): string;
  reload(): void;
};
