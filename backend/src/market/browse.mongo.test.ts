// Browsing: what is found by which filter, in which order and on which page, who is shown what, and that
// no question reads the market from end to end.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CallOf } from '@mintkeep/shared/contract.ts';
import * as offers from '@mintkeep/shared/listings.ts';
import { testApp } from '../../test/app.ts';
import { aPlayer } from '../../test/builders.ts';
import { aListing, letEnd, uuidOf } from '../../test/market.ts';
import { startProfiling, stopProfiling } from '../../test/profiler.ts';
import { staffMember } from '../../test/staff.ts';
import type { Player } from '../players/service.ts';
import type { ListingDoc } from './store.ts';
import { pairsOf } from './words.ts';

const opened = testApp();
type Asked = CallOf<typeof offers.listListings>;

let ann: Player;
let bob: Player;
/** Listings by what is asked for below. */
let made: Record<'edge' | 'blade' | 'block' | 'bread' | 'ore', ListingDoc>;

beforeAll(async () => {
  [ann, bob] = [await aPlayer(opened.ctx), await aPlayer(opened.ctx)];
  const list = (
    seller: Player,
    material: string,
    title: string,
    unitPriceCoins: number,
    h: number,
  ) =>
    aListing(opened, seller, {
      goods: { sku: material.toLowerCase(), material, title },
      terms: { unitPriceCoins, hours: h },
    });
  made = {
    edge: await list(ann, 'DIAMOND_SWORD', "Ann's Edge", 900, 48),
    blade: await list(bob, 'IRON_SWORD', 'Blade', 300, 24),
    block: await list(bob, 'DIAMOND_BLOCK', 'Block of Diamond', 700, 72),
    bread: await list(ann, 'BREAD', 'Brötchen', 2, 1),
    ore: await list(bob, 'DIAMOND_ORE', '.*', 500, 12),
  };
});

const find = async (asked: Asked) => (await opened.ask(offers.listListings, asked)).body;
const namesOf = (items: readonly { listingId: string }[]): string[] =>
  items.map(
    ({ listingId }) => Object.entries(made).find(([, { _id }]) => _id === listingId)?.[0] ?? '?',
  );
const found = async (asked: Asked): Promise<string[]> => namesOf((await find(asked)).items);

describe('GET /api/listings', () => {
  test('finds by the beginning of any word of a title or material, in any case (S1-092)', async () => {
    const cases: [string, string[]][] = [
      ['diamond', ['ore', 'block', 'edge']],
      ['DIA', ['ore', 'block', 'edge']],
      ['dia swo', ['edge']],
      ['swo dia', ['edge']],
      ['sword', ['blade', 'edge']],
      ['edge', ['edge']],
      ['brötchen', ['bread']],
      ['BRÖT', ['bread']],
      ['amond', []],
      ['diamond bread', []],
      ['.*', []],
      ['^', []],
      ['$where', []],
      ['(q+)+$', []],
    ];
    for (const [search, names] of cases) {
      expect([search, (await found({ search })).sort()]).toEqual([search, names.sort()]);
    }
  });

  test('finds by category, sku, seller and price, each with the others (S1-092)', async () => {
    const cases: [Asked, string[]][] = [
      [{ category: 'combat' }, ['blade', 'edge']],
      [{ category: 'food' }, ['bread']],
      [{ category: 'redstone' }, []],
      [{ category: 'combat', search: 'dia' }, ['edge']],
      [{ category: 'blocks', seller: bob.minecraftName }, ['ore', 'block']],
      [{ sku: 'bread' }, ['bread']],
      [{ sku: 'bread', category: 'combat' }, []],
      [{ seller: ann.minecraftName.toUpperCase() }, ['bread', 'edge']],
      [{ seller: 'Nobody_at_all' }, []],
      [{ seller: bob.minecraftName, search: 'dia', priceMinCoins: '600' }, ['block']],
      [{ priceMinCoins: '300', priceMaxCoins: '700' }, ['ore', 'block', 'blade']],
      [{ priceMaxCoins: '2' }, ['bread']],
      [{ priceMinCoins: '901' }, []],
      [{ priceMinCoins: '700', priceMaxCoins: '300' }, []],
    ];
    for (const [asked, names] of cases) {
      expect([asked, (await found(asked)).sort()]).toEqual([asked, names.sort()]);
    }
  });

  test('in the order that is asked for, on pages that share nothing (S1-092)', async () => {
    expect(await found({})).toEqual(['ore', 'bread', 'block', 'blade', 'edge']);
    expect(await found({ sort: 'newest' })).toEqual(['ore', 'bread', 'block', 'blade', 'edge']);
    expect(await found({ sort: 'cheapest' })).toEqual(['bread', 'blade', 'ore', 'block', 'edge']);
    expect(await found({ sort: 'dearest' })).toEqual(['edge', 'block', 'ore', 'blade', 'bread']);
    expect(await found({ sort: 'endingSoon' })).toEqual(['bread', 'ore', 'blade', 'edge', 'block']);
    const pages = [];
    for (const page of ['1', '2', '3', '4', '1000000']) {
      const answer = await find({ sort: 'cheapest', pageSize: '2', page });
      expect([answer.total, answer.page]).toEqual([5, Number(page)]);
      // No food is left out, and no tools are made up.
      expect(answer.categories).toEqual(['blocks', 'combat', 'food']);
      pages.push(namesOf(answer.items));
    }
    expect(pages).toEqual([['bread', 'blade'], ['ore', 'block'], ['edge'], [], []]);
  });

  test('shows what a listing is, and one of them with its bytes', async () => {
    const { edge } = made;
    const [record] = (await find({ search: 'edge' })).items;
    expect(record).toMatchObject({
      ...{ sellerId: ann._id, sellerName: ann.minecraftName, title: "Ann's Edge", quantity: 10 },
      ...{ unitPriceCoins: 900, feeRatio: edge.feeRatio, status: 'active', sku: 'diamond_sword' },
    });
    expect(record).not.toHaveProperty('bytes');
    const one = await opened.ask(offers.getListing, { listingId: edge._id });
    expect(one.body).toEqual({ ...record, bytes: edge.bytes });
    const none = await opened.ask(offers.getListing, { listingId: randomUUID() });
    expect([none.status, none.error?.code]).toEqual([404, 'LISTING_UNKNOWN']);
  });

  test('refuses what is no filter', async () => {
    const wrong = [{ priceMinCoins: '-1' }, { sort: 'best' }, { sku: '$ne' }, { category: 'x' }];
    for (const asked of wrong) {
      expect((await opened.ask(offers.listListings, asked as never)).status).toBe(400);
    }
  });

  test('shows a seller what is open, newest first', async () => {
    const own = await opened.ask(offers.listOwnListings, { minecraftUUID: uuidOf(ann) });
    expect([own.body.total, namesOf(own.body.items)]).toEqual([2, ['bread', 'edge']]);
    const none = await opened.ask(offers.listOwnListings, { minecraftUUID: randomUUID() });
    expect(none.error?.code).toBe('PLAYER_UNKNOWN');
  });
});

