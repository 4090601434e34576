// Trades that staff want to hear of at once (S1-172). Told in the commit of the trade by an event of its
// own, so that all the others cost no reader and no job.
import type { DomainEvent } from '@mintkeep/shared/events.ts';
import type { WriteScope } from './transaction.ts';

/** From how many coins on a trade is told of, unless HIGH_VALUE_TX says otherwise. */
const highValueCoinsDefault = 10_000;

type Trade = Omit<Extract<DomainEvent, { type: 'trade.high-value' }>, 'type'>;

/** Tells of a trade if it reaches this many coins. */
export function tellIfLarge(
  scope: WriteScope,
  trade: Trade,
  fromCoins: number = highValueCoinsDefault,
): void {
  if (trade.amountCoins >= fromCoins) scope.emit({ type: 'trade.high-value', ...trade });
}

/** The same scope, which also tells of what is large among the purchases and orders it hears of. */
export const tellingOfLarge = (scope: WriteScope, fromCoins?: number): WriteScope => ({
  ...scope,
  emit: (event) => {
    scope.emit(event);
    const trade = tradeOf(event);
    if (trade) tellIfLarge(scope, trade, fromCoins);
  },
});

function tradeOf(event: DomainEvent): Trade | null {
  if (event.type === 'purchase.made') {
    const { playerId, sku, totalCostCoins: amountCoins } = event;
    return { trade: 'purchase', playerId, otherPlayerId: null, sku, amountCoins };
  }
  if (event.type === 'order.made') {
    const { buyerId: playerId, sellerId: otherPlayerId, sku, totalCoins: amountCoins } = event;
    return { trade: 'order', playerId, otherPlayerId, sku, amountCoins };
  }
  return null;
}
