// What a feature gets to work with: the game, the backend, the words and the settings. A feature is
// one function of this; main.ts lists them.
import type { CallOf, Contract, ReplyOf } from '@mintkeep/shared/contract.ts';
import type { RefusalCode } from '@mintkeep/shared/errors.ts';
import type { Message, Platform, Player, Sender } from './platform/platform.ts';
import type { CommandNames } from './command-names.ts';
import type { Limiter } from './limiter.ts';
import type { MessageKey } from './messages.ts';
import type { Settings } from './settings.ts';
import type { PlaySound } from './sounds.ts';

/** Why there was no yes: the backend's own code, or that nothing trustworthy was heard in time. */
export type NoCode = RefusalCode | 'BACKEND_AWAY';

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly code: NoCode;
      readonly details: Readonly<Record<string, unknown>>;
    };

export interface SendOptions {
  /** The idempotency key: where the contract requires one, the same for every try of one wish. */
  readonly key?: string;
  readonly timeoutMs?: number;
  /** Who acts: the UUID of a staff player, or `console`. Without it the server asks for itself. */
  readonly actor?: string;
  /**
   * Asks although the breaker is open: for one light question that finds out soon whether the
   * backend is back. What is asked at every turn must not set it.
   */
  readonly probes?: boolean;
}

export interface BackendStatus {
  readonly state: 'closed' | 'open' | 'half-open' | 'no-key';
  readonly latencyMs: number | null;
  readonly lastAnswerAtMs: number | null;
  readonly clockOffsetMs: number | null;
  readonly waiting: number;
}

/** A time in which the backend could not be asked, from the first failure on. */
export interface Outage {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** What the request said that opened the breaker. */
  readonly error: string;
}

export interface OutageListener {
  began(error: string): void;
  ended(outage: Outage): void;
}

export interface Backend {
  /** Asks once. Never rejects; while the breaker is open it answers BACKEND_AWAY at once (B-07). */
  send<C extends Contract>(
    contract: C,
    call: CallOf<C>,
    options?: SendOptions,
  ): Promise<Answer<ReplyOf<C>>>;
  /**
   * Asks until there is a definite answer, with the same key and growing pauses, across outages;
   * resolves with it. Never rejects; never resolves once the plugin has ended.
   */
  sendUntilHeard<C extends Contract>(
    contract: C,
    call: CallOf<C>,
    key: string,
  ): Promise<Answer<ReplyOf<C>>>;
  /**
   * Says something while the plugin ends and hears no answer; blocks at most `timeoutMs`. It may have
   * been lost: only what the next start says again.
   */
  sendLast<C extends Contract>(
    contract: C,
    call: CallOf<C>,
    options: { readonly key: string; readonly timeoutMs: number },
  ): void;
  status(): BackendStatus;
  /** Tells when the breaker opens, and when it has closed again (B-07). */
  watchOutages(listener: OutageListener): void;
}

export interface Plugin {
  readonly platform: Platform;
  readonly backend: Backend;
  readonly settings: Settings;
  /** One for all commands of a player (S0-028). */
  readonly limiter: Limiter;
  /** What the commands of players are called here. */
  readonly commands: CommandNames;
  /** The tags of all languages that a player can choose. */
  readonly languages: readonly string[];
  /** The words of a key in a language, ready to be told. */
  words(language: string, key: MessageKey, values?: Message['values']): Message;
  /** Tells a sender words in the sender's language. */
  say(to: Sender, key: MessageKey, values?: Message['values']): void;
  /** Plays a sound to a player who did not switch sounds off. */
  readonly sound: PlaySound;
  /** Coins as readers of a language write them. */
  coins(amountCoins: number, language: string): string;
  /** The words of a refusal. */
  refusal(code: NoCode, details: Readonly<Record<string, unknown>>, language: string): Message;
}

/** What the level caps let others know. */
export interface LevelCaps {
  /** The version of the rules, and how old the oldest cap of those who are here is. */
  status(): { readonly version: number | null; readonly ageMs: number | null };
  /** The last cap that was heard of a player: null for none, undefined while nothing was heard. */
  of(playerId: string): number | null | undefined;
}

/** How the economy for other plugins is (docs/vault.md). */
export interface VaultStatus {
  readonly state: 'off' | 'noBridge' | 'noVault' | 'starting' | 'on';
  readonly players: number;
  /** What they can spend here at once. */
  readonly coinsAside: number;
  /** Changes that are not settled yet, and how long the oldest waits. */
  readonly open: number;
  readonly oldestMs: number;
  /** What other plugins may still pay out of what is reserved. */
  readonly allowanceCoins: number;
}

/** What the economy for other plugins lets others know. */
export interface VaultDesk {
  status(): VaultStatus;
}

/** What the delivery feature lets others do. */
export interface Deliveries {
  /** Asks at once for what waits for a player; says how many came, and how many found no room. */
  ask(player: Player): Promise<{ readonly came: number; readonly slotsMissing: number } | null>;
  /** Deliveries leased and not answered yet. */
  inHand(): number;
}
