// /link and /unlink: the code that ties a game account to a Discord account, shown to its player
// alone, and the end of the tie. Who may link what is the backend's word.
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import { codeLifetimeMs, generateCode, linkStatus, unlink } from '@mintkeep/shared/verification.ts';
import { shortDate } from '../messages.ts';
import type { Player } from '../platform/platform.ts';
import { playerCommand } from '../player-command.ts';
import type { NoCode, Plugin } from '../plugin.ts';

/** Registers /link and /unlink. */
export function link(plugin: Plugin): void {
  playerCommand(plugin, { name: 'link', run: (player) => showCode(plugin, player) });
  playerCommand(plugin, {
    name: 'unlink',
    run(player, args) {
      const [word, ...more] = args;
      if (word === undefined) return askToUnlink(plugin, player);
      if (word.toLowerCase() === 'confirm' && more.length === 0) return endLink(plugin, player);
      return plugin.say(player, 'link.unlinkUsage');
    },
    complete: (_player, args) => (args.length <= 1 ? ['confirm'] : []),
  });
}

/** Shows a fresh code, or the link there is (K-014). */
async function showCode(plugin: Plugin, player: Player): Promise<void> {
  const call = { minecraftUUID: player.id, name: player.name };
  const made = await plugin.backend.send(generateCode, call);
  if (made.ok) return tellCode(plugin, player, made.value.code);
  if (made.code !== 'PLAYER_LINKED') return refuse(plugin, player, made.code, made.details);
  const status = await statusOf(plugin, player);
  if (!status) return;
  const { linkedAt } = status;
  plugin.say(player, 'link.linked', {
    user: userOf(status),
    date: linkedAt ? shortDate(linkedAt, player.language) : '?',
  });
}

function tellCode({ words, say }: Plugin, player: Player, code: string): void {
  const { template } = words(player.language, 'link.code');
  // What a click copies is no text, so no placeholder goes there. The contract lets a code have
  // letters and digits alone: it cannot be a tag.
  player.tell({ template: template.replaceAll('{code}', code), values: { code } });
  say(player, 'link.codeHint', { minutes: String(codeLifetimeMs / 60_000) });
}

async function askToUnlink(plugin: Plugin, player: Player): Promise<void> {
  const status = await statusOf(plugin, player);
  if (!status) return;
  if (!status.linked) return refuse(plugin, player, 'PLAYER_NOT_LINKED');
  plugin.say(player, 'link.unlinkAsk', { user: userOf(status) });
}

async function endLink(plugin: Plugin, player: Player): Promise<void> {
  const ended = await plugin.backend.send(unlink, { minecraftUUID: player.id });
  if (!ended.ok) return refuse(plugin, player, ended.code, ended.details);
  plugin.say(player, 'link.unlinked');
}

type Status = ReplyOf<typeof linkStatus>;

/** The player's link; null when the player was told why it is not known. */
async function statusOf(plugin: Plugin, player: Player): Promise<Status | null> {
  const answer = await plugin.backend.send(linkStatus, { minecraftUUID: player.id });
  if (answer.ok) return answer.value;
  refuse(plugin, player, answer.code, answer.details);
  return null;
}

/** The Discord user as the player knows them: by name, where it was told. */
const userOf = ({ discordName, discordId }: Status): string => discordName ?? discordId ?? '?';

function refuse(
  plugin: Plugin,
  player: Player,
  code: NoCode,
  details: Readonly<Record<string, unknown>> = {},
): void {
  player.tell(plugin.refusal(code, details, player.language));
}
