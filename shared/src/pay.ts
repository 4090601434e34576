// Coins between players: who takes them, one payment, and the notices by which payees hear of theirs.
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { coins, instant, minecraftName, minecraftUUID, positiveCoins, uuid } from './primitives.ts';

/** Names are compared without their case; of two players who bore a name, the last seen has it. */
export const findPayee = {
  method: 'GET',
  path: '/api/players/payees/:name',
  who: { server: true },
  summary: 'Finds the player of a name, here or not, so that coins go to one game account.',
  params: z.strictObject({ name: minecraftName }),
  status: 200,
  reply: z.strictObject({ minecraftUUID, name: minecraftName }),
  key: 'none',
  refusals: ['PLAYER_UNKNOWN'],
} as const satisfies Contract;

export const pay = {
  method: 'POST',
  path: '/api/players/pay',
  who: { server: true },
  summary: 'Pays coins of one player to another, in one commit with the notice to the payee.',
  body: z.strictObject({
    minecraftUUID,
    toMinecraftUUID: minecraftUUID,
    amountCoins: positiveCoins,
  }),
  status: 201,
  reply: z.strictObject({ txId: uuid, walletBalanceCoins: coins }),
  key: 'required',
  refusals: [
    'PLAYER_UNKNOWN',
    'PLAYER_FROZEN',
    'PLAYER_BANNED',
    'FUNDS_INSUFFICIENT',
    'BALANCE_TOO_LARGE',
    'PAYEE_IS_SELF',
    'PAYEE_REFUSES',
    'PAYMENT_TOO_SMALL',
  ],
} as const satisfies Contract;

export const setPayable = {
  method: 'PUT',
  path: '/api/players/:minecraftUUID/payable',
  who: { server: true },
  summary: 'Says whether a player takes coins of others; without `payable` it is turned over.',
  params: z.strictObject({ minecraftUUID }),
  body: z.strictObject({ payable: z.boolean().optional() }),
  status: 200,
  reply: z.strictObject({ payable: z.boolean() }),
  key: 'accepted',
  refusals: ['PLAYER_UNKNOWN'],
} as const satisfies Contract;

/** Players that one ask names: those on the server. */
export const noticePlayersMax = 2_000;
/** Notices of one answer; who has more asks again. */
export const noticesMax = 100;

export const paymentNotice = z.strictObject({
  /** The payment's `txId`. */
  noticeId: uuid,
  minecraftUUID,
  fromName: minecraftName,
  amountCoins: positiveCoins,
  paidAt: instant,
});
export type PaymentNotice = z.infer<typeof paymentNotice>;

/**
 * `told` are notices of earlier answers that their players have read: only these are forgotten, so an
 * answer that gets lost loses no notice.
 */
export const takePaymentNotices = {
  method: 'POST',
  path: '/api/players/payment-notices',
  who: { server: true },
  summary: 'Lists payments that players on this server have not heard of, oldest first.',
  body: z.strictObject({
    players: z.array(minecraftUUID).max(noticePlayersMax),
    told: z.array(uuid).max(noticesMax),
  }),
  status: 200,
  reply: z.strictObject({ notices: z.array(paymentNotice).max(noticesMax) }),
  key: 'accepted',
  limit: 'none',
  refusals: [],
} as const satisfies Contract;
