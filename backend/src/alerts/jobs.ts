// What alerts do by themselves: tell staff of what happened below, in words with names.
import { eventJob } from '../core/jobs.ts';
import type { ReadScope } from '../core/mongo.ts';
import { findPlayerById } from '../players/service.ts';
import { inDigits, ping } from './pings.ts';

/** Tells of a purchase, an order or a payment of many coins (S1-172). */
export const tellOfLargeTrade = eventJob({
  name: 'alerts:high-value-trade',
  on: 'trade.high-value',
  run: async (tx, { playerId, otherPlayerId, sku, amountCoins }) => {
    const who = await nameOf(tx, playerId);
    const other = otherPlayerId === null ? null : await nameOf(tx, otherPlayerId);
    const coins = `${inDigits(amountCoins)} coins`;
    const what = sku === null ? '' : `bought ${sku}${other === null ? '' : ` of ${other}`} for `;
    const note = `${who} ${sku === null ? `paid ${other ?? 'nobody'} ` : what}${coins}`;
    await ping(tx, { kind: 'high-value-trade', service: 'economy', note, weight: amountCoins });
  },
});

/** Tells of deliveries that a player's file knows nothing of (D22). */
export const tellOfMissingReceipts = eventJob({
  name: 'alerts:receipt-missing',
  on: 'delivery.receipt-missing',
  run: async (tx, { playerId, serverId: service, deliveries: weight }) => {
    const note = `${await nameOf(tx, playerId)} lacks ${inDigits(weight)}`;
    await ping(tx, { kind: 'receipt-missing', service, note, weight });
  },
});

/** Tells of what another plugin took or gave, for which there were no coins. */
export const tellOfUncoveredHolds = eventJob({
  name: 'alerts:hold-uncovered',
  on: 'hold.uncovered',
  run: async (tx, { playerId, serverId: service, kind, amountCoins, cause }) => {
    const who = playerId === null ? 'a player nobody knows' : await nameOf(tx, playerId);
    const done = kind === 'WITHDRAW' ? 'taken from' : 'given to';
    const note = `${inDigits(amountCoins)} coins ${done} ${who} by another plugin: ${whyUncovered[cause]}`;
    await ping(tx, { kind: 'hold-uncovered', service, note, weight: amountCoins });
  },
});

const whyUncovered = {
  funds: 'neither held nor in the wallet',
  allowance: 'beyond what the server may give on that day',
  balance: 'more than a balance can hold',
  player: 'no such player',
};

/** Tells of a world that is an older one than before (D22). */
export const tellOfRestoredWorld = eventJob({
  name: 'alerts:world-restored',
  on: 'server.world-restored',
  run: async (tx, { serverId: service, savesBefore, savesNow }) => {
    const weight = savesBefore - savesNow;
    const note =
      `the counter of its world went from ${inDigits(savesBefore)} back to ${inDigits(savesNow)}: ` +
      'restored from a backup, or two servers sign with one key';
    await ping(tx, { kind: 'world-restored', service, note, weight });
  },
});

const nameOf = async (scope: ReadScope, playerId: string): Promise<string> =>
  (await findPlayerById(scope, playerId))?.minecraftName ?? playerId;
