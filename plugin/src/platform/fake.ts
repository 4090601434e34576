// The platform in memory, for unit tests: a clock that stands until a test advances it, a disk that
// outlives a crash, players one can look into. Tests of features know the game only by this.
import { fakeCrypto } from './fake-crypto.ts';
import { createFakeMenus } from './fake-menus.ts';
import {
  beginVisit,
  idOfName,
  notesIn,
  type FakePlayer,
  type FakeSender,
  type SavedPlayer,
  type Surroundings,
  type Visit,
} from './fake-players.ts';
import { plainText } from './fake-text.ts';
import { createGuard, type Guard } from './guard.ts';
import { createTicker, type Ticker } from './ticker.ts';
import type * as Game from './platform.ts';

const tickMs = 50;

/** What survives a crash. Give it to the next `createFake` to start the same server again. */
export interface FakeDisk {
  /** Files under `plugins/mintkeep/`. */
  readonly files: Map<string, string>;
  readonly serverFiles: Map<string, string>;
  readonly players: Map<string, SavedPlayer>;
  readonly worldNotes: Map<string, string>;
}

export interface JoinOptions {
  readonly language?: string;
  readonly operator?: boolean;
}

export interface FakeOptions {
  readonly disk?: FakeDisk;
  readonly properties?: Readonly<Record<string, string>>;
  /** Names of players who are there already, as after a reload. */
  readonly online?: readonly string[];
  readonly startMs?: number;
}

export interface LoggedLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly line: string;
  readonly cause?: unknown;
}

export type FakeBackend = (request: Game.HttpRequest) => Game.HttpAnswer | Promise<Game.HttpAnswer>;

export interface FakePlatform extends Game.Platform {
  /** Lets time pass tick by tick, and lets promises run on after each tick. */
  advance(ms: number): Promise<void>;
  /** Lets promises run on without time passing. */
  settle(): Promise<void>;
  /** Says how requests are answered; until then every connection is refused. */
  respond(backend: FakeBackend): void;
  readonly requests: Game.HttpRequest[];
  /** Requests of `httpLast`. */
  readonly lastWords: Game.HttpRequest[];
  readonly logged: LoggedLine[];
  readonly disk: FakeDisk;
  join(name: string, options?: JoinOptions): FakePlayer;
  /** The player leaves; the server writes the player's file. */
  quit(player: FakePlayer): void;
  readonly console: FakeSender;
  /** Runs a command line without its slash, to its end or first wait. */
  run(sender: FakeSender, line: string): Promise<void>;
  complete(sender: FakeSender, line: string): readonly string[];
  readonly consoleLines: string[];
  /** Commands the console knows; null means that it knows every one. */
  consoleCommands: ReadonlySet<string> | null;
  /** Switches for what goes wrong: saves that write nothing, appends that throw. */
  readonly faults: { saves: boolean; appends: boolean };
  readonly stackSizes: Map<string, number>;
  readonly noItems: Set<string>;
  reloads(): number;
  /** The server stops: `onStop` runs, then everything is saved. */
  stop(): void;
  /** The server dies: nothing runs any more and what was not saved is gone. */
  crash(): void;
}

