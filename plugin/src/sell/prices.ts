// What the shop pays, as last heard: for showing and for completing words, never for deciding. Every
// sale names the price that its seller saw, so an old one is refused and not paid.
import { listSellPrices, type SellPrice } from '@mintkeep/shared/shop.ts';
import type { Answer, Plugin } from '../plugin.ts';

const refreshMs = 60_000;
// Prices so young are not asked for again by a command.
const freshMs = 5_000;

export interface SellPrices {
  /** As last heard; empty before. */
  all(): readonly SellPrice[];
  /** By the kind of thing, or by the sku of the reward that buys it. */
  find(sku: string): SellPrice | null;
  /** Asks the backend, unless what was heard is younger than five seconds. */
  fresh(): Promise<Answer<readonly SellPrice[]>>;
  /** What was heard is wrong by now. */
  forget(): void;
}

/** Keeps the prices fresh while players are here. */
export function keepSellPrices({ platform, backend }: Plugin): SellPrices {
  let known: readonly SellPrice[] = [];
  let heardAtMs = Number.NEGATIVE_INFINITY;

  async function refresh(): Promise<Answer<readonly SellPrice[]>> {
    const answer = await backend.send(listSellPrices, {});
    if (!answer.ok) return answer;
    known = answer.value.prices;
    heardAtMs = platform.nowMs();
    return { ok: true, value: known };
  }
  platform.every('sell prices', refreshMs, () => {
    if (platform.players().length > 0) void refresh();
  });
  platform.onJoin(() => {
    if (known.length === 0) void refresh();
  });
  return {
    all: () => known,
    find: (sku) =>
      known.find((one) => one.goodsSku === sku) ?? known.find((one) => one.sku === sku) ?? null,
    fresh: async () =>
      platform.nowMs() - heardAtMs < freshMs ? { ok: true, value: known } : refresh(),
    forget() {
      heardAtMs = Number.NEGATIVE_INFINITY;
    },
  };
}
