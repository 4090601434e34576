// What every platform promises of goods, as checks on a player: on the fake in unit tests, on a server
// by contract-main.ts. The player holds, from the hand on: a diamond sword called Old with sharpness 5
// and damage 12, a fresh one, 70 diamonds, and another as the first.
import type { Platform, Player } from './platform.ts';

export interface GoodsCheck {
  readonly name: string;
  /** Throws with why the promise is not kept; leaves the player with what was there before. */
  run(platform: Platform, player: Player): void;
}

export const goodsChecks: readonly GoodsCheck[] = [
  {
    name: 'what is in the hand, in words and as a kind',
    run(_platform, player) {
      const { title, details, sku, material, quantity } = inHand(player);
      equal(
        [title, details, material, quantity],
        ['Old', ['Sharpness 5', 'Damage 12'], 'DIAMOND_SWORD', 1],
      );
      equal(/^diamond_sword\.[0-9a-f]{12}$/.test(sku), true);
    },
  },
  {
    name: 'holdings are one of each kind, equal things together',
    run(_platform, player) {
      equal(summary(player), [
        [inHand(player).sku, 2],
        ['diamond', 70],
        ['diamond_sword', 1],
      ]);
    },
  },
  {
    name: 'plain goods are taken over several stacks and come back as they were',
    run(_platform, player) {
      const before = summary(player);
      const taken = player.takeGoods('diamond', 66);
      equal([taken?.quantity, taken?.title, taken?.details], [66, 'Diamond', []]);
      equal(held(player, 'diamond'), 4);
      if (taken) player.giveGoods([taken]);
      equal(summary(player), before);
    },
  },
  {
    name: 'special goods are taken alone and come back equal byte for byte (D25)',
    run(platform, player) {
      const { sku, bytes } = inHand(player);
      const taken = player.takeGoods(sku, 99);
      equal([taken?.quantity, taken?.bytes], [2, bytes]);
      equal([player.inHand(), held(player, 'diamond_sword')], [null, 1]);
      if (!taken) return;
      equal([platform.goodsProblem([taken]), player.goodsSlotsMissing([taken])], [null, 0]);
      player.giveGoods([taken]);
      equal([held(player, sku), inHand(player).bytes], [2, bytes]);
    },
  },
  {
    name: 'what is not held is not taken',
    run(_platform, player) {
      const before = summary(player);
      equal(
        [player.takeGoods('dirt', 1), player.takeGoods('diamond_sword.000000000000', 1)],
        [null, null],
      );
      equal(summary(player), before);
    },
  },
  {
    name: 'slots are counted as giving would need them',
    run(_platform, player) {
      const one = player.holdings().find(({ sku }) => sku === 'diamond');
      if (!one) throw new Error('no diamonds');
      // Five slots are taken, and the second stack of diamonds has room for 58.
      equal(player.goodsSlotsMissing([{ ...one, quantity: 31 * 64 + 58 }]), 0);
      equal(player.goodsSlotsMissing([{ ...one, quantity: 31 * 64 + 59 }]), 1);
    },
  },
  {
    name: 'bytes that mean nothing are a problem and give nothing',
    run(platform, player) {
      const before = summary(player);
      const odd = { ...inHand(player), bytes: 'AAAA' };
      equal(typeof platform.goodsProblem([odd]), 'string');
      let threw = false;
      try {
        player.giveGoods([odd]);
      } catch {
        threw = true;
      }
      equal([threw, summary(player)], [true, before]);
    },
  },
  {
    name: 'where and how the player is',
    run: (_platform, player) => equal([player.gameMode(), player.world()], ['survival', 'world']),
  },
];

function inHand(player: Player) {
  const goods = player.inHand();
  if (!goods) throw new Error('the hand is empty');
  return goods;
}

const held = (player: Player, sku: string): number =>
  player.holdings().find((one) => one.sku === sku)?.quantity ?? 0;

const summary = (player: Player) =>
  player
    .holdings()
    .map(({ sku, quantity }) => [sku, quantity] as const)
    .sort(([one], [other]) => rank(one) - rank(other));

/** Kinds of their own first, then by name. */
const rank = (sku: string): number => (sku.includes('.') ? 0 : sku === 'diamond' ? 1 : 2);

function equal(seen: unknown, wanted: unknown): void {
  const [one, other] = [JSON.stringify(seen), JSON.stringify(wanted)];
  if (one !== other) throw new Error(`${one} instead of ${other}`);
}
