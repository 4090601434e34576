// What became of a player's things meanwhile: sold, expired, removed or repriced by staff, paid back.
import { marketNoticesMax, takeMarketNotices } from '@mintkeep/shared/market.ts';
import type { MarketNotice } from '@mintkeep/shared/market.ts';
import { withCard } from '../item-card.ts';
import { followNotices } from '../notices.ts';
import type { Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import { voiceFor } from './desk.ts';

const playersMax = 2_000;
/** As many sales of an absence are told one by one; the rest are counted together. */
const linesMax = 5;

/** Tells them to those who are here. */
export function followTrades(plugin: Plugin): void {
  followNotices<MarketNotice>(plugin, {
    what: 'market notices',
    playersMax,
    ask: (players, told) =>
      plugin.backend.send(takeMarketNotices, { players, told: told.slice(0, marketNoticesMax) }),
    tell: (player, notices, wasAway) => tell(plugin, player, notices, wasAway),
  });
}

function tell(
  plugin: Plugin,
  player: Player,
  notices: readonly MarketNotice[],
  wasAway: boolean,
): void {
  const { coins, number } = voiceFor(plugin, player);
  const sold = notices.filter(({ kind }) => kind === 'sold');
  const isMany = wasAway && sold.length > linesMax;
  if (wasAway) plugin.say(player, 'market.awayTitle');
  if (isMany) {
    const sumCoins = sold.reduce((sum, notice) => sum + notice.coins, 0);
    const values = { count: number(sold.length), coins: coins(sumCoins) };
    plugin.say(player, 'market.soldMany', values);
  }
  for (const notice of notices) {
    if (isMany && notice.kind === 'sold') continue;
    const { kind, title, details, quantity, unitPriceCoins, otherName, reason } = notice;
    const thing = {
      ...{ name: title, quantity },
      ...(details === undefined ? {} : { details }),
      ...(unitPriceCoins === undefined ? {} : { unitPriceCoins }),
    };
    plugin.say(player, `market.notice.${kind}`, {
      item: withCard(plugin, player.language, thing),
      quantity: number(quantity),
      coins: coins(notice.coins),
      player: otherName ?? '–',
      reason: reason ?? '–',
    });
  }
  plugin.sound(player, 'coins');
}
