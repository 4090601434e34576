// What of the market was seen last: for completing words and for short names of listings, never for
// deciding. Nothing here asks the backend while somebody types.
import { listListings, type ListingRecord } from '@mintkeep/shared/listings.ts';
import type { Plugin } from '../plugin.ts';
import { callOf, everything } from './query.ts';

const refreshMs = 60_000;
const newestMax = 100;
const rememberedMax = 2_000;
/** A listing is called by so much of its id. */
const shortLength = 8;

export const shortOf = (listingId: string): string => listingId.slice(0, shortLength);

/** As much of a listing as completing words needs. */
export type Known = Pick<ListingRecord, 'listingId' | 'sku' | 'sellerName'>;

export interface Seen {
  /** What the backend said. */
  note(listings: readonly Known[]): void;
  forget(listingId: string): void;
  /** Newest last. */
  all(): readonly Known[];
  /**
   * The full id that somebody means: a whole one, or the beginning of one that was seen. Looks once
   * for one that nobody saw here yet; null when there is none.
   */
  idOf(text: string): Promise<string | null>;
}

const beginningOfId = /^[0-9a-f]{8}[0-9a-f-]*$/;
const fullId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Keeps what was seen, and the newest listings among it while players are here. */
export function keepSeen({ platform, backend }: Plugin): Seen {
  const known = new Map<string, Known>();
  const seen: Seen = {
    note(listings) {
      for (const { listingId, sku, sellerName } of listings) {
        // The latest seen stand last, so that the oldest can go.
        known.delete(listingId);
        known.set(listingId, { listingId, sku, sellerName });
      }
      for (const [listingId] of known) {
        if (known.size <= rememberedMax) break;
        known.delete(listingId);
      }
    },
    forget: (listingId) => void known.delete(listingId),
    all: () => [...known.values()],
    async idOf(text) {
      const id = text.toLowerCase();
      if (fullId.test(id)) return id;
      if (!beginningOfId.test(id)) return null;
      if (![...known.keys()].some((listingId) => listingId.startsWith(id))) await refresh();
      const meant = [...known.keys()].filter((listingId) => listingId.startsWith(id));
      return meant.length === 1 ? (meant[0] ?? null) : null;
    },
  };
  const refresh = async (): Promise<void> => {
    const answer = await backend.send(listListings, callOf(everything, newestMax));
    if (answer.ok) seen.note([...answer.value.items].reverse());
  };
  platform.every('market listings', refreshMs, () => {
    if (platform.players().length > 0) void refresh();
  });
  platform.onJoin(() => {
    if (known.size === 0) void refresh();
  });
  return seen;
}
