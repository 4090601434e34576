// Draws with one player, for the unit tests of draws: the fake backend has two tables and a starter,
// and answers each wish with a yes, until a test says otherwise.
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import {
  claimStarter,
  getStarter,
  listGachaTables,
  rollGacha,
  type ShownTable,
  type StarterStatus,
} from '@mintkeep/shared/gacha.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import { startFakePlugin, type FakeWorld } from '../fake-plugin.ts';
import type { FakePlayer } from '../platform/fake-players.ts';
import { gacha } from './gacha.ts';

const someId = '00000000-0000-4000-8000-00000000000a';

/** A table of bread and a crown, seven to one, that differs only in what is given. */
export const fakeTable = (changed: Partial<ShownTable> = {}): ShownTable => ({
  key: 'crate',
  name: 'Crate',
  icon: 'ENDER_CHEST',
  kind: 'roll',
  costCoins: 30,
  weightTotal: 8,
  entries: [
    { sku: 'bread', name: 'Bread', icon: 'BREAD', weight: 7, oddsRatio: 0.875 },
    { sku: 'crown', name: 'Crown', icon: 'GOLDEN_HELMET', weight: 1, oddsRatio: 0.125 },
  ],
  fingerprint: 'f'.repeat(64),
  ...changed,
});

export const fakeStarter = fakeTable({ key: 'kit', name: 'Kit', kind: 'starter', costCoins: 0 });

/** What the backend answers a roll with. */
export const rolled = {
  rollId: someId,
  tableKey: 'crate',
  sku: 'crown',
  name: 'Crown',
  icon: 'GOLDEN_HELMET',
  costCoins: 30,
  seed: '0'.repeat(64),
  deliveryId: someId,
  walletBalanceCoins: 70,
};

/** What the backend answers a claim with. */
const claimed: ReplyOf<typeof claimStarter> = {
  deliveryId: someId,
  sku: 'bread',
  name: 'Bread',
  payload: { action: 'give', payload: { items: [{ material: 'BREAD', amount: 1 }] } },
};

/** What the player reads of a roll. */
export const wonLine = 'You drew Crown from Crate for 30 coins.';

export interface FakeGacha extends FakeWorld {
  readonly ann: FakePlayer;
  /** Runs a command of Ann's. */
  run(line: string): Promise<void>;
  /** The slot of an icon in Ann's window by the beginning of its name; throws when there is none. */
  slotOf(name: string): number;
  /** Lets the whole show pass. */
  show(): Promise<void>;
  starterStands(status: StarterStatus, attempts?: number): void;
}

/** Opens it; Ann has 100 coins. `properties` are settings. */
export function openFakeGacha(
  tables: readonly ShownTable[] = [fakeTable(), fakeStarter],
  properties: Readonly<Record<string, string>> = {},
): FakeGacha {
  const world = startFakePlugin({ commandCooldownMs: '0', ...properties });
  const { fake, server, plugin } = world;
  server.on(listGachaTables, () => ({ yes: { tables: [...tables] } }));
  server.on(getCard, () => ({
    yes: {
      playerId: someId,
      name: 'Ann',
      walletBalanceCoins: 100,
      escrowBalanceCoins: 0,
      frozen: false,
      linked: false,
      streakDays: 0,
      badges: 0,
      season: null,
      pendingDeliveries: 0,
      lastEntries: [],
    },
  }));
  server.on(rollGacha, () => ({ yes: rolled }));
  server.on(claimStarter, () => ({ yes: claimed }));
  const starterStands = (status: StarterStatus, attempts = 0): void => {
    server.on(getStarter, () => ({ yes: { status, attempts } }));
  };
  starterStands('unclaimed');
  gacha(plugin);
  const ann = fake.join('Ann');
  return {
    ...world,
    ann,
    starterStands,
    run: (line) => fake.run(ann, line),
    show: () => fake.advance(2_000),
    slotOf(name) {
      const found = [...(ann.menu()?.icons ?? [])].find(([, icon]) => icon.name.startsWith(name));
      if (!found) throw new Error(`There is no ${name}.`);
      return found[0];
    },
  };
}
