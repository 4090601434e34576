// Enchantments: only their names; what they do is not modelled.
import { JavaMap } from './collections.ts';
import { NamespacedKey } from './items.ts';

export class Enchantment {
  declare readonly javaClass: string;
  readonly #name: string;
  constructor(name: string) {
    this.#name = name;
  }
  getKey(): NamespacedKey {
    return new NamespacedKey('minecraft', this.#name);
  }
}
Object.assign(Enchantment.prototype, { javaClass: 'org.bukkit.enchantments.Enchantment' });

const enchantments = new Map<string, Enchantment>();

/** As Bukkit's: one object for each kind, whoever asks. */
export function enchantmentMap(levels: Readonly<Record<string, number>> | undefined): JavaMap {
  return new JavaMap(
    Object.entries(levels ?? {}).map(([name, level]) => {
      const known = enchantments.get(name) ?? new Enchantment(name);
      enchantments.set(name, known);
      return [known, level] as const;
    }),
  );
}
