// Other plugins of a game server: they have coins of players set aside, take some and give some, tell
// of each until it is heard (some of it twice, at both backends), and let go of them again.
import { randomUUID } from 'node:crypto';
import { releaseHolds, reserveAllowance, settleHolds, takeHold } from '@mintkeep/shared/holds.ts';
import type { HoldEntry } from '@mintkeep/shared/holds.ts';
import { oneOf } from '../model/random.ts';
import type { Random } from '../model/random.ts';
import type { Client } from './client.ts';
import { startLoops } from './loops.ts';
import { wish } from './shoppers.ts';
import type { Shopper } from './shoppers.ts';

const pausesMs = { min: 20, max: 140 } as const;

/** Lets plugins work until it is stopped; `stop` waits for what is under way. */
export function startHolders(
  client: Client,
  shoppers: readonly Shopper[],
  { seed, loops }: { seed: number; loops: number },
): { stop(): Promise<void> } {
  return startLoops({ seed: seed * 3_000, count: loops, pausesMs }, (random) =>
    work(client, random, oneOf(random, shoppers)),
  );
}

const epoch = randomUUID();

async function work(client: Client, random: Random, shopper: Shopper): Promise<void> {
  const { minecraftUUID } = shopper;
  const dice = random();
  const coins = 1 + Math.floor(random() * 40);
  if (dice < 0.3) {
    const call = { epoch, minecraftUUID, wishCoins: coins * 5 };
    await client.settle(wish('hold', takeHold, call, client.newKey('hold')));
  } else if (dice < 0.4) {
    const call = { minecraftUUIDs: [minecraftUUID] };
    await client.settle(wish('release', releaseHolds, call, client.newKey('release')));
  } else if (dice < 0.7) {
    await tell(client, random, { kind: 'WITHDRAW', ...entryOf(shopper, coins) });
  } else {
    const call = { wishCoins: coins };
    const reserve = wish('reserve', reserveAllowance, call, client.newKey('reserve'));
    const answer = await client.settle(reserve);
    if (answer.outcome !== 'ok') return;
    const { allowanceCoins, allowanceDay } = answer.reply;
    if (allowanceCoins === 0) return;
    const entry = entryOf(shopper, allowanceCoins);
    await tell(client, random, { kind: 'DEPOSIT', ...entry, allowanceDay });
  }
}

const entryOf = ({ minecraftUUID }: Shopper, amountCoins: number) => ({
  ...{ entryId: randomUUID(), minecraftUUID, amountCoins, plugin: 'Jobs' },
  at: new Date().toISOString(),
});

/** Tells of an entry; now and then by two requests of their own, at once or one after the other. */
async function tell(client: Client, random: Random, entry: HoldEntry): Promise<void> {
  const telling = (first: number) =>
    client.settle(wish('settle', settleHolds, { entries: [entry] }, client.newKey('settle')), {
      tries: 20,
      first,
    });
  const dice = random();
  if (dice < 0.3) await Promise.all([telling(0), telling(1)]);
  else await telling(Math.floor(random() * client.backends));
  if (dice > 0.8) await telling(0);
}
