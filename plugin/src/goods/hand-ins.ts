// Hand-ins: goods on their way from a player to Mintkeep, step by step (protocol.ts). Everything that
// must not be torn apart happens without an await; what waits belongs to a visit and ends with it,
// for the note in the player's file begins anew at the next.
import type { Contract } from '@mintkeep/shared/contract.ts';
import { pause } from '../backend/until-clear.ts';
import type { Player } from '../platform/platform.ts';
import type { Answer, Plugin } from '../plugin.ts';
import type { Saves } from '../saves.ts';
import { hasNote, listNotes, readNote, removeNote } from './notes.ts';
import { decideHandIn, hear } from './protocol.ts';
import type { Errand, HandIn, RefusedHandIn } from './taking.ts';

const retryPauseMaxMs = 15_000;
/** After an answer that no retry mends soon, as of a backend of another version. */
const oddAnswerPauseMs = 60_000;
const saveAgainMs = 30_000;
const roomPeriodMs = 2_000;

// Which errand a note is for is known only from its name.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyErrand = Errand<any, any>;

interface Refused {
  readonly handIn: HandIn<unknown>;
  readonly errand: AnyErrand;
  readonly why: RefusedHandIn;
}

export interface HandIns {
  /** Takes up a hand-in whose note is in the player's memory. Once per visit and goods. */
  begin(player: Player, goodsId: string): void;
  /** Gives back what was refused and fits now. */
  giveBack(player: Player): { readonly came: number; readonly slotsMissing: number };
}

interface Desk {
  readonly plugin: Plugin;
  readonly saves: Saves;
  readonly errands: ReadonlyMap<string, AnyErrand>;
  /** Refused goods that found no room on this visit. */
  readonly refused: Map<Player, Map<string, Refused>>;
}

/** Takes up what every visit brings along, and what is begun. */
export function openHandIns(
  plugin: Plugin,
  saves: Saves,
  errands: ReadonlyMap<string, AnyErrand>,
): HandIns {
  const { platform } = plugin;
  const desk: Desk = { plugin, saves, errands, refused: new Map() };
  const begun = new WeakMap<Player, Set<string>>();

  function begin(player: Player, goodsId: string): void {
    const ids = begun.get(player) ?? new Set();
    begun.set(player, ids);
    if (ids.has(goodsId)) return;
    ids.add(goodsId);
    proveThenAsk(desk, player, goodsId);
  }
  platform.onJoin((player) => {
    for (const goodsId of listNotes(player)) begin(player, goodsId);
  });
  platform.onQuit((player) => void desk.refused.delete(player));
  platform.every('give goods back', roomPeriodMs, () => {
    for (const player of [...desk.refused.keys()]) giveBackAll(desk, player);
  });
  return { begin, giveBack: (player) => giveBackAll(desk, player) };
}

/** The backend must not hear of goods that a crash could put back into the inventory. */
function proveThenAsk(desk: Desk, player: Player, goodsId: string): void {
  const { platform } = desk.plugin;
  desk.saves.afterSave(
    player,
    () => void ask(desk, player, goodsId),
    () =>
      void platform.after('save goods again', saveAgainMs, () => {
        if (player.isOnline()) proveThenAsk(desk, player, goodsId);
      }),
  );
}

/** Asks until the backend has said what became of the goods, or the player leaves. */
async function ask(desk: Desk, player: Player, goodsId: string): Promise<void> {
  const { platform, backend, settings } = desk.plugin;
  let pauseMs = settings.retryPauseMs;
  try {
    for (let tries = 1; ; tries += 1) {
      const found = find(desk, player, goodsId);
      if (!found) return;
      const { errand, handIn } = found;
      const call = errand.callOf(handIn) as never;
      const answer = await backend.send(errand.contract as Contract, call, { key: goodsId });
      // Of a visit that has ended there are no notes any more: the next one asks for itself.
      if (settle(desk, player, found, answer)) return;
      const isOdd =
        !answer.ok && answer.code !== 'BACKEND_AWAY' && answer.code !== 'LIMIT_EXCEEDED';
      if (isOdd && tries === 1) {
        platform.log.warn(
          `Goods ${goodsId} of ${player.name} (${errand.name}) could not be handed in: ` +
            `${answer.code}. They stay in the player's file and are tried again.`,
        );
      }
      await pause(platform, (isOdd ? oddAnswerPauseMs : pauseMs) * (0.75 + Math.random() / 2));
      pauseMs = Math.min(pauseMs * 2, retryPauseMaxMs);
    }
  } catch (cause) {
    platform.log.error(`Goods ${goodsId} of ${player.name} stay in the player's file.`, cause);
  }
}

