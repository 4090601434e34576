// /mintkeep: what an admin sees and does from the game or the console.
import type { Sender } from '../platform/platform.ts';
import type { Deliveries, Plugin } from '../plugin.ts';
import { listReceipts } from '../receipts.ts';
import { hasKey } from '../settings.ts';
import { pluginVersion } from '../version.ts';

const subs = ['help', 'status', 'reload', 'debug', 'receipts'] as const;
type Sub = (typeof subs)[number];

const permissionOf = (sub: Sub): string => `mintkeep.admin.${sub}`;

/** Registers /mintkeep. */
export function admin(plugin: Plugin, deliveries: Deliveries): void {
  const { platform, say, words } = plugin;
  const run: Readonly<Record<Sub, (to: Sender, args: readonly string[]) => void>> = {
    help: (to) => help(plugin, to),
    status: (to) => status(plugin, deliveries, to),
    debug: (to) => debug(plugin, deliveries, to),
    receipts: (to, [name]) => receipts(plugin, to, name),
    reload(to) {
      say(to, 'admin.reloading');
      platform.reload();
    },
  };
  platform.command({
    name: 'mintkeep',
    permission: permissionOf('help'),
    forbidden: ({ language }) => words(language, 'command.forbidden'),
    run(sender, [word = 'help', ...args]) {
      const sub = subs.find((one) => one === word.toLowerCase());
      if (!sub) return say(sender, 'admin.unknown', { word });
      if (!sender.may(permissionOf(sub))) return say(sender, 'command.forbidden');
      run[sub](sender, args);
    },
    complete(sender, args) {
      if (args.length === 1) return subs.filter((sub) => sender.may(permissionOf(sub)));
      return args[0] === 'receipts' && args.length === 2
        ? platform.players().map(({ name }) => name)
        : [];
    },
  });
}

function help({ say }: Plugin, to: Sender): void {
  say(to, 'admin.title', { version: pluginVersion });
  say(to, 'admin.help');
  for (const sub of ['status', 'reload', 'debug', 'receipts'] as const) {
    if (to.may(permissionOf(sub))) say(to, `admin.help.${sub}`);
  }
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

/** One report to paste: what helps to find a fault, and no secret. */
function debug(plugin: Plugin, deliveries: Deliveries, to: Sender): void {
  const { say, platform, backend, settings } = plugin;
  const { signingKey, ...shown } = settings;
  const lines = [
    `mintkeep ${pluginVersion}, minecraft ${platform.minecraftVersion}`,
    `java ${platform.property('java.version') ?? '?'}, ${platform.property('os.name') ?? '?'}`,
    `backend ${JSON.stringify(backend.status())}`,
    `deliveries in hand ${deliveries.inHand()}`,
    `settings ${JSON.stringify({ ...shown, signingKey: signingKey === '' ? 'missing' : 'set' })}`,
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
