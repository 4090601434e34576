// One purchase from a player's yes to its result: asked with one key, however often it takes, and
// never two of a player at once.
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import { purchase, type ShopItem } from '@mintkeep/shared/shop.ts';
import { isIndefinite } from '../backend/until-clear.ts';
import { withCard } from '../item-card.ts';
import type { Player } from '../platform/platform.ts';
import type { Answer, Plugin } from '../plugin.ts';

/** Within 200 ms a player knows that something happens, whatever the backend does. */
const slowMs = 100;

export interface Wish {
  readonly item: ShopItem;
  readonly quantity: number;
  /** Made when the player was asked; a second yes to the same question is the same wish. */
  readonly key: string;
}

/** Serves purchases: answers a function that buys, and says whether the price is another by now. */
export function openTill(
  plugin: Plugin,
): (player: Player, wish: Wish) => Promise<'told' | 'priceChanged'> {
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
    if (busy.has(player.id)) {
      say(player, 'shop.busy');
      return 'told';
    }
    // Permissions are this server's to know; all else is asked for where the coins are taken.
    const { permission } = wish.item.requirements ?? {};
    if (permission !== undefined && !player.may(permission)) {
      say(player, 'shop.needsPermission', { item: wish.item.name });
      return 'told';
    }
    busy.add(player.id);
    try {
      const answer = await ask(player, wish);
      // The player may have left and come back since.
      if (answer) tellResult(plugin, platform.player(player.id) ?? player, wish, answer);
      return answer?.ok === false && answer.code === 'PRICE_CHANGED' ? 'priceChanged' : 'told';
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
    if (answer.code === 'REQUIREMENT_MISSING') tellMissing(plugin, player, item, answer.details);
    else player.tell(plugin.refusal(answer.code, answer.details, language));
    return plugin.sound(player, 'refused');
  }
  const { quantity, totalCostCoins, walletBalanceCoins, voucherCode } = answer.value;
  say(player, 'shop.bought', {
    item: withCard(plugin, language, {
      name: item.name,
      details: item.description,
      quantity,
      // Of one discount for all of it, each can be no whole number of coins.
      ...(totalCostCoins % quantity === 0 ? { unitPriceCoins: totalCostCoins / quantity } : {}),
    }),
    quantity: platform.formatInteger(quantity, language),
    price: coins(totalCostCoins, language),
  });
  const balance = coins(walletBalanceCoins, language);
  if (voucherCode === undefined) say(player, 'shop.balanceLeft', { balance });
  else tellCode(plugin, player, voucherCode, balance);
  plugin.sound(player, 'success');
}

/** Says what is missing: a level, or a reward that must have been bought before. */
function tellMissing(
  { say, platform, refusal }: Plugin,
  player: Player,
  { name, requirements }: ShopItem,
  details: Readonly<Record<string, unknown>>,
): void {
  const { levelMin, rewardSku } = details;
  if (typeof levelMin === 'number') {
    const level = platform.formatInteger(levelMin, player.language);
    return say(player, 'shop.needsLevel', { item: name, level });
  }
  if (typeof rewardSku !== 'string') {
    return player.tell(refusal('REQUIREMENT_MISSING', details, player.language));
  }
  say(player, 'shop.needsReward', { item: name, needed: requirements?.rewardName ?? rewardSku });
}

/** Shows the code of a voucher to its buyer alone (S1-132). */
function tellCode({ words, say }: Plugin, player: Player, code: string, balance: string): void {
  const { template } = words(player.language, 'redeem.code');
  // What a click copies is no text, so no placeholder goes there. The contract lets a code have
  // letters, digits and dashes alone: it cannot be a tag.
  player.tell({ template: template.replaceAll('{code}', code), values: { code } });
  say(player, 'redeem.codeHint', { balance });
}
