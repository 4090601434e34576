// Paying: coins from player to player, who takes them, and how payees hear of it. Knows no HTTP.
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import { noticesMax } from '@mintkeep/shared/pay.ts';
import type * as contracts from '@mintkeep/shared/pay.ts';
import { Refusal } from '../core/errors.ts';
import { tellIfLarge } from '../core/high-value.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import { logEvent } from '../event-log/service.ts';
import { postPayment } from '../ledger/service.ts';
import { getPlayer, getPlayerByName, isBanned } from '../players/service.ts';
import type { Player } from '../players/service.ts';
import * as store from './store.ts';

/** What the owner of the server settles. */
export interface PayRules {
  readonly amountCoinsMin: number;
  /** From how many coins on staff are told of a payment (S1-172). */
  readonly highValueCoins?: number | undefined;
}

/** The player of a name. Refuses `PLAYER_UNKNOWN`. */
export async function payeeOf(
  scope: ReadScope,
  name: string,
): Promise<ReplyOf<typeof contracts.findPayee>> {
  const { minecraftUUID, minecraftName } = await getPlayerByName(scope, name);
  return { minecraftUUID, name: minecraftName };
}

/**
 * Pays: takes the coins, gives them, logs it and leaves a notice, in one commit (D35). Refuses
 * `PAYMENT_TOO_SMALL`, `PLAYER_UNKNOWN`, `PLAYER_BANNED` and `PLAYER_FROZEN` of the payer,
 * `PAYEE_IS_SELF` (also for two accounts of one Discord user, D28), `PAYEE_REFUSES`,
 * `FUNDS_INSUFFICIENT`, `BALANCE_TOO_LARGE`; then nothing was changed.
 */
export async function pay(
  tx: Tx,
  { amountCoinsMin, highValueCoins }: PayRules,
  { minecraftUUID, toMinecraftUUID, amountCoins }: InputOf<typeof contracts.pay>,
): Promise<ReplyOf<typeof contracts.pay>> {
  if (amountCoins < amountCoinsMin) throw new Refusal('PAYMENT_TOO_SMALL', { amountCoinsMin });
  const payer = await getPlayer(tx, minecraftUUID);
  if (isBanned(payer, tx.now)) throw new Refusal('PLAYER_BANNED');
  if (payer.frozen) throw new Refusal('PLAYER_FROZEN');
  const payee = await getPlayer(tx, toMinecraftUUID);
  if (isSamePerson(payer, payee)) throw new Refusal('PAYEE_IS_SELF');
  if (!(await takesCoins(tx, payee))) throw new Refusal('PAYEE_REFUSES');
  const before = payer.walletBalanceCoins;
  if (before < amountCoins) {
    const details = { totalCostCoins: amountCoins, walletBalanceCoins: before };
    throw new Refusal('FUNDS_INSUFFICIENT', details);
  }
  const txId = tx.operationId;
  const walletBalanceCoins = await postPayment(tx, {
    payerId: payer._id,
    payeeId: payee._id,
    amountCoins,
    reason: `${payer.minecraftName} paid ${payee.minecraftName}`,
  });
  const fromName = payer.minecraftName;
  const notice = { minecraftUUID: toMinecraftUUID, fromName, amountCoins, paidAt: tx.now };
  await store.insertNotice(tx, { _id: txId, ...notice });
  const payeeBefore = payee.walletBalanceCoins;
  await logEvent(tx, {
    eventType: 'pay',
    playerId: payer._id,
    before: { walletBalanceCoins: before, payeeBalanceCoins: payeeBefore },
    after: {
      walletBalanceCoins,
      payeeId: payee._id,
      payeeBalanceCoins: payeeBefore + amountCoins,
      amountCoins,
      txId,
    },
  });
  const [playerId, otherPlayerId] = [payer._id, payee._id];
  const trade = { trade: 'payment', playerId, otherPlayerId, sku: null, amountCoins } as const;
  tellIfLarge(tx, trade, highValueCoins);
  return { txId, walletBalanceCoins };
}

/** One game account, or two that one Discord user has linked (D28). */
const isSamePerson = (one: Player, other: Player): boolean =>
  one._id === other._id || (one.discordId !== null && one.discordId === other.discordId);

/** Nobody is told whether it is the player's own wish or the staff's. */
const takesCoins = async (tx: Tx, payee: Player): Promise<boolean> =>
  !payee.frozen && !isBanned(payee, tx.now) && (await store.isPayable(tx, payee._id));

/** Says whether a player takes coins, or turns it over. Refuses `PLAYER_UNKNOWN`. */
export async function setPayable(
  tx: Tx,
  { minecraftUUID, payable: wanted }: InputOf<typeof contracts.setPayable>,
): Promise<ReplyOf<typeof contracts.setPayable>> {
  const { _id } = await getPlayer(tx, minecraftUUID);
  const payable = wanted ?? !(await store.isPayable(tx, _id));
  await store.writePayable(tx, _id, payable);
  return { payable };
}

/** Forgets notices that were read. */
export const forgetNotices = (tx: Tx, told: readonly string[]): Promise<void> =>
  store.removeNotices(tx, told);

/** The oldest notices of these players. */
export async function noticesOf(
  scope: ReadScope,
  players: readonly string[],
): Promise<ReplyOf<typeof contracts.takePaymentNotices>> {
  const found = await store.oldestNotices(scope, players, noticesMax);
  return {
    notices: found.map(({ _id, paidAt, ...notice }) => ({
      noticeId: _id,
      ...notice,
      paidAt: paidAt.toISOString(),
    })),
  };
}
