// Players of the fake platform: what they hold in memory, what their file on disk says, and what
// they have seen. A visit is one object, as the platform promises.
import { withPoints } from '../levels/experience.ts';
import { fakeCrypto } from './fake-crypto.ts';
import { fakeGoodsOf, fakeThing, type FakeStack } from './fake-goods.ts';
import { inventory } from './fake-inventory.ts';
import { followLevels } from './fake-levels.ts';
import { plainText, shown } from './fake-text.ts';
import type { Guard } from './guard.ts';
import type { Ticker } from './ticker.ts';
import { languageNote } from './platform.ts';
import type { Experience, Icon, Menu, Notes, Player, Sender } from './platform.ts';

/** What a player's file holds. `saves` grows with every write of it. */
export interface SavedPlayer {
  readonly notes: ReadonlyMap<string, string>;
  readonly slots: readonly (FakeStack | null)[];
  readonly level: number;
  readonly progress: number;
  readonly saves: number;
}

/** An icon as the player reads it. */
export interface SeenIcon {
  readonly material: string;
  readonly amount: number;
  readonly name: string;
  readonly lore: readonly string[];
  readonly glow: boolean;
}

/** The window that a player looks at. */
export interface SeenMenu {
  readonly title: string;
  readonly rows: number;
  readonly icons: ReadonlyMap<number, SeenIcon>;
}

/** A sender whose messages a test can read, as plain text, oldest first. */
export interface FakeSender extends Sender {
  readonly heard: string[];
}

/** A player that a test can look into and play. */
export interface FakePlayer extends Player, FakeSender {
  language: string;
  operator: boolean;
  /** What hovering over what was heard shows. */
  readonly cards: string[];
  readonly actionBars: string[];
  readonly titles: string[];
  readonly sounds: string[];
  readonly kicks: string[];
  /** Permissions that were given or taken by name, before the defaults are asked. */
  readonly grants: Map<string, boolean>;
  /** The 36 slots that goods go into. */
  readonly slots: (FakeStack | null)[];
  /** The slot of `slots` in the main hand: 0 to 8. */
  heldSlot: number;
  /** What `gameMode` and `world` answer. */
  mode: ReturnType<Player['gameMode']>;
  worldName: string;
  /** How many of a material the player holds. */
  count(material: string): number;
  setLevel(level: number): void;
  /** Experience as an orb brings it: what may count, counts. */
  gain(points: number): void;
  menu(): SeenMenu | null;
  /** Clicks a slot of the open menu; throws when there is none. */
  click(slot: number, click?: Parameters<Menu['onClick']>[1]): Promise<void>;
  closeMenu(): Promise<void>;
}

export interface JoinOptions {
  readonly language?: string;
  readonly operator?: boolean;
  /** Permissions that a permission plugin has given before the player is there. */
  readonly may?: readonly string[];
}

/** What a visit asks of the world around it. */
export interface Surroundings {
  readonly disk: Map<string, SavedPlayer>;
  maxStackSize(material: string): number;
  isItem(material: string): boolean;
  saveWorks(): boolean;
  mayByDefault(permission: string, operator: boolean): boolean;
  menu(player: Player): SeenMenu | null;
  click(player: Player, slot: number, click: Parameters<Menu['onClick']>[1]): Promise<void>;
  closeMenu(player: Player): Promise<void>;
  /** How many points of an orb count. */
  counted(player: Player, points: number): number;
  /** Closes the window of a player who leaves. */
  forget(player: Player): void;
}

/** A visit and the strings that only the fake pulls. */
export interface Visit {
  readonly player: FakePlayer;
  /** Ends the visit; what was not saved is gone. */
  end(): void;
}

/** The id of a player of the fake: the same name has the same id at every visit. */
export function idOfName(name: string): string {
  const hex = fakeCrypto.sha256(name);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ];
  return [...parts, hex.slice(20, 32)].join('-');
}

/** Notes in a Map, for as long as `open` says yes. */
export function notesIn(map: Map<string, string>, open: () => boolean): Notes {
  return {
    get: (name) => (open() ? (map.get(name) ?? null) : null),
    set(name, value) {
      if (open()) map.set(name, value);
    },
    remove(name) {
      if (open()) map.delete(name);
    },
    names: () => (open() ? [...map.keys()] : []),
  };
}

/** An icon as the player reads it. */
export function seenIcon(icon: Icon): SeenIcon {
  const own = icon.thing === undefined ? null : fakeThing({ bytes: icon.thing, quantity: 1 });
  return {
    material: own?.material ?? icon.material,
    amount: icon.amount ?? 1,
    name: own ? (own.name ?? own.material) : plainText(icon.name),
    lore: [...(own?.lore ?? []), ...(icon.lore ?? []).map(plainText)],
    glow: own?.glow ?? icon.glow ?? false,
  };
}

