// Starts one embedded game server: folder, game, engine, network; then speaks with whoever started
// it, by lines on stdin and by messages (server.ts).
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { assemble, type Embedded } from './assemble.ts';
import { startFront } from './front.ts';
import type { CrashPoint, FromServer, OtherPlugin, ToServer } from './messages.ts';
import type { Game } from './model/game.ts';

const { values: given } = parseArgs({
  options: {
    engine: { type: 'string', default: 'node' },
    version: { type: 'string', default: '1.21.11' },
    port: { type: 'string', default: '0' },
    dir: { type: 'string', default: '.mintkeep/server' },
    bundle: { type: 'string' },
    seed: { type: 'string', default: '1' },
    'autosave-ticks': { type: 'string', default: '0' },
    // Of others, as MintkeepBridge,Vault.
    plugins: { type: 'string', default: '' },
  },
});
if (given.engine !== 'node' && given.engine !== 'graal') {
  throw new Error(`--engine is node or graal, not ${given.engine}`);
}

const folder = resolve(given.dir);

// ---- telling -------------------------------------------------------------------------------------

const tell = (message: FromServer): void => void process.send?.(message);

function log(level: 'INFO' | 'WARN' | 'ERROR', text: string): void {
  const time = new Date().toTimeString().slice(0, 8);
  for (const line of text.split('\n')) {
    process.stdout.write(`[${time} ${level}]: ${line}\n`);
    tell({ type: 'log', level, line });
  }
}

function swallowed(where: string, what: string): void {
  log('ERROR', `swallowed in ${where}: ${what}`);
  tell({ type: 'swallowed', where, what });
}

// ---- dying on demand -------------------------------------------------------------------------------

let crashPoint: (CrashPoint & { left: number }) | null = null;
let embedded: Embedded | null = null;

/** As a pulled plug: the engine first, for it writes no files; then this process. */
function die(): void {
  embedded?.engine.kill();
  process.kill(process.pid, 'SIGKILL');
}

function onCall(name: string, when: 'before' | 'after'): void {
  if (crashPoint?.call !== name || crashPoint.when !== when) return;
  crashPoint.left -= 1;
  if (crashPoint.left <= 0) die();
}

// ---- the parts -----------------------------------------------------------------------------------

let joining: Game | null = null;
const front = await startFront({
  version: given.version,
  host: '127.0.0.1',
  port: Number(given.port),
  onJoin: (client) => {
    if (!joining) throw new Error('a client came before the game was ready');
    return joining.join(client);
  },
  onClientError: (name, error) => log('WARN', `${name} lost connection: ${error.message}`),
});
embedded = await assemble({
  engine: given.engine,
  version: given.version,
  folder,
  bundle: given.bundle,
  stackSizes: front.stackSizes,
  autosaveTicks: Number(given['autosave-ticks']),
  seed: Number(given.seed),
  otherPlugins: given.plugins.split(',').filter(Boolean) as OtherPlugin[],
  log,
  swallowed,
  onCall,
});
const { game, engine, tick } = embedded;
const enableMs = embedded.enable();
// Told apart from the ticks.
engine.takeScriptUs();
joining = game;
game.clock.start(tick, () => engine.takeScriptUs());
log('INFO', `Done: Minecraft ${given.version} on 127.0.0.1:${front.port}, engine ${engine.name}`);
tell({ type: 'ready', port: front.port, enableMs });

// ---- ending and orders -----------------------------------------------------------------------------

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  log('INFO', 'Stopping the server');
  game.clock.stop();
  embedded?.disable();
  await front.stop();
  embedded?.end();
  process.exit(0);
}

function consoleLine(line: string): string[] {
  if (line.trim() === 'stop') {
    void stop();
    return ['Stopping the server'];
  }
  return game.consoleLine(line);
}

function obey(message: ToServer): void {
  const answer = (value: unknown): void => tell({ type: 'answer', id: message.id, value });
  switch (message.type) {
    case 'console':
      return answer(consoleLine(message.line));
    case 'crash-at':
      crashPoint = message.point && { ...message.point, left: message.point.nth };
      return answer(null);
    case 'save-mode':
      game.files.mode = message.mode;
      return answer(null);
    case 'memory': {
      const player = game.playerById(message.uuid);
      return answer(player && game.files.memory(player));
    }
    case 'permit':
      game.plugins.attach(message.uuid, message.permission, message.value);
      return answer(null);
    case 'counts':
      return answer({ listeners: game.plugins.listenerCount(), tasks: game.scheduler.taskCount() });
    case 'tick-times': {
      const times = game.clock.times();
      if (message.reset) game.clock.reset();
      return answer(times);
    }
    case 'as-plugin':
      return answer(embedded?.bridge?.answer(message.ask) ?? null);
    case 'stop':
      answer(null);
      return void stop();
  }
}

process.on('message', (message) => obey(message as ToServer));
process.on('disconnect', () => die());
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
if (!process.send) {
  createInterface({ input: process.stdin })
    .on('line', (line) => consoleLine(line))
    .on('close', () => void stop());
}
