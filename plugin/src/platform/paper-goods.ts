// Goods: things of players as the game's own bytes, out of an inventory and back. Off-hand and armour
// are no slots of the storage, so nothing is ever taken from there.
import { goodsSkuOf, type Goods } from '@mintkeep/shared/goods.ts';
import { goodsLine, materialTitle } from './goods-words.ts';
import type { Player } from './platform.ts';
import { slotsMissing as missing, stackAmounts } from './stacks.ts';

const ItemStackType = Java.type('org.bukkit.inventory.ItemStack');
const DamageableType = Java.type('org.bukkit.inventory.meta.Damageable');
const StorageType = Java.type('org.bukkit.inventory.meta.EnchantmentStorageMeta');
const PlainText = Java.type(
  'net.kyori.adventure.text.serializer.plain.PlainTextComponentSerializer',
).plainText();
const Base64 = Java.type('java.util.Base64');
const HexFormat = Java.type('java.util.HexFormat');
const MessageDigest = Java.type('java.security.MessageDigest');

const storageSize = 36;
/** As many as the contract takes. */
const detailsMax = 16;

type GoodsPart = Pick<
  Player,
  'inHand' | 'holdings' | 'takeGoods' | 'goodsSlotsMissing' | 'giveGoods' | 'gameMode' | 'world'
>;

/** What a visit does with goods; nothing once it ended. */
export function goodsOfPlayer(bukkit: BukkitPlayer, isOnline: () => boolean): GoodsPart {
  const inventory = () => bukkit.getInventory();
  return {
    inHand() {
      const stack = isOnline() ? inventory().getItem(inventory().getHeldItemSlot()) : null;
      return stack ? goodsOf(stack) : null;
    },
    holdings: () => (isOnline() ? holdings(inventory()) : []),
    takeGoods: (sku, quantity) => (isOnline() ? take(inventory(), sku, quantity) : null),
    goodsSlotsMissing: (goods) => (isOnline() ? slotsMissing(inventory(), goods) : 0),
    giveGoods(goods) {
      if (isOnline()) give(inventory(), goods);
    },
    gameMode: () => bukkit.getGameMode().name().toLowerCase() as ReturnType<Player['gameMode']>,
    world: () => bukkit.getWorld().getName(),
  };
}

interface Kind {
  readonly sku: string;
  readonly bytes: string;
}

/** Only what is equal byte for byte to a fresh one is plain. */
function kindOf(stack: ItemStack): Kind {
  const material = stack.getType();
  const bytes = stack.asQuantity(1).serializeAsBytes();
  const isPlain = stack.isSimilar(new ItemStackType(material, 1));
  const digest = isPlain
    ? null
    : HexFormat.of().formatHex(MessageDigest.getInstance('SHA-256').digest(bytes));
  const encoded = Base64.getEncoder().encodeToString(bytes);
  return { sku: goodsSkuOf(material.name(), digest), bytes: encoded };
}

function goodsOf(stack: ItemStack, { sku, bytes } = kindOf(stack)): Goods {
  const material = stack.getType().name();
  return {
    sku,
    material,
    title: goodsLine(PlainText.serialize(stack.effectiveName())) ?? materialTitle(material),
    details: detailsOf(stack),
    bytes,
    quantity: stack.getAmount(),
  };
}

/** What people read where the game cannot show the thing: enchantments, damage, lore. */
function detailsOf(stack: ItemStack): string[] {
  const meta = stack.getItemMeta();
  const details = enchantmentsIn(stack.getEnchantments());
  if (meta instanceof (StorageType as unknown as new () => EnchantmentStorageMeta)) {
    details.push(...enchantmentsIn(meta.getStoredEnchants()));
  }
  if (meta instanceof (DamageableType as unknown as new () => Damageable)) {
    if (meta.getDamage() > 0) details.push(`Damage ${meta.getDamage()}`);
  }
  const lore = [...(meta.lore() ?? [])].map((line) => goodsLine(PlainText.serialize(line)));
  return [...details, ...lore.filter((line) => line !== null)].slice(0, detailsMax);
}

