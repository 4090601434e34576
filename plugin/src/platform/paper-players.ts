// Players: one object for each visit, made at the join, ended at the quit.
import { goodsOfPlayer } from './paper-goods.ts';
import { log } from './paper-log.ts';
import { give, slotsMissing } from './paper-items.ts';
import { render } from './paper-text.ts';
import { languageNote, type Notes, type Player } from './platform.ts';

const Bukkit = Java.type('org.bukkit.Bukkit');
const NamespacedKeyType = Java.type('org.bukkit.NamespacedKey');
const FileType = Java.type('java.io.File');
// The JDK's own kind: numbers would arrive as whichever box fits, not the one asked for.
const { STRING } = Java.type('org.bukkit.persistence.PersistentDataType');

const namespace = 'mintkeep';

// Names that are no one's id are few, and asked for again and again.
const keys = new Map<string, NamespacedKey>();

function key(name: string): NamespacedKey {
  let made = keys.get(name);
  if (!made) {
    made = new NamespacedKeyType(namespace, name);
    if (!name.includes('/')) keys.set(name, made);
  }
  return made;
}

/** Strings in a data container, under our namespace; none while there is no container. */
export function notesOf(container: () => PersistentDataContainer | null): Notes {
  return {
    get: (name) => container()?.get(key(name), STRING) ?? null,
    set: (name, value) => container()?.set(key(name), STRING, value),
    remove: (name) => container()?.remove(key(name)),
    names: () =>
      [...(container()?.getKeys() ?? [])]
        .filter((one) => one.getNamespace() === namespace)
        .map((one) => one.getKey()),
  };
}

/** The main world: its folder holds the players' files. */
export const mainWorld = (): World => Bukkit.getWorlds().get(0);

export interface Visits {
  /** The visit of an online player; begins one when the join was before us (a reload). */
  of(bukkit: BukkitPlayer): Player;
  find(id: string): Player | null;
  all(): Player[];
  end(player: Player): void;
  /** What Bukkit calls the player of a visit. */
  bukkit(player: Player): BukkitPlayer;
}

/** Keeps the visits. */
export function keepVisits(): Visits {
  const visits = new Map<string, Player>();
  const bukkits = new WeakMap<Player, BukkitPlayer>();
  const ended = new WeakSet<Player>();

  function begin(bukkit: BukkitPlayer): Player {
    const player: Player = visit(bukkit, () => !ended.has(player));
    visits.set(player.id, player);
    bukkits.set(player, bukkit);
    return player;
  }
  const of = (bukkit: BukkitPlayer): Player =>
    visits.get(String(bukkit.getUniqueId())) ?? begin(bukkit);

  return {
    of,
    find: (id) => visits.get(id) ?? null,
    all: () => [...visits.values()],
    end(player) {
      visits.delete(player.id);
      ended.add(player);
    },
    bukkit(player) {
      const bukkit = bukkits.get(player);
      if (!bukkit) throw new Error('a player who never visited');
      return bukkit;
    },
  };
}

function visit(bukkit: BukkitPlayer, isOnline: () => boolean): Player {
  const id = String(bukkit.getUniqueId());
  const path = `${mainWorld().getWorldFolder().getPath()}/playerdata/${id}.dat`;
  const { notes, language } = ownWords(bukkit, isOnline);
  const whileHere = (run: () => void): void => {
    if (isOnline()) run();
  };
  const player: Player = {
    id,
    name: bukkit.getName(),
    get player() {
      return player;
    },
    get language() {
      return language();
    },
    may: (permission) => isOnline() && bukkit.hasPermission(permission),
    given: (permission) =>
      isOnline() && bukkit.isPermissionSet(permission) ? bukkit.hasPermission(permission) : null,
    isOnline,
    level: () => bukkit.getLevel(),
    experience: () => ({ level: bukkit.getLevel(), progress: bukkit.getExp() }),
    setExperience: ({ level, progress }) =>
      whileHere(() => {
        bukkit.setLevel(level);
        bukkit.setExp(float(progress));
      }),
    tell: (message) => whileHere(() => bukkit.sendMessage(render(message))),
    actionBar: (message) => whileHere(() => bukkit.sendActionBar(render(message))),
    title: (title, subtitle) =>
      whileHere(() => bukkit.showTitle(titleOf(render(title), render(subtitle)))),
    sound: (key, volume, pitch) =>
      whileHere(() => bukkit.playSound(bukkit.getLocation(), key, float(volume), float(pitch))),
    kick: (message) => whileHere(() => bukkit.kick(render(message))),
    slotsMissing: (items) => (isOnline() ? slotsMissing(bukkit.getInventory(), items) : 0),
    give: (items) => whileHere(() => give(bukkit.getInventory(), items)),
    ...goodsOfPlayer(bukkit, isOnline),
    notes,
    save: () =>
      whileHere(() => {
        try {
          bukkit.saveData();
        } catch (error) {
          log.error(`saving ${bukkit.getName()}`, error);
        }
      }),
    fileState() {
      if (!isOnline()) return null;
      const file = new FileType(path);
      return file.exists() ? `${file.lastModified()}:${file.length()}` : null;
    },
  };
  return player;
}

/**
 * A player's notes, and the language: what the player chose, which only these notes change, or the
 * client's.
 */
function ownWords(bukkit: BukkitPlayer, isOnline: () => boolean) {
  const inFile = notesOf(() => (isOnline() ? bukkit.getPersistentDataContainer() : null));
  /** Undefined: look into the file. Every word that is said asks for it. */
  let chosen: string | null | undefined;
  return {
    notes: {
      ...inFile,
      set(name: string, value: string) {
        chosen = undefined;
        inFile.set(name, value);
      },
      remove(name: string) {
        chosen = undefined;
        inFile.remove(name);
      },
    },
    language(): string {
      if (chosen === undefined) chosen = inFile.get(languageNote);
      return chosen ?? bukkit.locale().toLanguageTag();
    },
  };
}

// Java takes only a number that is exact as a float.
const float = (value: number) => Math.fround(value) as JavaFloat;

const titleOf = (title: Component, subtitle: Component): Title =>
  Java.type('net.kyori.adventure.title.Title').title(title, subtitle);
