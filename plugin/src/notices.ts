// Notices: what the backend has to tell players, told to those who are here: within seconds, or at the
// next join. One is forgotten by the backend only after it was told here. Knows no kind of notice.
import type { Player } from './platform/platform.ts';
import type { Answer, Plugin } from './plugin.ts';
import { hasKey } from './settings.ts';

const askEveryMs = 5_000;

export interface Notice {
  readonly noticeId: string;
  readonly minecraftUUID: string;
}

export interface Feed<N extends Notice> {
  /** For the log. */
  readonly what: string;
  /** More players are never asked for at once. */
  readonly playersMax: number;
  ask(players: string[], told: string[]): Promise<Answer<{ readonly notices: readonly N[] }>>;
  /** Tells one player; `wasAway` when it happened before the player came. */
  tell(player: Player, notices: readonly N[], wasAway: boolean): void;
}

export interface Notices {
  /** Asks at once what there is to tell. */
  ask(): void;
}

/** Tells what a feed has to those who are here. */
export function followNotices<N extends Notice>(
  { platform, settings }: Plugin,
  feed: Feed<N>,
): Notices {
  /** Told here, and not yet forgotten there. */
  const told = new Set<string>();
  /** Came since the last answer: what they hear first happened while they were away. */
  const arrived = new Set<Player>();
  let isAsking = false;
  let isWanted = false;

  const askOnce = async (): Promise<boolean> => {
    const players = platform.players().slice(0, feed.playersMax);
    if (players.length === 0) return false;
    // Never more than one answer holds: before more come, the backend has forgotten these.
    const sent = [...told];
    const answer = await feed.ask(
      players.map(({ id }) => id),
      sent,
    );
    if (!answer.ok) return false;
    for (const noticeId of sent) told.delete(noticeId);
    const { notices } = answer.value;
    for (const player of players) {
      const mine = notices.filter(({ minecraftUUID }) => minecraftUUID === player.id);
      const wasAway = arrived.delete(player);
      // Who left meanwhile hears of it at the next join.
      if (mine.length === 0 || !player.isOnline()) continue;
      feed.tell(player, mine, wasAway);
      for (const { noticeId } of mine) told.add(noticeId);
    }
    return told.size > 0;
  };
  const ask = async (): Promise<void> => {
    if (!hasKey(settings)) return;
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
  platform.every(feed.what, askEveryMs, () => void ask());
  return { ask: () => void ask() };
}
