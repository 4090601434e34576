// A player's file: inventory and data go to disk together, into a temporary file that is swapped
// in. What was not saved is gone after a crash; that is what the exactly-once protocol lives with.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataContainer, type Materials, type StoredItem } from './items.ts';
import type { StoredExperience } from './experience.ts';
import type { Player } from './player.ts';

interface Stored extends StoredExperience {
  readonly inventory: readonly StoredItem[];
  readonly data: readonly (readonly [string, string])[];
  readonly mode: string;
  readonly world: string;
}

export class PlayerFiles {
  /** `refused`: saving fails, and the server swallows it, as Paper does with a full disk. */
  mode: 'normal' | 'refused' = 'normal';
  readonly #folder: string;
  readonly #worldFile: string;
  readonly #serverFolder: string;
  readonly #materials: Materials;

  constructor(serverFolder: string, materials: Materials) {
    this.#serverFolder = serverFolder;
    this.#folder = join(serverFolder, 'world', 'playerdata');
    this.#worldFile = join(serverFolder, 'world', 'world-data.json');
    this.#materials = materials;
    mkdirSync(this.#folder, { recursive: true });
  }

  pathOf(uuid: string): string {
    return join(this.#folder, `${uuid}.dat`);
  }

  #isOff(): boolean {
    const path = join(this.#serverFolder, 'spigot.yml');
    return existsSync(path) && /^\s*disable-saving:\s*true\s*$/m.test(readFileSync(path, 'utf8'));
  }

  /** What memory holds, as the file would. */
  memory(player: Player): Stored {
    return {
      inventory: player.inventory.slots.flatMap((stack, slot) =>
        stack ? [this.#materials.store(slot, stack)] : [],
      ),
      data: [...player.data.values],
      mode: player.mode,
      world: player.worldName,
      ...player.experience.store(),
    };
  }

  save(player: Player): void {
    if (this.mode === 'refused' || this.#isOff()) return;
    this.#swap(this.pathOf(player.uuid), this.memory(player));
  }

  load(player: Player): void {
    const path = this.pathOf(player.uuid);
    if (!existsSync(path)) return;
    const stored = JSON.parse(readFileSync(path, 'utf8')) as Stored;
    for (const item of stored.inventory) {
      player.inventory.slots[item.slot] = this.#materials.restore(item);
    }
    player.data = new DataContainer(stored.data);
    player.mode = stored.mode;
    player.worldName = stored.world;
    player.experience.restore(stored);
  }

  saveWorld(data: DataContainer): void {
    this.#swap(this.#worldFile, [...data.values]);
  }

  loadWorld(): DataContainer {
    if (!existsSync(this.#worldFile)) return new DataContainer();
    return new DataContainer(
      JSON.parse(readFileSync(this.#worldFile, 'utf8')) as [string, string][],
    );
  }

  #swap(path: string, value: unknown): void {
    const next = `${path}.new`;
    writeFileSync(next, JSON.stringify(value));
    renameSync(next, path);
  }
}
