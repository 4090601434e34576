// Events and who hears them, in order of priority; and permissions.
import { GuestFunction, JavaException, type JavaObject } from '../border/values.ts';
import type { JavaMap } from './collections.ts';
import type { GameEvent } from './event-kinds.ts';

/** Runs a script's function; what it threw is told to the log and to the tests. */
export type RunGuest = (what: string, run: GuestFunction, args: readonly unknown[]) => unknown;

const priorities = ['LOWEST', 'LOW', 'NORMAL', 'HIGH', 'HIGHEST', 'MONITOR'] as const;

class Named {
  declare readonly javaClass: string;
  readonly #name: string;
  constructor(name: string, javaClass: string) {
    this.#name = name;
    Object.assign(this, { javaClass });
  }
  name(): string {
    return this.#name;
  }
  toString(): string {
    return this.#name;
  }
}

/** One object per name, so that a script may compare enum values with `===`. */
export function enumValues(javaClass: string): (name: string) => Named {
  const made = new Map<string, Named>();
  return (name) => {
    const one = made.get(name) ?? new Named(name, javaClass);
    made.set(name, one);
    return one;
  };
}

const priorityOf = enumValues('org.bukkit.event.EventPriority');
export const gameMode = enumValues('org.bukkit.GameMode');
export const clickType = enumValues('org.bukkit.event.inventory.ClickType');
export const permissionDefault = enumValues('org.bukkit.permissions.PermissionDefault');

export class Listener {
  declare readonly javaClass: string;
}
Object.assign(Listener.prototype, { javaClass: 'org.bukkit.event.Listener' });

/** The class object of something modelled. */
export class ClassObject {
  declare readonly javaClass: string;
  readonly className: string;
  constructor(className: string) {
    this.className = className;
  }
  getName(): string {
    return this.className;
  }
}
Object.assign(ClassObject.prototype, { javaClass: 'java.lang.Class' });

const classes = new Map<string, ClassObject>();
export function classObject(name: string): ClassObject {
  const one = classes.get(name) ?? new ClassObject(name);
  classes.set(name, one);
  return one;
}

export class Permission {
  declare readonly javaClass: string;
  readonly #name: string;
  readonly default: string;
  readonly children: ReadonlyMap<string, boolean>;
  constructor(name: string, _description: string, byDefault: Named, children: JavaMap) {
    this.#name = name;
    this.default = byDefault.name();
    this.children = children.entries as Map<string, boolean>;
  }
  getName(): string {
    return this.#name;
  }
}
Object.assign(Permission.prototype, { javaClass: 'org.bukkit.permissions.Permission' });

interface Registration {
  readonly className: string;
  readonly listener: Listener;
  readonly priority: number;
  readonly run: GuestFunction;
  readonly ignoreCancelled: boolean;
}

export class PluginManager {
  declare readonly javaClass: string;
  readonly #plugin: JavaObject;
  readonly #others = new Map<string, JavaObject>();
  readonly #permissions = new Map<string, Permission>();
  /** What a permission plugin attached to players, by their ids. */
  readonly #attached = new Map<string, Map<string, boolean>>();
  #registrations: Registration[] = [];

