// Selling on the market: `/market sell` with words, and its windows: which thing, at what terms.
import { purchaseQuantityMax } from '@mintkeep/shared/constants.ts';
import { readAmount } from '../amount.ts';
import type { Player } from '../platform/platform.ts';
import { hoursMax, type Terms } from './counter.ts';
import { thingIcon, voiceFor, type Desk } from './desk.ts';
import { appraised, makeOffer, type Thing } from './offer.ts';
import { priceRow, proposal, quantityRow } from './pickers.ts';
import { closeButton, openWindow, type Button, type Click } from './windows.ts';

/** `/market sell <unit price> [quantity] [hours]`: what is in the hand. */
export async function sellHand(
  desk: Desk,
  player: Player,
  words: readonly string[],
): Promise<void> {
  const { plugin, counter } = desk;
  const [price = '', count, time] = words;
  const goods = player.inHand();
  if (!goods) return plugin.say(player, 'market.handEmpty');
  const unitPriceCoins = readAmount(price);
  if (unitPriceCoins === null) return plugin.say(player, 'market.wrongPrice', { word: price });
  const quantity = count === undefined ? goods.quantity : readAmount(count);
  if (quantity === null || quantity > purchaseQuantityMax) {
    return plugin.say(player, 'shop.unknownQuantity', { quantity: count ?? '' });
  }
  const hours = time === undefined ? plugin.settings.market.hoursDefault : readAmount(time);
  if (hours === null || hours > hoursMax) {
    return plugin.say(player, 'market.wrongHours', { word: time ?? '', max: String(hoursMax) });
  }
  const no = counter.whyNot(player, goods.sku);
  if (no) return player.tell(no.message);
  const held = player.holdings().find(({ sku }) => sku === goods.sku)?.quantity ?? goods.quantity;
  const offer = {
    thing: { from: 'inventory', goods } as const,
    quantity: Math.min(quantity, held),
  };
  await makeOffer(desk, player, { ...offer, terms: { unitPriceCoins, hours } });
}

/** `/market deposit [quantity]`: what is in the hand, to be held. */
export function depositHand({ plugin, counter }: Desk, player: Player, count?: string): void {
  const goods = player.inHand();
  if (!goods) return plugin.say(player, 'market.handEmpty');
  const quantity = count === undefined ? goods.quantity : readAmount(count);
  if (quantity === null || quantity > purchaseQuantityMax) {
    return plugin.say(player, 'shop.unknownQuantity', { quantity: count ?? '' });
  }
  counter.hold(player, goods.sku, quantity);
}

/** The window in which a stack of the inventory is chosen. There are 36 slots, so one page holds all. */
export function openSellMenu(desk: Desk, player: Player): void {
  const { plugin, counter } = desk;
  const { words, number } = voiceFor(plugin, player);
  const holdings = player.holdings();
  const offered = holdings.filter(({ sku }) => counter.whyNot(player, sku) === null);
  const [first] = holdings;
  if (!first) return plugin.say(player, 'market.nothingHeld');
  if (offered.length === 0) {
    // What stands in the way of one thing, as creative mode, mostly stands in the way of all.
    const no = counter.whyNot(player, first.sku);
    return no ? player.tell(no.message) : undefined;
  }
  const buttons = new Map<number, Button>();
  offered.slice(0, 45).forEach((goods, slot) => {
    const lore = [
      words('market.youHold', { quantity: number(goods.quantity) }),
      words('market.chooseHint'),
    ];
    buttons.set(slot, {
      icon: thingIcon(plugin, player, goods, lore),
      run: () =>
        void openTerms(desk, player, { from: 'inventory', goods }, () =>
          openSellMenu(desk, player),
        ),
    });
  });
  buttons.set(
    49,
    closeButton(words('menu.close'), () => window.close()),
  );
  const title = words('market.sellTitle');
  const window = openWindow(plugin, player, { title, rows: 6, buttons });
}

interface Choice {
  readonly quantity: number;
  readonly unitPriceCoins: number;
  readonly hours: number;
  readonly min: number | null;
  readonly max: number | null;
}

const hoursOffered = [1, 6, 12, 24, 48, 72, 168, 336, 720] as const;
const limitsOffered = [null, 1, 8, 16, 32, 64] as const;

/** The next of a list by a left click, the one before by a right one, around its ends. */
function turned<T>(list: readonly T[], now: T, click: Click): T {
  const index = list.indexOf(now) + (click === 'right' ? -1 : 1);
  return list[(index + list.length) % list.length] ?? now;
}

