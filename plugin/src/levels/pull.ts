// Brings the caps from the backend: one long poll hears of every change within a second, and the
// caps of all who are here are asked for again and again, because a player's cap also changes with
// the player (playtime, streak, season day), without a change of the rules.
import {
  getLevelCapsVersion,
  levelCapPlayersMax,
  levelCapWaitSMax,
  listEffectiveLevelCaps,
} from '@mintkeep/shared/levels.ts';
import { pause } from '../backend/client.ts';
import type { Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import { hasKey } from '../settings.ts';
import type { Caps, KnownCap } from './caps.ts';

/**
 * Worst age of a cap while the backend answers: this pause, one request that is lost (5 s), the
 * pause after it, and one that is answered late (5 s): below the 30 s of S0-038.
 */
const refreshPauseMs = 12_000;
const retryPauseMs = 2_000;
const requestMs = 5_000;

/** What came of asking: all caps, not those of a player who has just come, or no answer. */
type Heard = 'all' | 'some' | 'nothing';
const pausesMs = { all: refreshPauseMs, some: 500, nothing: retryPauseMs } as const;

export interface Pull {
  /** Asks at once for everybody who is here; whether the backend answered. */
  refresh(): Promise<boolean>;
  /** The version of the rules, as last heard. */
  version(): number | null;
}

export interface PullOptions {
  readonly caps: Caps;
  /** A cap was heard of, of a player who is here; `before` is the one before it, if any. */
  onCap(player: Player, before: KnownCap | undefined): void;
  /** It was asked for everybody, and answered or not. */
  onRound(): void;
  /** The rules have another version. */
  onVersion(version: number): void;
}

/** Starts pulling; it ends with the plugin. */
export function pullCaps(plugin: Plugin, options: PullOptions): Pull {
  const { platform, settings } = plugin;
  let version: number | null = null;
  let underWay: Promise<boolean> | null = null;
  let isWanted = false;
  let cancelNext = (): void => undefined;

  async function round(): Promise<boolean> {
    let heard: Heard = 'nothing';
    try {
      while (isWanted) {
        isWanted = false;
        heard = await askForAll(plugin, options, version);
        options.onRound();
      }
    } finally {
      underWay = null;
      cancelNext();
      cancelNext = platform.after('level caps', pausesMs[heard], () => void refresh());
    }
    return heard !== 'nothing';
  }
  function refresh(): Promise<boolean> {
    // What is asked for while an answer is under way may be newer than that answer.
    isWanted = true;
    underWay ??= round();
    return underWay;
  }
  async function follow(): Promise<void> {
    let pauseMs = retryPauseMs / 2;
    // After an outage the first question must not wait: others are let through by its answer.
    let waitS = 0;
    for (;;) {
      const askedAtMs = platform.nowMs();
      const answer = await askVersion(plugin, version, waitS);
      waitS = answer.ok ? levelCapWaitSMax : 0;
      if (answer.ok) {
        pauseMs = retryPauseMs / 2;
        if (answer.value.version === version) {
          // A backend that cannot wait is asked no faster than it can be answered.
          if (platform.nowMs() - askedAtMs < retryPauseMs) await pause(platform, retryPauseMs / 2);
          continue;
        }
        version = answer.value.version;
        options.onVersion(version);
        void refresh();
        continue;
      }
      await pause(platform, pauseMs);
      pauseMs = Math.min(pauseMs * 2, refreshPauseMs);
    }
  }
  if (hasKey(settings)) {
    platform.onJoin(() => void refresh());
    platform.after('level caps', 0, () => void refresh());
    platform.after('level caps version', 0, () => void follow());
  }
  return { refresh, version: () => version };
}

/** Waits for another version than the known one; the first time there is none. */
function askVersion({ backend }: Plugin, known: number | null, waitS: number) {
  const call = {
    waitS: String(waitS),
    ...(known === null ? {} : { knownVersion: String(known) }),
  };
  return backend.send(getLevelCapsVersion, call, { timeoutMs: waitS * 1_000 + requestMs });
}

/** Asks for the caps of all who are here. */
async function askForAll(
  { platform, backend }: Plugin,
  { caps, onCap }: PullOptions,
  knownVersion: number | null,
): Promise<Heard> {
  const players = platform.players();
  // With nobody to ask for nothing is known of the backend: it may be back since.
  if (players.length === 0) caps.heard(true);
  let heard: Heard = 'all';
  for (let from = 0; from < players.length; from += levelCapPlayersMax) {
    const part = players.slice(from, from + levelCapPlayersMax);
    // What was true when it was asked for may have changed while the answer was on its way.
    const atMs = platform.nowMs();
    const answer = await backend.send(
      listEffectiveLevelCaps,
      {
        players: part.map((player) => ({ minecraftUUID: player.id, level: player.level() })),
        ...(knownVersion === null ? {} : { knownVersion }),
      },
      { timeoutMs: requestMs, probes: true },
    );
    if (!answer.ok) {
      caps.heard(false);
      return 'nothing';
    }
    caps.heard(true);
    const { version } = answer.value;
    const found = new Map(answer.value.caps.map((one) => [one.minecraftUUID, one.cap]));
    for (const player of part) {
      const cap = found.get(player.id);
      if (cap === undefined) {
        heard = 'some';
        continue;
      }
      const before = caps.last(player.id);
      caps.learn(player.id, { cap, version, atMs });
      if (player.isOnline()) onCap(player, before);
    }
  }
  return heard;
}
