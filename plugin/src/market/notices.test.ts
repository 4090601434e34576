// What is told of a market without anybody asking, and what staff do with its listings.
import { describe, expect, test } from 'vitest';
import { cancelListing, editListingPrice } from '@mintkeep/shared/listings.ts';
import { takeMarketNotices, type MarketNotice } from '@mintkeep/shared/market.ts';
import { openFakeMarket, someId } from './fake-market.ts';

const day = '2026-01-02T03:04:05.000Z';

describe('notices', () => {
  const notice = (changed: Partial<MarketNotice>): MarketNotice => ({
    noticeId: someId,
    minecraftUUID: '',
    kind: 'sold',
    title: 'Diamond',
    quantity: 2,
    coins: 9,
    otherName: 'Bob',
    reason: null,
    at: day,
    ...changed,
  });
  /** Tells these to Ann at a join, until she has heard them. */
  async function joinTo(notices: readonly Partial<MarketNotice>[]) {
    const { fake, server, ann } = openFakeMarket([]);
    fake.quit(ann);
    let open = notices.map((one, index) =>
      notice({ ...one, noticeId: someId.replace(/.$/, String(index)), minecraftUUID: ann.id }),
    );
    server.on(takeMarketNotices, ({ call }) => {
      open = open.filter(({ noticeId }) => !call.told.includes(noticeId));
      return { yes: { notices: open } };
    });
    const back = fake.join('Ann');
    await fake.advance(11_000);
    return back;
  }

  test('tell of each kind in words, once (S1-070, S1-121)', async () => {
    expect(
      (
        await joinTo([
          {},
          { kind: 'expired', coins: 0 },
          { kind: 'removed', reason: 'too <red>' },
          { kind: 'repriced', coins: 7, reason: 'typo' },
          { kind: 'refunded', reason: 'lost' },
        ])
      ).heard,
    ).toEqual([
      'While you were away:',
      'Bob bought 2 × Diamond from you: you got 9 coins.',
      expect.stringContaining('Your offer of 2 × Diamond has ended'),
      expect.stringContaining('off the market: too <red>.'),
      'The staff changed the price of your Diamond to 7 coins each: typo.',
      'You got 9 coins back for 2 × Diamond: lost.',
    ]);
  });

  test('count many sales of an absence together', async () => {
    expect((await joinTo(Array.from({ length: 6 }, () => ({})))).heard).toEqual([
      'While you were away:',
      'You sold things 6 times, for 54 coins in all.',
    ]);
  });
});

describe('staff', () => {
  test('remove and reprice with a reason, as who they are; others cannot (S1-093, S1-094)', async () => {
    const { fake, server, ann, run } = openFakeMarket();
    server.on(cancelListing, () => ({
      yes: { listingId: someId, quantity: 10, deliveryId: someId },
    }));
    server.on(editListingPrice, ({ call: { unitPriceCoins } }) => ({
      yes: { listingId: someId, unitPriceCoins, feeRatio: 0 },
    }));
    await run('market remove 0000abcd bad');
    expect([server.asked(cancelListing), ann.heard.at(-1)]).toEqual([
      [],
      expect.stringContaining('Browse with /market'),
    ]);
    ann.grants.set('mintkeep.admin.market', true);
    await run('market remove 0000abcd');
    expect(server.asked(cancelListing)).toEqual([]);
    await run('market editprice 0000abcd 1k a typo');
    await run('market remove 0000abcd a bad thing');
    expect(server.asked(cancelListing)).toMatchObject([
      { call: { listingId: someId, reason: 'a bad thing' }, actor: ann.id },
    ]);
    expect(server.asked(editListingPrice)).toMatchObject([
      { call: { unitPriceCoins: 1_000, reason: 'a typo' }, actor: ann.id },
    ]);
    await fake.run(fake.console, `market remove ${someId} by the console`);
    expect(server.asked(cancelListing).at(-1)?.actor).toBe('console');
    expect(fake.console.heard.at(-1)).toContain('Offer 0000abcd is removed');
  });
});
