// The loop that asks, /claim, and the check at the start: when the backend is asked, and when not.
import { describe, expect, test } from 'vitest';
import { leaseDeliveries, type LeasedDelivery } from '@mintkeep/shared/delivery.ts';
import { refused, silence } from '../backend/fake-backend.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import { idOfName } from '../platform/fake-players.ts';
import { createFakeDisk } from '../platform/fake.ts';
import { writeReceipt, listReceipts } from '../receipts.ts';
import { delivery } from './delivery.ts';
import { hearReports, leased } from './fake-leases.ts';

/** Starts delivery with a backend that answers each ask with the next batch, then with none. */
function start(options: { spigot?: string; online?: readonly string[] } = {}) {
  const disk = createFakeDisk();
  if (options.spigot !== undefined) disk.serverFiles.set('spigot.yml', options.spigot);
  const world = startFakePlugin(
    { commandCooldownMs: '0', retryPauseMs: '1000' },
    { disk, online: options.online ?? [] },
  );
  const { fake, server, plugin } = world;
  const reports = hearReports(server);
  const batches: (readonly LeasedDelivery[])[] = [];
  const askedAtMs: number[] = [];
  server.on(leaseDeliveries, ({ call }) => {
    askedAtMs.push(fake.nowMs());
    const batch = batches.shift();
    // A long poll with nothing to say waits; a player's own question does not.
    if (!batch && call.waitS !== undefined) return silence();
    return { yes: [...(batch ?? [])] };
  });
  let sends = 0;
  const backend: typeof plugin.backend = {
    ...plugin.backend,
    send(...given) {
      sends += 1;
      return plugin.backend.send(...given);
    },
  };
  const asked = () => server.asked(leaseDeliveries).map(({ call }) => call);
  const deliveries = delivery({ ...plugin, backend });
  return { fake, server, deliveries, reports, batches, asked, askedAtMs, sends: () => sends };
}

const full = { material: 'DIRT', amount: 36 * 64 };

describe('delivery', () => {
  test('asks nothing while nobody is there', async () => {
    const { fake, asked } = start();
    await fake.advance(60_000);
    expect(asked()).toEqual([]);
    fake.join('Alex');
    await fake.advance(1_100);
    expect(asked()).toEqual([{ waitS: '20', limit: '50' }]);
  });

  test('asks at once after a reload that found players (pain 16)', async () => {
    const { fake, asked } = start({ online: ['Alex'] });
    await fake.settle();
    expect(asked()).toHaveLength(1);
  });

  test('hands over what the long poll brings, and asks again (B-06)', async () => {
    const { fake, batches, reports, askedAtMs } = start({ online: ['Alex'] });
    batches.push([leased(1, idOfName('Alex'))], [leased(2, idOfName('Alex'))]);
    await fake.advance(2_000);
    expect(reports().map(({ outcome }) => outcome)).toEqual(['given', 'given']);
    expect(askedAtMs).toHaveLength(3);
  });

  test('waits longer for the answer than the backend was asked to', async () => {
    const { fake } = start({ online: ['Alex'] });
    await fake.settle();
    const [request] = fake.requests;
    expect(request?.timeoutMs).toBeGreaterThan(20_000);
  });

  test('pauses longer after each failure, at most 15 s, and is back after it (B-07)', async () => {
    const { fake, server, batches, reports, sends } = start({ online: ['Alex'] });
    server.on(leaseDeliveries, refused);
    await fake.advance(600_000);
    // 1, 2, 4, 8 and then 15 s, each a quarter more or less.
    expect(sends()).toBeGreaterThan(600 / (15 * 1.25));
    expect(sends()).toBeLessThan(600 / (15 * 0.75) + 5);
    batches.push([leased(1, idOfName('Alex'))]);
    server.on(leaseDeliveries, () => ({ yes: [...(batches.shift() ?? [])] }));
    await fake.advance(90_000);
    expect(reports()).toMatchObject([{ outcome: 'given' }]);
  });

  test('does not ask in a frenzy about a player who has just left', async () => {
    const { fake, batches, askedAtMs } = start({ online: ['Alex'] });
    for (let batch = 0; batch < 100; batch += 1) batches.push([leased(1, idOfName('Gone'))]);
    await fake.advance(5_000);
    expect(askedAtMs.length).toBeLessThanOrEqual(6);
  });

  test('goes on asking after a delivery that could not be handed over', async () => {
    const { fake, batches, reports } = start({ online: ['Alex'] });
    const alex = idOfName('Alex');
    fake.faults.appends = true;
    batches.push(
      [leased(1, alex, { task: { action: 'money', payload: { amountCoins: 5 } } })],
      [leased(2, alex)],
    );
    await fake.advance(3_000);
    expect(reports()).toMatchObject([{ outcome: 'given' }]);
  });

  test.each(['players:\n  disable-saving: true\n', 'players:\n  disable-saving: true # a lobby\n'])(
    'leases nothing and says so loudly when players are not saved: %j',
    async (spigot) => {
      const { fake, deliveries, asked } = start({ spigot, online: ['Alex'] });
      const alex = fake.player(idOfName('Alex'));
      expect(alex && (await deliveries.ask(alex))).toBeNull();
      await fake.advance(60_000);
      expect(asked()).toEqual([]);
      expect(fake.logged).toMatchObject([
        { level: 'error', line: expect.stringContaining('disable-saving') },
      ]);
    },
  );

  test('delivers when spigot.yml says that players are saved', async () => {
    const { fake, asked } = start({
      spigot: 'players:\n  disable-saving: false\n',
      online: ['Alex'],
    });
    await fake.settle();
    expect(asked()).toHaveLength(1);
  });

  test('prunes receipts at the join', async () => {
    const { fake } = start();
    const alex = fake.join('Alex');
    writeReceipt(alex, 'old', 'given', fake.nowMs() - 61 * 86_400_000);
    writeReceipt(alex, 'new', 'given', fake.nowMs());
    fake.quit(alex);
    const again = fake.join('Alex');
    expect(listReceipts(again).map(({ deliveryId }) => deliveryId)).toEqual(['new']);
  });
});

