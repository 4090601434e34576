// What payees hear: at once where they are, within seconds on another server, at the next join when
// they were away. A notice is forgotten by the backend only after it was told here.
import { noticePlayersMax, takePaymentNotices } from '@mintkeep/shared/pay.ts';
import type { PaymentNotice } from '@mintkeep/shared/pay.ts';
import type { Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import { hasKey } from '../settings.ts';

const askEveryMs = 5_000;
/** As many payments of an absence are told one by one. */
const linesMax = 3;

export interface Notices {
  /** Asks at once what there is to tell. */
  ask(): void;
}

/** Tells payments to those who are here. */
export function followNotices(plugin: Plugin): Notices {
  const { platform, backend } = plugin;
  /** Told here, and not yet forgotten there. */
  const told = new Set<string>();
  /** Came since the last answer: what they hear first happened while they were away. */
  const arrived = new Set<Player>();
  let isAsking = false;
  let isWanted = false;

  const askOnce = async (): Promise<boolean> => {
    const players = platform.players().slice(0, noticePlayersMax);
    if (players.length === 0) return false;
    // Never more than one answer holds: before more come, the backend has forgotten these.
    const sent = [...told];
    const answer = await backend.send(takePaymentNotices, {
      players: players.map(({ id }) => id),
      told: sent,
    });
    if (!answer.ok) return false;
    for (const noticeId of sent) told.delete(noticeId);
    const { notices } = answer.value;
    for (const player of players) {
      const mine = notices.filter(({ minecraftUUID }) => minecraftUUID === player.id);
      const wasAway = arrived.delete(player);
      // Who left meanwhile hears of it at the next join.
      if (mine.length === 0 || !player.isOnline()) continue;
      tell(plugin, player, mine, wasAway);
      for (const { noticeId } of mine) told.add(noticeId);
    }
    return told.size > 0;
  };
  const ask = async (): Promise<void> => {
    if (!hasKey(plugin.settings)) return;
    isWanted = true;
    if (isAsking) return;
    isAsking = true;
    try {
      while (isWanted) {
        isWanted = false;
        // What was told is said to be at once: only what dies in between is told twice.
        while (await askOnce());
      }
    } finally {
      isAsking = false;
    }
  };
  platform.onJoin((player) => {
    arrived.add(player);
    void ask();
  });
  platform.onQuit((player) => void arrived.delete(player));
  platform.every('payment notices', askEveryMs, () => void ask());
  return { ask: () => void ask() };
}

function tell(
  { say, coins, settings, platform }: Plugin,
  player: Player,
  notices: readonly PaymentNotice[],
  wasAway: boolean,
): void {
  const { language } = player;
  if (wasAway && notices.length > linesMax) {
    const sumCoins = notices.reduce((sum, { amountCoins }) => sum + amountCoins, 0);
    say(player, 'pay.gotAwayMany', {
      count: platform.formatInteger(notices.length, language),
      coins: coins(sumCoins, language),
    });
  } else {
    for (const { fromName, amountCoins } of notices) {
      const values = { player: fromName, coins: coins(amountCoins, language) };
      say(player, wasAway ? 'pay.gotAway' : 'pay.got', values);
    }
  }
  if (settings.sounds) player.sound('minecraft:entity.experience_orb.pickup', 1, 1);
}
