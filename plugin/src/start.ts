// The plugin, top to bottom: platform, settings, words, backend, then the features. What they
// register through the platform, the platform takes away when the script ends.
import { leaseDeliveries, reportDelivery } from '@mintkeep/shared/delivery.ts';
import { claimStarter, getStarter, listGachaTables, rollGacha } from '@mintkeep/shared/gacha.ts';
import { getLeaderboard, getLeaderboardPlace } from '@mintkeep/shared/leaderboard.ts';
import { findPayee, pay as payment, setPayable, takePaymentNotices } from '@mintkeep/shared/pay.ts';
import { listBanChanges } from '@mintkeep/shared/players.ts';
import {
  getEffectiveLevelCap,
  getLevelCaps,
  getLevelCapsVersion,
  listEffectiveLevelCaps,
} from '@mintkeep/shared/levels.ts';
import { getCard, heartbeat, join } from '@mintkeep/shared/presence.ts';
import { claimDaily, claimQuest, getDaily, listQuests } from '@mintkeep/shared/quests.ts';
import { getShopItem, listShopItems, purchase } from '@mintkeep/shared/shop.ts';
import { generateCode, linkStatus, unlink } from '@mintkeep/shared/verification.ts';
import { redeemVoucher } from '@mintkeep/shared/vouchers.ts';
import { admin, adminSubs } from './admin/admin.ts';
import { alerts } from './alerts/alerts.ts';
import { createBackend, warmUp } from './backend/client.ts';
import { balance } from './balance/balance.ts';
import { delivery } from './delivery/delivery.ts';
import { gacha } from './gacha/gacha.ts';
import { leaderboard } from './leaderboard/leaderboard.ts';
import { levels } from './levels/levels.ts';
import { createLimiter } from './limiter.ts';
import { link } from './link/link.ts';
import { createWords } from './messages.ts';
import { pay } from './pay/pay.ts';
import { permissions } from './permissions.ts';
import type { Platform } from './platform/platform.ts';
import type { Plugin } from './plugin.ts';
import { presence } from './presence/presence.ts';
import { quests } from './quests/quests.ts';
import { hasKey, readSettings } from './settings.ts';
import { redeem } from './redeem/redeem.ts';
import { shop } from './shop/shop.ts';
import { pluginVersion } from './version.ts';

const contracts = [
  listShopItems,
  getShopItem,
  purchase,
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
];

/** Starts everything on a platform. */
export function start(platform: Platform): Plugin {
  const startedAtMs = platform.nowMs();
  const settings = readSettings(platform);
  const plugin: Plugin = {
    platform,
    settings,
    limiter: createLimiter(settings.commandCooldownMs),
    backend: createBackend(platform, settings),
    ...createWords(platform, settings),
  };
  platform.permissions(permissions([...adminSubs, 'levelcap']));
  const deliveries = delivery(plugin);
  presence(plugin, deliveries);
  alerts(plugin);
  shop(plugin);
  gacha(plugin);
  balance(plugin);
  pay(plugin);
  leaderboard(plugin);
  const caps = levels(plugin);
  link(plugin);
  quests(plugin);
  redeem(plugin);
  admin(plugin, deliveries, caps);
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
