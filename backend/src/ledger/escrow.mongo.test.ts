// Escrow in the ledger: what is posted, what is refused, and that the verifier finds what is wrong.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { aPlayer, expectSoundLedger, inTx, refusalOf } from '../../test/builders.ts';
import { testContext } from '../../test/mongo.ts';
import type { Player } from '../players/service.ts';
import { postEarning, postEscrowRefund, postEscrows, postFulfilment } from './service.ts';
import type { EntryDoc } from './store.ts';
import { verifyLedger } from './verify.ts';

const opened = testContext();

const balancesOf = async ({ _id }: Player) => {
  const player = await opened.ctx.db.collection<Player>('players').findOne({ _id });
  const { walletBalanceCoins, escrowBalanceCoins, lifetimeEarnedCoins, lifetimeSpentCoins } =
    player as Player;
  return [walletBalanceCoins, escrowBalanceCoins, lifetimeEarnedCoins, lifetimeSpentCoins];
};

async function anEscrow(totalCoins: number, coins = totalCoins) {
  const buyer = await aPlayer(opened.ctx, { coins });
  const seller = await aPlayer(opened.ctx);
  const escrow = { orderId: randomUUID(), buyerId: buyer._id, totalCoins, meta: {} };
  await inTx(opened.ctx, (tx) => postEscrows(tx, [escrow]));
  return { buyer, seller, escrow };
}

const entriesOf = (orderId: string) =>
  opened.ctx.db.collection<EntryDoc>('transactions').find({ 'meta.orderId': orderId }).toArray();

describe('escrow', () => {
  test('takes from the wallet what it puts aside, and spends nothing yet (S1-074)', async () => {
    const { buyer, escrow } = await anEscrow(30, 100);
    expect(await balancesOf(buyer)).toEqual([70, 30, 100, 0]);
    expect(await entriesOf(escrow.orderId)).toMatchObject([
      {
        _id: escrow.orderId,
        type: 'buy',
        actorId: buyer._id,
        postings: [
          { from: `wallet:${buyer._id}`, to: `escrow:${escrow.orderId}`, amountCoins: 30 },
        ],
      },
    ]);
    await expectSoundLedger(opened.ctx);
  });

  // The net, what the treasury gets; a share of nothing is no posting.
  test.each([
    [100, 8, 2],
    [100, 0, 1],
    [100, 100, 1],
    [1, 0, 1],
  ])('of %i with a fee of %i goes to seller and treasury (S1-075)', async (total, fee, count) => {
    const { buyer, seller, escrow } = await anEscrow(total);
    const ended = { ...escrow, sellerId: seller._id, feeCoins: fee };
    expect(await inTx(opened.ctx, (tx) => postFulfilment(tx, ended))).toBe(true);
    expect(await balancesOf(buyer)).toEqual([0, 0, total, total]);
    expect(await balancesOf(seller)).toEqual([total - fee, 0, total - fee, 0]);
    const [, fulfil] = await entriesOf(escrow.orderId);
    expect(fulfil).toMatchObject({ type: 'fulfil', amountCoins: total });
    expect(fulfil?.postings).toHaveLength(count);
    const toTreasury = fulfil?.postings.find(({ to }) => to === 'treasury')?.amountCoins ?? 0;
    expect(toTreasury).toBe(fee);
    await expectSoundLedger(opened.ctx);
  });

  test('goes back to the buyer as if nothing had been bought', async () => {
    const { buyer, escrow } = await anEscrow(30, 100);
    expect(await inTx(opened.ctx, (tx) => postEscrowRefund(tx, escrow))).toBe(true);
    expect(await balancesOf(buyer)).toEqual([100, 0, 100, 0]);
    await expectSoundLedger(opened.ctx);
  });

  test('ends once, whichever way, however often it is tried', async () => {
    const { buyer, seller, escrow } = await anEscrow(30);
    // Other coins in escrow would pay for a second end, if only sums stood in the way.
    await inTx(opened.ctx, (tx) => postEarning(tx, earning(buyer, 60)));
    const other = { ...escrow, orderId: randomUUID() };
    await inTx(opened.ctx, (tx) => postEscrows(tx, [other]));
    await inTx(opened.ctx, (tx) => postEscrowRefund(tx, escrow));
    const again = inTx(opened.ctx, (tx) => postEscrowRefund(tx, escrow));
    expect(await refusalOf(again)).toBe('OPERATION_DONE_EARLIER');
    const ended = { ...other, sellerId: seller._id, feeCoins: 1 };
    await inTx(opened.ctx, (tx) => postFulfilment(tx, ended));
    await expect(inTx(opened.ctx, (tx) => postFulfilment(tx, ended))).rejects.toThrow();
    expect(await balancesOf(buyer)).toEqual([60, 0, 90, 30]);
    await expectSoundLedger(opened.ctx);
  });

  test('stays where the wallet cannot hold it, the seller as the buyer', async () => {
    const { buyer, seller, escrow } = await anEscrow(30);
    await setWallet(seller, Number.MAX_SAFE_INTEGER - 10);
    await setWallet(buyer, Number.MAX_SAFE_INTEGER - 10);
    const ended = { ...escrow, sellerId: seller._id, feeCoins: 1 };
    expect(await inTx(opened.ctx, (tx) => postFulfilment(tx, ended))).toBe(false);
    expect(await inTx(opened.ctx, (tx) => postEscrowRefund(tx, escrow))).toBe(false);
    expect(await entriesOf(escrow.orderId)).toHaveLength(1);
    expect((await balancesOf(buyer))[1]).toBe(30);
    await setWallet(seller, 0);
    await setWallet(buyer, 0);
    await expectSoundLedger(opened.ctx);
  });

  test('never takes more out than the player has in escrow', async () => {
    const { buyer, seller, escrow } = await anEscrow(30);
    const players = opened.ctx.db.collection<Player>('players');
    const change = (by: number) =>
      players.updateOne({ _id: buyer._id }, { $inc: { escrowBalanceCoins: by } });
    await change(-1);
    const ended = { ...escrow, sellerId: seller._id, feeCoins: 1 };
    await expect(inTx(opened.ctx, (tx) => postFulfilment(tx, ended))).rejects.toThrow('escrow');
    expect(await inTx(opened.ctx, (tx) => postEscrowRefund(tx, escrow))).toBe(false);
    expect(await balancesOf(seller)).toEqual([0, 0, 0, 0]);
    await change(1);
    await expectSoundLedger(opened.ctx);
  });

  test('takes nothing from a frozen wallet, nor more than it holds', async () => {
    const frozen = await aPlayer(opened.ctx, { coins: 50, frozen: true });
    const poor = await aPlayer(opened.ctx, { coins: 5 });
    for (const { _id: buyerId } of [frozen, poor]) {
      const escrow = { orderId: randomUUID(), buyerId, totalCoins: 10, meta: {} };
      await expect(inTx(opened.ctx, (tx) => postEscrows(tx, [escrow]))).rejects.toThrow('wallet');
    }
    await expectSoundLedger(opened.ctx);
  });

  test('of many buyers is one posting each, in one batch', async () => {
    const buyers = [
      await aPlayer(opened.ctx, { coins: 50 }),
      await aPlayer(opened.ctx, { coins: 9 }),
    ];
    const escrows = [0, 0, 1].map((place, number) => ({
      orderId: randomUUID(),
      buyerId: buyers[place]?._id ?? '',
      totalCoins: number + 1,
      meta: {},
    }));
    await inTx(opened.ctx, (tx) => postEscrows(tx, escrows));
    expect(await balancesOf(buyers[0] as Player)).toEqual([47, 3, 50, 0]);
    expect(await balancesOf(buyers[1] as Player)).toEqual([6, 3, 9, 0]);
    await expectSoundLedger(opened.ctx);
  });
});