/** Begins a visit with what the player's file says. */
function beginVisit(
  who: { readonly id: string; readonly name: string; language: string; operator: boolean },
  world: Surroundings,
): Visit {
  const saved = world.disk.get(who.id);
  const notes = new Map(saved?.notes);
  const slots: (FakeStack | null)[] = saved
    ? [...saved.slots]
    : Array.from({ length: 36 }, () => null);
  let experience: Experience = { level: saved?.level ?? 0, progress: saved?.progress ?? 0 };
  let online = true;
  const isOnline = (): boolean => online;

  const player: FakePlayer = {
    ...shown(isOnline),
    ...who,
    get player() {
      return player;
    },
    get language() {
      return player.notes.get(languageNote) ?? who.language;
    },
    grants: new Map<string, boolean>(),
    may: (permission) =>
      online && (player.grants.get(permission) ?? world.mayByDefault(permission, player.operator)),
    given: (permission) => (online ? (player.grants.get(permission) ?? null) : null),
    isOnline,
    level: () => experience.level,
    setLevel(level) {
      experience = { ...experience, level };
    },
    experience: () => experience,
    setExperience(now) {
      if (online) experience = now;
    },
    gain(points) {
      experience = withPoints(experience, world.counted(player, points));
    },
    ...holding(slots, world, () => player),
    notes: notesIn(notes, isOnline),
    save() {
      if (!online || !world.saveWorks()) return;
      const saves = (world.disk.get(who.id)?.saves ?? 0) + 1;
      world.disk.set(who.id, { notes: new Map(notes), slots: [...slots], ...experience, saves });
    },
    fileState() {
      const file = online ? world.disk.get(who.id) : undefined;
      return file ? String(file.saves) : null;
    },
    menu: () => world.menu(player),
    click: (slot, click = 'left') => world.click(player, slot, click),
    closeMenu: () => world.closeMenu(player),
  };
  return {
    player,
    end() {
      online = false;
    },
  };
}

/** What a player has in the slots, and where and how the player is. */
function holding(
  slots: (FakeStack | null)[],
  world: Pick<Surroundings, 'maxStackSize' | 'isItem'>,
  player: () => FakePlayer,
) {
  const bag = inventory(slots, world);
  return {
    slots,
    heldSlot: 0,
    mode: 'survival' as const,
    worldName: 'world',
    gameMode: () => player().mode,
    world: () => player().worldName,
    count: bag.count,
    slotsMissing: (items: readonly FakeStack[]) =>
      player().isOnline() ? bag.slotsMissing(items) : 0,
    give(items: readonly FakeStack[]) {
      if (player().isOnline()) bag.give(items);
    },
    ...fakeGoodsOf(
      { slots, ...bag },
      () => player().heldSlot,
      () => player().isOnline(),
    ),
  };
}

/** Keeps the visits, and tells who listens of joins and quits. */
export function fakePeople(
  ticker: Ticker,
  guard: Guard,
  surroundings: Omit<Surroundings, 'counted'>,
) {
  const visits = new Map<string, Visit>();
  const levels = followLevels(ticker, guard, () =>
    [...visits.values()].map(({ player }) => player),
  );
  const joinRuns: ((player: Player) => void)[] = [];
  const quitRuns: ((player: Player) => void)[] = [];
  const platform = {
    player: (id: string) => visits.get(id)?.player ?? null,
    players: () => [...visits.values()].map((visit): Player => visit.player),
    onJoin(run: (player: Player) => void) {
      const guarded = guard('onJoin', run);
      joinRuns.push(guarded);
      const here = platform.players();
      if (here.length === 0) return;
      ticker.after('onJoin', 0, () => {
        for (const player of here) if (player.isOnline()) guarded(player);
      });
    },
    onQuit: (run: (player: Player) => void) => void quitRuns.push(guard('onQuit', run)),
    ...levels.platform,
  };
  return {
    platform,
    join(name: string, options: JoinOptions = {}): FakePlayer {
      const { language = 'en', operator = false, may = [] } = options;
      const id = idOfName(name);
      if (visits.has(id)) throw new Error(`${name} is there already.`);
      const world = { ...surroundings, counted: levels.counted };
      const visit = beginVisit({ id, name, language, operator }, world);
      for (const permission of may) visit.player.grants.set(permission, true);
      visits.set(id, visit);
      for (const run of joinRuns) run(visit.player);
      return visit.player;
    },
    quit(player: FakePlayer): void {
      surroundings.forget(player);
      for (const run of quitRuns) run(player);
      player.save();
      visits.get(player.id)?.end();
      visits.delete(player.id);
    },
    endAll(): void {
      for (const visit of visits.values()) visit.end();
      visits.clear();
    },
  };
}
