// The bytes of a stack: everything that makes it what it is, the same for the same thing. Paper writes
// compressed NBT with the version of its data; here it is a text that no other reader understands.
import { javaBytes, type JavaBytes } from '../border/crossing.ts';
import { JavaException } from '../border/values.ts';
import { ItemStack, looksText, type Looks, type Materials } from './items.ts';
import type { Text } from '../wire.ts';

const mark = 'item of the model, version 1\n';

const illegal = (message: string) =>
  new JavaException('java.lang.IllegalArgumentException', message);

/** The bytes of a stack; air has none, as in Paper. */
export function writeBytes(stack: ItemStack): JavaBytes {
  if (stack.material.isAir()) throw illegal('Cannot serialize empty itemstack');
  const looks = JSON.parse(looksText(stack.looks)) as unknown;
  const text = JSON.stringify([stack.material.name(), stack.amount, looks, stack.data]);
  return javaBytes(Buffer.from(mark + text, 'utf8'));
}

type Written = readonly [
  material: string,
  amount: number,
  looks: readonly [
    name: Text | null,
    lore: readonly Text[],
    glow: boolean | null,
    enchantments: readonly (readonly [string, number])[],
    damage: number,
  ],
  data: readonly (readonly [string, string])[],
];

/** The stack of bytes; throws for what is none, or is of a game with other materials. */
export function readBytes(materials: Materials, { bytes }: JavaBytes): ItemStack {
  const text = Buffer.from(bytes).toString('utf8');
  if (!text.startsWith(mark)) throw illegal('Not in GZIP format');
  const [name, amount, looks, data] = JSON.parse(text.slice(mark.length)) as Written;
  const material = materials.find(name);
  if (!material) throw illegal(`Unknown item ${name}`);
  const stack = new ItemStack(material, amount);
  stack.looks = readLooks(looks);
  stack.data = data;
  return stack;
}

function readLooks([name, lore, glow, enchantments, damage]: Written[2]): Looks {
  return {
    ...(name !== null && { name }),
    ...(lore.length > 0 && { lore }),
    ...(glow !== null && { glow }),
    ...(enchantments.length > 0 && { enchantments: Object.fromEntries(enchantments) }),
    ...(damage > 0 && { damage }),
  };
}
