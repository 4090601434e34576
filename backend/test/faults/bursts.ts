// Bursts: sixteen wishes at the very same moment, at both backends, for what only few may have. One
// kind after the other, each round on a reward, a player or a Discord user of its own.
import { randomUUID } from 'node:crypto';
import { claimStarter } from '@mintkeep/shared/gacha.ts';
import { purchase, refundPurchase } from '@mintkeep/shared/shop.ts';
import { generateCode, verifyCode } from '@mintkeep/shared/verification.ts';
import { burstMax, burstSku, endless, unitPriceCoins } from './catalogue.ts';
import type { Client, Wish } from './client.ts';
import type { Game } from './game.ts';
import { pause } from './pause.ts';
import { marketBurst, marketBurstKinds } from './market-bursts.ts';
import { purchaseIdOf } from './operation.ts';
import { coins, wish } from './shoppers.ts';
import type { Shopper } from './shoppers.ts';

const width = 16;
export const burstKinds = [
  ...marketBurstKinds,
  'stock',
  'cap',
  'day',
  'starter',
  'link',
  'sameKey',
  'wallet',
  'refund',
] as const;
export type BurstKind = (typeof burstKinds)[number];

/** What was claimed by bursts, for the checkers: who may hold how much. */
export interface BurstFacts {
  readonly made: Record<BurstKind, number>;
  readonly starters: string[];
  readonly discordIds: string[];
  /** Sellers who wanted more listings at once than they may have. */
  readonly sellers: string[];
}

export interface Bursts {
  readonly facts: BurstFacts;
  stop(): Promise<void>;
}

/** Fires one burst after the other until it is stopped. */
export function startBursts(
  client: Client,
  game: Game,
  { everyMs, kinds = burstKinds }: { everyMs: number; kinds?: readonly BurstKind[] | undefined },
): Bursts {
  const made = Object.fromEntries(burstKinds.map((kind) => [kind, 0])) as BurstFacts['made'];
  const facts: BurstFacts = { made, starters: [], discordIds: [], sellers: [] };
  let isOver = false;
  const goesOn = (): boolean => !isOver;
  const firing = (async () => {
    let crowd: Shopper[] = [];
    for (let at = 0; goesOn(); at += 1) {
      if (crowd.length === 0) crowd = await comers(client, game, width, 10_000);
      const kind = kinds[at % kinds.length] ?? 'stock';
      const round = Math.floor(at / kinds.length);
      const wishes = await wishesOf(client, game, { kind, round, crowd, facts });
      await Promise.all(wishes.map((one, place) => settle(client, one, place)));
      made[kind] += 1;
      await pause(everyMs);
    }
  })();
  return {
    facts,
    async stop() {
      isOver = true;
      await firing;
    },
  };
}

/** A link's code may be entered but a few times; all else is asked until it is known. */
const settle = (client: Client, one: Wish, place: number): Promise<unknown> =>
  client.settle(one, { first: place % client.backends, tries: one.kind === 'link' ? 4 : 12 });

/** Players who have just come, each with so many coins. */
async function comers(
  client: Client,
  game: Game,
  count: number,
  amountCoins: number,
): Promise<Shopper[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const minecraftUUID = randomUUID();
      const playerId = await game.join(minecraftUUID, `Burst_${minecraftUUID.slice(0, 8)}`);
      await client.settle(coins(client, playerId, amountCoins), { tries: 60 });
      return { minecraftUUID, playerId };
    }),
  );
}

async function wishesOf(
  client: Client,
  game: Game,
  {
    kind,
    round,
    crowd,
    facts,
  }: { kind: BurstKind; round: number; crowd: readonly Shopper[]; facts: BurstFacts },
): Promise<Wish[]> {
  const each = (make: (place: number) => Wish): Wish[] =>
    Array.from({ length: width }, (_, place) => make(place));
  const someone = crowd[round % crowd.length];
  if (!someone) throw new Error('nobody came');
  const { minecraftUUID } = someone;
  const buy = (who: string, sku: string, key = client.newKey('burst')): Wish =>
    wish('purchase', purchase, { minecraftUUID: who, sku, quantity: 1 }, key);
  switch (kind) {
    case 'stock':
      return crowd.map((one) => buy(one.minecraftUUID, burstSku('stock', round)));
    case 'cap':
    case 'day':
      return each(() => buy(minecraftUUID, burstSku(kind, round)));
    case 'sameKey': {
      const one = buy(minecraftUUID, endless[0]);
      return each(() => one);
    }
    case 'wallet': {
      const [poor] = await comers(client, game, 1, burstMax * unitPriceCoins + 1);
      return poor ? each(() => buy(poor.minecraftUUID, endless[1])) : [];
    }
    case 'starter': {
      const [fresh] = await comers(client, game, 1, 1);
      if (!fresh) return [];
      facts.starters.push(fresh.playerId);
      const call = { minecraftUUID: fresh.minecraftUUID };
      return each(() => wish('starter', claimStarter, call, client.newKey('starter')));
    }
    case 'refund': {
      const one = buy(minecraftUUID, endless[2]);
      await client.settle(one);
      const call = { purchaseId: purchaseIdOf(one.key), reason: 'all at once' };
      return each(() => wish('refund', refundPurchase, call, client.newKey('refund')));
    }
    case 'listing':
    case 'buyer':
    case 'listings':
    case 'goods':
    case 'redeem':
    case 'sale': {
      const newcomer = async () => (await comers(client, game, 1, 10_000))[0] ?? someone;
      return marketBurst(client, game, { kind, crowd, newcomer, facts });
    }
    case 'link':
      return links(client, await comers(client, game, width, 1), facts);
  }
}

/** One Discord user, and many game accounts that show their codes at once. */
async function links(
  client: Client,
  crowd: readonly Shopper[],
  { discordIds }: BurstFacts,
): Promise<Wish[]> {
  const discordId = String(10n ** 17n + BigInt(discordIds.length));
  discordIds.push(discordId);
  const wishes = await Promise.all(
    crowd.map(async ({ minecraftUUID }): Promise<Wish[]> => {
      const call = { minecraftUUID, name: `Burst_${minecraftUUID.slice(0, 8)}` };
      const answer = await client.settle(wish('code', generateCode, call, ''), { tries: 20 });
      if (answer.outcome !== 'ok') return [];
      const { code } = answer.reply;
      return [wish('link', verifyCode, { code, discordId }, client.newKey('link'))];
    }),
  );
  return wishes.flat();
}
