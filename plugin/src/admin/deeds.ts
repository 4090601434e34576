// What staff do to players from the game or the console (D35): each needs its permission here and its
// role at the backend, where it changes something a reason, and it answers who has what now.
import {
  adjust,
  banPlayer,
  freeze,
  unbanPlayer,
  unfreeze,
  type User,
} from '@mintkeep/shared/players.ts';
import { refundPurchase } from '@mintkeep/shared/shop.ts';
import { readAmount } from '../amount.ts';
import { longDate } from '../messages.ts';
import type { Sender } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import { openPeople, type People } from './people.ts';

export const deedSubs = [
  'balance',
  'adjust',
  'freeze',
  'unfreeze',
  'ban',
  'unban',
  'refund',
] as const;
export type DeedSub = (typeof deedSubs)[number];

/** One deed. `run` answers false when the words do not fit, so that the usage is told. */
export interface Deed {
  run(to: Sender, args: readonly string[]): Promise<boolean>;
  /** Words for the argument that is being typed, which stands last. */
  complete(args: readonly string[]): readonly string[];
}

export type Deeds = Readonly<Record<DeedSub, Deed>>;

// As long as the ledger keeps a reason.
const reasonMax = 128;

/** What a deed works with. */
interface Desk {
  readonly plugin: Plugin;
  readonly people: People;
}

/** Opens what staff can do. */
export function openDeeds(plugin: Plugin): Deeds {
  const people = openPeople(plugin);
  const desk: Desk = { plugin, people };
  const onPlayer = (run: Deed['run'], second: readonly string[] = []): Deed => ({
    run,
    complete: ({ length }) => (length === 1 ? people.names() : length === 2 ? second : []),
  });
  return {
    balance: onPlayer((to, [name]) => showBalance(desk, to, name)),
    adjust: onPlayer((to, args) => adjustCoins(desk, to, args), ['100', '1k', '10k', '-100']),
    freeze: onPlayer((to, args) => setFrozen(desk, to, args, true)),
    unfreeze: onPlayer((to, args) => setFrozen(desk, to, args, false)),
    ban: onPlayer((to, args) => ban(desk, to, args), ['1h', '24h', '7d', '30d']),
    unban: onPlayer((to, args) => unban(desk, to, args)),
    refund: { run: (to, args) => refund(desk, to, args), complete: () => [] },
  };
}

/** The words of a reason; null when there is none, or more than is kept. */
function reasonOf(words: readonly string[]): string | null {
  const reason = words.join(' ').trim();
  return reason === '' || reason.length > reasonMax ? null : reason;
}

const nameOf = ({ name, minecraftUUID }: User): string => name ?? minecraftUUID ?? '–';

async function showBalance({ plugin, people }: Desk, to: Sender, name?: string): Promise<boolean> {
  if (name === undefined) return false;
  const user = await people.find(to, name);
  if (!user) return true;
  const { say, coins } = plugin;
  const shown = nameOf(user);
  say(to, 'admin.balance', {
    name: shown,
    coins: coins(user.walletBalanceCoins, to.language),
    earned: coins(user.lifetimeEarnedCoins, to.language),
    spent: coins(user.lifetimeSpentCoins, to.language),
  });
  if (user.frozen) say(to, 'admin.balance.frozen');
  if (user.banned) {
    const { reason, untilAt } = user.banned;
    say(to, 'admin.balance.banned', { reason, until: untilOf(plugin, to, untilAt) });
  }
  return true;
}

async function adjustCoins(
  { plugin, people }: Desk,
  to: Sender,
  [name, amount = '', ...words]: readonly string[],
): Promise<boolean> {
  const reason = reasonOf(words);
  const [, sign = '', digits = ''] = /^([+-]?)(.*)$/.exec(amount) ?? [];
  const size = readAmount(digits);
  if (name === undefined || size === null || reason === null) return false;
  const user = await people.find(to, name);
  if (!user) return true;
  const amountCoins = sign === '-' ? -size : size;
  const done = await people.ask(to, adjust, { id: user.playerId, amountCoins, reason });
  if (!done) return true;
  plugin.say(to, amountCoins < 0 ? 'admin.adjust.taken' : 'admin.adjust.given', {
    name: nameOf(user),
    amount: plugin.coins(size, to.language),
    balance: plugin.coins(done.walletBalanceCoins, to.language),
  });
  return true;
}

