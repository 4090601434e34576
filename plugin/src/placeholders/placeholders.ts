// Texts for PlaceholderAPI, laid out before anybody asks: other plugins ask on threads of their own and
// want the answer at once, so nothing is fetched or computed when they do (docs/placeholders.md).
import { getLeaderboard } from '@mintkeep/shared/leaderboard.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import type { Hearing } from '../backend/hearing.ts';
import type { Platform, Player } from '../platform/platform.ts';
import type { LevelCaps, Plugin } from '../plugin.ts';
import { everybodysTexts, ownTexts, type Board, type Card, type Texts } from './texts.ts';

type Bridge = NonNullable<ReturnType<Platform['bridge']>>;

const lookEveryMs = 1_000;
/** How old what is shown may get while nothing is heard. */
const cardAgeMaxMs = 60_000;
const boardAgeMaxMs = 60_000;
/** After something was heard to have changed, and between two questions about one player. */
const changePauseMs = 1_000;
const cardPauseMs = 5_000;
/** Cards asked for in one look: a full server is spread over the minute. */
const cardsPerLookMax = 20;

/** What is known of a player, and what was laid out last. */
interface Shown {
  card: Card | null;
  coins: number | null;
  askedAtMs: number;
  askAtMs: number;
  texts: Texts;
}

interface Desk {
  readonly plugin: Plugin;
  readonly bridge: Bridge;
  readonly caps: LevelCaps;
  readonly shown: Map<Player, Shown>;
  board: Board | null;
  boardAtMs: number;
  everybodys: Texts;
}

/** Lays out the texts where the bridge and PlaceholderAPI are; elsewhere it asks and does nothing. */
export function placeholders(plugin: Plugin, caps: LevelCaps, hearing: Hearing): void {
  const { platform } = plugin;
  const bridge = platform.bridge();
  if (!bridge?.hasPlaceholders) return;
  const desk: Desk = {
    ...{ plugin, bridge, caps, shown: new Map() },
    ...{ board: null, boardAtMs: -boardAgeMaxMs, everybodys: {} },
  };
  showEverybodys(desk);
  platform.onJoin((player) => {
    const askAtMs = platform.nowMs() + changePauseMs;
    const nothing = { card: null, coins: null, texts: {} };
    desk.shown.set(player, { ...nothing, askedAtMs: -cardPauseMs, askAtMs });
    show(desk, player);
  });
  platform.onQuit((player) => forget(desk, player));
  hearing.onCoins((id, coins) => noteCoins(desk, id, coins));
  hearing.onChange((id) => askSoon(desk, id));
  bridge.onBalance((id, { total }) => noteCoins(desk, id, total));
  platform.every('placeholders', lookEveryMs, () => look(desk));
}

/** What is heard of coins is shown at once. */
function noteCoins(desk: Desk, id: string, coins: number): void {
  const player = desk.plugin.platform.player(id);
  const shown = player && desk.shown.get(player);
  if (!shown) return;
  shown.coins = coins;
  show(desk, player);
}

/** Something of the player's has changed: the card is asked for, but not with every change. */
function askSoon({ plugin, shown }: Desk, id: string): void {
  const { platform } = plugin;
  const player = platform.player(id);
  const one = player && shown.get(player);
  if (!one) return;
  const soonMs = Math.max(platform.nowMs() + changePauseMs, one.askedAtMs + cardPauseMs);
  one.askAtMs = Math.min(one.askAtMs, soonMs);
}

/** Asks for what has got old, the oldest first. */
function look(desk: Desk): void {
  const { plugin, shown } = desk;
  const nowMs = plugin.platform.nowMs();
  if (shown.size === 0) return;
  if (nowMs - desk.boardAtMs >= boardAgeMaxMs) void refreshBoard(desk);
  const due = [...shown].filter(([, { askAtMs }]) => askAtMs <= nowMs);
  due.sort(([, a], [, b]) => a.askAtMs - b.askAtMs);
  for (const [player] of due.slice(0, cardsPerLookMax)) void refreshCard(desk, player);
}

async function refreshCard(desk: Desk, player: Player): Promise<void> {
  const { plugin, shown } = desk;
  const one = shown.get(player);
  if (!one) return;
  one.askedAtMs = plugin.platform.nowMs();
  one.askAtMs = one.askedAtMs + cardAgeMaxMs;
  const answer = await plugin.backend.send(getCard, { minecraftUUID: player.id });
  if (!answer.ok) return;
  one.card = answer.value;
  show(desk, player);
}

async function refreshBoard(desk: Desk): Promise<void> {
  const { platform, backend } = desk.plugin;
  const before = desk.board;
  desk.boardAtMs = platform.nowMs();
  const answer = await backend.send(getLeaderboard, {});
  if (answer.ok) desk.board = answer.value;
  // Also without an answer: a day of the season may have begun.
  showEverybodys(desk);
  // Of all who are here only those have another place: a full server must not be shown in one tick.
  const rows = [...(before?.rows ?? []), ...(desk.board?.rows ?? [])];
  for (const id of new Set(rows.map(({ minecraftUUID }) => minecraftUUID))) {
    const player = platform.player(id);
    if (player) show(desk, player);
  }
}

function showEverybodys(desk: Desk): void {
  const { plugin, board } = desk;
  const texts = everybodysTexts(plugin, board, plugin.platform.nowMs());
  layOut(desk, '', desk.everybodys, texts);
  desk.everybodys = texts;
}

function show(desk: Desk, player: Player): void {
  const { plugin, caps, board } = desk;
  const { id, language } = player;
  const one = desk.shown.get(player);
  // Who has left meanwhile leaves nothing behind.
  if (!one) return;
  const { card, coins } = one;
  const texts = ownTexts(plugin, { id, language, coins, card, board, levelCap: caps.of(id) });
  layOut(desk, id, one.texts, texts);
  one.texts = texts;
}

/** Only what is another text than before goes to Java. */
function layOut({ bridge }: Desk, id: string, before: Texts, now: Texts): void {
  for (const [name, text] of Object.entries(now)) {
    if (before[name] !== text) bridge.placeholder(id, name, text);
  }
}

function forget({ bridge, shown }: Desk, player: Player): void {
  for (const name of Object.keys(shown.get(player)?.texts ?? {})) {
    bridge.placeholder(player.id, name, null);
  }
  shown.delete(player);
}
