// What scenarios of the market share: windows by the names of their icons, offers made in one line, and
// the one thing that only time does.
import { listOwnListings } from '@mintkeep/shared/listings.ts';
import type { Bot, Seen } from './bot.ts';
import { inDatabase } from './time.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

/** Waits for an icon in a window; a thing without a name of its own is called by its material. */
export async function icon(bot: Bot, title: RegExp, name: RegExp): Promise<Seen> {
  let shown: readonly Seen[] = [];
  return until(
    `${bot.name} to see ${String(name)} in ${String(title)}`,
    async () => {
      shown = await bot.sees(title);
      return shown.find((one) => name.test(one.name || one.material));
    },
    { state: () => ({ shown: shown.map((one) => one.name || one.material), heard: bot.heard }) },
  );
}

/** Clicks an icon once it is there. */
export async function press(
  bot: Bot,
  title: RegExp,
  name: RegExp,
  how: { times?: number; mode?: number } = {},
): Promise<Seen> {
  const found = await icon(bot, title, name);
  bot.click(found.slot, how);
  return found;
}

/** A seller's listings, newest first. */
export const listingsOf = async ({ backend }: World, bot: Bot) =>
  (await backend.ask(listOwnListings, { minecraftUUID: bot.uuid, pageSize: '100' })).items;

/** Lists what is in the hand without a question; answers the listing's id. */
export async function offer(world: World, bot: Bot, words: string): Promise<string> {
  const before = (await listingsOf(world, bot)).length;
  bot.say('/market confirm off');
  await bot.hears(/no longer asked/);
  bot.say(`/market sell ${words}`);
  const [newest] = await until(
    `${bot.name} to have another listing`,
    async () => {
      const now = await listingsOf(world, bot);
      return now.length > before && now;
    },
    { state: () => bot.heard },
  );
  if (!newest) throw new Error('no listing');
  await bot.hears(new RegExp(`On offer: .*${newest.listingId.slice(0, 8)}`));
  return newest.listingId;
}

/** Buys without a question. */
export async function buyAtOnce(bot: Bot, listingId: string, quantity = 1): Promise<void> {
  bot.say('/market confirm off');
  await bot.hears(/no longer asked/);
  bot.say(`/market buy ${listingId} ${String(quantity)}`);
}

/** Lets a listing's time be up now. */
export async function runOut(world: World, listingId: string): Promise<void> {
  await inDatabase(world, async (db) => {
    const listings = db.collection<{ _id: string }>('listings');
    const expiresAt = new Date(Date.now() - 1_000);
    const { matchedCount } = await listings.updateOne({ _id: listingId }, { $set: { expiresAt } });
    if (matchedCount !== 1) throw new Error(`no listing ${listingId}`);
  });
}
