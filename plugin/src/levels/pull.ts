// Brings the caps from the backend: one long poll hears of every change within a second, and the
// caps of all who are here are asked for again and again, because a player's cap also changes with
// the player (playtime, streak, season day), without a change of the rules.
import {
  getLevelCapsVersion,
  levelCapPlayersMax,
  levelCapWaitSMax,
  listEffectiveLevelCaps,
} from '@mintkeep/shared/levels.ts';
import { pause } from '../backend/until-clear.ts';
import type { Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import { hasKey } from '../settings.ts';
import type { Caps, KnownCap } from './caps.ts';
import type { Groups } from './groups.ts';

/**
 * Worst age of a cap while the backend answers: this pause, one request that is lost (5 s), the
 * pause after it, and one that is answered late (5 s): below the 30 s of S0-038.
 */
const refreshPauseMs = 12_000;
const retryPauseMs = 2_000;
const requestMs = 5_000;

/**
 * What came of asking: all caps, not those of a player who has just come, an answer by rules that ask
 * for more groups than were looked at, or none.
 */
type Heard = 'all' | 'some' | 'groups' | 'nothing';
const pausesMs = { all: refreshPauseMs, some: 500, groups: 500, nothing: retryPauseMs } as const;
/**
 * So long a cap for which the groups did not count is not believed: the backend may hear of a join
 * after it was asked for the caps. Well below the 30 s of S0-038.
 */
const arrivalMs = 15_000;

export interface Pull {
  /** Asks at once for everybody who is here; whether the backend answered. */
  refresh(): Promise<boolean>;
  /** The version of the rules, as last heard. */
  version(): number | null;
}

export interface PullOptions {
  readonly caps: Caps;
  readonly groups: Groups;
  /**
   * A cap was heard of, of a player who is here and in these groups when it was asked for; `before` is
   * the one before it, if any.
   */
  onCap(player: Player, before: KnownCap | undefined, held: readonly string[]): void;
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
  const ask = openAsking(plugin, options);

  async function round(): Promise<boolean> {
    let heard: Heard = 'nothing';
    try {
      while (isWanted) {
        isWanted = false;
        heard = await ask(version);
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

/** Whether the backend does not yet know a player to be here, so that it looked at no group. */
type IsTooEarly = (player: Player, isHere: boolean, held: readonly string[]) => boolean;

function watchArrivals({ platform }: Plugin): IsTooEarly {
  const absentSinceMs = new WeakMap<Player, number>();
  return (player, isHere, held) => {
    if (isHere) absentSinceMs.delete(player);
    if (isHere || held.length === 0) return false;
    const sinceMs = absentSinceMs.get(player) ?? platform.nowMs();
    absentSinceMs.set(player, sinceMs);
    return platform.nowMs() - sinceMs < arrivalMs;
  };
}

/** Opens the asking: of everybody who is here, again at once where the rules ask for more groups. */
function openAsking(plugin: Plugin, options: PullOptions) {
  const isTooEarly = watchArrivals(plugin);
  return async (knownVersion: number | null): Promise<Heard> => {
    const heard = await askForAll(plugin, options, knownVersion, isTooEarly);
    if (heard !== 'groups') return heard;
    return askForAll(plugin, options, knownVersion, isTooEarly);
  };
}

async function askForAll(
  plugin: Plugin,
  { caps, groups, onCap }: PullOptions,
  knownVersion: number | null,
  isTooEarly: IsTooEarly,
): Promise<Heard> {
  const { platform } = plugin;
  const players = platform.players();
  // With nobody to ask for nothing is known of the backend: it may be back since.
  if (players.length === 0) caps.heard(true);
  let heard: Heard = 'all';
  for (let from = 0; from < players.length; from += levelCapPlayersMax) {
    const part = players.slice(from, from + levelCapPlayersMax);
    // What was true when it was asked for may have changed while the answer was on its way.
    const atMs = platform.nowMs();
    const asked = new Map(part.map((player) => [player, groups.of(player)]));
    const answer = await askFor(plugin, asked, knownVersion);
    caps.heard(answer.ok);
    if (!answer.ok) return 'nothing';
    const { version } = answer.value;
    if (groups.expect(answer.value.groups)) return 'groups';
    const found = new Map(answer.value.caps.map((one) => [one.minecraftUUID, one]));
    for (const [player, held] of asked) {
      const one = found.get(player.id);
      if (!one || isTooEarly(player, one.isHere, held)) {
        heard = 'some';
        continue;
      }
      const before = caps.last(player.id);
      caps.learn(player.id, { cap: one.cap, version, atMs });
      if (player.isOnline()) onCap(player, before, held);
    }
  }
  return heard;
}

/** One question for so many players: with their levels, and the groups they are in. */
function askFor(
  { backend }: Plugin,
  asked: ReadonlyMap<Player, readonly string[]>,
  knownVersion: number | null,
) {
  const call = {
    players: [...asked].map(([player, held]) => ({
      ...{ minecraftUUID: player.id, level: player.level() },
      ...(held.length === 0 ? {} : { groups: [...held] }),
    })),
    ...(knownVersion === null ? {} : { knownVersion }),
  };
  return backend.send(listEffectiveLevelCaps, call, { timeoutMs: requestMs, probes: true });
}
