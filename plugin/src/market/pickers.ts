// Rows of buttons by which a number is chosen: how many, and at what price. They only say what was
// chosen; what a window does with it is its own business.
import { coinsMax } from '@mintkeep/shared/constants.ts';
import type { Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import { voiceFor } from './desk.ts';
import type { Button, Click } from './windows.ts';

const between = (value: number, min: number, max: number): number =>
  Math.min(Math.max(value, min), max);

/** Seven slots: less, 1, 8, 16, 64, all, more. */
export function quantityRow(
  plugin: Plugin,
  player: Player,
  row: { from: number; quantity: number; min: number; max: number; change(to: number): void },
  into: Map<number, Button>,
): void {
  const { words, number } = voiceFor(plugin, player);
  const { from, quantity, min, max, change } = row;
  const step = (slot: number, by: 1 | -1): void => {
    into.set(slot, {
      icon: {
        material: by > 0 ? 'GREEN_STAINED_GLASS_PANE' : 'RED_STAINED_GLASS_PANE',
        name: words(by > 0 ? 'market.more' : 'market.fewer'),
        lore: [words('market.stepHint')],
      },
      run: (click) => change(between(quantity + by * (click === 'shift' ? 16 : 1), min, max)),
    });
  };
  step(from, -1);
  [1, 8, 16, 64, max].forEach((some, index) => {
    const isAll = index === 4;
    if (some < min || (some > max && !isAll)) return;
    into.set(from + 1 + index, {
      icon: {
        material: quantity === some ? 'LIME_DYE' : 'GRAY_DYE',
        amount: between(some, 1, 64),
        name: words(isAll ? 'market.all' : 'market.count', { quantity: number(some) }),
        glow: quantity === some,
      },
      run: () => change(some),
    });
  });
  step(from + 6, 1);
}

const steps = [-100, -10, -1, 0, 1, 10, 100] as const;

/** Seven slots: the price in the middle, steps beside it; a shift click steps a hundred times as far. */
export function priceRow(
  plugin: Plugin,
  player: Player,
  row: { from: number; priceCoins: number; change(to: number): void },
  into: Map<number, Button>,
): void {
  const { words, coins, number } = voiceFor(plugin, player);
  const { from, priceCoins, change } = row;
  const stepOf = (by: number, click: Click): number => by * (click === 'shift' ? 100 : 1);
  steps.forEach((by, index) => {
    if (by === 0) {
      into.set(from + index, {
        icon: {
          material: 'GOLD_INGOT',
          name: words('market.each', { price: coins(priceCoins) }),
          lore: [words('market.priceHint')],
        },
      });
    } else {
      const shown = `${by > 0 ? '+' : '−'}${number(Math.abs(by))}`;
      into.set(from + index, {
        icon: {
          material: by > 0 ? 'GREEN_STAINED_GLASS_PANE' : 'RED_STAINED_GLASS_PANE',
          name: words('market.step', { step: shown }),
          lore: [words('market.priceStepHint')],
        },
        run: (click) => change(between(priceCoins + stepOf(by, click), 1, coinsMax)),
      });
    }
  });
}

/** A price that is proposed by a button: the lowest that is allowed, or what others paid. */
export function proposal(
  plugin: Plugin,
  player: Player,
  what: 'market.floor' | 'market.median',
  priceCoins: number,
  change: (to: number) => void,
): Button {
  const { words, coins } = voiceFor(plugin, player);
  return {
    icon: {
      material: what === 'market.floor' ? 'IRON_NUGGET' : 'GOLD_NUGGET',
      name: words(what, { price: coins(priceCoins) }),
      lore: [words('market.proposalHint')],
    },
    run: () => change(priceCoins),
  };
}