describe('/claim', () => {
  test('asks for this player alone, without waiting, and says how many came', async () => {
    const { fake, batches, asked } = start();
    const alex = fake.join('Alex');
    batches.push([leased(1, alex.id), leased(2, alex.id)]);
    await fake.run(alex, 'claim');
    expect(asked()).toEqual([{ minecraftUUID: alex.id, limit: '50' }]);
    expect(alex.count('DIAMOND')).toBe(6);
    expect(alex.heard.at(-1)).toBe('2 deliveries came.');
  });

  test('says that nothing waits', async () => {
    const { fake } = start();
    const alex = fake.join('Alex');
    await fake.run(alex, 'claim');
    expect(alex.heard).toEqual(['Nothing waits for you.']);
  });

  test('says how many slots are missing in all', async () => {
    const { fake, batches } = start();
    const alex = fake.join('Alex');
    alex.give([full]);
    batches.push([leased(1, alex.id), leased(2, alex.id)]);
    await fake.run(alex, 'claim');
    expect(alex.heard.at(-1)).toBe('No room: free 2 more slots, then /claim again.');
  });

  test('says that what waits stays safe while the backend is away', async () => {
    const { fake, server } = start();
    const alex = fake.join('Alex');
    server.on(leaseDeliveries, refused);
    await fake.run(alex, 'claim');
    await fake.advance(100);
    expect(alex.heard.at(-1)).toMatch(/stays safe/);
  });

  test('and the loop together give once what both have leased', async () => {
    const { fake, batches, reports, asked } = start();
    const alex = fake.join('Alex');
    batches.push([leased(1, alex.id)], [leased(1, alex.id, { attempt: 2 })]);
    await fake.run(alex, 'claim');
    await fake.advance(1_500);
    expect(asked()).toMatchObject([{ minecraftUUID: alex.id }, { waitS: '20' }]);
    expect(alex.count('DIAMOND')).toBe(3);
    expect(reports().map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [1, 'given'],
      [2, 'given'],
    ]);
  });
});
