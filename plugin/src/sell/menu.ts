// The window of /sell: every thing a player holds that the shop buys, and what it brings. Says what
// stands in which slot; the clicks are answered in sell.ts. There are 36 slots in an inventory, so one
// page holds every kind.
import type { Goods } from '@mintkeep/shared/goods.ts';
import type { Icon, Message } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';

/** Things of one kind that can be sold. */
export interface Offer {
  readonly goods: Goods;
  readonly unitPriceCoins: number;
  readonly quantityPerDayMax: number | undefined;
}

export const allSlot = 49;
export const closeSlot = 53;

export const totalOf = (offers: readonly Offer[]): number =>
  offers.reduce((sum, { goods, unitPriceCoins }) => sum + goods.quantity * unitPriceCoins, 0);

/** The icons of the window; offers stand in the slots from 0 on. `isSure` asks for the second click. */
export function sellPage(
  { words, coins, platform }: Pick<Plugin, 'words' | 'coins' | 'platform'>,
  offers: readonly Offer[],
  { language, asksAgain }: { language: string; asksAgain: boolean },
): ReadonlyMap<number, Icon> {
  const say = (key: Parameters<Plugin['words']>[1], values?: Message['values']): Message =>
    words(language, key, values);
  const number = (value: number): string => platform.formatInteger(value, language);
  const icons = new Map<number, Icon>();
  offers.forEach(({ goods, unitPriceCoins, quantityPerDayMax }, slot) => {
    icons.set(slot, {
      material: goods.material,
      amount: Math.min(goods.quantity, 64),
      name: say('sell.itemName', { item: goods.title }),
      thing: goods.bytes,
      lore: [
        say('sell.each', { price: coins(unitPriceCoins, language) }),
        say('sell.held', {
          quantity: number(goods.quantity),
          total: coins(goods.quantity * unitPriceCoins, language),
        }),
        ...(quantityPerDayMax === undefined
          ? []
          : [say('sell.limitDay', { max: number(quantityPerDayMax) })]),
        say('sell.clicks'),
      ],
    });
  });
  const total = coins(totalOf(offers), language);
  icons.set(allSlot, {
    material: asksAgain ? 'YELLOW_CONCRETE' : 'LIME_CONCRETE',
    name: say(asksAgain ? 'sell.allSure' : 'sell.all', { total }),
    lore: [say('sell.allKinds', { kinds: number(offers.length) })],
  });
  icons.set(closeSlot, { material: 'BARRIER', name: say('menu.close') });
  return icons;
}
