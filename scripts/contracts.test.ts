// The contracts as a whole: what is true of every endpoint, whichever noun it belongs to.
import { describe, expect, test } from 'vitest';
import { meanings } from '../backend/src/core/errors.ts';
import { allContracts } from '../backend/test/contracts.ts';

const contracts = (await allContracts()).map(({ name, contract }) => [name, contract] as const);

describe('every contract', () => {
  test('is found here, each path once', () => {
    expect(contracts.length).toBeGreaterThan(40);
    const doors = contracts.map(([, { method, path }]) => `${method} ${path}`);
    expect(new Set(doors).size).toBe(doors.length);
  });

  test.each(contracts)('%s has no body where it reads', (_name, one) => {
    expect(one.body !== undefined && one.method === 'GET').toBe(false);
  });

  test.each(contracts)('%s names no part twice: they share one flat input', (_name, one) => {
    const names = [one.params, one.query, one.body].flatMap((part) =>
      Object.keys(part?.shape ?? {}),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(contracts)('%s names only refusals of its own', (_name, one) => {
    expect(new Set(one.refusals).size).toBe(one.refusals.length);
    for (const code of one.refusals) expect(meanings[code].message).not.toBe('');
  });

  test('needs a key exactly where coins or goods move (D15)', () => {
    const withKey = contracts.filter(([, { key }]) => key === 'required').map(([name]) => name);
    expect(withKey.sort()).toEqual([
      'adjust',
      'buyFromListing',
      'cancelListing',
      'claimDaily',
      'claimQuest',
      'claimStarter',
      'createListing',
      'createVouchers',
      'forceFulfilOrder',
      'handInGoods',
      'pay',
      'purchase',
      'redeemVoucher',
      'refundOrder',
      'refundPurchase',
      'releaseHolds',
      'releaseOlderHolds',
      'releaseServerHolds',
      'reportDelivery',
      'reportStarter',
      'reserveAllowance',
      'resolveDelivery',
      'rollBackEvent',
      'rollGacha',
      'sell',
      'settleHolds',
      'takeHold',
      'takeOutGoods',
      // A link may bring coins: a reward, or those of the Discord account.
      'verifyCode',
      'voidVoucher',
      'withdrawListing',
    ]);
  });
});