  constructor(plugin: JavaObject) {
    this.#plugin = plugin;
  }
  getPlugin(name: string): JavaObject | null {
    if (name.toLowerCase() === 'grakkit') return this.#plugin;
    return this.#others.get(name.toLowerCase()) ?? null;
  }
  /** Another plugin is installed. */
  install(name: string, plugin: JavaObject): void {
    this.#others.set(name.toLowerCase(), plugin);
  }
  addPermission(permission: Permission): void {
    const name = permission.getName().toLowerCase();
    if (this.#permissions.has(name)) {
      throw new JavaException(
        'java.lang.IllegalArgumentException',
        `The permission ${name} is already defined!`,
      );
    }
    this.#permissions.set(name, permission);
  }
  getPermission(name: string): Permission | null {
    return this.#permissions.get(name.toLowerCase()) ?? null;
  }
  removePermission(permission: string | Permission): void {
    const name = typeof permission === 'string' ? permission : permission.getName();
    this.#permissions.delete(name.toLowerCase());
  }
  registerEvent(
    event: ClassObject,
    listener: Listener,
    priority: Named,
    run: GuestFunction,
    _plugin: JavaObject,
    ignoreCancelled = false,
  ): void {
    this.#registrations.push({
      className: event.className,
      listener,
      priority: priorities.indexOf(priority.name() as (typeof priorities)[number]),
      run,
      ignoreCancelled,
    });
    this.#registrations.sort((a, b) => a.priority - b.priority);
  }
  unregisterAll(owner: unknown): void {
    this.#registrations = this.#registrations.filter(
      ({ listener }) => owner instanceof Listener && listener !== owner,
    );
  }
  /** How many listeners are registered: a reload must not add any. */
  listenerCount(): number {
    return this.#registrations.length;
  }
  call(event: GameEvent, runGuest: RunGuest): void {
    for (const one of [...this.#registrations]) {
      if (one.className !== event.javaClass) continue;
      if (one.ignoreCancelled && event.isCancelled) continue;
      const name = event.javaClass.slice(event.javaClass.lastIndexOf('.') + 1);
      runGuest(`event ${name}`, one.run, [one.listener, event]);
    }
  }
  /** A node that nobody gives by a default, its own or a parent's, belongs to operators. */
  isAllowed(name: string, isOperator: boolean, uuid: string): boolean {
    const wanted = name.toLowerCase();
    const given = this.#givenTo(isOperator, uuid).get(wanted);
    return given ?? (!this.#permissions.has(wanted) && isOperator);
  }
  /** As Bukkit: what only operators have, because nobody registered it, is not set. */
  isSet(name: string, isOperator: boolean, uuid: string): boolean {
    return this.#givenTo(isOperator, uuid).has(name.toLowerCase());
  }
  /** As a permission plugin does with an attachment; null takes it back. */
  attach(uuid: string, name: string, value: boolean | null): void {
    const attached = this.#attached.get(uuid) ?? new Map<string, boolean>();
    this.#attached.set(uuid, attached);
    if (value === null) attached.delete(name.toLowerCase());
    else attached.set(name.toLowerCase(), value);
  }
  #givenTo(isOperator: boolean, uuid: string): Map<string, boolean> {
    const given = new Map<string, boolean>();
    for (const permission of this.#permissions.values()) {
      const isDefault =
        permission.default === 'TRUE' || (permission.default === 'OP' && isOperator);
      if (isDefault) this.#give(given, permission, true);
    }
    for (const [name, value] of this.#attached.get(uuid) ?? []) {
      given.set(name, value);
      const registered = this.#permissions.get(name);
      if (registered) this.#give(given, registered, value);
    }
    return given;
  }
  /** As Bukkit: a child gets its value, or the opposite where the parent is taken away. */
  #give(given: Map<string, boolean>, permission: Permission, value: boolean): void {
    given.set(permission.getName().toLowerCase(), value);
    for (const [child, own] of permission.children) {
      const name = child.toLowerCase();
      given.set(name, own === value);
      const registered = this.#permissions.get(name);
      if (registered) this.#give(given, registered, own === value);
    }
  }
}
Object.assign(PluginManager.prototype, { javaClass: 'org.bukkit.plugin.PluginManager' });

export const eventImplementations = {
  'org.bukkit.event.Listener': { create: () => new Listener() },
  'org.bukkit.event.EventPriority': {
    statics: {
      valueOf(name: string) {
        if (!(priorities as readonly string[]).includes(name)) {
          throw new JavaException('java.lang.IllegalArgumentException', `No enum constant ${name}`);
        }
        return priorityOf(name);
      },
    },
  },
  'org.bukkit.permissions.PermissionDefault': {
    statics: { TRUE: permissionDefault('TRUE'), OP: permissionDefault('OP') },
  },
  'org.bukkit.permissions.Permission': {
    create: (name: string, description: string, byDefault: Named, children: JavaMap) =>
      new Permission(name, description, byDefault, children),
  },
  'java.lang.Class': { statics: { forName: classObject } },
};
