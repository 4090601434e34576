// Delivery in the game: asks the backend what is due for those who are here, without end, and hands
// it over. The order of the steps is the protocol of docs/architecture.md.
import { leasesPerPollMax } from '@mintkeep/shared/constants.ts';
import { leaseDeliveries } from '@mintkeep/shared/delivery.ts';
import { pause } from '../backend/until-clear.ts';
import { playerCommand } from '../player-command.ts';
import type { Player } from '../platform/platform.ts';
import type { Deliveries, Plugin } from '../plugin.ts';
import { pruneReceipts } from '../receipts.ts';
import { keepSaves, savingIsOff, type Saves } from '../saves.ts';
import { openHands, type HandedOver, type Hands } from './hand-over.ts';
import { openJournal } from './journal.ts';

const idlePauseMs = 1_000;
/** Between two polls that bring something, however fast the backend answers. */
const betweenMs = 100;
const pauseMaxMs = 15_000;
/** The backend may take this much longer than the wait it was asked for. */
const answerMarginMs = 5_000;

type GiveBack = (player: Player) => HandedOver;

/**
 * Registers delivery and /claim; answers what other features may ask of it. `giveBack` gives what a
 * player handed in and Mintkeep refused, and had no room then: /claim asks for that too.
 */
export function delivery(
  plugin: Plugin,
  saves: Saves = keepSaves(plugin),
  giveBack: GiveBack = () => ({ came: 0, slotsMissing: 0 }),
): Deliveries {
  const { platform } = plugin;
  const isSavingOff = savingIsOff(platform);
  if (isSavingOff) platform.log.error(savingOff);
  const journal = openJournal(platform.files, platform.log, () => platform.nowMs());
  const hands = openHands(plugin, saves, journal);
  const deliveries: Deliveries = {
    inHand: () => hands.inHand(),
    ask: (player) => (isSavingOff ? Promise.resolve(null) : ask(plugin, hands, player)),
  };
  platform.onJoin((player) => pruneReceipts(player, platform.nowMs()));
  playerCommand(plugin, {
    name: 'claim',
    run: (player) => claim(plugin, deliveries, giveBack, player),
  });
  if (!isSavingOff) void pollForEver(plugin, hands);
  return deliveries;
}

/** Asks again and again, with a long wait at the backend's; never without players. */
async function pollForEver({ platform, backend, settings }: Plugin, hands: Hands): Promise<never> {
  let waitMs = settings.deliveryWaitMs;
  let pauseMs = settings.retryPauseMs;
  for (;;) {
    if (platform.players().length === 0) {
      await pause(platform, idlePauseMs);
      continue;
    }
    const waitS = Math.floor(waitMs / 1_000);
    const call = { waitS: String(waitS), limit: String(leasesPerPollMax) };
    const options = { timeoutMs: waitMs + answerMarginMs };
    const answer = await backend.send(leaseDeliveries, call, options);
    // After a failure this may be the one request that tries (B-07): everybody waits for its answer.
    waitMs = answer.ok ? settings.deliveryWaitMs : 0;
    if (answer.ok) {
      const { came } = hands.handOver(answer.value);
      pauseMs = settings.retryPauseMs;
      // What could not be handed over may be due again at once, as for one who has just left.
      const isInVain = answer.value.length > 0 && came === 0;
      await pause(platform, isInVain ? settings.retryPauseMs : betweenMs);
    } else {
      await pause(platform, pauseMs * (0.75 + Math.random() / 2));
      pauseMs = Math.min(pauseMs * 2, pauseMaxMs);
    }
  }
}

async function ask({ backend }: Plugin, hands: Hands, player: Player): Promise<HandedOver | null> {
  const call = { minecraftUUID: player.id, limit: String(leasesPerPollMax) };
  const answer = await backend.send(leaseDeliveries, call);
  return answer.ok ? hands.handOver(answer.value) : null;
}

async function claim(
  plugin: Plugin,
  deliveries: Deliveries,
  giveBack: GiveBack,
  player: Player,
): Promise<void> {
  const back = giveBack(player);
  const asked = await deliveries.ask(player);
  if (!asked && back.came === 0) return plugin.say(player, 'claim.away');
  const came = (asked?.came ?? 0) + back.came;
  const slotsMissing = (asked?.slotsMissing ?? 0) + back.slotsMissing;
  if (came > 0) plugin.say(player, 'claim.came', { count: String(came) });
  if (slotsMissing > 0) plugin.say(player, 'claim.noRoom', { slots: String(slotsMissing) });
  if (came === 0 && slotsMissing === 0) plugin.say(player, 'claim.nothing');
}

/** A server that does not save players can hand nothing over exactly once; it says so loudly. */
const savingOff =
  'players.disable-saving is true in spigot.yml: what players are given would be lost. ' +
  'Nothing is delivered until it is false and the server was restarted.';
