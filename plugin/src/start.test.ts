import { describe, expect, test } from 'vitest';
import { heartbeat, join } from '@mintkeep/shared/presence.ts';
import { fakeKey, serveFakeBackend } from './backend/fake-backend.ts';
import { createFake, type FakePlatform } from './platform/fake.ts';
import { start } from './start.ts';

const propertiesOf = (key: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(key).map(([name, value]) => [`mintkeep.${name}`, value]));

const linesOf = ({ logged }: FakePlatform): string[] => logged.map(({ line }) => line);

describe('start', () => {
  test('says in one line that it is enabled, and how long that took', () => {
    const fake = createFake({ properties: propertiesOf(fakeKey) });
    start(fake);
    expect(linesOf(fake)).toEqual([expect.stringMatching(/enabled in \d+ ms/)]);
  });

  test('speaks the language of the server at its console', async () => {
    const fake = createFake({ properties: { 'mintkeep.locale': 'de' } });
    start(fake);
    await fake.run(fake.console, 'mintkeep status');
    expect(fake.console.heard.at(-1)).toContain('Mintkeep hat noch keinen Schlüssel');
  });

  test('tells the backend of players and of itself, signed', async () => {
    const fake = createFake({ properties: propertiesOf(fakeKey) });
    const server = serveFakeBackend(fake);
    server.on(heartbeat, () => ({ yes: { pending: [] } }));
    server.on(join, () => ({ no: 'FAULT', status: 500 }));
    start(fake);
    const ann = fake.join('Ann');
    await fake.advance(31_000);
    expect(server.asked(join)[0]?.call).toEqual({ minecraftUUID: ann.id, name: 'Ann' });
    expect(server.asked(heartbeat)).not.toEqual([]);
  });

  test('runs without a key, asks nothing, and tells the next step to the log', async () => {
    const fake = createFake();
    start(fake);
    fake.join('Ann');
    await fake.advance(60_000);
    expect(fake.requests).toEqual([]);
    expect(linesOf(fake).at(-1)).toMatch(/npm run keys -- create .*config\.json.*reload/);
  });

  test('tells the next step to operators who join without a key, and to nobody else', async () => {
    const fake = createFake();
    start(fake);
    const [ann, bob] = [fake.join('Ann'), fake.join('Bob', { operator: true })];
    await fake.settle();
    expect(ann.heard).toEqual([]);
    expect(bob.heard).toEqual([expect.stringContaining('npm run keys -- create')]);
  });

  test.each(['shop', 'buy', 'balance', 'claim'])('gives /%s to every player', async (name) => {
    const fake = createFake();
    start(fake);
    const ann = fake.join('Ann');
    await fake.run(ann, name);
    expect(ann.heard).not.toContain('You may not use this command.');
    ann.grants.set(`mintkeep.player.${name}`, false);
    await fake.run(ann, name);
    expect(ann.heard.at(-1)).toBe('You may not use this command.');
  });

  test('gives the admin commands to operators alone', () => {
    const fake = createFake();
    start(fake);
    const [ann, bob] = [fake.join('Ann'), fake.join('Bob', { operator: true })];
    for (const name of ['status', 'reload', 'debug', 'receipts']) {
      const permission = `mintkeep.admin.${name}`;
      expect([ann.may(permission), bob.may(permission)]).toEqual([false, true]);
    }
  });
});
