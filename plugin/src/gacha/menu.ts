// What the windows of draws show: pure, from tables and a balance to icons and what a click on each
// means.
import type { ShownTable, StarterStatus } from '@mintkeep/shared/gacha.ts';
import type { Icon, Message } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import { costOf, oddsLore, type Words } from './odds.ts';

export type Act =
  | { readonly do: 'open'; readonly table: ShownTable }
  | { readonly do: 'roll' }
  | { readonly do: 'yes' }
  | { readonly do: 'claim' }
  | { readonly do: 'back' }
  | { readonly do: 'close' };

export interface Button {
  readonly icon: Icon;
  readonly act?: Act;
}
export type Buttons = ReadonlyMap<number, Button>;

/** What a page is made from. */
export interface View {
  readonly balanceCoins: number;
  readonly language: string;
}

const middle = 13;

const sayIn =
  ({ words }: Words, language: string) =>
  (key: Parameters<Plugin['words']>[1], values?: Message['values']): Message =>
    words(language, key, values);

const close = (words: Words, language: string): Button => ({
  icon: { material: 'BARRIER', name: words.words(language, 'menu.close') },
  act: { do: 'close' },
});
const back = (words: Words, language: string): Button => ({
  icon: { material: 'ARROW', name: words.words(language, 'menu.back') },
  act: { do: 'back' },
});

/** What the balance allows: so many rolls, or so many coins missing. */
function affordLine(words: Words, { costCoins }: ShownTable, view: View): Message {
  const { balanceCoins, language } = view;
  const say = sayIn(words, language);
  if (balanceCoins < costCoins) {
    const missing = words.coins(costCoins - balanceCoins, language);
    return say('gacha.tooExpensive', { missing });
  }
  const count = words.platform.formatInteger(Math.floor(balanceCoins / costCoins), language);
  return say('gacha.affordable', { count });
}

const balanceIcon = (words: Words, { balanceCoins, language }: View): Icon => ({
  material: 'GOLD_NUGGET',
  name: words.words(language, 'menu.balance', { balance: words.coins(balanceCoins, language) }),
});

/** All tables one can roll: six rows. */
export function tablesPage(words: Words, tables: readonly ShownTable[], view: View): Buttons {
  const { language } = view;
  const say = sayIn(words, language);
  const buttons = new Map<number, Button>();
  tables.forEach((table, slot) => {
    buttons.set(slot, {
      icon: {
        material: table.icon,
        name: say('gacha.tableName', { table: table.name }),
        lore: [
          costOf(words, table, language),
          say('gacha.entries', {
            count: words.platform.formatInteger(table.entries.length, language),
          }),
          affordLine(words, table, view),
          say('gacha.open'),
        ],
      },
      act: { do: 'open', table },
    });
  });
  buttons.set(45, { icon: balanceIcon(words, view) });
  buttons.set(53, close(words, language));
  return buttons;
}

/** Every entry of a table with its odds, in the first five rows. */
function entryIcons(words: Words, table: ShownTable, language: string): Map<number, Button> {
  const say = sayIn(words, language);
  return new Map(
    table.entries.map((entry, slot) => [
      slot,
      {
        icon: {
          material: entry.icon,
          name: say('menu.itemName', { item: entry.name }),
          lore: oddsLore(words, table, entry, language),
        },
      },
    ]),
  );
}

/** A table: every entry with its odds, and the way to a roll. */
export function tablePage(words: Words, table: ShownTable, view: View): Buttons {
  const { language, balanceCoins } = view;
  const say = sayIn(words, language);
  const buttons = entryIcons(words, table, language);
  const isAffordable = balanceCoins >= table.costCoins;
  const price = words.coins(table.costCoins, language);
  buttons.set(45, back(words, language));
  buttons.set(47, { icon: balanceIcon(words, view) });
  buttons.set(49, {
    icon: {
      material: isAffordable ? 'LIME_CONCRETE' : 'RED_CONCRETE',
      name: isAffordable ? say('gacha.roll', { price }) : say('gacha.unaffordable'),
      lore: [affordLine(words, table, view), ...(isAffordable ? [say('gacha.rollHint')] : [])],
    },
    ...(isAffordable ? { act: { do: 'roll' } as const } : {}),
  });
  buttons.set(53, close(words, language));
  return buttons;
}

/** The last question: three rows, one click rolls. */
export function confirmPage(words: Words, table: ShownTable, view: View): Buttons {
  const { language, balanceCoins } = view;
  const say = sayIn(words, language);
  const price = words.coins(table.costCoins, language);
  const balance = words.coins(balanceCoins - table.costCoins, language);
  const name = say('gacha.tableName', { table: table.name });
  return new Map<number, Button>([
    [4, { icon: { material: table.icon, name, lore: [costOf(words, table, language)] } }],
    [
      middle,
      {
        icon: {
          material: 'LIME_CONCRETE',
          name: say('gacha.yes', { price }),
          lore: [say('gacha.left', { balance })],
        },
        act: { do: 'yes' },
      },
    ],
    [18, back(words, language)],
    [26, close(words, language)],
  ]);
}

/** True while a claim is possible. */
const isClaimable = (status: StarterStatus): boolean =>
  status === 'unclaimed' || status === 'failed';

/** The starter: every kit with its odds, how one's own stands, and the claim while it is possible. */
export function starterPage(
  words: Words,
  table: ShownTable,
  { status, attempts }: { status: StarterStatus; attempts: number },
  language: string,
): Buttons {
  const say = sayIn(words, language);
  const buttons = entryIcons(words, table, language);
  const count = words.platform.formatInteger(attempts, language);
  const lore = attempts > 0 ? [say('starter.attempts', { count })] : [];
  buttons.set(47, {
    icon: { material: 'PAPER', name: say(`starter.status.${status}`), lore },
  });
  if (isClaimable(status)) {
    buttons.set(49, {
      icon: {
        material: 'LIME_CONCRETE',
        name: say('starter.claim'),
        lore: [say('starter.claimHint')],
      },
      act: { do: 'claim' },
    });
  }
  buttons.set(53, close(words, language));
  return buttons;
}

/** While the answer is on its way. */
export function waitPage(words: Words, language: string): Buttons {
  const say = sayIn(words, language);
  const icon: Icon = { material: 'CLOCK', name: say('gacha.wait'), lore: [say('gacha.waitHint')] };
  return new Map([
    [middle, { icon }],
    [26, close(words, language)],
  ]);
}

/** One picture of the show after a draw; the last one shows what was drawn, with a glow. */
export function showPage(
  words: Words,
  { name, icon, isLast }: { name: string; icon: string; isLast: boolean },
  language: string,
): Buttons {
  const say = sayIn(words, language);
  const pane: Button = {
    icon: { material: 'GLASS_PANE', name: say('gacha.passing', { item: '' }) },
  };
  const shown: Icon = {
    material: icon,
    name: say(isLast ? 'gacha.drawn' : 'gacha.passing', { item: name }),
    glow: isLast,
  };
  return new Map([
    [4, pane],
    [middle, { icon: shown }],
    [22, pane],
    [26, close(words, language)],
  ]);
}

/** Only the icons, as a window wants them. */
export const iconsOf = (buttons: Buttons): ReadonlyMap<number, Icon> =>
  new Map([...buttons].map(([slot, { icon }]) => [slot, icon]));
