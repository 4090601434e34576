// What staff do with listings from the game: remove one, change its price. The permission opens the
// door; whether they may is the backend's word, by their linked account (D40).
import { cancelListing, editListingPrice } from '@mintkeep/shared/listings.ts';
import { line } from '@mintkeep/shared/primitives.ts';
import { readAmount } from '../amount.ts';
import { isIndefinite } from '../backend/until-clear.ts';
import type { Sender } from '../platform/platform.ts';
import type { Answer } from '../plugin.ts';
import { withId, type Desk } from './desk.ts';
import { shortOf } from './seen.ts';

export const staffPermission = 'mintkeep.admin.market';
export const staffWords = ['remove', 'editprice'] as const;

const reasonMax = 200;

/** `remove <listing> <reason>`, `editprice <listing> <price> <reason>`; by players and the console. */
export async function staffCommand(
  desk: Desk,
  sender: Sender,
  [word = '', ...args]: readonly string[],
): Promise<void> {
  const { say } = desk.plugin;
  const isPrice = word === 'editprice';
  const [listing = '', ...rest] = args;
  const [price = '', ...others] = rest;
  const reason = line(reasonMax).safeParse((isPrice ? others : rest).join(' '));
  if (!reason.success) return say(sender, isPrice ? 'market.editUsage' : 'market.removeUsage');
  const listingId = await desk.seen.idOf(listing);
  if (listingId === null) return say(sender, 'market.unknownListing', { listing });
  if (!isPrice) return remove(desk, sender, listingId, reason.data);
  const unitPriceCoins = readAmount(price);
  if (unitPriceCoins === null) return say(sender, 'market.wrongPrice', { word: price });
  await editPrice(desk, sender, listingId, { unitPriceCoins, reason: reason.data });
}

const actorOf = ({ player }: Sender): string => player?.id ?? 'console';

async function remove(
  { plugin, seen }: Desk,
  sender: Sender,
  listingId: string,
  reason: string,
): Promise<void> {
  const { backend, platform, words } = plugin;
  const options = { key: platform.newId(), actor: actorOf(sender) };
  const answer = await backend.send(cancelListing, { listingId, reason }, options);
  if (!answer.ok) return tellStaffNo(plugin, sender, answer);
  seen.forget(listingId);
  const quantity = platform.formatInteger(answer.value.quantity, sender.language);
  const values = { id: shortOf(listingId), quantity };
  sender.tell(withId(words(sender.language, 'market.removed', values), listingId));
}

async function editPrice(
  { plugin }: Desk,
  sender: Sender,
  listingId: string,
  edit: { readonly unitPriceCoins: number; readonly reason: string },
): Promise<void> {
  const { backend, platform, words, coins } = plugin;
  const options = { key: platform.newId(), actor: actorOf(sender) };
  const answer = await backend.send(editListingPrice, { listingId, ...edit }, options);
  if (!answer.ok) return tellStaffNo(plugin, sender, answer);
  const price = coins(answer.value.unitPriceCoins, sender.language);
  const values = { id: shortOf(listingId), price };
  sender.tell(withId(words(sender.language, 'market.edited', values), listingId));
}

/** An unclear answer is said to be one: staff look at the listing before they repeat. */
function tellStaffNo(
  { say, refusal }: Desk['plugin'],
  sender: Sender,
  { code, details }: Extract<Answer<never>, { ok: false }>,
): void {
  const isUnasked = code === 'BACKEND_AWAY' && details['asked'] === false;
  if (isIndefinite(code) && !isUnasked) return say(sender, 'admin.unclear');
  sender.tell(refusal(code, details, sender.language));
}