/** The window in which price, quantity, hours and limits of an offer are chosen. */
export async function openTerms(
  desk: Desk,
  player: Player,
  thing: Thing,
  back: () => void,
): Promise<void> {
  const { plugin } = desk;
  const { goods } = thing;
  const guards = await appraised(desk, player, goods.sku, 1);
  if (!guards) return;
  const max = Math.min(goods.quantity, purchaseQuantityMax);
  const { medianCoins, priceMinCoins } = guards;
  const { hoursDefault: hours } = plugin.settings.market;
  const hoursList = [...new Set([...hoursOffered, hours])].sort((a, b) => a - b);
  const unitPriceCoins = medianCoins ?? priceMinCoins;
  const quantity = thing.from === 'held' ? max : Math.min(max, 64);
  let choice: Choice = { quantity, unitPriceCoins, hours, min: null, max: null };
  let isAsking = false;
  const { words } = voiceFor(plugin, player);
  const change = (part: Partial<Choice>): void => {
    choice = { ...choice, ...part };
    window.show(buttons());
  };
  async function goOn(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    const again = (): void => void openTerms(desk, player, thing, back);
    const close = (): void => window.close();
    const offer = { thing, quantity: choice.quantity, terms: termsOf(choice) };
    await makeOffer(desk, player, offer, { back: again, close });
    isAsking = false;
  }
  function buttons(): Map<number, Button> {
    const shown = new Map<number, Button>();
    const price = (unitPriceCoins: number): void => change({ unitPriceCoins });
    priceRow(plugin, player, { from: 10, priceCoins: choice.unitPriceCoins, change: price }, shown);
    shown.set(19, proposal(plugin, player, 'market.floor', priceMinCoins, price));
    if (medianCoins !== null) {
      shown.set(25, proposal(plugin, player, 'market.median', medianCoins, price));
    }
    if (thing.from === 'inventory') {
      const count = (to: number): void => change({ quantity: to });
      const row = { from: 28, quantity: choice.quantity, min: 1, max, change: count };
      quantityRow(plugin, player, row, shown);
    }
    termButtons(desk, player, { choice, hoursList, change }, shown);
    const shownThing = { ...goods, quantity: choice.quantity };
    shown.set(4, { icon: thingIcon(plugin, player, shownThing, []) });
    shown.set(45, { icon: { material: 'ARROW', name: words('menu.back') }, run: back });
    const goOnIcon = { name: words('market.goOn'), lore: [words('market.goOnHint')] };
    shown.set(49, { icon: { material: 'LIME_CONCRETE', ...goOnIcon }, run: () => void goOn() });
    shown.set(
      53,
      closeButton(words('menu.close'), () => window.close()),
    );
    return shown;
  }
  const title = words('market.offerTitle', { item: goods.title });
  const window = openWindow(plugin, player, { title, rows: 6, buttons: buttons() });
}

const termsOf = ({ unitPriceCoins, hours, min, max }: Choice): Terms => ({
  unitPriceCoins,
  hours,
  ...(min === null ? {} : { quantityPerBuyerMin: min }),
  ...(max === null ? {} : { quantityPerBuyerMax: max }),
});

/** Hours, and the least and the most that one buyer may take; each turns by clicks. */
function termButtons(
  { plugin }: Desk,
  player: Player,
  row: { choice: Choice; hoursList: readonly number[]; change(part: Partial<Choice>): void },
  into: Map<number, Button>,
): void {
  const { words, number } = voiceFor(plugin, player);
  const { choice, hoursList, change } = row;
  const lore = [words('market.turnHint')];
  into.set(38, {
    icon: { material: 'CLOCK', name: words('market.hours', { hours: number(choice.hours) }), lore },
    run: (click) => change({ hours: turned(hoursList, choice.hours, click) }),
  });
  const limit = (value: number | null): string => (value === null ? '–' : number(value));
  into.set(40, {
    icon: { material: 'HOPPER', name: words('market.buyerMin', { min: limit(choice.min) }), lore },
    run: (click) => change({ min: turned<number | null>(limitsOffered, choice.min, click) }),
  });
  into.set(42, {
    icon: { material: 'CHEST', name: words('market.buyerMax', { max: limit(choice.max) }), lore },
    run: (click) => change({ max: turned<number | null>(limitsOffered, choice.max, click) }),
  });
}
