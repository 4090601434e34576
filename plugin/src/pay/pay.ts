// /pay: coins to another player, here or not. Large sums are asked about first; each wish has one key
// until it is clear what became of it. What is allowed is the backend's word.
import { findPayee, pay as payContract, setPayable } from '@mintkeep/shared/pay.ts';
import { minecraftName } from '@mintkeep/shared/primitives.ts';
import { readAmount } from '../amount.ts';
import { isIndefinite } from '../backend/until-clear.ts';
import type { Notices } from '../notices.ts';
import type { Player } from '../platform/platform.ts';
import { playerCommand } from '../player-command.ts';
import type { Answer, Plugin } from '../plugin.ts';
import { followPayments } from './notices.ts';

const confirmWithinMs = 30_000;

interface Payee {
  readonly minecraftUUID: string;
  readonly name: string;
}

/** A payment as its player wants it. */
interface Wish {
  readonly key: string;
  readonly payee: Payee;
  readonly amountCoins: number;
}

interface Desk {
  readonly plugin: Plugin;
  readonly notices: Notices;
  /** Wishes to be confirmed, by player; a new one takes the place of the last. */
  readonly asked: Map<string, Wish & { readonly askedAtMs: number }>;
  /** Players whose payment is not clear yet. */
  readonly busy: Set<string>;
}

/** Registers /pay, and tells payees (D35). */
export function pay(plugin: Plugin): void {
  const { platform } = plugin;
  const notices = followPayments(plugin);
  const desk: Desk = { plugin, notices, asked: new Map(), busy: new Set() };
  platform.onQuit(({ id }) => void desk.asked.delete(id));
  playerCommand(plugin, {
    name: 'pay',
    run: (player, args) => payCommand(desk, player, args),
    complete: (player, args) => {
      if (args.length === 2) return ['100', '500', '1k'];
      if (args.length > 2) return [];
      const others = platform.players().filter(({ id }) => id !== player.id);
      const words = desk.asked.has(player.id) ? ['confirm', 'toggle'] : ['toggle'];
      return [...others.map(({ name }) => name), ...words];
    },
  });
}

async function payCommand(desk: Desk, player: Player, args: readonly string[]): Promise<void> {
  const { plugin, busy } = desk;
  const [first = '', second, ...more] = args;
  const word = first.toLowerCase();
  if (word === 'toggle' && second === undefined) return togglePayable(plugin, player);
  if (busy.has(player.id)) return plugin.say(player, 'pay.busy');
  // A player may be called so: an amount tells the two apart from a click's token.
  const isConfirm = word === 'confirm' && (second === undefined || isToken(second));
  if (isConfirm && more.length === 0) return confirm(desk, player, second);
  if (second === undefined || more.length > 0) return plugin.say(player, 'pay.usage');
  return begin(desk, player, first, second);
}

const tokenOf = ({ key }: Wish): string => `t-${key.slice(-12)}`;
const isToken = (text: string): boolean => text.startsWith('t-');

/** From names and amounts as they were written to a wish; a large one is asked about. */
async function begin(desk: Desk, player: Player, name: string, amount: string): Promise<void> {
  const { plugin, asked } = desk;
  const { platform, say, settings } = plugin;
  const amountCoins = readAmount(amount);
  if (amountCoins === null) return say(player, 'pay.notAmount', { amount });
  // Whatever was asked before is void: who confirms now means this.
  asked.delete(player.id);
  desk.busy.add(player.id);
  try {
    const payee = await payeeOf(plugin, player, name);
    if (!payee || !player.isOnline()) return;
    const wish = { key: platform.newId(), payee, amountCoins };
    if (amountCoins <= settings.payConfirmCoins) return await settle(desk, player, wish);
    asked.set(player.id, { ...wish, askedAtMs: platform.nowMs() });
    askToConfirm(plugin, player, wish);
  } finally {
    desk.busy.delete(player.id);
  }
}

function askToConfirm({ words, coins }: Plugin, player: Player, wish: Wish): void {
  const { template } = words(player.language, 'pay.ask');
  player.tell({
    // What a click runs is no text, so no placeholder goes there. It pays this wish and no other.
    template: template.replaceAll('{token}', tokenOf(wish)),
    values: {
      coins: coins(wish.amountCoins, player.language),
      player: wish.payee.name,
      seconds: String(confirmWithinMs / 1_000),
    },
  });
}

