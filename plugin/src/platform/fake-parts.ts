// The parts of the fake platform that know nothing of players: clock, log, HTTP, files, commands.
import { notesIn, type FakeSender, type SavedPlayer } from './fake-players.ts';
import { plainText } from './fake-text.ts';
import type { Guard } from './guard.ts';
import { createTicker, type Ticker } from './ticker.ts';
import { keepTroubles } from './troubles.ts';
import { consoleLanguage } from './platform.ts';
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

export interface LoggedLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly line: string;
  readonly cause?: unknown;
}

export type FakeBackend = (request: Game.HttpRequest) => Game.HttpAnswer | Promise<Game.HttpAnswer>;

/** A log that keeps its lines. */
export function fakeLog(nowMs: () => number): { log: Game.Log; logged: LoggedLine[] } {
  const logged: LoggedLine[] = [];
  const troubles = keepTroubles(nowMs);
  const log: Game.Log = {
    info: (line) => void logged.push({ level: 'info', line }),
    warn(line) {
      troubles.note(line);
      logged.push({ level: 'warn', line });
    },
    error(line, cause) {
      troubles.note(
        cause === undefined
          ? line
          : `${line}: ${cause instanceof Error ? String(cause) : 'not an Error'}`,
      );
      logged.push({ level: 'error', line, cause });
    },
    troubles: troubles.list,
  };
  return { log, logged };
}

/** A clock that stands until it is advanced, tick by tick. */
export function fakeClock(startMs: number, guard: Guard) {
  let nowMs = startMs;
  let nextTickMs = startMs + tickMs;
  const ticker = createTicker(() => nowMs, guard);

  // A chain of a hundred promises is longer than any the plugin has.
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

/** HTTP that a test answers; until then every connection is refused. */
export function fakeHttp(ticker: Ticker) {
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

/** Which materials the game knows, and how they stack. */
export function fakeItems() {
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

/** What goes wrong on the fake disk. A `replace` dies before or after the new file takes its place. */
export interface FakeFaults {
  saves: boolean;
  appends: boolean;
  replaces: 'beforeMove' | 'afterMove' | null;
}

/** Files on the fake disk. `append` and `replace` throw while their fault is switched on. */
export function fakeFiles(disk: FakeDisk, faults: Readonly<FakeFaults>): Game.Files {
  return {
    read: (path) => disk.files.get(path) ?? null,
    list: (folder) =>
      [...disk.files.keys()]
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1).split('/', 1)[0] ?? '')
        .filter((name, at, all) => all.indexOf(name) === at)
        .sort(),
    write: (path, text) => void disk.files.set(path, text),
    replace(path, text) {
      disk.files.set(`${path}.new`, text);
      if (faults.replaces === 'beforeMove') throw new Error('The server died.');
      disk.files.delete(`${path}.new`);
      disk.files.set(path, text);
      if (faults.replaces === 'afterMove') throw new Error('The server died.');
    },
    append(path, line) {
      if (faults.appends) throw new Error(`${path} cannot be written.`);
      disk.files.set(path, `${disk.files.get(path) ?? ''}${line}\n`);
    },
    readServer: (path) => disk.serverFiles.get(path) ?? null,
  };
}

/** The console: a sender, and the commands of other plugins that it was given. */
export function fakeConsole() {
  const heard: string[] = [];
  const consoleLines: string[] = [];
  const unknownCommands = new Set<string>();
  const console: FakeSender = {
    name: 'CONSOLE',
    player: null,
    language: consoleLanguage,
    heard,
    may: () => true,
    tell: (message) => void heard.push(plainText(message)),
  };
  return {
    console,
    consoleLines,
    unknownCommands,
    runConsole(line: string): boolean {
      if (unknownCommands.has(line.split(' ', 1)[0] ?? '')) return false;
      consoleLines.push(line);
      return true;
    },
  };
}

/** The main world's notes: in memory until the world is saved. */
export function fakeWorld(disk: FakeDisk) {
  const notes = new Map(disk.worldNotes);
  return {
    worldNotes: notesIn(notes, () => true),
    saveWorld() {
      disk.worldNotes.clear();
      for (const [name, value] of notes) disk.worldNotes.set(name, value);
    },
  };
}

/** Commands that a test can run; an unknown name throws. */
export function fakeCommands(guard: Guard, settle: () => Promise<void>) {
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

/** Command lines of the server's own, as listeners hear them before they run. */
export function fakeCommandLines(players: () => readonly Game.Player[]) {
  const runs: Parameters<Game.Platform['onCommandLine']>[0][] = [];
  return {
    onCommandLine: (run: Parameters<Game.Platform['onCommandLine']>[0]) => void runs.push(run),
    commandLine(sender: FakeSender, text: string): readonly string[] {
      const targets = (target: string) =>
        players().filter(({ id, name }) => target === '@a' || target === name || target === id);
      for (const run of runs) {
        const instead = run({ sender, text, targets });
        if (instead !== null) return instead;
      }
      return [text];
    },
  };
}

/** Permissions by name: one that nobody registered is for operators. */
export function fakePermissions() {
  const registered: Game.Permission[] = [];
  return {
    permissions: (list: readonly Game.Permission[]) => void registered.push(...list),
    mayByDefault(name: string, operator: boolean): boolean {
      const names = (one: Game.Permission) => [one.name, ...(one.children ?? [])];
      return (
        operator || registered.some((one) => one.for === 'everyone' && names(one).includes(name))
      );
    },
  };
}

/** What runs when the server ends, the latest first, and how often a reload was asked for. */
export function fakeLifecycle(guard: Guard) {
  const stops: (() => void)[] = [];
  let reloads = 0;
  return {
    stops,
    onStop: (what: string, run: () => void) => void stops.unshift(guard(what, run)),
    reload() {
      reloads += 1;
    },
    reloads: () => reloads,
  };
}

/** The end of the script, however it comes: nothing that was registered runs any more. */
export function fakeEnd(
  stops: (() => void)[],
  parts: readonly ({ clear(): void } | undefined)[],
): () => void {
  return () => {
    stops.length = 0;
    for (const part of parts) part?.clear();
  };
}

/** What the machine knows: ids come in order, so that a failing test fails the same way again. */
export function fakeMachine(properties: Readonly<Record<string, string>>) {
  let lastId = 0;
  return {
    minecraftVersion: '1.21.11',
    newId: () => `00000000-0000-4000-8000-${String((lastId += 1)).padStart(12, '0')}`,
    property: (name: string) => properties[name] ?? null,
    formatInteger: (value: number, language: string) =>
      new Intl.NumberFormat(language === consoleLanguage ? 'en' : language)
        .format(value)
        .replace(/\u202f/g, '\u00a0'),
  };
}