interface Found {
  readonly errand: AnyErrand;
  readonly handIn: HandIn<unknown>;
}

/** The hand-in of a note; null when there is nothing to do, which is said when it is odd. */
function find({ plugin, errands }: Desk, player: Player, goodsId: string): Found | null {
  const note = readNote(player, goodsId);
  if (note === null) return null;
  const errand = note === 'unreadable' ? undefined : errands.get(note.errand);
  const data = note === 'unreadable' ? undefined : errand?.data.safeParse(note.data);
  if (note === 'unreadable' || !errand || !data?.success) {
    const what = note === 'unreadable' ? 'cannot be read' : `is for "${note.errand}"`;
    plugin.platform.log.warn(
      `The note of goods ${goodsId} in the file of ${player.name} ${what}, which this version of ` +
        'the plugin does not know. It is kept as it is.',
    );
    return null;
  }
  const { goods } = note;
  const handIn = { goodsId, minecraftUUID: player.id, goods, data: data.data as unknown };
  return { errand, handIn };
}

/** Does what the answer asks for, in one tick; false when it must be asked again. */
function settle(desk: Desk, player: Player, found: Found, answer: Answer<unknown>): boolean {
  const { errand, handIn } = found;
  const { goodsId, goods } = handIn;
  const heard = hear(answer);
  const step = decideHandIn({
    hasNote: hasNote(player, goodsId),
    heard,
    hasRoom: heard === 'refused' && fits(desk, player, handIn),
  });
  switch (step) {
    case 'nothing':
      return true;
    case 'askAgain':
      return false;
    case 'clear':
      removeNote(player, goodsId);
      desk.saves.afterSave(player, () => undefined);
      if (answer.ok) errand.taken(player, answer.value, handIn);
      return true;
    case 'giveBack':
      giveBackOne(desk, player, { handIn, errand, why: reasonOf(answer) });
      return true;
    case 'waitForRoom': {
      const waiting = desk.refused.get(player) ?? new Map<string, Refused>();
      desk.refused.set(player, waiting.set(goodsId, { handIn, errand, why: reasonOf(answer) }));
      const slots = desk.plugin.platform.goodsProblem([goods])
        ? 1
        : player.goodsSlotsMissing([goods]);
      desk.plugin.say(player, 'goods.noRoom', { slots: String(slots), item: goods.title });
      return true;
    }
  }
}

const reasonOf = (answer: Answer<unknown>): RefusedHandIn =>
  (answer.ok ? answer.value : answer) as RefusedHandIn;

/** Bytes that a game of an older version cannot read stay in the note: they fit nowhere. */
function fits({ plugin }: Desk, player: Player, { goods }: HandIn<unknown>): boolean {
  return plugin.platform.goodsProblem([goods]) === null && player.goodsSlotsMissing([goods]) === 0;
}

function giveBackOne(desk: Desk, player: Player, { handIn, errand, why }: Refused): void {
  // One tick: goods and note change together, as they did when they were taken.
  player.giveGoods([handIn.goods]);
  removeNote(player, handIn.goodsId);
  desk.saves.afterSave(player, () => undefined);
  if (errand.refused) errand.refused(player, why, handIn);
  else player.tell(desk.plugin.refusal(why.code, why.details, player.language));
}

function giveBackAll(
  desk: Desk,
  player: Player,
): { readonly came: number; readonly slotsMissing: number } {
  const waiting = desk.refused.get(player);
  let came = 0;
  let slotsMissing = 0;
  for (const [goodsId, one] of waiting ?? []) {
    if (!player.isOnline() || !hasNote(player, goodsId)) waiting?.delete(goodsId);
    else if (fits(desk, player, one.handIn)) {
      waiting?.delete(goodsId);
      giveBackOne(desk, player, one);
      came += 1;
    } else slotsMissing += 1;
  }
  if (waiting?.size === 0) desk.refused.delete(player);
  return { came, slotsMissing };
}
