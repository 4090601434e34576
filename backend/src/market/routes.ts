// The doors of goods and listings, for game servers and staff.
import type { FastifyInstance } from 'fastify';
import * as offers from '@mintkeep/shared/listings.ts';
import * as contracts from '@mintkeep/shared/market.ts';
import type { Actor, Context } from '../core/context.ts';
import { serve } from '../core/http.ts';
import { openQueues } from '../core/queues.ts';
import type { OneByOne } from '../core/queues.ts';
import { transact } from '../core/transact.ts';
import * as browse from './browse.ts';
import type { Looker } from './browse.ts';
import * as goods from './goods.ts';
import * as listings from './listings.ts';
import { forgetNotices, noticesOf } from './notices.ts';
import { appraise } from './offers.ts';
import * as staff from './staff.ts';

/** More of one seller are not kept waiting: the last would give up before they are heard. */
const queuedMax = 200;

const lookerOf = ({ kind }: Actor): Looker => (kind === 'server' ? 'game' : 'staff');

export const marketForKnown =
  (ctx: Context) =>
  async (scope: FastifyInstance): Promise<void> => {
    const oneByOne = openQueues({ queuedMax });
    goodsDoors(scope, ctx, oneByOne);
    listingDoors(scope, ctx, oneByOne);
    const known = browse.openKnown(ctx);
    serve(scope, ctx, offers.listListings, (input, { actor }) =>
      browse.listListings(ctx, lookerOf(actor), known, input),
    );
    serve(scope, ctx, offers.getListing, (input, { actor }) =>
      browse.getListing(ctx, lookerOf(actor), input),
    );
    serve(scope, ctx, offers.listOwnListings, (input) => browse.listOwnListings(ctx, input));
    serve(scope, ctx, contracts.takeMarketNotices, async ({ players, told }, call) => {
      // Most asks have nothing to forget, and cost one read of an index.
      if (told.length === 0) return noticesOf(ctx, players);
      return call.transact(async (tx) => {
        await forgetNotices(tx, told);
        return noticesOf(tx, players);
      });
    });
  };

function goodsDoors(scope: FastifyInstance, ctx: Context, oneByOne: OneByOne): void {
  serve(scope, ctx, contracts.handInGoods, async (input, call) => {
    // With other permissions by now it is the same hand-in, so the key must not stand in its way.
    const command = { ...call.command, input: goods.contentOf(input) };
    const handIn = () => transact(ctx, command, (tx) => goods.handInGoods(tx, input));
    return call.answer(await oneByOne([input.minecraftUUID], handIn));
  });
  serve(scope, ctx, contracts.listHeldGoods, (input) => goods.listHeldGoods(ctx, input));
  serve(scope, ctx, contracts.takeOutGoods, (input, call) =>
    call.transact((tx) => goods.takeOutGoods(tx, input)),
  );
}

function listingDoors(scope: FastifyInstance, ctx: Context, oneByOne: OneByOne): void {
  serve(scope, ctx, contracts.appraise, (input) => appraise(ctx, input));
  serve(scope, ctx, contracts.createListing, (input, call) =>
    oneByOne([input.minecraftUUID], () => call.transact((tx) => goods.createListing(tx, input))),
  );
  serve(scope, ctx, offers.repriceListing, (input, call) =>
    call.transact((tx) => listings.repriceListing(tx, input)),
  );
  serve(scope, ctx, offers.withdrawListing, (input, call) =>
    call.transact((tx) => listings.withdrawListing(tx, input)),
  );
  serve(scope, ctx, offers.editListingPrice, (input, call) =>
    call.transact((tx) => staff.editListingPrice(tx, input)),
  );
  serve(scope, ctx, offers.cancelListing, (input, call) =>
    call.transact((tx) => staff.cancelListing(tx, input)),
  );
}
