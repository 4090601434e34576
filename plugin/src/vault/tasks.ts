// What is asked of the backend about coins set aside: settle, give back, take, allow, look. The order in
// which they may follow each other keeps what is known here from ever being more than what is held.
import {
  releaseHolds,
  releaseOlderHolds,
  releasePlayersMax,
  reserveAllowance,
  settleEntriesMax,
  settleHolds,
  takeHold,
  type HoldEntry,
} from '@mintkeep/shared/holds.ts';
import { coinsMax } from '@mintkeep/shared/constants.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import type { Backend, Plugin } from '../plugin.ts';
import type { Ask, Task } from './ask.ts';
import { againMs, type Holding, type Holdings } from './holdings.ts';
import type { VaultJournal } from './journal.ts';

/** A player whom the backend does not know yet: the word of the join is on its way. */
const unknownAgainMs = 1_000;
/** What others did to a wallet is noticed this late; sooner of who may be refused for want of it. */
const lookMs = { usual: 60_000, short: 30_000 } as const;
/** Coins that deposits may use are reserved so many at a time. */
const allowanceChunkCoins = 50_000;
const allowanceAgainMs = 60_000;

export interface Desk {
  readonly plugin: Plugin;
  /** As the backend answers, with nothing added for players. */
  readonly line: Backend;
  readonly ask: Ask;
  readonly journal: VaultJournal;
  readonly holdings: Holdings;
  /** This start of the plugin. */
  readonly epoch: string;
  readonly state: State;
  /** Lays out what a player can spend, for other threads. */
  show(holding: Holding): void;
  /** A player's coins are back in the wallet; or that was refused. */
  givenBack(minecraftUUID: string, isDone: boolean): void;
}

export interface State {
  /** Whether holds are taken at all; otherwise only what is left is settled and given back. */
  isOn: boolean;
  /** What earlier runs left is settled and given back. */
  isReady: boolean;
  /** A batch was refused: nobody knows whether it counts, and entries go one by one. */
  isDoubtful: boolean;
  /** The largest deposit that was refused for want of allowance. */
  allowanceWantedCoins: number;
  allowanceAtMs: number;
}

/** All kinds of things there are to ask, in the order of their turns. */
export const tasksOf = (desk: Desk): readonly Task[] => [
  { what: 'Settling coins of other plugins', next: () => settling(desk) },
  { what: 'Giving back coins set aside', next: () => releasing(desk) },
  { what: 'Giving back coins of earlier runs', next: () => releasingOlder(desk) },
  { what: 'Setting coins aside', next: () => taking(desk) },
  { what: 'Reserving an allowance', next: () => allowing(desk) },
  { what: 'Looking at a wallet', next: () => looking(desk) },
];

function settling(desk: Desk): (() => Promise<boolean>) | null {
  const entries = desk.journal.open(desk.state.isDoubtful ? 1 : settleEntriesMax);
  if (entries.length === 0) return null;
  const minecraftUUIDs = entries.map(({ minecraftUUID }) => minecraftUUID);
  return () => moving(desk, minecraftUUIDs, () => settle(desk, entries));
}

/** Asks for what moves coins of players between the wallet and here. */
async function moving(
  { holdings }: Desk,
  minecraftUUIDs: readonly string[],
  run: () => Promise<boolean>,
): Promise<boolean> {
  const end = holdings.moves.begin(minecraftUUIDs);
  try {
    return await run();
  } finally {
    end();
  }
}

async function settle(desk: Desk, entries: readonly HoldEntry[]): Promise<boolean> {
  const { journal, holdings, plugin, state } = desk;
  const { log } = plugin.platform;
  const answer = await desk.ask(settleHolds, { entries: [...entries] });
  if (!answer.ok) {
    const ids = entries.map(({ entryId }) => entryId);
    if (entries.length === 1) journal.postpone(ids);
    state.isDoubtful = true;
    log.error(`The backend did not settle ${ids.join(', ')}: ${answer.code}. It is asked again.`);
    // One by one at once: what is wrong with one must not keep the others.
    return entries.length > 1;
  }
  for (const { entryId, state: became } of answer.value.entries) {
    const entry = entries.find((one) => one.entryId === entryId);
    if (!entry) continue;
    if (state.isDoubtful && became === 'SETTLED') holdings.settledAlone(entry);
    else holdings.settled(entry);
    if (became === 'UNCOVERED') tellUncovered(desk, entry);
  }
  journal.settled(answer.value.entries.map(({ entryId }) => entryId));
  for (const player of answer.value.players) {
    const holding = holdings.find(player.minecraftUUID);
    // What an earlier run held is no coin of this one.
    if (!holding || holding.heardCoins === null) continue;
    // In doubt, what the answer holds may count entries that are still open here: not yet.
    if (!state.isDoubtful || !holdings.isPending(player.minecraftUUID)) holdings.heard(player);
    lookLater(desk, holding);
    giveBackTooMuch(desk, holding);
    desk.show(holding);
  }
  if (journal.openCount() === 0) state.isDoubtful = false;
  return true;
}