/** Pays what was asked about, once, while the question stands. */
async function confirm(desk: Desk, player: Player, token: string | undefined): Promise<void> {
  const { plugin, asked, busy } = desk;
  const wish = asked.get(player.id);
  const isOver = !wish || plugin.platform.nowMs() - wish.askedAtMs > confirmWithinMs;
  if (isOver || (token !== undefined && token !== tokenOf(wish))) {
    return plugin.say(player, 'pay.nothing');
  }
  asked.delete(player.id);
  busy.add(player.id);
  try {
    await settle(desk, player, wish);
  } finally {
    busy.delete(player.id);
  }
}

/** Who is meant by a name: who is here, or whom the backend knows; null when the player was told. */
async function payeeOf(plugin: Plugin, player: Player, name: string): Promise<Payee | null> {
  const isMeant = (other: Player): boolean => other.name.toLowerCase() === name.toLowerCase();
  const here = plugin.platform.players().find(isMeant);
  if (here) return { minecraftUUID: here.id, name: here.name };
  if (!minecraftName.safeParse(name).success) {
    plugin.say(player, 'pay.unknown', { player: name });
    return null;
  }
  const answer = await plugin.backend.send(findPayee, { name });
  if (answer.ok) return answer.value;
  if (answer.code === 'PLAYER_UNKNOWN') plugin.say(player, 'pay.unknown', { player: name });
  else player.tell(plugin.refusal(answer.code, answer.details, player.language));
  return null;
}

/** Asks until it is clear whether it was paid, always with the one key, and tells it. */
async function settle(desk: Desk, player: Player, wish: Wish): Promise<void> {
  const { plugin, notices } = desk;
  const { backend, platform, say, coins } = plugin;
  const { payee, amountCoins, key } = wish;
  const call = {
    minecraftUUID: player.id,
    toMinecraftUUID: payee.minecraftUUID,
    amountCoins,
  };
  let answer = await backend.send(payContract, call, { key });
  if (!answer.ok && isIndefinite(answer.code)) {
    // The request never left: nothing can have happened.
    if (answer.code === 'BACKEND_AWAY' && answer.details['asked'] === false) {
      return say(player, 'pay.away');
    }
    say(player, 'pay.unclear');
    answer = await backend.sendUntilHeard(payContract, call, key);
    // Too many wishes wait already. Who tried again now might pay twice, so nobody is asked to.
    if (!answer.ok && answer.code === 'BACKEND_AWAY') return;
  }
  // The player may have left and come back since.
  const here = platform.player(player.id) ?? player;
  if (!answer.ok) return tellRefusal(plugin, here, wish, answer);
  say(here, 'pay.paid', {
    coins: coins(amountCoins, here.language),
    player: payee.name,
    balance: coins(answer.value.walletBalanceCoins, here.language),
  });
  if (platform.player(payee.minecraftUUID)) notices.ask();
}

function tellRefusal(
  { say, coins, refusal }: Plugin,
  player: Player,
  { payee }: Wish,
  { code, details }: Extract<Answer<unknown>, { ok: false }>,
): void {
  const { language } = player;
  const { name } = payee;
  if (code === 'PAYEE_REFUSES') return say(player, 'pay.refuses', { player: name });
  if (code === 'BALANCE_TOO_LARGE') return say(player, 'pay.full', { player: name });
  if (code === 'PAYMENT_TOO_SMALL') {
    return say(player, 'pay.tooSmall', {
      coins: coins(Number(details['amountCoinsMin']), language),
    });
  }
  const isPayee = details['minecraftUUID'] === payee.minecraftUUID;
  if (code === 'PLAYER_UNKNOWN' && isPayee) return say(player, 'pay.unknown', { player: name });
  player.tell(refusal(code, details, language));
}

/** Turns over whether others may pay this player; the backend keeps it for every server. */
async function togglePayable(plugin: Plugin, player: Player): Promise<void> {
  const call = { minecraftUUID: player.id };
  const answer = await plugin.backend.send(setPayable, call, { key: plugin.platform.newId() });
  if (!answer.ok) return player.tell(plugin.refusal(answer.code, answer.details, player.language));
  plugin.say(player, answer.value.payable ? 'pay.payable' : 'pay.notPayable');
}
