// Which sounds are heard: by name, as the owner's settings have them, and as the player chose.
import { expect, test } from 'vitest';
import { startFakePlugin } from './fake-plugin.ts';
import { switchSounds, type SoundName } from './sounds.ts';

const all: readonly SoundName[] = ['success', 'refused', 'coins', 'click'];

/** What Ann hears when every sound is played once. */
function heardWith(properties: Readonly<Record<string, string>>): readonly string[] {
  const { fake, plugin } = startFakePlugin(properties);
  const ann = fake.join('Ann');
  for (const name of all) plugin.sound(ann, name);
  return ann.sounds;
}

test('plays the sound of each name', () => {
  expect(heardWith({})).toEqual([
    'minecraft:entity.experience_orb.pickup',
    'minecraft:entity.villager.no',
    'minecraft:entity.experience_orb.pickup',
    'minecraft:ui.button.click',
  ]);
});

test('plays nothing for an empty key, and what the owner chose for another', () => {
  const soundKeys = '{"click":"","coins":"my:pack/coins","refused":"Not a key"}';
  expect(heardWith({ soundKeys })).toEqual([
    'minecraft:entity.experience_orb.pickup',
    'minecraft:entity.villager.no',
    'my:pack/coins',
  ]);
});

test('plays nothing where the settings have no sounds', () => {
  expect(heardWith({ sounds: 'false' })).toEqual([]);
});

test('plays nothing to who switched sounds off, also at the next visit', () => {
  const { fake, plugin } = startFakePlugin();
  const ann = fake.join('Ann');
  switchSounds(ann, 'off');
  plugin.sound(ann, 'coins');
  ann.save();
  fake.quit(ann);
  const again = fake.join('Ann');
  plugin.sound(again, 'coins');
  expect([ann.sounds, again.sounds]).toEqual([[], []]);
  switchSounds(again, 'on');
  plugin.sound(again, 'coins');
  expect(again.sounds).toHaveLength(1);
});