function tellUncovered({ plugin: { platform } }: Desk, entry: HoldEntry): void {
  const { entryId, kind, minecraftUUID, amountCoins, plugin } = entry;
  const did = kind === 'WITHDRAW' ? 'took from' : 'gave to';
  platform.log.error(
    `${String(amountCoins)} coins that the plugin "${plugin}" ${did} ${minecraftUUID} could not be ` +
      `settled (entry ${entryId}): staff find it in the event log. Were coins set aside given back ` +
      'by hand, or the database restored?',
  );
}

/** Wages that pile up belong into the wallet: a server that dies must not keep more than it may. */
function giveBackTooMuch({ plugin, holdings }: Desk, holding: Holding): void {
  if (holdings.isPending(holding.minecraftUUID)) return;
  if (holdings.spendable(holding) <= 2 * plugin.settings.vault.holdCoins) return;
  holding.isReleasing = true;
  holding.takeAtMs = 0;
}

function releasing(desk: Desk): (() => Promise<boolean>) | null {
  const due: Holding[] = [];
  for (const holding of desk.holdings.all()) {
    if (due.length >= releasePlayersMax) break;
    const isDue = holding.isReleasing && !desk.holdings.isPending(holding.minecraftUUID);
    if (isDue) due.push(holding);
  }
  if (due.length === 0) return null;
  const minecraftUUIDs = due.map(({ minecraftUUID }) => minecraftUUID);
  return () => moving(desk, minecraftUUIDs, () => release(desk, due, minecraftUUIDs));
}

async function release(
  desk: Desk,
  due: readonly Holding[],
  minecraftUUIDs: string[],
): Promise<boolean> {
  const { holdings, plugin } = desk;
  const answer = await desk.ask(releaseHolds, { minecraftUUIDs });
  if (answer.ok) {
    for (const player of answer.value.players) holdings.heard(player);
  } else plugin.platform.log.error(`Coins set aside were not given back: ${answer.code}.`);
  for (const holding of due) {
    // Refused, the coins may be gone all the same: they stay out of reach until it is clear.
    holding.heardCoins = null;
    if (answer.ok) holding.isReleasing = false;
    else holding.mayHoldMore = true;
    desk.givenBack(holding.minecraftUUID, answer.ok);
    if (holding.isHere) desk.show(holding);
  }
  holdings.forgetGone();
  return answer.ok;
}

function releasingOlder(desk: Desk): (() => Promise<boolean>) | null {
  if (desk.state.isReady || desk.journal.openCount() > 0) return null;
  return async () => {
    const answer = await desk.ask(releaseOlderHolds, { epoch: desk.epoch });
    const { log } = desk.plugin.platform;
    if (!answer.ok) {
      log.error(`Coins that earlier runs set aside were not given back: ${answer.code}.`);
      return false;
    }
    const { releasedCoins, more } = answer.value;
    if (releasedCoins > 0) {
      log.info(`${String(releasedCoins)} coins that an earlier run set aside are given back.`);
    }
    desk.state.isReady = !more;
    return true;
  };
}

function taking(desk: Desk): (() => Promise<boolean>) | null {
  const { state, holdings, plugin } = desk;
  if (!state.isReady || !state.isOn) return null;
  const nowMs = plugin.platform.nowMs();
  const halfCoins = plugin.settings.vault.holdCoins / 2;
  for (const holding of holdings.all()) {
    const { isHere, isReleasing, takeAtMs, heardCoins, walletCoins, minecraftUUID } = holding;
    if (!isHere || isReleasing || takeAtMs > nowMs) continue;
    if (heardCoins !== null && (walletCoins === 0 || holdings.spendable(holding) >= halfCoins)) {
      continue;
    }
    // Settled first: what may be counted there already must not count twice.
    if (holdings.isPending(minecraftUUID)) continue;
    return () => moving(desk, [minecraftUUID], () => take(desk, holding));
  }
  return null;
}

