// Bans: what the backend says of them is kept here, so that a banned player is refused at the door
// without a question, also while the backend is away, and one who is here is removed at once (B-08).
//
// A long poll of its own carries them: it waits at the backend for the next change, and asks by the
// number of the last one heard, so that no outage, restart or lost event can lose a ban. The
// heartbeat would be up to its whole pause late; deliveries are asked for only while players are
// here, and their answer is goods.
import { listBanChanges, type BanNotice } from '@mintkeep/shared/players.ts';
import { pause } from '../backend/until-clear.ts';
import { longDate } from '../messages.ts';
import type { Message, Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import { hasKey } from '../settings.ts';

const pauseMaxMs = 15_000;
/** Between two polls that bring something, however fast the backend answers. */
const betweenMs = 100;
/** The backend may take this much longer than the wait it was asked for. */
const answerMarginMs = 5_000;

export interface Bans {
  /** Removes the player if a ban in force is known; says whether it did. */
  refuse(player: Player): boolean;
  /** Takes what was heard elsewhere of a player's ban, and acts on it. */
  learn(playerId: string, banned: BanNotice | null): void;
}

/** Follows the bans for ever. */
export function followBans(plugin: Plugin): Bans {
  const { platform, settings } = plugin;
  const known = new Map<string, BanNotice>();
  const bans: Bans = {
    refuse(player) {
      const banned = known.get(player.id);
      if (!banned || !isInForce(plugin, banned)) return false;
      player.kick(noticeOf(plugin, banned, player.language));
      return true;
    },
    learn(playerId, banned) {
      if (!banned) {
        known.delete(playerId);
        return;
      }
      known.set(playerId, banned);
      const player = platform.player(playerId);
      if (player) bans.refuse(player);
    },
  };
  if (hasKey(settings)) void pollForEver(plugin, bans, () => known.clear());
  return bans;
}

async function pollForEver(plugin: Plugin, bans: Bans, forget: () => void): Promise<never> {
  const { platform, backend, settings } = plugin;
  let after = 0;
  let waitMs = 0;
  let pauseMs = settings.retryPauseMs;
  for (;;) {
    const call = { after: String(after), waitS: String(Math.floor(waitMs / 1_000)) };
    const answer = await backend.send(listBanChanges, call, { timeoutMs: waitMs + answerMarginMs });
    // After a failure this may be the one request that tries (B-07): everybody waits for its answer.
    waitMs = answer.ok ? settings.deliveryWaitMs : 0;
    if (answer.ok) {
      const { version, bans: changed } = answer.value;
      if (version < after) forget();
      after = version;
      for (const { minecraftUUID, banned } of changed) bans.learn(minecraftUUID, banned);
      pauseMs = settings.retryPauseMs;
      await pause(platform, betweenMs);
    } else {
      await pause(platform, pauseMs * (0.75 + Math.random() / 2));
      pauseMs = Math.min(pauseMs * 2, pauseMaxMs);
    }
  }
}

/** By the backend's clock as far as it is known: its time is what a ban ends by. */
function isInForce({ platform, backend }: Plugin, { untilAt }: BanNotice): boolean {
  const nowMs = platform.nowMs() + (backend.status().clockOffsetMs ?? 0);
  return untilAt === null || Date.parse(untilAt) > nowMs;
}

function noticeOf({ words }: Plugin, { reason, untilAt }: BanNotice, language: string): Message {
  if (untilAt === null) return words(language, 'presence.banned', { reason });
  return words(language, 'presence.bannedUntil', { reason, date: longDate(untilAt, language) });
}
