// What payees hear: at once where they are, within seconds on another server, at the next join when
// they were away.
import { noticePlayersMax, takePaymentNotices } from '@mintkeep/shared/pay.ts';
import type { PaymentNotice } from '@mintkeep/shared/pay.ts';
import { followNotices, type Notices } from '../notices.ts';
import type { Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';

/** As many payments of an absence are told one by one. */
const linesMax = 3;

/** Tells payments to those who are here. */
export const followPayments = (plugin: Plugin): Notices =>
  followNotices<PaymentNotice>(plugin, {
    what: 'payment notices',
    playersMax: noticePlayersMax,
    ask: (players, told) => plugin.backend.send(takePaymentNotices, { players, told }),
    tell: (player, notices, wasAway) => tell(plugin, player, notices, wasAway),
  });

function tell(
  { say, coins, sound, platform }: Plugin,
  player: Player,
  notices: readonly PaymentNotice[],
  wasAway: boolean,
): void {
  const { language } = player;
  if (wasAway && notices.length > linesMax) {
    const sumCoins = notices.reduce((sum, { amountCoins }) => sum + amountCoins, 0);
    say(player, 'pay.gotAwayMany', {
      count: platform.formatInteger(notices.length, language),
      coins: coins(sumCoins, language),
    });
  } else {
    for (const { fromName, amountCoins } of notices) {
      const values = { player: fromName, coins: coins(amountCoins, language) };
      say(player, wasAway ? 'pay.gotAway' : 'pay.got', values);
    }
  }
  sound(player, 'coins');
}
