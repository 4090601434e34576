// The settings as they are stored: one document, and every change of it counts its version up.
import type { Collection } from 'mongodb';
import type { DailyNumbers } from '@mintkeep/shared/quests.ts';
import { dailyDefault } from '@mintkeep/shared/quests.ts';
import type { Role } from '@mintkeep/shared/roles.ts';
import { within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';

/** A season has begun once `startedAt` is over; it runs until another takes its place. */
export interface SeasonDoc {
  name: string;
  startedAt: Date;
}

export interface SettingsDoc {
  _id: 'current';
  /** Roles here by roles of Discord (S1-078). */
  roleMap: Record<string, Role>;
  /** The numbers of the daily claim (D33); those of the first settings until they are changed. */
  daily?: DailyNumbers;
  /** Of the ranking by coins earned; null or missing while there is none (D34). */
  season?: SeasonDoc | null;
  version: number;
  updatedAt: Date;
}

export const settingsPlan: CollectionPlan = { name: 'settings', indexes: [] };

const settings = (scope: ReadScope): Collection<SettingsDoc> =>
  scope.db.collection(settingsPlan.name);

export const findSettings = (scope: ReadScope): Promise<SettingsDoc | null> =>
  settings(scope).findOne({ _id: 'current' }, within(scope));

/** The parts of the settings that can be changed while running. */
export type SettingsParts = Partial<Pick<SettingsDoc, 'roleMap' | 'daily' | 'season'>>;

/** Changes parts of the settings if nobody changed any since `version`; null when somebody did. */
export const putSettings = (
  scope: WriteScope,
  parts: SettingsParts,
  version: number,
): Promise<SettingsDoc | null> =>
  settings(scope).findOneAndUpdate(
    { _id: 'current', version },
    { $set: { ...parts, updatedAt: scope.now }, $inc: { version: 1 } },
    { session: scope.session, returnDocument: 'after' },
  );

/** Writes the first settings; nothing happens when there are some. */
export async function seedSettings(
  scope: WriteScope,
  roleMap: Record<string, Role>,
): Promise<void> {
  await settings(scope).updateOne(
    { _id: 'current' },
    { $setOnInsert: { roleMap, daily: dailyDefault, version: 1, updatedAt: scope.now } },
    { session: scope.session, upsert: true },
  );
}
