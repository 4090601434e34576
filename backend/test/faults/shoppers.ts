// The everyday load: players who buy, roll, are paid back and get coins, several at once for one
// player, with requests asked twice at both backends at once, asked again much later, and asked with
// a used key and another wish.
import type { CallOf, Contract } from '@mintkeep/shared/contract.ts';
import { rollGacha } from '@mintkeep/shared/gacha.ts';
import { adjust } from '@mintkeep/shared/players.ts';
import { purchase, refundPurchase } from '@mintkeep/shared/shop.ts';
import { oneOf } from '../model/random.ts';
import type { Random } from '../model/random.ts';
import { capped, daily, endless, hot, tableKey } from './catalogue.ts';
import type { Client, Wish } from './client.ts';
import { startLoops } from './loops.ts';
import { pause } from './pause.ts';
import { purchaseIdOf } from './operation.ts';

export interface Shopper {
  readonly minecraftUUID: string;
  readonly playerId: string;
}

const pausesMs = { min: 10, max: 90 } as const;
const recentMax = 40;

/** Lets players trade until it is stopped; `stop` waits for what is under way. */
export function startShoppers(
  client: Client,
  shoppers: readonly Shopper[],
  { seed, loops }: { seed: number; loops: number },
): { stop(): Promise<void> } {
  /** Purchases that may be paid back, acknowledged or not. */
  const recent: string[] = [];
  return startLoops({ seed: seed * 1_000, count: loops, pausesMs }, async (random, run) => {
    const one = nextWish(client, random, { shopper: oneOf(random, shoppers), recent });
    if (one.kind === 'purchase') {
      recent.push(purchaseIdOf(one.key));
      if (recent.length > recentMax) recent.shift();
    }
    const dice = random();
    // Twice at once, at both.
    if (dice < 0.15) {
      for (let backend = 0; backend < client.backends; backend += 1) run(client.ask(one, backend));
    }
    // Again, long after.
    if (dice > 0.9) {
      run(pause(1_000 + random() * 5_000).then(() => client.settle(one, { tries: 3 })));
    }
    // Some give up early and never learn what became of it.
    const answer = await client.settle(one, { tries: random() < 0.1 ? 1 : 12 });
    if (answer.outcome === 'ok' && random() < 0.03) run(reuse(client, one));
    // Thought better of it: the refund races with the hand-over.
    if (one.kind === 'purchase' && answer.outcome !== 'refused' && random() < 0.25) {
      const call = { purchaseId: purchaseIdOf(one.key), reason: 'thought better of it' };
      const refund = wish('refund', refundPurchase, call, client.newKey('refund'));
      run(pause(random() * 60).then(() => client.settle(refund)));
    }
  });
}

/** The same key for another wish: must never be done. */
async function reuse(client: Client, { contract, key, actor, call }: Wish): Promise<void> {
  const other = { ...(call as Record<string, unknown>) };
  if (contract.path === purchase.path) other['quantity'] = 7;
  else if (contract.path === adjust.path) other['amountCoins'] = 77_777;
  else return;
  await client.ask({ kind: 'reuse', contract, call: other, key, actor }, 0);
}

/** A wish of one contract, as any wish. */
export const wish = <C extends Contract>(
  kind: Wish['kind'],
  contract: C,
  call: CallOf<C>,
  key: string,
  actor: Wish['actor'] = 'server',
): Wish<C> => ({ kind, contract, call, key, actor });

function nextWish(
  client: Client,
  random: Random,
  { shopper, recent }: { shopper: Shopper; recent: readonly string[] },
): Wish {
  const { minecraftUUID, playerId } = shopper;
  const dice = random();
  const buy = (sku: string, quantity = 1): Wish => {
    const call = { minecraftUUID, sku, quantity };
    return wish('purchase', purchase, call, client.newKey('purchase'));
  };
  if (dice < 0.4) return buy(oneOf(random, endless), 1 + Math.floor(random() * 3));
  if (dice < 0.55) return buy(hot.sku);
  if (dice < 0.6) return buy(capped.sku);
  if (dice < 0.65) return buy(daily.sku);
  if (dice < 0.77 && recent.length > 0) {
    const call = { purchaseId: oneOf(random, recent), reason: 'changed my mind' };
    return wish('refund', refundPurchase, call, client.newKey('refund'));
  }
  if (dice < 0.87) {
    const call = { minecraftUUID, tableKey };
    return wish('roll', rollGacha, call, client.newKey('roll'));
  }
  return coins(client, playerId, Math.floor(random() * 160) - 30);
}

/** Gives coins, or takes them: what staff at the console of a game server do. */
export const coins = (client: Client, id: string, amountCoins: number) =>
  wish(
    'adjust',
    adjust,
    { id, amountCoins: amountCoins || 1, reason: 'faults' },
    client.newKey('adjust'),
    'console',
  );
