// What a player hears: one function for every feature, which asks the player's own switch and the
// owner's settings. Knows no feature.
import type { Player } from './platform/platform.ts';
import type { Settings } from './settings.ts';

/** What a sound is for: a yes, a no, coins that came, a step of something shown. */
export type SoundName = keyof Settings['soundKeys'];

/** The note in which a player's own choice stands; without it there are sounds. */
const soundsNote = 'sounds';

/** A click comes many times in a row. */
const volumes: Readonly<Record<SoundName, number>> = {
  success: 1,
  refused: 1,
  coins: 1,
  click: 0.3,
};

export type PlaySound = (player: Player, name: SoundName) => void;

/** Plays a sound, unless the owner's settings or the player switched it off. */
export const createSounds =
  ({ sounds, soundKeys }: Settings): PlaySound =>
  (player, name) => {
    const key = soundKeys[name];
    if (!sounds || key === '' || player.notes.get(soundsNote) === 'off') return;
    player.sound(key, volumes[name], 1);
  };

/** Keeps a player's choice in the player's file; it counts at once. */
export function switchSounds({ notes }: Player, to: 'on' | 'off'): void {
  if (to === 'on') notes.remove(soundsNote);
  else notes.set(soundsNote, to);
}
