// Events of the server. One listener object carries all, so that a reload takes all away.
import { guard, owner } from './paper-log.ts';

const Bukkit = Java.type('org.bukkit.Bukkit');
const Priority = Java.type('org.bukkit.event.EventPriority');
const ListenerType = Java.type('org.bukkit.event.Listener');
const HandlerList = Java.type('org.bukkit.event.HandlerList');

type EventName = Extract<keyof JavaTypes, `org.bukkit.event.${string}Event`>;
type EventOf<N extends EventName> = JavaTypes[N] extends JavaType<infer E> ? E : never;

/** `last`: after every other plugin, and not at all for what one of them cancelled. */
type Order = 'last' | 'normal';

export interface Events {
  on<N extends EventName>(name: N, run: (event: EventOf<N>) => void, order?: Order): void;
  stop(): void;
}

/** Opens the ear. Events off the server thread (Async…) are not in the surface at all. */
export function openEvents(): Events {
  const listener = new (Java.extend(ListenerType, {}))();
  return {
    on(name, run, order = 'normal') {
      const type = Java.type(name) as JavaType<EventOf<typeof name>>;
      const guarded = guard(name, run);
      Bukkit.getPluginManager()[
        'registerEvent(java.lang.Class,org.bukkit.event.Listener,org.bukkit.event.EventPriority,org.bukkit.plugin.EventExecutor,org.bukkit.plugin.Plugin,boolean)'
      ](
        type.class,
        listener,
        Priority.valueOf(order === 'last' ? 'HIGHEST' : 'NORMAL'),
        (_listener, event) => {
          // A listener of a class also hears the classes below it.
          if (event instanceof (type as unknown as new () => object)) guarded(event as never);
        },
        owner,
        order === 'last',
      );
    },
    stop: () => HandlerList['unregisterAll(org.bukkit.event.Listener)'](listener),
  };
}