const earning = ({ _id }: Player, amountCoins: number) => ({
  playerId: _id,
  amountCoins,
  reason: 'test',
  meta: {},
});

const setWallet = ({ _id }: Player, walletBalanceCoins: number) =>
  opened.ctx.db.collection<Player>('players').updateOne({ _id }, { $set: { walletBalanceCoins } });

describe('the verifier', () => {
  test('finds a cached escrow that is not what the ledger says (S1-186)', async () => {
    const { buyer } = await anEscrow(30);
    const players = opened.ctx.db.collection<Player>('players');
    const change = (by: number) =>
      players.updateOne({ _id: buyer._id }, { $inc: { escrowBalanceCoins: by } });
    await change(1);
    expect(await verifyLedger(opened.ctx)).toMatchObject({
      sound: false,
      mismatches: [{ account: `escrows of ${buyer._id}`, ledgerCoins: '30', cachedCoins: '31' }],
    });
    await change(-1);
    await expectSoundLedger(opened.ctx);
  });

  test('finds an escrow that gave more than it got', async () => {
    const { buyer, escrow } = await anEscrow(30);
    const entries = opened.ctx.db.collection<EntryDoc>('transactions');
    const [made] = await entriesOf(escrow.orderId);
    const account = `escrow:${escrow.orderId}` as const;
    // As if it had been paid out twice: to the treasury, of which nothing is cached.
    const postings = [{ from: account, to: 'treasury' as const, amountCoins: 31 }];
    await entries.insertOne({ ...(made as EntryDoc), _id: randomUUID(), postings });
    expect(await verifyLedger(opened.ctx)).toMatchObject({
      sound: false,
      mismatches: [
        { account: `escrows of ${buyer._id}`, ledgerCoins: '-1', cachedCoins: '30' },
        { account, ledgerCoins: '-1' },
      ],
    });
    await entries.deleteOne({ postings });
  });
});
