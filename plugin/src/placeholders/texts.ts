// What stands in place of each placeholder: pure texts of what is known, in a reader's language. An
// unknown value is an empty text.
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import { leaderboardRowsMax, type getLeaderboard } from '@mintkeep/shared/leaderboard.ts';
import type { getCard } from '@mintkeep/shared/presence.ts';
import type { Plugin } from '../plugin.ts';

export type Board = ReplyOf<typeof getLeaderboard>;
export type Card = ReplyOf<typeof getCard>;
export type Texts = Readonly<Record<string, string>>;

const dayMs = 86_400_000;

const ownNames = [
  'balance',
  'balance_formatted',
  'badges',
  'escrow',
  'level_cap',
  'linked',
  'pending',
  'rank',
  'season_coins',
  'season_coins_formatted',
  'season_place',
  'streak',
] as const;
type OwnName = (typeof ownNames)[number];

/** What is known of a player who is here. */
export interface KnownOf {
  readonly id: string;
  readonly language: string;
  readonly coins: number | null;
  readonly card: Card | null;
  /** Null for none, undefined while it is not known. */
  readonly levelCap: number | null | undefined;
  readonly board: Board | null;
}

/** A number as digits alone, for plugins that count with it. */
const digits = (value: number | null | undefined): string =>
  (value ?? null) === null ? '' : String(value);

/** Coins in words, without the markup that an admin may have put around them. */
function inWords({ coins }: Plugin, amount: number | null | undefined, language: string): string {
  if (amount === null || amount === undefined) return '';
  return coins(amount, language).replace(/<[^<>]*>/g, '');
}

/** A player's own texts. */
export function ownTexts(plugin: Plugin, known: KnownOf): Record<OwnName, string> {
  const { card, coins, language, board } = known;
  const season = card?.season ?? null;
  const row = board?.rows.find(({ minecraftUUID }) => minecraftUUID === known.id);
  return {
    balance: digits(coins),
    balance_formatted: inWords(plugin, coins, language),
    badges: digits(card?.badges),
    escrow: digits(card?.escrowBalanceCoins),
    level_cap: digits(known.levelCap),
    linked: card ? (card.linked ? 'yes' : 'no') : '',
    pending: digits(card?.pendingDeliveries),
    rank: digits(row?.place),
    season_coins: digits(season?.earnedCoins),
    season_coins_formatted: inWords(plugin, season?.earnedCoins, language),
    season_place: digits(season?.place),
    streak: digits(card?.streakDays),
  };
}

/** Everybody's texts, the same for all: those of players alone are empty, for who is not here. */
export function everybodysTexts(plugin: Plugin, board: Board | null, nowMs: number): Texts {
  const season = board?.season ?? null;
  const texts: Record<string, string> = {};
  for (const name of ownNames) texts[name] = '';
  texts['season'] = season?.name ?? '';
  texts['season_day'] = season ? dayOf(season.startedAt, nowMs) : '';
  for (let place = 1; place <= leaderboardRowsMax; place += 1) {
    const row = board?.rows.find((one) => one.place === place);
    const coins = row?.walletBalanceCoins;
    texts[`top_${place}_name`] = row?.name ?? '';
    texts[`top_${place}_balance`] = digits(coins);
    texts[`top_${place}_balance_formatted`] = inWords(plugin, coins, plugin.settings.locale);
  }
  return texts;
}

/** The first day is 1; empty before it. */
function dayOf(startedAt: string, nowMs: number): string {
  const passedMs = nowMs - Date.parse(startedAt);
  return passedMs < 0 ? '' : String(Math.floor(passedMs / dayMs) + 1);
}
