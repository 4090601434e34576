// Who is welcomed, how often, and how an owner switches it off.
import { describe, expect, test } from 'vitest';
import { startFakePlugin } from '../fake-plugin.ts';
import { createFakeDisk } from '../platform/fake.ts';
import { welcome } from './welcome.ts';

function open(properties: Readonly<Record<string, string>> = {}, disk = createFakeDisk()) {
  const { fake, plugin } = startFakePlugin(properties, { disk });
  welcome(plugin);
  return fake;
}

describe('the welcome', () => {
  test('comes a few seconds after the first join, and never again', async () => {
    const fake = open();
    const ann = fake.join('Ann');
    await fake.advance(3_000);
    expect(ann.heard).toEqual([]);
    await fake.advance(2_000);
    expect(ann.heard).toEqual([expect.stringContaining('/mintkeep help')]);
    fake.quit(ann);
    const again = fake.join('Ann');
    await fake.advance(10_000);
    expect(again.heard).toEqual([]);
  });

  test('comes at the next visit to who left before it', async () => {
    const fake = open();
    const ann = fake.join('Ann');
    await fake.advance(1_000);
    fake.quit(ann);
    await fake.advance(10_000);
    const again = fake.join('Ann');
    await fake.advance(5_000);
    expect([ann.heard.length, again.heard.length]).toEqual([0, 1]);
  });

  test('speaks the language of the player', async () => {
    const fake = open();
    const ann = fake.join('Ann', { language: 'de-DE' });
    await fake.advance(5_000);
    expect(ann.heard).toEqual([expect.stringContaining('Willkommen')]);
  });

  test('does not come where the setting is off', async () => {
    const fake = open({ welcome: 'false' });
    const ann = fake.join('Ann');
    await fake.advance(10_000);
    expect([ann.heard, ann.notes.names()]).toEqual([[], []]);
  });

  test('does not come while its text is empty, and is not taken for told', async () => {
    const disk = createFakeDisk();
    disk.files.set('locales/en.json', '{"welcome":""}');
    const fake = open({}, disk);
    const ann = fake.join('Ann');
    await fake.advance(10_000);
    expect([ann.heard, ann.notes.names()]).toEqual([[], []]);
  });
});
