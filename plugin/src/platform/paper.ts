// The platform on Paper with Grakkit: puts the parts together and takes them apart again when the
// script ends. Every odd line of the parts has its reason in what the engine can and cannot do.
import { keep } from '../kept.ts';
import { openBridge } from './paper-bridge.ts';
import { openCommands } from './paper-commands.ts';
import { openEvents, type Events } from './paper-events.ts';
import { followExperience } from './paper-experience.ts';
import { crypto, files } from './paper-files.ts';
import { goodsProblem } from './paper-goods.ts';
import { openHttp } from './paper-http.ts';
import { findMaterial, stackSizeOf } from './paper-items.ts';
import { guard, log } from './paper-log.ts';
import { serveMenus } from './paper-menus.ts';
import { keepVisits, mainWorld, notesOf, type Visits } from './paper-players.ts';
import { startTicks } from './paper-tick.ts';
import type { Platform, Player } from './platform.ts';

const Bukkit = Java.type('org.bukkit.Bukkit');
const System = Java.type('java.lang.System');
const UUID = Java.type('java.util.UUID');
const Locale = Java.type('java.util.Locale');
const NumberFormat = Java.type('java.text.NumberFormat');

/** Takes the server into our hands. Everything registered here goes when the script ends. */
export function createPaper(): Platform {
  const ticks = startTicks();
  const { after, every, onTick } = ticks.ticker;
  const http = openHttp();
  const events = openEvents();
  const visits = keepVisits();
  const commands = openCommands(visits);
  const bridging = openBridge();
  const menus = serveMenus(events, visits, (what, run) => after(what, 0, run));
  const comings = followPlayers(events, visits, after);
  const stops: (() => void)[] = [];

  onTick('http', () => http.poll());
  Grakkit.hook(() => {
    for (const run of stops.reverse()) run();
    for (const part of [bridging, menus, commands, http, events, ticks])
      guard('stopping', () => part.stop())();
  });

  return {
    log,
    files,
    crypto,
    worldNotes: notesOf(() => mainWorld().getPersistentDataContainer()),
    minecraftVersion: Bukkit.getMinecraftVersion(),
    nowMs: () => Date.now(),
    newId: () => String(UUID.randomUUID()),
    property: (name) => System.getProperty(name),
    formatInteger,
    after,
    every,
    onTick,
    onStop: (what, run) => void stops.push(guard(what, run)),
    reload: reloadOnce(),
    http: (request) => http.send(request),
    httpLast: (request) => http.sendLast(request),
    player: (id) => visits.find(id),
    players: () => visits.all(),
    ...comings,
    ...followExperience(events, visits, commands),
    command: (command) => commands.add(command),
    permissions: (list) => commands.permit(list),
    openMenu: (player, menu) => menus.open(player, menu),
    bridge: () => bridging.bridge,
    isItem: (material) => findMaterial(material) !== null,
    maxStackSize: stackSizeOf,
    goodsProblem,
    runConsole: (line) => Bukkit.dispatchCommand(Bukkit.getConsoleSender(), line),
  };
}

// Languages are what clients say they are: any text.
const formats = keep<ReturnType<typeof NumberFormat.getIntegerInstance>>(200);

function formatInteger(value: number, language: string): string {
  const format = formats(language, () =>
    NumberFormat.getIntegerInstance(Locale.forLanguageTag(language)),
  );
  // The game's font has no narrow space, which French asks for; a space that breaks no line has a glyph.
  return format.format(value).replaceAll('\u202f', '\u00a0');
}

type Listening = Pick<Platform, 'onJoin' | 'onQuit'>;

/** Tells who listens of joins and quits. */
function followPlayers(events: Events, visits: Visits, after: Platform['after']): Listening {
  const joins: ((player: Player) => void)[] = [];
  const quits: ((player: Player) => void)[] = [];

  events.on('org.bukkit.event.player.PlayerJoinEvent', (event) => {
    const player = visits.of(event.getPlayer());
    for (const run of joins) run(player);
  });
  events.on('org.bukkit.event.player.PlayerQuitEvent', (event) => {
    const player = visits.of(event.getPlayer());
    // The server writes the player's file after this event: what is noted here is still saved.
    for (const run of quits) run(player);
    visits.end(player);
  });
  // After a reload players are here whose join the script never saw. Their visits begin now, before
  // one of them can type a command; the features hear of them when all features are there.
  const here = [...Bukkit.getOnlinePlayers()].map((bukkit) => visits.of(bukkit));
  after('players already here', 0, () => {
    for (const player of here) {
      if (player.isOnline()) for (const run of joins) run(player);
    }
  });
  return {
    onJoin: (run) => void joins.push(guard('join', run)),
    onQuit: (run) => void quits.push(guard('quit', run)),
  };
}

/** Never from inside a call of the script, whose context closes under it; and once is enough. */
function reloadOnce(): () => void {
  let isAsked = false;
  return () => {
    if (!isAsked) Grakkit.push(() => Grakkit.reload());
    isAsked = true;
  };
}