describe('who is shown what', () => {
  const ban = { reason: 'r', by: 'console:x', at: new Date(0), untilAt: null };
  const pastBan = { ...ban, untilAt: new Date(1) };

  test('listings of sellers who are frozen or banned are not shown in the game (issue 6)', async () => {
    const players = opened.ctx.db.collection<Player>('players');
    const list = async () => (await find({ category: 'combat' })).items.length;
    const seen = async () => {
      const { edge } = made;
      const one = await opened.ask(offers.getListing, { listingId: edge._id });
      const byName = await found({ seller: ann.minecraftName });
      return [await list(), byName.length, one.status];
    };
    const cases: [Partial<Player>, number[]][] = [
      [{ frozen: true }, [1, 0, 404]],
      [{ frozen: false }, [2, 2, 200]],
      [{ banned: ban, banVersion: 7 }, [1, 0, 404]],
      [{ banned: pastBan, banVersion: 8 }, [2, 2, 200]],
      [{ banned: null, banVersion: 9 }, [2, 2, 200]],
    ];
    for (const [fields, expected] of cases) {
      await players.updateOne({ _id: ann._id }, { $set: fields });
      expect([fields, await seen()]).toEqual([fields, expected]);
    }
  });

  test('a game server sees what can be bought; staff see also what is over (S1-092)', async () => {
    const seller = await aPlayer(opened.ctx);
    const over = await aListing(opened, seller, { goods: { sku: 'diamond.over' } });
    await letEnd(opened.ctx, over._id);
    expect((await find({ sku: 'diamond.over' })).total).toBe(0);
    const gone = await aListing(opened, seller, { goods: { sku: 'diamond.gone' } });
    const minecraftUUID = uuidOf(seller);
    await opened.ask(offers.withdrawListing, { minecraftUUID, listingId: gone._id });
    expect((await find({ sku: 'diamond.gone', status: 'cancelled' })).total).toBe(0);
    const panel = await staffMember(opened, 'AUDITOR');
    const url = '/api/listings?sku=diamond.gone&status=cancelled';
    const { body } = await panel.send({ method: 'GET', url });
    expect(body).toMatchObject({ total: 1, items: [{ listingId: gone._id, status: 'cancelled' }] });
  });
});

