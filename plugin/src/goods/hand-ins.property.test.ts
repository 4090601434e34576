// Taking goods against everything at once: crashes, lost and late words, saves that write nothing,
// players who leave, full inventories. The real steps run; only game and backend are made up.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { handInGoods } from '@mintkeep/shared/market.ts';
import { cut, silence, type FakeBackendServer } from '../backend/fake-backend.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import type { FakePlayer } from '../platform/fake-players.ts';
import { createFakeDisk } from '../platform/fake.ts';
import { keepSaves } from '../saves.ts';
import { decide, heldOf, openVault, registerErrand, type FakeVault } from './fake-errand.ts';
import { listNotes } from './notes.ts';
import { openTaking } from './open-taking.ts';

const diamonds = 20;

type Network = 'fine' | 'lost' | 'answerLost' | 'late' | 'silent';

type Act =
  | { readonly do: 'take'; readonly quantity: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'network'; readonly mode: Network }
  | { readonly do: 'answer'; readonly next: FakeVault['next'] }
  | { readonly do: 'crash' | 'visit' | 'save' | 'fill' | 'empty' | 'disk' | 'lateOne' | 'claim' };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('take'), quantity: fc.integer({ min: 1, max: 8 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('wait'),
      ms: fc.constantFrom(50, 100, 150, 200, 1_000, 8_000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('network'),
      mode: fc.constantFrom<Network>('fine', 'lost', 'answerLost', 'late', 'silent'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('answer'), next: fc.constantFrom('taken', 'refused') }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('crash', 'visit', 'save', 'fill', 'empty', 'disk', 'lateOne', 'claim'),
    }),
  },
);

/** One story: a disk and a backend that outlive every server. */
function tell() {
  const disk = createFakeDisk();
  const late: (() => void)[] = [];
  let network: Network = 'fine';
  let vault: FakeVault | null = null;
  let lastId = 0;
  let here = startServer();

  function serve(server: FakeBackendServer): void {
    const opened = openVault(server);
    const one = (vault ??= opened);
    server.on(handInGoods, ({ call }) => {
      const hear = () => decide(one, call.goodsId, call.goods.quantity);
      if (network === 'fine') return { yes: hear() };
      if (network === 'answerLost') hear();
      if (network === 'late') late.push(hear);
      return network === 'silent' ? silence() : cut();
    });
  }
  function startServer() {
    const { fake, server, plugin } = startFakePlugin({ retryPauseMs: '200' }, { disk });
    // Ids are never made twice, whatever restarts; the fake's own begin anew.
    fake.newId = () => `00000000-0000-4000-9000-${String((lastId += 1)).padStart(12, '0')}`;
    serve(server);
    const taking = openTaking(plugin, keepSaves(plugin));
    const { desk } = registerErrand(taking, 3);
    const alex: FakePlayer = fake.join('Alex');
    return { fake, taking, desk, alex };
  }
  function restart(): void {
    here.fake.crash();
    here = startServer();
  }

  here.alex.give([{ material: 'DIAMOND', amount: diamonds }]);
  here.alex.save();
  const backend = vault as unknown as FakeVault;

  async function happen(one: Act): Promise<void> {
    const { fake, desk, taking, alex } = here;
    const data = { priceCoins: 1 };
    if (one.do === 'take') desk.take(alex, { sku: 'diamond', quantity: one.quantity, data });
    if (one.do === 'wait') await fake.advance(one.ms);
    if (one.do === 'network') network = one.mode;
    if (one.do === 'answer') backend.next = one.next;
    if (one.do === 'crash') restart();
    if (one.do === 'visit') {
      fake.quit(alex);
      here = { ...here, alex: fake.join('Alex') };
    }
    if (one.do === 'save') alex.save();
    if (one.do === 'disk') fake.faults.saves = !fake.faults.saves;
    if (one.do === 'lateOne') late.shift()?.();
    if (one.do === 'claim') taking.giveBack(alex);
    if (one.do === 'fill') {
      alex.slots.forEach((slot, index) => {
        alex.slots[index] = slot ?? { material: 'DIRT', amount: 64 };
      });
    }
    if (one.do === 'empty') makeRoom(alex);
  }

  /** No more faults, for long enough; then every late word comes. */
  async function end() {
    network = 'fine';
    here.fake.faults.saves = false;
    makeRoom(here.alex);
    await here.fake.advance(120_000);
    for (const word of late.splice(0)) word();
    await here.fake.advance(1_000);
    const settled = [heldOf(here.alex, 'diamond'), backend.count(), listNotes(here.alex).length];
    restart();
    makeRoom(here.alex);
    await here.fake.advance(5_000);
    const afterCrash = [heldOf(here.alex, 'diamond'), backend.count(), listNotes(here.alex).length];
    return { settled, afterCrash };
  }
  return { happen, end };
}

function makeRoom(player: FakePlayer): void {
  player.slots.forEach((slot, index) => {
    if (slot?.material === 'DIRT') player.slots[index] = null;
  });
}

test('Property: goods taken are in exactly one place, whatever happens (D25, pain 20)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 40 }), async (acts) => {
      const story = tell();
      for (const one of acts) await story.happen(one);
      const { settled, afterCrash } = await story.end();
      const [held = 0, taken = 0, open] = settled;
      expect([held + taken, open]).toEqual([diamonds, 0]);
      expect(afterCrash).toEqual(settled);
    }),
    { numRuns: propertyRunsMin * 3 },
  );
}, 60_000);
