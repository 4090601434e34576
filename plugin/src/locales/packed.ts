// Every language but English, opened when somebody first reads it. The bundle carries them as text,
// which costs the engine next to nothing until then (scripts/build-plugin.ts).
import { de } from './de.ts';
import type { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';

type Texts = Readonly<Record<keyof typeof en, string>>;

export const packed: Readonly<Record<string, () => Texts>> = {
  de: () => de,
  fr: () => fr,
  es: () => es,
};
