// A file for tests: an embedded server in a folder of its own, around the text of a script, without
// network or clock. Time passes when a test says so, and everything that was said is kept.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemble, type AssembleOptions, type Embedded } from './assemble.ts';
import type { Player } from './model/player.ts';
import type { Client, Text, Visit } from './wire.ts';

/** The stack sizes that tests count on. */
export const stackSizes: ReadonlyMap<string, number> = new Map([
  ['AIR', 64],
  ['DIAMOND', 64],
  ['EMERALD', 64],
  ['DIRT', 64],
  ['EXPERIENCE_BOTTLE', 64],
  ['ENDER_PEARL', 16],
  ['DIAMOND_SWORD', 1],
  ['ENCHANTED_BOOK', 1],
]);

// A test's own code runs in the script's context by way of one command. The words of a line are
// split at blanks, so the code comes without any.
const prelude = `
const Bukkit = Java.type('org.bukkit.Bukkit');
const plugin = Bukkit.getPluginManager().getPlugin('grakkit');
globalThis.Bukkit = Bukkit;
globalThis.plugin = plugin;
globalThis.say = (text) => plugin.getLogger().info(String(text));
globalThis.describe = (error) => error instanceof Error
  ? error.name + ': ' + error.message
  : error.getClass().getName() + ': ' + error.getMessage();
globalThis.command = (name, run, complete = () => [], permission = null) =>
  plugin.register('probe', name, [], permission, null, run, complete);
command('evaluate', (sender, label, args) => {
  let answer;
  try {
    answer = String((0, eval)(decodeURIComponent(args[0])));
  } catch (error) {
    answer = 'threw ' + describe(error);
  }
  say('answer ' + encodeURIComponent(answer));
});
`;

/** A client that notes what it is sent, and the visit by which it acts. */
export interface Guest {
  readonly player: Player;
  readonly visit: Visit;
  /** What was sent, oldest first, as the method of `Client` and its arguments. */
  readonly sent: readonly (readonly [string, ...unknown[]])[];
  /** The plain texts of the chat. */
  chat(): string[];
}

export interface Probe {
  readonly folder: string;
  readonly embedded: Embedded;
  /** The server's log. */
  readonly lines: readonly string[];
  readonly swallowed: readonly string[];
  /** What the script said, by `say`. */
  said(): string[];
  /** Runs an expression in the script; its value as text, or `threw Name: message`. */
  evaluate(code: string): string;
  tick(count?: number): void;
  join(name: string, locale?: string): Guest;
  /** Ends the engine without saving anybody: what is left is the folder. */
  crash(): void;
  /** Ends the server; removes the folder unless `keepFolder`. */
  end(): void;
}

export interface ProbeOptions {
  readonly engine?: 'node' | 'graal';
  readonly script?: string;
  /** Another probe's folder, to start again after it ended. */
  readonly folder?: string;
  readonly keepFolder?: boolean;
  readonly autosaveTicks?: number;
  readonly seed?: number;
  readonly onCall?: AssembleOptions['onCall'];
}

/** A uuid made of a name, so that the same name is the same player. */
export function uuidOf(name: string): string {
  const digits = Buffer.from(name).toString('hex').padEnd(32, '0').slice(0, 32);
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const plain = (text: Text): string =>
  (text.text ?? text.translate ?? '') + (text.extra ?? []).map(plain).join('');

/** A client for the model that keeps what it is sent. */
export function notingClient(name: string, locale?: string) {
  const sent: [string, ...unknown[]][] = [];
  const note =
    (method: keyof Client) =>
    (...args: readonly unknown[]): void =>
      void sent.push([method, ...args]);
  const client: Client = {
    name,
    uuid: uuidOf(name),
    locale: locale ?? null,
    chat: note('chat'),
    actionBar: note('actionBar'),
    title: note('title'),
    sound: note('sound'),
    experience: note('experience'),
    kick: note('kick'),
    commands: note('commands'),
    tabReply: note('tabReply'),
    openWindow: note('openWindow'),
    windowItems: note('windowItems'),
    windowSlot: note('windowSlot'),
    playerSlot: note('playerSlot'),
    cursor: note('cursor'),
    closeWindow: note('closeWindow'),
  };
  const chat = (): string[] =>
    sent.filter(([method]) => method === 'chat').map(([, text]) => plain(text as Text));
  return { client, sent, chat };
}

/** Writes the script again, as a deploy would, for the next reload. */
export function writeScript(probe: Pick<Probe, 'folder'>, script: string): void {
  writeFileSync(join(probe.folder, 'plugins', 'grakkit', 'index.js'), prelude + script);
}

/** Assembles a server around a script and enables it. */
export async function startProbe(options: ProbeOptions = {}): Promise<Probe> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'mintkeep-probe-'));
  const lines: string[] = [];
  const swallowed: string[] = [];
  const bundle = join(folder, 'probe.js');
  writeFileSync(bundle, prelude + (options.script ?? ''));
  const embedded = await assemble({
    engine: options.engine ?? 'node',
    version: '1.21.11',
    folder,
    bundle,
    stackSizes,
    autosaveTicks: options.autosaveTicks ?? 0,
    seed: options.seed ?? 1,
    log: (_level, line) => void lines.push(line),
    swallowed: (where, what) => void swallowed.push(`${where}: ${what}`),
    onCall: options.onCall ?? (() => undefined),
  });
  embedded.enable();
  const said = (): string[] =>
    lines.filter((line) => line.startsWith('[grakkit] ')).map((line) => line.slice(10));
  return {
    folder,
    embedded,
    lines,
    swallowed,
    said: () => said().filter((line) => !line.startsWith('answer ')),
    evaluate(code) {
      embedded.game.consoleLine(`evaluate ${encodeURIComponent(code)}`);
      const answer = said().findLast((line) => line.startsWith('answer '));
      return decodeURIComponent((answer ?? '').slice(7));
    },
    tick(count = 1) {
      for (let tick = 0; tick < count; tick += 1) embedded.tick();
    },
    join: (name, locale) => joinAs(embedded, name, locale),
    crash: () => embedded.engine.stop(),
    end() {
      embedded.disable();
      embedded.end();
      if (!options.keepFolder) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function joinAs(embedded: Embedded, name: string, locale?: string): Guest {
  const { client, sent, chat } = notingClient(name, locale);
  const visit = embedded.game.join(client);
  const player = embedded.game.playerById(client.uuid);
  if (!player) throw new Error(`${name} did not get in`);
  return { player, visit, sent, chat };
}
