// The plugin, top to bottom: platform, settings, words, backend, then the features. What they
// register through the platform, the platform takes away when the script ends.
import { leaseDeliveries, reportDelivery } from '@mintkeep/shared/delivery.ts';
import { claimStarter, getStarter, listGachaTables, rollGacha } from '@mintkeep/shared/gacha.ts';
import {
  releaseHolds,
  releaseOlderHolds,
  reserveAllowance,
  settleHolds,
  takeHold,
} from '@mintkeep/shared/holds.ts';
import { getLeaderboard, getLeaderboardPlace } from '@mintkeep/shared/leaderboard.ts';
import { findPayee, pay as payment, setPayable, takePaymentNotices } from '@mintkeep/shared/pay.ts';
import {
  cancelListing,
  editListingPrice,
  getListing,
  listListings,
  listOwnListings,
  repriceListing,
  withdrawListing,
} from '@mintkeep/shared/listings.ts';
import {
  appraise,
  createListing,
  handInGoods,
  listHeldGoods,
  takeMarketNotices,
  takeOutGoods,
} from '@mintkeep/shared/market.ts';
import { buyFromListing, listTrades, quoteOrder } from '@mintkeep/shared/orders.ts';
import { listBanChanges } from '@mintkeep/shared/players.ts';
import { getPriceHistory } from '@mintkeep/shared/pricing.ts';
import {
  getEffectiveLevelCap,
  getLevelCaps,
  getLevelCapsVersion,
  listEffectiveLevelCaps,
} from '@mintkeep/shared/levels.ts';
import { getCard, heartbeat, join } from '@mintkeep/shared/presence.ts';
import { claimDaily, claimQuest, getDaily, listQuests } from '@mintkeep/shared/quests.ts';
import {
  getShopItem,
  listSellPrices,
  listShopItems,
  purchase,
  sell,
} from '@mintkeep/shared/shop.ts';
import { generateCode, linkStatus, unlink } from '@mintkeep/shared/verification.ts';
import { redeemVoucher } from '@mintkeep/shared/vouchers.ts';
import { admin, adminSubs } from './admin/admin.ts';
import { alerts } from './alerts/alerts.ts';
import { createBackend, warmUp } from './backend/client.ts';
import { openPurse } from './backend/coins-aside.ts';
import { hearAnswers } from './backend/hearing.ts';
import { balance } from './balance/balance.ts';
import { card } from './card/card.ts';
import { delivery } from './delivery/delivery.ts';
import { gacha } from './gacha/gacha.ts';
import { openTaking } from './goods/open-taking.ts';
import { leaderboard } from './leaderboard/leaderboard.ts';
import { levels } from './levels/levels.ts';
import { createLimiter } from './limiter.ts';
import { link } from './link/link.ts';
import { market } from './market/market.ts';
import { createWords } from './messages.ts';
import { pay } from './pay/pay.ts';
import { permissions } from './permissions.ts';
import { placeholders } from './placeholders/placeholders.ts';
import type { Platform } from './platform/platform.ts';
import type { Plugin } from './plugin.ts';
import { presence } from './presence/presence.ts';
import { quests } from './quests/quests.ts';
import { hasKey, readSettings } from './settings.ts';
import { redeem } from './redeem/redeem.ts';
import { keepSaves } from './saves.ts';
import { sellToShop } from './sell/sell.ts';
import { shop } from './shop/shop.ts';
import { createSounds } from './sounds.ts';
import { vault } from './vault/vault.ts';
import { pluginVersion } from './version.ts';
import { welcome } from './welcome/welcome.ts';

const contracts = [
  takeHold,
  settleHolds,
  releaseHolds,
  releaseOlderHolds,
  reserveAllowance,
  listShopItems,
  getShopItem,
  purchase,
  listSellPrices,
  sell,
  listGachaTables,
  rollGacha,
  claimStarter,
  getStarter,
  findPayee,
  payment,
  setPayable,
  takePaymentNotices,
  getLeaderboard,
  getLeaderboardPlace,
  leaseDeliveries,
  reportDelivery,
  join,
  getCard,
  heartbeat,
  listBanChanges,
  getLevelCapsVersion,
  listEffectiveLevelCaps,
  getEffectiveLevelCap,
  getLevelCaps,
  generateCode,
  claimDaily,
  getDaily,
  listQuests,
  claimQuest,
  linkStatus,
  unlink,
  redeemVoucher,
  listListings,
  getListing,
  listOwnListings,
  repriceListing,
  withdrawListing,
  editListingPrice,
  cancelListing,
  handInGoods,
  appraise,
  createListing,
  listHeldGoods,
  takeOutGoods,
  takeMarketNotices,
  quoteOrder,
  buyFromListing,
  listTrades,
  getPriceHistory,
];

/** Starts everything on a platform. */
export function start(platform: Platform): Plugin {
  const startedAtMs = platform.nowMs();
  const settings = readSettings(platform);
  const line = createBackend(platform, settings);
  const purse = openPurse(platform, line);
  const hearing = hearAnswers(purse.backend);
  const plugin: Plugin = {
    platform,
    settings,
    limiter: createLimiter(settings.commandCooldownMs),
    backend: hearing.backend,
    sound: createSounds(settings),
    ...createWords(platform, settings),
  };
  platform.permissions(permissions([...adminSubs, 'levelcap', 'market']));
  const saves = keepSaves(plugin);
  const taking = openTaking(plugin, saves);
  const deliveries = delivery(plugin, saves, taking.giveBack);
  presence(plugin, deliveries);
  alerts(plugin);
  shop(plugin);
  sellToShop(plugin, taking);
  market(plugin, taking);
  gacha(plugin);
  const aside = vault(plugin, line);
  purse.mind(aside);
  balance(plugin, aside);
  card(plugin);
  pay(plugin);
  leaderboard(plugin);
  const caps = levels(plugin);
  placeholders(plugin, caps, hearing);
  link(plugin);
  quests(plugin);
  redeem(plugin);
  welcome(plugin);
  admin(plugin, deliveries, caps, aside);
  warmUp(platform, settings, contracts);
  platform.log.info(`Mintkeep ${pluginVersion} enabled in ${platform.nowMs() - startedAtMs} ms`);
  if (!hasKey(settings)) {
    platform.log.warn(
      'There is no key yet. On the machine of the backend run "npm run keys -- create survival", ' +
        'put what it prints into plugins/mintkeep/config.json, then: mintkeep reload',
    );
  }
  return plugin;
}
