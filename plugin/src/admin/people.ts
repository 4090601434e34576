// How staff name players and ask for them: by a name or a game account, here or not, with names kept
// for completion. Every ask says who acts, and carries one key through all its tries.
import type { CallOf, Contract, ReplyOf } from '@mintkeep/shared/contract.ts';
import { listUsers, type User } from '@mintkeep/shared/players.ts';
import { isIndefinite, pause } from '../backend/until-clear.ts';
import type { MessageKey } from '../messages.ts';
import type { Sender } from '../platform/platform.ts';
import type { Answer, NoCode, Plugin } from '../plugin.ts';

const triesMax = 3;
const slowMs = 500;
const namesMax = 500;
/** A name, with what Bedrock's begin with, or a UUID. */
const canBePlayer = /^[a-z0-9_.*+-]{1,36}$/;

export interface People {
  /** The player of a name or a UUID; null when there is none, after the sender was told so. */
  find(to: Sender, nameOrId: string): Promise<User | null>;
  /** Asks in the sender's name; null when it was no yes, after the sender was told so. */
  ask<C extends Contract>(to: Sender, contract: C, call: CallOf<C>): Promise<ReplyOf<C> | null>;
  /** Names of who is here and of who was asked for: known without asking. */
  names(): readonly string[];
}

/** Opens the desk that all deeds of staff share. */
export function openPeople(plugin: Plugin): People {
  const { platform, say } = plugin;
  const asked = new Set<string>();
  const people: People = {
    async find(to, nameOrId) {
      const text = nameOrId.toLowerCase();
      if (!canBePlayer.test(text)) {
        say(to, 'admin.player.unknown', { name: nameOrId });
        return null;
      }
      const here = platform.players().find(({ name }) => name.toLowerCase() === text);
      const q = here?.id ?? text;
      const found = await people.ask(to, listUsers, { q });
      if (!found) return null;
      // By a name come those too whose names only begin so.
      const fitting = found.items.filter(
        (user) => user.minecraftUUID === q || user.name?.toLowerCase() === q,
      );
      const [user, other] = fitting;
      if (!user) say(to, 'admin.player.unknown', { name: nameOrId });
      else if (other) tellSeveral(plugin, to, nameOrId, fitting);
      else if (user.name !== null) remember(asked, user.name);
      return user && !other ? user : null;
    },
    async ask(to, contract, call) {
      const stopTelling = platform.after('slow deed', slowMs, () => say(to, 'admin.slow'));
      const answer = await askAs(plugin, to, contract, call).finally(stopTelling);
      if (answer.ok) return answer.value;
      tellNo(plugin, to, answer);
      return null;
    },
    names: () => [...new Set([...platform.players().map(({ name }) => name), ...asked])],
  };
  return people;
}

function remember(names: Set<string>, name: string): void {
  names.add(name);
  const [oldest] = names;
  if (names.size > namesMax && oldest !== undefined) names.delete(oldest);
}

/** A name that went from one account to another: only the account says who is meant. */
function tellSeveral({ say }: Plugin, to: Sender, name: string, users: readonly User[]): void {
  const ids = users.map(({ minecraftUUID }) => minecraftUUID ?? '–').join(', ');
  say(to, 'admin.player.several', { name, ids });
}

/** An answer that was lost is asked for again under the same key, so that twice is once. */
async function askAs<C extends Contract>(
  { platform, backend, settings }: Plugin,
  to: Sender,
  contract: C,
  call: CallOf<C>,
): Promise<Answer<ReplyOf<C>>> {
  const actor = to.player?.id ?? 'console';
  const options = { actor, ...(contract.key === 'none' ? {} : { key: platform.newId() }) };
  let answer = await backend.send(contract, call, options);
  for (let tries = 1; tries < triesMax && !answer.ok && isIndefinite(answer.code); tries += 1) {
    await pause(platform, settings.retryPauseMs);
    const again = await backend.send(contract, call, options);
    // Whoever may have been heard once stays unclear until there is an answer.
    if (again.ok || !isUnasked(again)) answer = again;
  }
  return answer;
}

type No = Extract<Answer<never>, { ok: false }>;

const isUnasked = ({ code, details }: No): boolean =>
  code === 'BACKEND_AWAY' && details['asked'] === false;

/** Words of refusals where those for players would speak of the wrong person. */
const wordsOf: Partial<Record<NoCode, MessageKey>> = {
  PLAYER_UNKNOWN: 'admin.player.gone',
  BALANCE_BELOW_ZERO: 'admin.adjust.belowZero',
  BALANCE_TOO_LARGE: 'admin.adjust.tooLarge',
  REQUEST_INVALID: 'admin.invalid',
};

function tellNo({ say, coins, refusal }: Plugin, to: Sender, no: No): void {
  const { code, details } = no;
  const { language } = to;
  if (isUnasked(no)) return say(to, 'admin.away');
  if (isIndefinite(code)) return say(to, 'admin.unclear');
  const key = wordsOf[code];
  if (!key) return to.tell(refusal(code, details, language));
  say(to, key, { balance: coins(Number(details['walletBalanceCoins'] ?? 0), language) });
}
