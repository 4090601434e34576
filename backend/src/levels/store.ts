// The level caps as they are stored: one document with one version (S0-034).
import type { Collection } from 'mongodb';
import { levelRule } from '@mintkeep/shared/levels.ts';
import type { LevelRule } from '@mintkeep/shared/levels.ts';
import { within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';

export interface LevelCapsDoc {
  _id: 'current';
  rules: LevelRule[];
  /** One more with every change (S0-035). */
  version: number;
  lastModified: Date;
  /** The actor as one string. */
  modifiedBy: string;
}

export const levelCapsPlan: CollectionPlan = {
  name: 'level_caps',
  indexes: [
    // Which version is in force, without its rules (S0-041).
    { name: 'version', key: { version: 1 } },
  ],
};

const levelCaps = (scope: ReadScope): Collection<LevelCapsDoc> =>
  scope.db.collection(levelCapsPlan.name);

/** The rules and their version; version 0 and no rules before the first change. */
export interface LevelCapsState {
  readonly rules: LevelRule[];
  readonly version: number;
  readonly lastModified: Date | null;
  readonly modifiedBy: string | null;
}

/** What is in force. A rule of an older time that does not fit any more is left out. */
export async function findLevelCaps(scope: ReadScope): Promise<LevelCapsState> {
  // What an older version wrote may lack fields.
  const found: Partial<LevelCapsDoc> | null = await levelCaps(scope).findOne(
    { _id: 'current' },
    within(scope),
  );
  return {
    rules: (found?.rules ?? []).filter((rule) => levelRule.safeParse(rule).success),
    version: found?.version ?? 0,
    lastModified: found?.lastModified ?? null,
    modifiedBy: found?.modifiedBy ?? null,
  };
}

/** Puts these rules in force. The caller has read, in this transaction, the version before. */
export async function putLevelCaps(
  scope: WriteScope,
  next: Pick<LevelCapsDoc, 'rules' | 'modifiedBy' | 'version'>,
): Promise<void> {
  await levelCaps(scope).updateOne(
    { _id: 'current' },
    { $set: { ...next, lastModified: scope.now } },
    { session: scope.session, upsert: true },
  );
}

/** When the season began, or null while there is none. The settings are written by staff (D34). */
export async function findSeasonStart(scope: ReadScope): Promise<Date | null> {
  const settings = await scope.db
    .collection<{ _id: string; season?: { startedAt?: unknown } }>('settings')
    .findOne({ _id: 'current' }, { ...within(scope), projection: { 'season.startedAt': 1 } });
  const startedAt = settings?.season?.startedAt;
  return startedAt instanceof Date ? startedAt : null;
}
