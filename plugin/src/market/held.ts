// Goods that Mintkeep holds for a player without a listing: shown, listed, taken out.
import { listHeldGoods, takeOutGoods, type HeldGoods } from '@mintkeep/shared/market.ts';
import type { Player } from '../platform/platform.ts';
import { tellNo, thingIcon, voiceFor, type Desk } from './desk.ts';
import { openTerms } from './sell.ts';
import { closeButton, openWindow, type Button } from './windows.ts';

const perPage = 45;

/** `/market held`: a left click lists, a right click takes out. */
export async function openHeld(desk: Desk, player: Player, page = 1): Promise<void> {
  const { plugin } = desk;
  const { words, number } = voiceFor(plugin, player);
  const call = { minecraftUUID: player.id, page: String(page), pageSize: String(perPage) };
  const answer = await plugin.backend.send(listHeldGoods, call);
  if (!player.isOnline()) return;
  if (!answer.ok) return tellNo(plugin, player, answer);
  const { items, total } = answer.value;
  if (total === 0) return plugin.say(player, 'market.heldNone');
  const buttons = new Map<number, Button>();
  const back = (): void => void openHeld(desk, player, page);
  items.forEach((goods, slot) => {
    const lore = [
      words('market.heldQuantity', { quantity: number(goods.quantity) }),
      words('market.heldHint'),
    ];
    // One key for one window: a double click takes out once.
    const key = plugin.platform.newId();
    buttons.set(slot, {
      icon: thingIcon(plugin, player, goods, lore),
      run(click) {
        if (click !== 'right') return void openTerms(desk, player, { from: 'held', goods }, back);
        window.close();
        void takeOut(desk, player, goods, key);
      },
    });
  });
  const turn = (slot: number, key: 'menu.previous' | 'menu.next', to: number): void =>
    void buttons.set(slot, {
      icon: { material: 'ARROW', name: words(key, { page: String(to) }) },
      run: () => void openHeld(desk, player, to),
    });
  if (page > 1) turn(45, 'menu.previous', page - 1);
  if (page * perPage < total) turn(53, 'menu.next', page + 1);
  buttons.set(
    49,
    closeButton(words('menu.close'), () => window.close()),
  );
  const title = words('market.heldTitle');
  const window = openWindow(plugin, player, { title, rows: 6, buttons });
}

async function takeOut(
  { plugin, till }: Desk,
  player: Player,
  { goodsId, title, quantity }: HeldGoods,
  key: string,
): Promise<void> {
  const heard = await till.ask(player, takeOutGoods, { goodsId, minecraftUUID: player.id }, key);
  if (!heard) return;
  const { to, answer } = heard;
  if (!answer.ok) return tellNo(plugin, to, answer);
  const { number } = voiceFor(plugin, to);
  plugin.say(to, 'market.takenOut', { item: title, quantity: number(quantity) });
  plugin.sound(to, 'success');
}

/** Tells who joins that Mintkeep holds something; says nothing when it holds nothing. */
export async function tellHeld({ plugin }: Desk, player: Player): Promise<void> {
  const call = { minecraftUUID: player.id, pageSize: '1' };
  const answer = await plugin.backend.send(listHeldGoods, call);
  if (!answer.ok || answer.value.total === 0 || !player.isOnline()) return;
  const { number } = voiceFor(plugin, player);
  plugin.say(player, 'market.heldWaiting', { count: number(answer.value.total) });
}