const enchantmentsIn = (map: JavaMap<Enchantment, number>): string[] =>
  [...map.keySet()]
    .map((one) => `${materialTitle(one.getKey().getKey())} ${String(map.get(one))}`)
    .sort();

function holdings(inventory: PlayerInventory): Goods[] {
  const found = new Map<string, Goods>();
  for (const stack of inventory.getStorageContents()) {
    if (!stack) continue;
    const kind = kindOf(stack);
    const known = found.get(kind.sku);
    if (!known) found.set(kind.sku, goodsOf(stack, kind));
    else found.set(kind.sku, { ...known, quantity: known.quantity + stack.getAmount() });
  }
  return [...found.values()];
}

/** The slots in the order in which they are emptied: the hand first. */
function slotsByHand(inventory: PlayerInventory): number[] {
  const held = inventory.getHeldItemSlot();
  const all = Array.from({ length: storageSize }, (_, slot) => slot);
  return [held, ...all.filter((slot) => slot !== held)];
}

function take(inventory: PlayerInventory, sku: string, quantity: number): Goods | null {
  const parts: Goods[] = [];
  let left = quantity;
  for (const slot of slotsByHand(inventory)) {
    const stack = left > 0 ? inventory.getItem(slot) : null;
    if (!stack) continue;
    const kind = kindOf(stack);
    // The beginning of a digest names a kind, and the bytes decide.
    if (kind.sku !== sku || kind.bytes !== (parts[0]?.bytes ?? kind.bytes)) continue;
    const amount = Math.min(left, stack.getAmount());
    const rest = stack.getAmount() - amount;
    parts.push({ ...(parts[0] ?? goodsOf(stack, kind)), quantity: amount });
    inventory.setItem(slot, rest > 0 ? stack.asQuantity(rest) : null);
    left -= amount;
  }
  return parts[0] ? { ...parts[0], quantity: quantity - left } : null;
}

/** The thing that bytes mean; throws when they mean none here. */
export function thingOf(bytes: string): ItemStack {
  return ItemStackType.deserializeBytes(Base64.getDecoder().decode(bytes));
}

/** Why this game cannot make these things of their bytes; null when it can. */
export function goodsProblem(goods: readonly Goods[]): string | null {
  for (const { sku, bytes } of goods) {
    try {
      if (thingOf(bytes).getType().isAir()) return `${sku}: its bytes are air`;
    } catch (cause) {
      const thrown = cause as JavaThrowable;
      const why = cause instanceof Error ? cause.message : String(thrown.getMessage());
      return `${sku}: this game cannot read its bytes (${why.slice(0, 200)})`;
    }
  }
  return null;
}

function slotsMissing(inventory: PlayerInventory, goods: readonly Goods[]): number {
  const slots = [...inventory.getStorageContents()].map((stack) =>
    stack === null
      ? null
      : { kind: stack, amount: stack.getAmount(), max: stack.getMaxStackSize() },
  );
  const wanted = goods.map(({ bytes, quantity }) => {
    const kind = thingOf(bytes);
    return { kind, amount: quantity, max: kind.getMaxStackSize() };
  });
  return missing(slots, wanted, (one, other) => one.isSimilar(other));
}

function give(inventory: PlayerInventory, goods: readonly Goods[]): void {
  // All are read before the first is given: bytes that mean nothing must not leave half of it.
  const things = goods.map(({ sku, bytes, quantity }) => ({
    sku,
    thing: thingOf(bytes),
    quantity,
  }));
  for (const { sku, thing, quantity } of things) {
    for (const amount of stackAmounts(quantity, thing.getMaxStackSize())) {
      if (!inventory.addItem(thing.asQuantity(amount)).isEmpty())
        throw new Error(`no room: ${sku}`);
    }
  }
}
