// Notices: what became of a player's goods while the player was away, told until it is heard.
import type { Collection } from 'mongodb';
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import { marketNoticesMax } from '@mintkeep/shared/market.ts';
import type { MarketNotice, takeMarketNotices } from '@mintkeep/shared/market.ts';
import { dayS } from '../core/calendar.ts';
import { newId } from '../core/identity.ts';
import { within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';

interface NoticeDoc extends Omit<MarketNotice, 'noticeId' | 'at'> {
  _id: string;
  at: Date;
}

// The event log keeps what happened for ever; what nobody came to hear for so long is told no more.
const noticeDaysMax = 180;

export const marketNoticesPlan: CollectionPlan = {
  name: 'market_notices',
  indexes: [
    // Those of the players on a server, oldest first.
    { name: 'ofPlayer', key: { minecraftUUID: 1, at: 1 } },
    { name: 'expiry', key: { at: 1 }, expireAfterSeconds: noticeDaysMax * dayS },
  ],
};

const notices = (scope: ReadScope): Collection<NoticeDoc> =>
  scope.db.collection(marketNoticesPlan.name);

/** Leaves a notice, in the commit of what it tells. */
export async function leaveNotice(
  tx: Tx,
  notice: Omit<MarketNotice, 'noticeId' | 'at'>,
): Promise<void> {
  await notices(tx).insertOne({ _id: newId(), ...notice, at: tx.now }, { session: tx.session });
}

/** Forgets notices that were read. */
export async function forgetNotices(tx: Tx, told: readonly string[]): Promise<void> {
  await notices(tx).deleteMany({ _id: { $in: [...told] } }, { session: tx.session });
}

/** The oldest notices of these players, whoever has them: nobody's many keep others waiting. */
export async function noticesOf(
  scope: ReadScope,
  players: readonly string[],
): Promise<ReplyOf<typeof takeMarketNotices>> {
  const found = await notices(scope)
    .find({ minecraftUUID: { $in: [...players] } }, within(scope))
    .sort({ at: 1, _id: 1 })
    .limit(marketNoticesMax)
    .toArray();
  return {
    notices: found.map(({ _id, at, ...notice }) => ({
      noticeId: _id,
      ...notice,
      at: at.toISOString(),
    })),
  };
}
