// An entry for tests on a server: the real platform, delivery and taking of goods, and a feature that
// hands in what is in the hand. `/handin` is taken by the market, `/handin refused` is not.
import * as z from 'zod';
import { handInGoods } from '@mintkeep/shared/market.ts';
import { createBackend } from '../backend/client.ts';
import { delivery } from '../delivery/delivery.ts';
import { createLimiter } from '../limiter.ts';
import { createWords } from '../messages.ts';
import { permissions } from '../permissions.ts';
import { createPaper } from '../platform/paper.ts';
import type { Plugin } from '../plugin.ts';
import { presence } from '../presence/presence.ts';
import { keepSaves } from '../saves.ts';
import { readSettings } from '../settings.ts';
import { createSounds } from '../sounds.ts';
import { openTaking } from './open-taking.ts';
import type { Taking } from './taking.ts';

const terms = { unitPriceCoins: 5, hours: 1 };

/** Registers `/handin`. A list that may hold nothing refuses whatever comes. */
function registerHandIn(plugin: Plugin, taking: Taking): void {
  const desk = taking.errand({
    name: 'test.hand-in',
    contract: handInGoods,
    data: z.strictObject({ refused: z.boolean() }),
    callOf: ({ goodsId, minecraftUUID, goods, data }) => ({
      goodsId,
      minecraftUUID,
      goods,
      listingsMax: 0,
      ...(data.refused ? { terms } : {}),
    }),
    taken: (player, _reply, { goods }) =>
      player.tell({ template: `Taken: ${String(goods.quantity)}` }),
    refused: (player, { code }, { goods }) =>
      player.tell({ template: `Back: ${String(goods.quantity)} ${code}` }),
  });
  plugin.platform.command({
    name: 'handin',
    permission: 'mintkeep.player.claim',
    forbidden: () => ({ template: 'no' }),
    run({ player }, [word]) {
      const sku = player?.inHand()?.sku ?? 'air';
      const wish = { sku, quantity: 64, data: { refused: word === 'refused' } };
      const took = player && desk.take(player, wish);
      if (took && !took.ok) player.tell(took.message);
    },
  });
}

const platform = createPaper();
const settings = readSettings(platform);
const plugin: Plugin = {
  platform,
  settings,
  limiter: createLimiter(settings.commandCooldownMs),
  backend: createBackend(platform, settings),
  sound: createSounds(settings),
  ...createWords(platform, settings),
};
platform.permissions(permissions([]));
const saves = keepSaves(plugin);
const taking = openTaking(plugin, saves);
presence(plugin, delivery(plugin, saves, taking.giveBack));
registerHandIn(plugin, taking);
platform.log.info('hand-ins enabled in 0 ms');
