// The Java collections in which the model answers, as strict as a script sees them.
import { JavaArray, JavaException, type JavaObject } from '../border/values.ts';

export class JavaList implements JavaObject {
  declare readonly javaClass: string;
  readonly items: unknown[];
  constructor(items: readonly unknown[]) {
    this.items = [...items];
  }
  size(): number {
    return this.items.length;
  }
  isEmpty(): boolean {
    return this.items.length === 0;
  }
  get(index: number): unknown {
    if (index < 0 || index >= this.items.length) {
      throw new JavaException(
        'java.lang.IndexOutOfBoundsException',
        `Index ${index} out of bounds for length ${this.items.length}`,
      );
    }
    return this.items[index] ?? null;
  }
  [Symbol.iterator](): Iterator<unknown> {
    return this.items[Symbol.iterator]();
  }
}
Object.assign(JavaList.prototype, { javaClass: 'java.util.List' });

export class JavaCollection implements JavaObject {
  declare readonly javaClass: string;
  readonly items: readonly unknown[];
  constructor(items: readonly unknown[]) {
    this.items = items;
  }
  size(): number {
    return this.items.length;
  }
  [Symbol.iterator](): Iterator<unknown> {
    return this.items[Symbol.iterator]();
  }
}
Object.assign(JavaCollection.prototype, { javaClass: 'java.util.Collection' });

export class JavaSet extends JavaCollection {
  isEmpty(): boolean {
    return this.items.length === 0;
  }
}
Object.assign(JavaSet.prototype, { javaClass: 'java.util.Set' });

export class JavaMap implements JavaObject {
  declare readonly javaClass: string;
  readonly entries: Map<unknown, unknown>;
  constructor(entries: Iterable<readonly [unknown, unknown]> = []) {
    this.entries = new Map(entries);
  }
  size(): number {
    return this.entries.size;
  }
  isEmpty(): boolean {
    return this.entries.size === 0;
  }
  get(key: unknown): unknown {
    return this.entries.get(key) ?? null;
  }
  keySet(): JavaSet {
    return new JavaSet([...this.entries.keys()]);
  }
  values(): JavaCollection {
    return new JavaCollection([...this.entries.values()]);
  }
}
Object.assign(JavaMap.prototype, { javaClass: 'java.util.Map' });

/** Turns what a script made of its own collections into the model's. */
export function toModel(kind: 'list' | 'map', value: readonly unknown[]): JavaObject {
  return kind === 'list' ? new JavaList(value) : new JavaMap(value as [unknown, unknown][]);
}

export { JavaArray };