async function setFrozen(
  { plugin, people }: Desk,
  to: Sender,
  [name, ...words]: readonly string[],
  frozen: boolean,
): Promise<boolean> {
  const reason = reasonOf(words);
  if (name === undefined || reason === null) return false;
  const user = await people.find(to, name);
  if (!user) return true;
  const done = await people.ask(to, frozen ? freeze : unfreeze, { id: user.playerId, reason });
  if (!done) return true;
  plugin.say(to, frozen ? 'admin.freeze.done' : 'admin.unfreeze.done', { name: nameOf(user) });
  return true;
}

async function ban(
  { plugin, people }: Desk,
  to: Sender,
  [name, ...words]: readonly string[],
): Promise<boolean> {
  const ms = lengthOf(words[0] ?? '');
  const reason = reasonOf(ms === null ? words : words.slice(1));
  if (name === undefined || reason === null) return false;
  const user = await people.find(to, name);
  if (!user) return true;
  const untilAt = ms === null ? null : instantIn(plugin, ms);
  const done = await people.ask(to, banPlayer, { id: user.playerId, reason, untilAt });
  if (!done) return true;
  const until = untilOf(plugin, to, done.banned?.untilAt ?? null);
  plugin.say(to, 'admin.ban.done', { name: nameOf(user), until });
  return true;
}

const hourMs = 3_600_000;

/** How long a ban is to last: hours, as 24 or 24h, or days, as 7d; null when it says no length. */
function lengthOf(word: string): number | null {
  const [, number, unit = ''] = /^(\d{1,5})([hd]?)$/i.exec(word) ?? [];
  if (number === undefined || Number(number) === 0) return null;
  return Number(number) * hourMs * (unit.toLowerCase() === 'd' ? 24 : 1);
}

/** By the backend's clock as far as it is known: its time is what a ban ends by. */
const instantIn = ({ platform, backend }: Plugin, ms: number): string =>
  new Date(platform.nowMs() + (backend.status().clockOffsetMs ?? 0) + ms).toISOString();

const untilOf = ({ words }: Plugin, { language }: Sender, untilAt: string | null) =>
  untilAt === null
    ? words(language, 'admin.ban.forEver')
    : words(language, 'admin.ban.until', { date: longDate(untilAt, language) });

async function unban(
  { plugin, people }: Desk,
  to: Sender,
  [name, ...words]: readonly string[],
): Promise<boolean> {
  const reason = reasonOf(words);
  if (name === undefined || reason === null) return false;
  const user = await people.find(to, name);
  if (!user) return true;
  const done = await people.ask(to, unbanPlayer, { id: user.playerId, reason });
  if (done) plugin.say(to, 'admin.unban.done', { name: nameOf(user) });
  return true;
}

async function refund(
  { plugin, people }: Desk,
  to: Sender,
  [purchaseId, ...words]: readonly string[],
): Promise<boolean> {
  const reason = reasonOf(words);
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(purchaseId ?? '');
  if (purchaseId === undefined || !isId || reason === null) return false;
  const call = { purchaseId: purchaseId.toLowerCase(), reason };
  const done = await people.ask(to, refundPurchase, call);
  if (!done) return true;
  if (done.status === 'refund_pending') {
    plugin.say(to, 'admin.refund.pending');
  } else {
    plugin.say(to, 'admin.refund.done', {
      amount: plugin.coins(done.refundedCoins, to.language),
      balance: plugin.coins(done.walletBalanceCoins, to.language),
    });
  }
  return true;
}