async function take(desk: Desk, holding: Holding): Promise<boolean> {
  const { platform, settings } = desk.plugin;
  const { minecraftUUID } = holding;
  const wishCoins = settings.vault.holdCoins;
  const answer = await desk.ask(takeHold, { epoch: desk.epoch, minecraftUUID, wishCoins });
  const isUnknown = !answer.ok && answer.code === 'PLAYER_UNKNOWN';
  holding.takeAtMs = platform.nowMs() + (isUnknown ? unknownAgainMs : againMs);
  if (!answer.ok) {
    holding.mayHoldMore = true;
    if (!isUnknown)
      platform.log.warn(`No coins were set aside: ${answer.code}. It is asked again.`);
    return true;
  }
  desk.holdings.heard(answer.value);
  lookLater(desk, holding);
  // Frozen, one gets no more: until that ends there is nothing to ask for.
  if (answer.value.refused !== null) holding.takeAtMs = platform.nowMs() + lookMs.usual;
  if (holding.isHere) desk.show(holding);
  return true;
}

function allowing(desk: Desk): (() => Promise<boolean>) | null {
  const { state, journal, plugin } = desk;
  const nowMs = plugin.platform.nowMs();
  if (!state.isReady || !state.isOn || state.allowanceAtMs > nowMs) return null;
  const allowance = journal.allowance();
  const isOver = !allowance || Date.parse(allowance.endsAt) <= nowMs;
  const leftCoins = isOver ? 0 : allowance.leftCoins;
  if (leftCoins >= Math.max(allowanceChunkCoins / 2, state.allowanceWantedCoins)) return null;
  return () => allow(desk);
}

async function allow({ ask, journal, plugin, state }: Desk): Promise<boolean> {
  const { log, nowMs } = plugin.platform;
  const wishCoins = Math.min(coinsMax, Math.max(allowanceChunkCoins, state.allowanceWantedCoins));
  const answer = await ask(reserveAllowance, { wishCoins });
  state.allowanceAtMs = nowMs() + allowanceAgainMs;
  state.allowanceWantedCoins = 0;
  if (!answer.ok) return false;
  const { allowanceCoins, allowanceDay, dayEndsAt } = answer.value;
  if (allowanceCoins === 0) {
    // Nothing more comes before the day is over.
    state.allowanceAtMs = Math.max(state.allowanceAtMs, Date.parse(dayEndsAt));
    log.warn(
      'Other plugins of this server may pay out no more coins today. How many, says ' +
        `VAULT_MINT_DAILY_COINS of the backend; more come at ${dayEndsAt}, or, when that is ` +
        'raised, with /mintkeep reload.',
    );
    return true;
  }
  state.allowanceAtMs = 0;
  const before = journal.allowance();
  const leftCoins = (before?.day === allowanceDay ? before.leftCoins : 0) + allowanceCoins;
  journal.allow({ leftCoins, day: allowanceDay, endsAt: dayEndsAt });
  return true;
}

function lookLater({ plugin: { platform, settings }, holdings }: Desk, holding: Holding): void {
  const isShort = holdings.spendable(holding) < settings.vault.holdCoins / 2;
  holding.lookedAtMs = platform.nowMs();
  holding.lookAtMs = holding.lookedAtMs + (isShort ? lookMs.short : lookMs.usual);
}

/** A light question, asked once: what others did to a wallet, and whether it is frozen. */
function looking(desk: Desk): (() => Promise<boolean>) | null {
  const { line, holdings, plugin } = desk;
  const { nowMs } = plugin.platform;
  for (const holding of holdings.all()) {
    const isDue = holding.isHere && holding.heardCoins !== null && holding.lookAtMs <= nowMs();
    if (!isDue) continue;
    return async () => {
      lookLater(desk, holding);
      const { minecraftUUID } = holding;
      const answer = await line.send(getCard, { minecraftUUID });
      if (!answer.ok) return true;
      const { walletBalanceCoins, frozen, holds = [] } = answer.value;
      holding.walletCoins = walletBalanceCoins;
      // Staff may have given coins back. More than was heard it cannot be: that is another's old news.
      const heldCoins = holds.find(({ isHere }) => isHere)?.holdCoins ?? 0;
      if (holding.heardCoins !== null && !desk.state.isDoubtful) {
        holding.heardCoins = Math.min(holding.heardCoins, heldCoins);
      }
      if (frozen) holding.refused = 'PLAYER_FROZEN';
      else if (holding.refused === 'PLAYER_FROZEN') holding.refused = null;
      if (holding.isHere) desk.show(holding);
      return true;
    };
  }
  return null;
}
