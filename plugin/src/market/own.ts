// A seller's own listings: what is on offer, and how one is taken back or gets another price.
import { listOwnListings, repriceListing, withdrawListing } from '@mintkeep/shared/listings.ts';
import type { ListingRecord } from '@mintkeep/shared/listings.ts';
import type { Player } from '../platform/platform.ts';
import { listingLines, percentOf, tellNo, thingIcon, voiceFor, type Desk } from './desk.ts';
import { appraised } from './offer.ts';
import { priceRow, proposal } from './pickers.ts';
import { closeButton, openWindow, type Button } from './windows.ts';

const perPage = 45;

/** `/market mine`. */
export async function openOwn(desk: Desk, player: Player, page = 1): Promise<void> {
  const { plugin, seen } = desk;
  const { words } = voiceFor(plugin, player);
  const call = { minecraftUUID: player.id, page: String(page), pageSize: String(perPage) };
  const answer = await plugin.backend.send(listOwnListings, call);
  if (!player.isOnline()) return;
  if (!answer.ok) return tellNo(plugin, player, answer);
  const { items, total } = answer.value;
  seen.note(items);
  if (total === 0) return plugin.say(player, 'market.ownNone');
  const buttons = new Map<number, Button>();
  const back = (): void => void openOwn(desk, player, page);
  items.forEach((listing, slot) => {
    const fee = words('market.feeRatio', { percent: percentOf(listing.feeRatio, player.language) });
    const lore = [...listingLines(plugin, player, listing), fee, words('market.manageHint')];
    buttons.set(slot, {
      icon: thingIcon(plugin, player, listing, lore),
      run: () => openManage(desk, player, listing, back),
    });
  });
  const turn = (slot: number, key: 'menu.previous' | 'menu.next', to: number): void =>
    void buttons.set(slot, {
      icon: { material: 'ARROW', name: words(key, { page: String(to) }) },
      run: () => void openOwn(desk, player, to),
    });
  if (page > 1) turn(45, 'menu.previous', page - 1);
  if (page * perPage < total) turn(53, 'menu.next', page + 1);
  buttons.set(
    49,
    closeButton(words('menu.close'), () => window.close()),
  );
  const title = words('market.ownTitle');
  const window = openWindow(plugin, player, { title, rows: 6, buttons });
}

/** One of one's own listings: take it back, or change its price. */
export function openManage(
  desk: Desk,
  player: Player,
  listing: ListingRecord & { readonly bytes?: string },
  back?: () => void,
): void {
  const { plugin } = desk;
  const { words } = voiceFor(plugin, player);
  const lines = listingLines(plugin, player, listing);
  // One key for one window: a double click takes it back once.
  const key = plugin.platform.newId();
  // The second half of a double click in the list may land here: only a second click takes it back.
  const withdrawing = (isSure: boolean): Button => ({
    icon: {
      material: isSure ? 'YELLOW_CONCRETE' : 'CHEST_MINECART',
      name: words(isSure ? 'market.withdrawSure' : 'market.withdraw'),
      lore: [words('market.withdrawHint')],
    },
    run() {
      if (!isSure) return window.show(new Map([...buttons, [11, withdrawing(true)]]));
      window.close();
      void withdraw(desk, player, listing.listingId, key);
    },
  });
  const buttons = new Map<number, Button>([
    [4, { icon: thingIcon(plugin, player, listing, lines) }],
    [11, withdrawing(false)],
    [
      15,
      {
        icon: { material: 'GOLD_INGOT', name: words('market.reprice') },
        run: () => void openReprice(desk, player, listing, back),
      },
    ],
    [26, closeButton(words('menu.close'), () => window.close())],
  ]);
  if (back) buttons.set(18, { icon: { material: 'ARROW', name: words('menu.back') }, run: back });
  const title = words('market.manageTitle', { item: listing.title });
  const window = openWindow(plugin, player, { title, rows: 3, buttons });
}

/** Ends one's own listing; what is left comes back as a delivery. */
export async function withdraw(
  { plugin, till, seen }: Desk,
  player: Player,
  listingId: string,
  key: string,
): Promise<void> {
  const call = { listingId, minecraftUUID: player.id };
  const heard = await till.ask(player, withdrawListing, call, key);
  if (!heard) return;
  const { to, answer } = heard;
  if (!answer.ok) return tellNo(plugin, to, answer);
  seen.forget(listingId);
  const { number } = voiceFor(plugin, to);
  plugin.say(to, 'market.withdrawn', { quantity: number(answer.value.quantity) });
  plugin.sound(to, 'success');
}

async function openReprice(
  desk: Desk,
  player: Player,
  listing: ListingRecord & { readonly bytes?: string },
  back?: () => void,
): Promise<void> {
  const { plugin } = desk;
  const { words, coins } = voiceFor(plugin, player);
  let priceCoins = listing.unitPriceCoins;
  const guards = await appraised(desk, player, listing.sku, priceCoins);
  if (!guards) return;
  const key = plugin.platform.newId();
  const change = (to: number): void => {
    priceCoins = to;
    window.show(buttons());
  };
  function buttons(): Map<number, Button> {
    const shown = new Map<number, Button>();
    shown.set(4, { icon: thingIcon(plugin, player, listing, []) });
    priceRow(plugin, player, { from: 10, priceCoins, change }, shown);
    const { priceMinCoins = 1, medianCoins = null } = guards ?? {};
    shown.set(19, proposal(plugin, player, 'market.floor', priceMinCoins, change));
    if (medianCoins !== null) {
      shown.set(25, proposal(plugin, player, 'market.median', medianCoins, change));
    }
    const name = words('market.repriceYes', { price: coins(priceCoins) });
    shown.set(31, {
      icon: { material: 'LIME_CONCRETE', name },
      run() {
        window.close();
        void reprice(desk, player, { listing, priceCoins, key });
      },
    });
    const again = (): void => openManage(desk, player, listing, back);
    shown.set(36, { icon: { material: 'ARROW', name: words('menu.back') }, run: again });
    shown.set(
      44,
      closeButton(words('menu.close'), () => window.close()),
    );
    return shown;
  }
  const title = words('market.manageTitle', { item: listing.title });
  const window = openWindow(plugin, player, { title, rows: 5, buttons: buttons() });
}

async function reprice(
  { plugin, till }: Desk,
  player: Player,
  wish: { listing: ListingRecord; priceCoins: number; key: string },
): Promise<void> {
  const { listingId, title } = wish.listing;
  const call = { listingId, minecraftUUID: player.id, unitPriceCoins: wish.priceCoins };
  const heard = await till.ask(player, repriceListing, call, wish.key);
  if (!heard) return;
  const { to, answer } = heard;
  if (!answer.ok) return tellNo(plugin, to, answer);
  const { coins } = voiceFor(plugin, to);
  const { unitPriceCoins, feeRatio } = answer.value;
  plugin.say(to, 'market.repriced', {
    item: title,
    price: coins(unitPriceCoins),
    percent: percentOf(feeRatio, to.language),
  });
  plugin.sound(to, 'success');
}
