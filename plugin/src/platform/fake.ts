// The platform in memory, for unit tests: a clock that stands until a test advances it, a disk that
// outlives a crash, players one can look into. Tests of features know the game only by this.
import type { FakeBridge } from './fake-bridge.ts';
import { fakeCrypto } from './fake-crypto.ts';
import { fakeGoodsProblem } from './fake-goods.ts';
import { createFakeMenus } from './fake-menus.ts';
import * as parts from './fake-parts.ts';
import type { FakeBackend, FakeDisk, LoggedLine } from './fake-parts.ts';
import { fakePeople } from './fake-players.ts';
import type { FakePlayer, FakeSender, JoinOptions } from './fake-players.ts';
import { createGuard } from './guard.ts';
import type { HttpAnswer, HttpRequest, Platform } from './platform.ts';

export interface FakeOptions {
  readonly disk?: FakeDisk;
  readonly properties?: Readonly<Record<string, string>>;
  /** Names of players who are there already, as after a reload. */
  readonly online?: readonly string[];
  readonly startMs?: number;
  /** The bridge that is installed; none unless given. */
  readonly bridge?: FakeBridge;
}

export interface FakePlatform extends Platform {
  /** Lets time pass tick by tick, and lets promises run on after each tick. */
  advance(ms: number): Promise<void>;
  /** Lets promises run on without time passing. */
  settle(): Promise<void>;
  /** Says how requests are answered; until then every connection is refused. */
  respond(backend: FakeBackend): void;
  readonly requests: HttpRequest[];
  /** Requests of `httpLast`. */
  readonly lastWords: HttpRequest[];
  readonly logged: LoggedLine[];
  readonly disk: FakeDisk;
  join(name: string, options?: JoinOptions): FakePlayer;
  /** The player leaves; the server writes the player's file. */
  quit(player: FakePlayer): void;
  readonly console: FakeSender;
  /** Runs a command line without its slash, to its end or first wait. */
  run(sender: FakeSender, line: string): Promise<void>;
  complete(sender: FakeSender, line: string): readonly string[];
  /** A line of the server's own commands is given: answers the lines that run then. */
  commandLine(sender: FakeSender, text: string): readonly string[];
  readonly consoleLines: string[];
  /** Commands that `runConsole` does not know: first words of its lines. */
  readonly unknownCommands: Set<string>;
  /** Switches for what goes wrong: saves that write nothing, appends that throw. */
  readonly faults: parts.FakeFaults;
  readonly stackSizes: Map<string, number>;
  readonly noItems: Set<string>;
  reloads(): number;
  /** The server stops: `onStop` runs, then everything is saved. */
  stop(): void;
  /** The server dies: nothing runs any more and what was not saved is gone. */
  crash(): void;
}

/** An answer for `respond`; header names are lower case. */
export function fakeAnswer(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return { status, body, header: (name) => headers[name.toLowerCase()] ?? null };
}

/** An empty disk. */
export function createFakeDisk(): FakeDisk {
  return {
    files: new Map(),
    serverFiles: new Map(),
    players: new Map(),
    worldNotes: new Map(),
  };
}

/** Starts a server in memory. */
export function createFake(options: FakeOptions = {}): FakePlatform {
  const disk = options.disk ?? createFakeDisk();
  const faults: parts.FakeFaults = { saves: false, appends: false, replaces: null };
  const { log, logged } = parts.fakeLog(() => clock.nowMs());
  const guard = createGuard(log);
  const { ticker, ...clock } = parts.fakeClock(options.startMs ?? Date.UTC(2026, 0, 1), guard);
  const items = parts.fakeItems();
  const { mayByDefault, permissions } = parts.fakePermissions();
  const menus = createFakeMenus(guard, clock.settle);
  const people = fakePeople(ticker, guard, {
    ...items,
    ...menus.seen,
    disk: disk.players,
    saveWorks: () => !faults.saves,
    mayByDefault,
  });
  options.online?.forEach((name) => people.join(name));
  const { saveWorld, worldNotes } = parts.fakeWorld(disk);
  const { stops, ...lifecycle } = parts.fakeLifecycle(guard);
  const end = parts.fakeEnd(stops, [ticker, { clear: people.endAll }, options.bridge]);

  return {
    ...items,
    ...clock,
    ...lifecycle,
    ...people.platform,
    ...parts.fakeConsole(),
    ...parts.fakeCommandLines(people.platform.players),
    ...parts.fakeMachine(options.properties ?? {}),
    ...parts.fakeHttp(ticker),
    ...parts.fakeCommands(guard, clock.settle),
    after: ticker.after,
    every: ticker.every,
    onTick: ticker.onTick,
    log,
    logged,
    disk,
    faults,
    worldNotes,
    crypto: fakeCrypto,
    goodsProblem: fakeGoodsProblem,
    files: parts.fakeFiles(disk, faults),
    permissions,
    openMenu: menus.open,
    bridge: () => options.bridge ?? null,
    join: people.join,
    quit: people.quit,
    stop() {
      for (const run of stops) run();
      for (const player of people.platform.players()) player.save();
      saveWorld();
      end();
    },
    crash: end,
  };
}
