// /mintkeep: what an admin sees and does from the game or the console.
import type { Sender } from '../platform/platform.ts';
import type { Deliveries, LevelCaps, Plugin, VaultDesk } from '../plugin.ts';
import { listReceipts } from '../receipts.ts';
import { hasKey } from '../settings.ts';
import { pluginVersion } from '../version.ts';
import { openHelp } from './help.ts';
import { deedSubs, openDeeds, type DeedSub } from './deeds.ts';
import { tellChanges } from './reload.ts';

const ownSubs = ['status', 'reload', 'debug', 'receipts'] as const;
type OwnSub = (typeof ownSubs)[number];

/** Every sub-command, in the order of the help. */
export const adminSubs: readonly (OwnSub | DeedSub)[] = [...ownSubs, ...deedSubs];
type Sub = (typeof adminSubs)[number];

const permissionOf = (sub: Sub): string => `mintkeep.admin.${sub}`;
const isDeed = (sub: Sub): sub is DeedSub => (deedSubs as readonly string[]).includes(sub);

/** Registers /mintkeep. */
export function admin(
  plugin: Plugin,
  deliveries: Deliveries,
  caps?: LevelCaps,
  vault?: VaultDesk,
): void {
  const { platform, limiter, say, words } = plugin;
  const deeds = openDeeds(plugin);
  const maySubs = (to: Sender) => adminSubs.filter((sub) => to.may(permissionOf(sub)));
  const helping = openHelp(plugin, maySubs);
  const run: Readonly<Record<OwnSub, (to: Sender, args: readonly string[]) => void>> = {
    status(to) {
      status(plugin, deliveries, to);
      if (caps && hasKey(plugin.settings)) capsStatus(plugin, caps, to);
      if (vault && hasKey(plugin.settings)) vaultStatus(plugin, vault, to);
    },
    debug: (to) => debug(plugin, deliveries, to, vault),
    receipts: (to, [name]) => receipts(plugin, to, name),
    reload(to) {
      tellChanges(plugin, to);
      say(to, 'admin.reloading');
      platform.reload();
    },
  };
  const runDeed = async (to: Sender, sub: DeedSub, args: readonly string[]): Promise<void> => {
    const { player } = to;
    if (player && !limiter.allow(player.id, platform.nowMs())) return say(to, 'command.tooFast');
    if (!(await deeds[sub].run(to, args))) say(to, `admin.${sub}.usage`);
  };
  const subOf = (word = ''): Sub | undefined => adminSubs.find((one) => one === word.toLowerCase());

  platform.command({
    name: 'mintkeep',
    permission: 'mintkeep.player.help',
    forbidden: ({ language }) => words(language, 'command.forbidden'),
    run(sender, [word = 'help', ...args]) {
      const sub = subOf(word);
      if (!sub) return helping.run(sender, word, args);
      if (!sender.may(permissionOf(sub))) return say(sender, 'command.forbidden');
      return isDeed(sub) ? runDeed(sender, sub, args) : run[sub](sender, args);
    },
    complete(sender, [word, ...args]) {
      if (args.length === 0) return [...helping.words(sender), ...maySubs(sender)];
      const sub = subOf(word);
      if (!sub) return helping.complete(sender, word, args);
      if (!sender.may(permissionOf(sub))) return [];
      if (isDeed(sub)) return deeds[sub].complete(args);
      return sub === 'receipts' && args.length === 1
        ? platform.players().map(({ name }) => name)
        : [];
    },
  });
}

function status(plugin: Plugin, deliveries: Deliveries, to: Sender): void {
  const { say, platform, backend, settings } = plugin;
  say(to, 'admin.title', { version: pluginVersion });
  if (!hasKey(settings)) return say(to, 'setup.noKey');
  const { state, latencyMs, lastAnswerAtMs, clockOffsetMs, waiting } = backend.status();
  const ago =
    lastAnswerAtMs === null ? '–' : String(Math.round((platform.nowMs() - lastAnswerAtMs) / 1_000));
  if (state !== 'closed') say(to, 'admin.status.away', { ago });
  else if (lastAnswerAtMs === null) say(to, 'admin.status.silent');
  else say(to, 'admin.status.reachable', { latency: String(latencyMs), ago });
  if (clockOffsetMs !== null) say(to, 'admin.status.clock', { ms: String(clockOffsetMs) });
  say(to, 'admin.status.work', {
    hand: String(deliveries.inHand()),
    waiting: String(waiting),
    players: String(platform.players().length),
  });
}

function capsStatus({ say }: Plugin, caps: LevelCaps, to: Sender): void {
  const { version, ageMs } = caps.status();
  if (version === null) return say(to, 'levels.status.none');
  const age = ageMs === null ? '–' : String(Math.round(ageMs / 1_000));
  say(to, 'levels.status', { version: String(version), age });
}

const minuteMs = 60_000;

/** Coins for other plugins, where that is switched on or something is left of it. */
function vaultStatus({ say, coins }: Plugin, vault: VaultDesk, to: Sender): void {
  const { state, players, coinsAside, open, oldestMs, allowanceCoins } = vault.status();
  if (state === 'off' && open === 0) return;
  const values = {
    players: String(players),
    coins: coins(coinsAside, to.language),
    open: String(open),
    allowance: coins(allowanceCoins, to.language),
    minutes: String(Math.floor(oldestMs / minuteMs)),
  };
  say(to, state === 'on' ? 'vault.status' : `vault.status.${state}`, values);
  if (oldestMs >= 2 * minuteMs) say(to, 'vault.status.behind', values);
}

/** One report to paste: what helps to find a fault, and no secret. */
function debug(plugin: Plugin, deliveries: Deliveries, to: Sender, vault?: VaultDesk): void {
  const { say, platform, backend, settings } = plugin;
  const { signingKey, ...shown } = settings;
  const lines = [
    `mintkeep ${pluginVersion}, minecraft ${platform.minecraftVersion}`,
    `java ${platform.property('java.version') ?? '?'}, ${platform.property('os.name') ?? '?'}`,
    `backend ${JSON.stringify(backend.status())}`,
    `deliveries in hand ${deliveries.inHand()}`,
    ...(vault ? [`vault ${JSON.stringify(vault.status())}`] : []),
    `settings ${JSON.stringify({ ...shown, signingKey: signingKey === '' ? 'missing' : 'set' })}`,
    ...platform.log.troubles().map((one) => `trouble ${one}`),
  ];
  for (const line of lines) say(to, 'admin.debug.line', { line });
}

function receipts({ say, platform }: Plugin, to: Sender, name: string | undefined): void {
  const player = platform
    .players()
    .find((one) => one.name.toLowerCase() === (name ?? '').toLowerCase());
  if (!player) return say(to, 'admin.receipts.usage');
  const kept = listReceipts(player);
  say(to, 'admin.receipts.count', { name: player.name, count: String(kept.length) });
  for (const { deliveryId, receipt, at } of kept) {
    say(to, 'admin.receipts.line', { id: deliveryId, receipt, at });
  }
}
