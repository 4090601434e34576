// One purchase from a player's yes to its result: asked with one key, however often it takes, and
// never two of a player at once.
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import { purchase, type ShopItem } from '@mintkeep/shared/shop.ts';
import { isIndefinite } from '../backend/client.ts';
import type { Player } from '../platform/platform.ts';
import type { Answer, Plugin } from '../plugin.ts';
import type { Catalogue } from './catalogue.ts';

/** Within 200 ms a player knows that something happens, whatever the backend does. */
const slowMs = 100;

export interface Wish {
  readonly item: ShopItem;
  readonly quantity: number;
  /** Made when the player was asked; a second yes to the same question is the same wish. */
  readonly key: string;
}

/** Serves purchases: answers a function that buys. */
export function openTill(
  plugin: Plugin,
  catalogue: Catalogue,
): (player: Player, wish: Wish) => Promise<void> {
  const busy = new Set<string>();
  const { say, backend, platform } = plugin;

  /**
   * Asks once; when nobody can say what became of it, asks on with the same key until it is clear.
   * Null when the player was told all there is to know.
   */
  async function ask(player: Player, { item, quantity, key }: Wish) {
    const call = {
      minecraftUUID: player.id,
      sku: item.sku,
      quantity,
      quotedPriceCoins: item.priceCoins,
    };
    const stopSlow = platform.after('slow shop', slowMs, () => say(player, 'shop.slow'));
    const answer = await backend.send(purchase, call, { key });
    stopSlow();
    if (answer.ok || !isIndefinite(answer.code)) return answer;
    if (answer.code === 'BACKEND_AWAY' && answer.details['asked'] === false) {
      say(player, 'shop.away');
      return null;
    }
    say(player, 'shop.unclear');
    const heard = await backend.sendUntilHeard(purchase, call, key);
    // Too many wishes wait already. Who tried again now might buy twice, so nobody is asked to.
    return !heard.ok && heard.code === 'BACKEND_AWAY' ? null : heard;
  }

  return async (player, wish) => {
    if (busy.has(player.id)) return say(player, 'shop.busy');
    busy.add(player.id);
    try {
      const answer = await ask(player, wish);
      // Who reads of another price must be able to pay it.
      if (answer?.ok === false && answer.code === 'PRICE_CHANGED') void catalogue.refresh();
      // The player may have left and come back since.
      if (answer) tellResult(plugin, platform.player(player.id) ?? player, wish, answer);
    } finally {
      busy.delete(player.id);
    }
  };
}

function tellResult(
  plugin: Plugin,
  player: Player,
  { item }: Wish,
  answer: Answer<ReplyOf<typeof purchase>>,
): void {
  const { say, platform, coins } = plugin;
  const { language } = player;
  if (!answer.ok) {
    player.tell(plugin.refusal(answer.code, answer.details, language));
    return sound(plugin, player, 'minecraft:entity.villager.no');
  }
  const { quantity, totalCostCoins, walletBalanceCoins, voucherCode } = answer.value;
  say(player, 'shop.bought', {
    item: item.name,
    quantity: platform.formatInteger(quantity, language),
    price: coins(totalCostCoins, language),
  });
  const balance = coins(walletBalanceCoins, language);
  if (voucherCode === undefined) say(player, 'shop.balanceLeft', { balance });
  else tellCode(plugin, player, voucherCode, balance);
  sound(plugin, player, 'minecraft:entity.experience_orb.pickup');
}

/** Shows the code of a voucher to its buyer alone (S1-132). */
function tellCode({ words, say }: Plugin, player: Player, code: string, balance: string): void {
  const { template } = words(player.language, 'redeem.code');
  // What a click copies is no text, so no placeholder goes there. The contract lets a code have
  // letters, digits and dashes alone: it cannot be a tag.
  player.tell({ template: template.replaceAll('{code}', code), values: { code } });
  say(player, 'redeem.codeHint', { balance });
}

function sound({ settings }: Plugin, player: Player, key: string): void {
  if (settings.sounds) player.sound(key, 1, 1);
}
