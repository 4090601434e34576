// Level caps in the game: the caps come from the backend, rule here before a gain takes effect, and
// /levelcap tells whose cap is what and why (K-005, K-013, D30).
import { getEffectiveLevelCap, getLevelCaps } from '@mintkeep/shared/levels.ts';
import { longDate } from '../messages.ts';
import type { Player, Sender } from '../platform/platform.ts';
import type { LevelCaps, Plugin } from '../plugin.ts';
import { createCaps, type Caps } from './caps.ts';
import { enforceCaps } from './enforce.ts';
import { watchGroups, type Groups } from './groups.ts';
import { openNews } from './news.ts';
import { pullCaps, type Pull } from './pull.ts';
import { listRules, previewRule, readChange, setRule, variables } from './staff.ts';

const adminPermission = 'mintkeep.admin.levelcap';
const subs = ['list', 'set', 'preview', 'reload'] as const;

/** Registers the caps and /levelcap. */
export function levels(plugin: Plugin): LevelCaps {
  const { platform } = plugin;
  const caps = createCaps(platform);
  const enforcement = enforceCaps(plugin, caps);
  const keys = { known: [] as readonly string[] };
  const groups = watchGroups(platform, plugin.settings, () => void pull.refresh());
  const pull = pullCaps(plugin, {
    caps,
    groups,
    onCap: openNews(plugin, caps),
    // Unanswered, the last known good caps rule from now on: what came meanwhile is judged by them.
    onRound: () => platform.players().forEach((player) => enforcement.judge(player)),
    onVersion: () => void rememberKeys(plugin, keys),
  });
  registerCommand(plugin, { caps, groups, pull, keys });
  return {
    status() {
      const agesMs = platform
        .players()
        .flatMap(({ id }) => caps.last(id) ?? [])
        .map(({ atMs }) => platform.nowMs() - atMs);
      return { version: pull.version(), ageMs: agesMs.length > 0 ? Math.max(...agesMs) : null };
    },
    of: (playerId) => caps.last(playerId)?.cap,
  };
}

interface Desk {
  readonly caps: Caps;
  readonly groups: Groups;
  readonly pull: Pull;
  /** The keys of the rules, for completion. */
  readonly keys: { known: readonly string[] };
}

async function rememberKeys({ backend }: Plugin, keys: Desk['keys']): Promise<void> {
  const answer = await backend.send(getLevelCaps, {});
  if (answer.ok) keys.known = answer.value.rules.map(({ key }) => key);
}

function registerCommand(plugin: Plugin, desk: Desk): void {
  const { platform, limiter, say, words } = plugin;
  platform.command({
    name: 'levelcap',
    permission: 'mintkeep.player.levelcap',
    forbidden: ({ language }) => words(language, 'command.forbidden'),
    run(sender, [word, ...args]) {
      const { player } = sender;
      if (player && !limiter.allow(player.id, platform.nowMs())) {
        return say(player, 'command.tooFast');
      }
      if (word === undefined && player) return showOwn(plugin, desk, player);
      if (!sender.may(adminPermission)) return say(sender, 'command.forbidden');
      const sub = subs.find((one) => one === word?.toLowerCase());
      return sub ? runSub(plugin, desk, sender, sub, args) : showUsage(plugin, sender);
    },
    complete: (sender, args) => (sender.may(adminPermission) ? completions(desk, args) : []),
  });
}

async function runSub(
  plugin: Plugin,
  { pull }: Desk,
  sender: Sender,
  sub: (typeof subs)[number],
  args: readonly string[],
): Promise<void> {
  const { say, platform } = plugin;
  if (sub === 'list') return listRules(plugin, sender);
  if (sub === 'preview' && args.length > 0) return previewRule(plugin, sender, args);
  const change = sub === 'set' ? readChange(args) : null;
  if (change) return setRule(plugin, sender, change, () => pull.refresh());
  if (sub !== 'reload') return showUsage(plugin, sender);
  if (!(await pull.refresh())) return say(sender, 'levels.reloadFailed');
  const players = platform.formatInteger(platform.players().length, sender.language);
  say(sender, 'levels.reloaded', { players, version: String(pull.version() ?? '–') });
}

function showUsage({ say }: Plugin, sender: Sender): void {
  say(sender, 'levels.usage');
  for (const sub of ['set', 'preview', 'reload'] as const) say(sender, `levels.usage.${sub}`);
}

function completions({ keys }: Desk, args: readonly string[]): readonly string[] {
  const [sub] = args;
  if (args.length === 1) return subs;
  if (sub === 'set') {
    if (args.length === 2) return keys.known;
    return args.length === 3 ? ['on', 'off', ...variables] : [];
  }
  if (sub !== 'preview') return [];
  return args.length === 2 ? [...keys.known, ...variables] : variables;
}

/** One's own cap, the rules that made it and their version; the last known one while away. */
async function showOwn(plugin: Plugin, { caps, groups }: Desk, player: Player): Promise<void> {
  const { backend, say, platform } = plugin;
  const { language } = player;
  const number = (value: number): string => platform.formatInteger(value, language);
  const tellCap = (cap: number | null): void => {
    const now = number(player.level());
    if (cap === null) say(player, 'levels.ownNone', { now });
    else say(player, 'levels.own', { level: number(cap), now });
  };
  const held = groups.of(player);
  const answer = await backend.send(getEffectiveLevelCap, {
    minecraftUUID: player.id,
    level: String(player.level()),
    ...(held.length === 0 ? {} : { groups: held.join(',') }),
  });
  if (answer.ok) {
    const { cap, appliedRules, version } = answer.value;
    tellCap(cap);
    for (const { key, cap: ruleCap, group } of appliedRules) {
      const values = { rule: key, level: number(ruleCap) };
      if (group === undefined) say(player, 'levels.ownRule', values);
      else say(player, 'levels.ownRuleOfGroup', { ...values, group });
    }
    if (appliedRules.length === 0) say(player, 'levels.ownNoRule');
    return say(player, 'levels.ownVersion', { version: String(version) });
  }
  const last = caps.last(player.id);
  if (!last) return player.tell(plugin.refusal(answer.code, answer.details, language));
  const date = longDate(new Date(last.atMs).toISOString(), language);
  say(player, 'levels.ownOld', { date });
  tellCap(last.cap);
  say(player, 'levels.ownVersion', { version: String(last.version) });
}
