// What a kind of thing was sold for: lines for windows, and /market price.
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import { goodsSku } from '@mintkeep/shared/goods.ts';
import { getPriceHistory } from '@mintkeep/shared/pricing.ts';
import { shortDate } from '../messages.ts';
import type { Message, Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import { tellNo, voiceFor, type Desk } from './desk.ts';

const pointsShown = 5;

/** The median of today, and the last times at which it changed, newest first. */
export function priceLines(
  plugin: Plugin,
  player: Player,
  { medianCoins, points }: ReplyOf<typeof getPriceHistory>,
): Message[] {
  const { words, coins, number } = voiceFor(plugin, player);
  if (medianCoins === null && points.length === 0) return [words('market.priceNone')];
  const median =
    medianCoins === null
      ? words('market.medianNone')
      : words('market.median', { price: coins(medianCoins) });
  const lines = points.slice(0, pointsShown).map(({ at, median7dCoins, volume24hCount }) =>
    words('market.pricePoint', {
      date: shortDate(at, player.language),
      price: median7dCoins === null ? '–' : coins(median7dCoins),
      count: number(volume24hCount),
    }),
  );
  return [median, ...lines];
}

/** `/market price [sku|hand]`. */
export async function tellPrice({ plugin }: Desk, player: Player, word = 'hand'): Promise<void> {
  const held = word === 'hand' ? player.inHand() : null;
  if (word === 'hand' && !held) return plugin.say(player, 'market.handEmpty');
  const sku = goodsSku.safeParse(held?.sku ?? word.toLowerCase());
  if (!sku.success) return plugin.say(player, 'market.wrongWord', { word });
  const answer = await plugin.backend.send(getPriceHistory, { sku: sku.data });
  if (!answer.ok) return tellNo(plugin, player, answer);
  plugin.say(player, 'market.priceOf', { item: held?.title ?? sku.data });
  for (const line of priceLines(plugin, player, answer.value)) player.tell(line);
}
