// Puts an embedded server together: the game, its border and the engine that runs the bundle. The
// network comes from whoever calls this.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { tableForGuest, type BorderOptions } from './border/border.ts';
import type { Request } from './border/exchange.ts';
import { startGraalEngine } from './engine-graal.ts';
import { startNodeEngine } from './engine-node.ts';
import type { Engine } from './engine.ts';
import type { OtherPlugin } from './messages.ts';
import { BridgePlugin } from './model/bridge.ts';
import { jdkSurface } from './jdk-surface.ts';
import { jdkImplementations } from './jdk.ts';
import { toModel } from './model/collections.ts';
import { Game } from './model/game.ts';
import { Grakkit } from './model/grakkit.ts';
import { gameSurface } from './surface.ts';

/** All that a script may name or touch. */
export const surface = { ...gameSurface, ...jdkSurface };

export interface AssembleOptions {
  readonly engine: 'node' | 'graal';
  readonly version: string;
  /** The server's folder, as an absolute path. */
  readonly folder: string;
  /** Copied into the folder; without it the one already there runs. */
  readonly bundle: string | undefined;
  readonly stackSizes: ReadonlyMap<string, number>;
  readonly autosaveTicks: number;
  readonly seed: number;
  /** Plugins of others; none unless given. */
  readonly otherPlugins?: readonly OtherPlugin[];
  log(level: 'INFO' | 'WARN' | 'ERROR', line: string): void;
  /** What a real server would have swallowed. */
  swallowed(where: string, what: string): void;
  /** Called around every call of a script into the game, with a name as `Player.saveData`. */
  onCall(name: string, when: 'before' | 'after'): void;
}

export interface Embedded {
  readonly game: Game;
  readonly engine: Engine;
  /** Null unless MintkeepBridge is among the other plugins. */
  readonly bridge: BridgePlugin | null;
  /** Evaluates the bundle; answers how long it took. */
  enable(): number;
  tick(): void;
  /** The plugin is disabled: first of all when a server stops, while players are still here. */
  disable(): void;
  /** Everybody is saved and the engine ends. */
  end(): void;
}

/** A small seeded generator: autosave comes at the same ticks for the same seed. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Builds the server around an engine, without ticking it. */
export async function assemble(options: AssembleOptions): Promise<Embedded> {
  const { folder, swallowed, log } = options;
  const bundlePath = join(folder, 'plugins', 'grakkit', 'index.js');
  mkdirSync(join(folder, 'plugins', 'grakkit'), { recursive: true });
  if (options.bundle) copyFileSync(options.bundle, bundlePath);

  const game: Game = new Game({
    folder,
    version: options.version,
    stackSizes: options.stackSizes,
    log,
    swallowed,
    run: (where, run, args) => grakkit.run(where, run, args),
    autosaveTicks: options.autosaveTicks,
    random: seeded(options.seed),
  });
  const bridge = installBridge(game, options.otherPlugins ?? [], (...asked) =>
    grakkit.ask('desk', ...asked),
  );
  const isNative = options.engine === 'graal';
  const border: BorderOptions = {
    surface,
    implementations: {},
    nativeJdk: isNative,
    onCall: options.onCall,
    onUnmodelled: (what) => swallowed('the model', what),
    toModel,
  };
  const grakkit: Grakkit = new Grakkit({ border, bundlePath, swallowed });
  Object.assign(border.implementations, {
    ...game.implementations(grakkit.api),
    ...(isNative ? {} : jdkImplementations(folder)),
  });
  const engineOptions = {
    table: JSON.stringify(tableForGuest(surface)),
    folder,
    answer: (contextId: number, request: Request) => grakkit.answer(contextId, request),
    onLostRejection: (what: string) => swallowed('a promise nobody waits for', what),
  };
  const engine = await (isNative ? startGraalEngine : startNodeEngine)(engineOptions);
  return {
    game,
    engine,
    bridge,
    enable() {
      const startedAt = performance.now();
      grakkit.start(engine);
      return Math.round(performance.now() - startedAt);
    },
    tick: () => game.tick(() => grakkit.tick()),
    disable() {
      grakkit.stop();
      game.disablePlugin();
    },
    end() {
      game.saveAll();
      engine.stop();
    },
  };
}

type AskDesk = ConstructorParameters<typeof BridgePlugin>[0]['ask'];

/** The plugin of plugin/bridge, when it is among those installed. */
function installBridge(
  game: Game,
  installed: readonly OtherPlugin[],
  ask: AskDesk,
): BridgePlugin | null {
  if (!installed.includes('MintkeepBridge')) return null;
  const bridge = new BridgePlugin({
    installed,
    ask: (desk, args) => game.clock.inPlugin(() => ask(desk, args)),
  });
  game.plugins.install('MintkeepBridge', bridge);
  return bridge;
}
