// /quests: what there is to do, how it stands, and claiming it. Whether a quest is done is the
// backend's to say.
import { answer as answerText, claimQuest, listQuests } from '@mintkeep/shared/quests.ts';
import type { ShownQuest } from '@mintkeep/shared/quests.ts';
import type { Message, Player } from '../platform/platform.ts';
import { playerCommand } from '../player-command.ts';
import type { NoCode, Plugin } from '../plugin.ts';
import { daily } from './daily.ts';
import { waitWords } from './waits.ts';
import { openWishes } from './wishes.ts';
import type { Wishes } from './wishes.ts';

const refreshMs = 60_000;

interface Board {
  readonly plugin: Plugin;
  readonly wishes: Wishes;
  /** As last heard, by key: for completing words, never for deciding. */
  readonly known: Map<string, ShownQuest['type']>;
}

/** Registers /daily and /quests. */
export function quests(plugin: Plugin): void {
  const { platform, backend } = plugin;
  const board: Board = { plugin, wishes: openWishes(plugin), known: new Map() };
  daily(plugin, board.wishes);
  playerCommand(plugin, {
    name: 'quests',
    tellsWhenSlow: true,
    run: (player, args) => questsCommand(board, player, args),
    complete: (_player, args) => completions(board, args),
  });
  const refresh = async (): Promise<void> => {
    const heard = await backend.send(listQuests, {});
    if (heard.ok) learn(board, heard.value.quests);
  };
  platform.every('quests', refreshMs, () => {
    if (platform.players().length > 0) void refresh();
  });
  platform.onJoin(() => {
    if (board.known.size === 0) void refresh();
  });
}

function learn({ known }: Board, heard: readonly ShownQuest[]): void {
  known.clear();
  for (const { key, type } of heard) known.set(key, type);
}

function completions({ known }: Board, args: readonly string[]): string[] {
  if (args.length <= 1) return ['answer', 'claim'];
  const isTrivia = args[0] === 'answer';
  if (args.length > 2 || (!isTrivia && args[0] !== 'claim')) return [];
  return [...known].filter(([, type]) => (type === 'trivia') === isTrivia).map(([key]) => key);
}

function questsCommand(
  board: Board,
  player: Player,
  [word = '', questText = '', ...words]: readonly string[],
): void | Promise<void> {
  const { say } = board.plugin;
  if (word === '') return list(board, player);
  const isAnswer = word === 'answer' && words.length > 0;
  const isClaim = word === 'claim' && words.length === 0;
  if (questText === '' || (!isAnswer && !isClaim)) return say(player, 'quests.usage');
  const call = claimQuest.params.safeParse({ id: questText.toLowerCase() });
  if (!call.success) return say(player, 'quests.unknown', { quest: questText });
  if (isClaim) return claim(board, player, call.data.id, undefined);
  const given = answerText.safeParse(words.join(' '));
  if (!given.success) return say(player, 'quests.answerTooLong');
  return claim(board, player, call.data.id, given.data);
}

async function list(board: Board, player: Player): Promise<void> {
  const { plugin } = board;
  const heard = await plugin.backend.send(listQuests, { minecraftUUID: player.id });
  if (!heard.ok) return refuse(plugin, player, heard.code, heard.details);
  learn(board, heard.value.quests);
  if (heard.value.quests.length === 0) return plugin.say(player, 'quests.none');
  plugin.say(player, 'quests.head');
  for (const quest of heard.value.quests) {
    for (const line of linesOf(plugin, quest, player.language)) player.tell(line);
  }
}

/** A quest in chat: what it brings, what to do, and what a click does. */
function linesOf(plugin: Plugin, quest: ShownQuest, language: string): Message[] {
  const { words, coins } = plugin;
  const { key, name, rewardCoins, type, progress } = quest;
  const reward = coins(rewardCoins, language);
  if (progress && progress.waitS > 0) {
    const wait = waitWords(plugin, progress.waitS, language);
    return [words(language, 'quests.waiting', { name, reward, wait })];
  }
  // What a click does is no text, so no placeholder goes there. The contract lets a key have a-z,
  // 0-9, dash and underscore alone: it cannot be a tag.
  const clickable = (message: Message): Message => ({
    ...message,
    template: message.template.replaceAll('{quest}', key),
  });
  const open = words(language, 'quests.open', { name, reward });
  if (type === 'trivia') {
    const question = quest.question ?? '';
    return [open, clickable(words(language, 'quests.trivia', { question, quest: key }))];
  }
  if (type === 'visit') {
    const server = quest.serverId ?? '';
    return [open, clickable(words(language, 'quests.visit', { server, quest: key }))];
  }
  const minutes = String(quest.minutes ?? 0);
  const played = String(Math.min(progress?.minutesPlayed ?? 0, quest.minutes ?? 0));
  return [open, clickable(words(language, 'quests.play', { minutes, played, quest: key }))];
}

async function claim(
  { plugin, wishes }: Board,
  player: Player,
  id: string,
  answer: string | undefined,
): Promise<void> {
  const call = { id, minecraftUUID: player.id, ...(answer === undefined ? {} : { answer }) };
  const heard = await wishes.ask(player, claimQuest, call);
  if (!heard) return;
  const { platform, say, coins } = plugin;
  // The player may have left and come back since.
  const here = platform.player(player.id) ?? player;
  if (!heard.ok) return tellWhyNot(plugin, here, id, heard);
  const { rewardCoins, waitS } = heard.value;
  say(here, 'quests.claimed', { coins: coins(rewardCoins, here.language) });
  say(here, 'quests.next', { wait: waitWords(plugin, waitS, here.language) });
}

function tellWhyNot(
  plugin: Plugin,
  player: Player,
  quest: string,
  { code, details }: { code: NoCode; details: Readonly<Record<string, unknown>> },
): void {
  const { say } = plugin;
  const number = (name: string): number => Number(details[name] ?? 0);
  const wait = (waitS: number): Message => waitWords(plugin, waitS, player.language);
  if (code === 'QUEST_UNKNOWN') return say(player, 'quests.unknown', { quest });
  if (code === 'CLAIM_COOLDOWN') {
    return say(player, 'quests.cooldown', { wait: wait(number('waitS')) });
  }
  if (code === 'LIMIT_EXCEEDED' && number('retryAfterS') > 60) {
    return say(player, 'quests.tooManyAnswers', { wait: wait(number('retryAfterS')) });
  }
  if (code !== 'QUEST_NOT_DONE') return refuse(plugin, player, code, details);
  const { missing, serverId } = details;
  if (missing === 'answer') return say(player, 'quests.needsAnswer', { quest });
  if (missing === 'visit') {
    return say(player, 'quests.needsVisit', {
      server: typeof serverId === 'string' ? serverId : '?',
    });
  }
  const left = Math.max(1, number('minutes') - number('minutesPlayed'));
  return say(player, 'quests.needsPlay', { wait: wait(left * 60) });
}

function refuse(
  plugin: Plugin,
  player: Player,
  code: NoCode,
  details: Readonly<Record<string, unknown>>,
): void {
  player.tell(plugin.refusal(code, details, player.language));
}