/** An answer of the fake backend; header names are lower case. */
export function fakeAnswer(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Game.HttpAnswer {
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
  const faults = { saves: false, appends: false };
  const { log, logged } = fakeLog();
  const guard = createGuard(log);
  const clock = fakeClock(options.startMs ?? Date.UTC(2026, 0, 1), guard);
  const http = fakeHttp(clock.ticker);
  const items = fakeItems();
  const permissions: Game.Permission[] = [];
  const menus = createFakeMenus(guard, clock.settle);
  const people = fakePeople(clock.ticker, guard, {
    ...items,
    ...menus.seen,
    disk: disk.players,
    saveWorks: () => !faults.saves,
    mayByDefault: (name, operator) => mayByDefault(permissions, name, operator),
  });
  for (const name of options.online ?? []) people.join(name);
  const world = new Map(disk.worldNotes);
  const commands = fakeCommands(guard, clock.settle);
  const stops: (() => void)[] = [];
  const ids = { last: 0 };
  const consoleLines: string[] = [];
  let reloads = 0;

  const fake: FakePlatform = {
    ...items,
    ...http,
    ...clock.ticker,
    ...commands,
    log,
    logged,
    disk,
    faults,
    consoleLines,
    consoleCommands: null,
    crypto: fakeCrypto,
    files: fakeFiles(disk, faults),
    worldNotes: notesIn(world, () => true),
    minecraftVersion: '1.21.11',
    nowMs: clock.nowMs,
    newId: () => `00000000-0000-4000-8000-${String((ids.last += 1)).padStart(12, '0')}`,
    property: (name) => options.properties?.[name] ?? null,
    formatInteger: (value, language) => new Intl.NumberFormat(language).format(value),
    onStop(what, run) {
      stops.unshift(guard(what, run));
    },
    reload() {
      reloads += 1;
    },
    reloads: () => reloads,
    ...people.platform,
    permissions(list) {
      permissions.push(...list);
    },
    openMenu: menus.open,
    runConsole(line) {
      const known = fake.consoleCommands?.has(line.split(' ', 1)[0] ?? '') ?? true;
      if (known) consoleLines.push(line);
      return known;
    },
    console: fakeConsole(),
    advance: clock.advance,
    settle: clock.settle,
    join: people.join,
    quit(player) {
      menus.forget(player);
      people.quit(player);
    },
    stop() {
      for (const run of stops.splice(0)) run();
      clock.ticker.clear();
      for (const player of people.platform.players()) player.save();
      for (const [name, value] of world) disk.worldNotes.set(name, value);
      for (const name of disk.worldNotes.keys()) if (!world.has(name)) disk.worldNotes.delete(name);
      people.endAll();
    },
    crash() {
      stops.length = 0;
      clock.ticker.clear();
      people.endAll();
    },
  };
  return fake;
}

function fakeLog(): { log: Game.Log; logged: LoggedLine[] } {
  const logged: LoggedLine[] = [];
  const log: Game.Log = {
    info: (line) => void logged.push({ level: 'info', line }),
    warn: (line) => void logged.push({ level: 'warn', line }),
    error: (line, cause) => void logged.push({ level: 'error', line, cause }),
  };
  return { log, logged };
}

function fakeClock(startMs: number, guard: Guard) {
  let nowMs = startMs;
  let nextTickMs = startMs + tickMs;
  const ticker = createTicker(() => nowMs, guard);

  /** A chain of a hundred promises is longer than any the plugin has. */
  async function settle(): Promise<void> {
    for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
  }

  async function advance(ms: number): Promise<void> {
    const untilMs = nowMs + ms;
    await settle();
    while (nextTickMs <= untilMs) {
      nowMs = nextTickMs;
      nextTickMs += tickMs;
      ticker.tick();
      await settle();
    }
    nowMs = untilMs;
  }

  return { ticker, settle, advance, nowMs: () => nowMs };
}

function fakeHttp(ticker: Ticker) {
  const requests: Game.HttpRequest[] = [];
  const lastWords: Game.HttpRequest[] = [];
  const refuse: FakeBackend = () => Promise.reject(new Error('Connection refused.'));
  let backend = refuse;
  return {
    requests,
    lastWords,
    respond(answer: FakeBackend) {
      backend = answer;
    },
    http(request: Game.HttpRequest): Promise<Game.HttpAnswer> {
      requests.push(request);
      return new Promise((resolve, reject) => {
        const timeout = ticker.after('http', request.timeoutMs, () => {
          reject(new Error(`No answer within ${String(request.timeoutMs)} ms.`));
        });
        void Promise.resolve()
          .then(() => backend(request))
          .then(resolve, reject)
          .finally(timeout);
      });
    },
    httpLast(request: Game.HttpRequest) {
      lastWords.push(request);
    },
  };
}

function fakeItems() {
  const stackSizes = new Map([
    ['ENDER_PEARL', 16],
    ['DIAMOND_SWORD', 1],
  ]);
  const noItems = new Set(['AIR', 'WATER', 'NO_SUCH_ITEM']);
  return {
    stackSizes,
    noItems,
    isItem: (material: string) => /^[A-Z][A-Z0-9_]*$/.test(material) && !noItems.has(material),
    maxStackSize: (material: string) => stackSizes.get(material) ?? 64,
  };
}

function fakeFiles(disk: FakeDisk, faults: { readonly appends: boolean }): Game.Files {
  return {
    read: (path) => disk.files.get(path) ?? null,
    write: (path, text) => void disk.files.set(path, text),
    append(path, line) {
      if (faults.appends) throw new Error(`${path} cannot be written.`);
      disk.files.set(path, `${disk.files.get(path) ?? ''}${line}\n`);
    },
    readServer: (path) => disk.serverFiles.get(path) ?? null,
  };
}

function fakeConsole(): FakeSender {
  const heard: string[] = [];
  return {
    name: 'CONSOLE',
    player: null,
    language: 'en',
    heard,
    may: () => true,
    tell: (message) => void heard.push(plainText(message)),
  };
}

function fakePeople(ticker: Ticker, guard: Guard, surroundings: Surroundings) {
  const visits = new Map<string, Visit>();
  const joinRuns: ((player: Game.Player) => void)[] = [];
  const quitRuns: ((player: Game.Player) => void)[] = [];
  const platform = {
    player: (id: string) => visits.get(id)?.player ?? null,
    players: () => [...visits.values()].map((visit): Game.Player => visit.player),
    onJoin(run: (player: Game.Player) => void) {
      const guarded = guard('onJoin', run);
      joinRuns.push(guarded);
      const here = platform.players();
      if (here.length === 0) return;
      ticker.after('onJoin', 0, () => {
        for (const player of here) if (player.isOnline()) guarded(player);
      });
    },
    onQuit: (run: (player: Game.Player) => void) => void quitRuns.push(guard('onQuit', run)),
  };
  return {
    platform,
    join(name: string, { language = 'en', operator = false }: JoinOptions = {}): FakePlayer {
      const id = idOfName(name);
      if (visits.has(id)) throw new Error(`${name} is there already.`);
      const visit = beginVisit({ id, name, language, operator }, surroundings);
      visits.set(id, visit);
      for (const run of joinRuns) run(visit.player);
      return visit.player;
    },
    quit(player: FakePlayer): void {
      for (const run of quitRuns) run(player);
      player.save();
      visits.get(player.id)?.end();
      visits.delete(player.id);
    },
    endAll(): void {
      for (const visit of visits.values()) visit.end();
      visits.clear();
    },
  };
}

function fakeCommands(guard: Guard, settle: () => Promise<void>) {
  const commands = new Map<string, Game.Command>();
  function find(line: string): { command: Game.Command; args: string[] } {
    const [name = '', ...args] = line.split(' ');
    const command = commands.get(name);
    if (!command) throw new Error(`There is no command /${name}.`);
    return { command, args };
  }
  return {
    command(command: Game.Command) {
      for (const name of [command.name, ...(command.aliases ?? [])]) commands.set(name, command);
    },
    async run(sender: FakeSender, line: string): Promise<void> {
      const { command, args } = find(line);
      if (sender.may(command.permission)) {
        guard(`/${command.name}`, () => command.run(sender, args))();
      } else sender.tell(command.forbidden(sender));
      await settle();
    },
    complete(sender: FakeSender, line: string): readonly string[] {
      const { command, args } = find(line);
      if (!sender.may(command.permission)) return [];
      const typed = (args.at(-1) ?? '').toLowerCase();
      const words = command.complete?.(sender, args) ?? [];
      return words.filter((word) => word.toLowerCase().startsWith(typed));
    },
  };
}

function mayByDefault(
  permissions: readonly Game.Permission[],
  name: string,
  operator: boolean,
): boolean {
  if (operator) return true;
  return permissions.some(
    (one) => one.for === 'everyone' && (one.name === name || one.children?.includes(name)),
  );
}