describe('a full market', () => {
  test('answers every question by an index, and reads little more than it answers (S1-042, issue 6)', async () => {
    const { ctx } = opened;
    const at = ctx.clock.now().getTime();
    const sellers = Array.from({ length: 60 }, () => randomUUID());
    const materials = ['STONE', 'OAK_LOG', 'BREAD', 'DIAMOND_PICKAXE', 'HOPPER', 'PAPER'];
    const wordsOf = (place: number): string[] => [
      ...(materials[place % 6] ?? '').toLowerCase().split('_'),
      `no${String(place)}`,
    ];
    const rows = Array.from({ length: 6_000 }, (_, place): ListingDoc => {
      const material = materials[place % 6] ?? '';
      return {
        ...made.edge,
        ...{
          _id: randomUUID(),
          sellerId: sellers[place % 60] ?? '',
          material,
          sku: material.toLowerCase(),
          unitPriceCoins: place + 1,
        },
        category:
          (['blocks', 'blocks', 'food', 'tools', 'redstone', 'other'] as const)[place % 6] ??
          'other',
        words: wordsOf(place),
        wordPairs: pairsOf(wordsOf(place)),
        createdAt: new Date(at - place * 1_000),
        expiresAt: new Date(at + 3_600_000 + place * 1_000),
      };
    });
    await ctx.db.collection<ListingDoc>('listings').insertMany(rows);
    await ctx.db
      .collection<Player>('players')
      .updateOne({ _id: bob._id }, { $set: { frozen: true } });
    await startProfiling(ctx.db);
    const questions: Asked[] = [
      {},
      { category: 'food' },
      { sku: 'stone' },
      { search: 'o' },
      { search: 'no4321' },
      { search: 'diamond no3' },
      { search: 'zzz' },
      { seller: ann.minecraftName },
      { priceMinCoins: '100', priceMaxCoins: '150' },
      { category: 'tools', priceMaxCoins: '50' },
    ];
    const orders = ['newest', 'cheapest', 'dearest', 'endingSoon'] as const;
    for (const asked of questions) {
      for (const sort of orders) {
        const { status } = await opened.ask(offers.listListings, { ...asked, sort });
        expect(status).toBe(200);
      }
    }
    const profiled = (await stopProfiling(ctx.db)).filter(
      ({ collection }) => collection === 'listings',
    );
    expect(profiled.length).toBeGreaterThan(questions.length * orders.length);
    const shown = ({ plan, examined, command }: (typeof profiled)[number]): string =>
      `${plan}, ${String(examined)} read: ${JSON.stringify(command['filter'] ?? command['pipeline'])}`;
    expect(profiled.filter(({ plan }) => plan.includes('COLLSCAN')).map(shown)).toEqual([]);
    const wasteful = profiled.filter(({ examined }) => examined > 2_500);
    expect(wasteful.map(shown)).toEqual([]);
  });

  test('turns to any page, and counts, without reading what it does not show (issue 6)', async () => {
    const { ctx } = opened;
    await startProfiling(ctx.db);
    const questions: Asked[] = [{}, { category: 'food' }, { sku: 'stone', sort: 'cheapest' }];
    for (const asked of questions) {
      const sorts = asked.sort ? [asked.sort] : (['newest', 'dearest', 'endingSoon'] as const);
      for (const sort of sorts) {
        const { items, total } = await find({ ...asked, sort, page: '50' });
        expect([items.length, total]).toEqual([20, 1_000]);
      }
    }
    const read = (await stopProfiling(ctx.db)).filter(
      ({ collection }) => collection === 'listings',
    );
    expect(read.filter(({ examined }) => examined > 20)).toEqual([]);
  });

  test('looks words that are each common up together (issue 6)', async () => {
    const { ctx } = opened;
    const rows = Array.from({ length: 6_000 }, (_, place): ListingDoc => {
      const words = place % 2 === 0 ? ['ember', 'bow'] : ['raven', 'diamond'];
      if (place % 300 === 0) words.push('diamond');
      const _id = randomUUID();
      return { ...made.edge, _id, sku: 'many', words, wordPairs: pairsOf(words) };
    });
    await ctx.db.collection<ListingDoc>('listings').insertMany(rows);
    await startProfiling(ctx.db);
    expect((await find({ search: 'emb dia', pageSize: '7', page: '3' })).total).toBe(20);
    expect((await find({ search: 'bow raven' })).total).toBe(0);
    const read = (await stopProfiling(ctx.db)).filter(
      ({ collection }) => collection === 'listings',
    );
    expect(read.filter(({ examined }) => examined > 100)).toEqual([]);
    expect((await find({ search: 'dia raven' })).total).toBe(1_000);
    expect((await find({ search: 'dia diamond', pageSize: '1' })).total).toBe(1_000);
    // Each part fits more than are few, and nothing fits both.
    const priced = { search: 'bow', priceMinCoins: '1', priceMaxCoins: '899' };
    expect((await find({ ...priced, sku: 'many' })).total).toBe(0);
  });
});
