// The plugin, top to bottom: platform, settings, words, backend, then the features. What they
// register through the platform, the platform takes away when the script ends.
import { leaseDeliveries, reportDelivery } from '@mintkeep/shared/delivery.ts';
import { getCard, heartbeat, join } from '@mintkeep/shared/presence.ts';
import { getShopItem, listShopItems, purchase } from '@mintkeep/shared/shop.ts';
import { admin } from './admin/admin.ts';
import { createBackend, warmUp } from './backend/client.ts';
import { balance } from './balance/balance.ts';
import { delivery } from './delivery/delivery.ts';
import { createLimiter } from './limiter.ts';
import { createWords } from './messages.ts';
import type { Permission, Platform } from './platform/platform.ts';
import type { Plugin } from './plugin.ts';
import { presence } from './presence/presence.ts';
import { hasKey, readSettings } from './settings.ts';
import { shop } from './shop/shop.ts';
import { pluginVersion } from './version.ts';

const contracts = [
  listShopItems,
  getShopItem,
  purchase,
  leaseDeliveries,
  reportDelivery,
  join,
  getCard,
  heartbeat,
];

const playerCommands = ['shop', 'buy', 'balance', 'claim'];
const adminCommands = ['help', 'status', 'reload', 'debug', 'receipts'];

function permissions(): Permission[] {
  const group = (kind: 'player' | 'admin', names: readonly string[]): Permission[] => {
    const forWhom = kind === 'player' ? 'everyone' : 'operators';
    const children = names.map((name) => `mintkeep.${kind}.${name}`);
    return [
      ...children.map((name) => ({ name, description: `Use ${name}`, for: forWhom }) as const),
      {
        name: `mintkeep.${kind}.*`,
        description: `All of mintkeep.${kind}`,
        for: forWhom,
        children,
      },
    ];
  };
  return [...group('player', playerCommands), ...group('admin', adminCommands)];
}

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
  platform.permissions(permissions());
  const deliveries = delivery(plugin);
  presence(plugin, deliveries);
  shop(plugin);
  balance(plugin);
  admin(plugin, deliveries);
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
