// What a player bought and sold on the market, page by page in the chat.
import { listTrades, type OrderRecord } from '@mintkeep/shared/orders.ts';
import { shortDate } from '../messages.ts';
import type { Message, Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import { tellNo, voiceFor, type Desk } from './desk.ts';

const perPage = 8;
const pagesMax = 1_000_000;

type Side = 'bought' | 'sold';

/** `/market history [bought|sold] [page]`. */
export async function tellTrades(
  { plugin }: Desk,
  player: Player,
  [sideWord = 'bought', pageWord = '1']: readonly string[],
): Promise<void> {
  const side: Side | null = sideWord === 'bought' || sideWord === 'sold' ? sideWord : null;
  const page = /^\d{1,7}$/.test(pageWord) ? Number(pageWord) : 0;
  if (side === null || page < 1 || page > pagesMax) {
    return plugin.say(player, 'market.wrongWord', { word: side === null ? sideWord : pageWord });
  }
  const call = { minecraftUUID: player.id, side, page: String(page), pageSize: String(perPage) };
  const answer = await plugin.backend.send(listTrades, call);
  if (!answer.ok) return tellNo(plugin, player, answer);
  const { items, total } = answer.value;
  if (items.length === 0) return plugin.say(player, `market.${side}None`);
  plugin.say(player, `market.${side}Title`, { page: String(page) });
  for (const order of items) player.tell(tradeLine(plugin, player, side, order));
  if (page * perPage < total) tellNextPage(plugin, player, side, page + 1);
}

/** Who sold counts what came in: the total less the fee. */
function tradeLine(plugin: Plugin, player: Player, side: Side, order: OrderRecord): Message {
  const { words, coins, number } = voiceFor(plugin, player);
  const net = order.totalCoins - (side === 'sold' ? order.feeCoins : 0);
  return words('market.trade', {
    date: shortDate(order.createdAt, player.language),
    quantity: number(order.quantity),
    item: order.title,
    coins: coins(net),
    other: side === 'sold' ? order.buyerName : order.sellerName,
    status: words(`market.status.${order.status}`),
    unit: coins(order.unitPriceCoins),
    fee: coins(order.feeCoins),
  });
}

function tellNextPage({ words }: Plugin, player: Player, side: Side, page: number): void {
  const { template } = words(player.language, 'market.tradesNext');
  // What a click runs is no text, so no placeholder goes there; both are the program's own words.
  const shown = template.replaceAll('{side}', side).replaceAll('{page}', String(page));
  player.tell({ template: shown, values: { page: String(page) } });
}
