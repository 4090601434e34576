// Where a formula is wrong, in words: its text with the place marked, a line under it for the
// console, whose letters are all as wide, and why.
import { formulaRefusal } from '@mintkeep/shared/levels.ts';
import type { FormulaRefusal } from '@mintkeep/shared/levels.ts';
import * as z from 'zod';
import type { Sender } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';

const refusals = z.array(formulaRefusal).min(1);

/** The places that a FORMULA_REFUSED names; null when it names none. */
export function readFaults(details: Readonly<Record<string, unknown>>): FormulaRefusal[] | null {
  const read = refusals.safeParse(details['fields']);
  return read.success ? read.data : null;
}

/** Tells a sender what is wrong with a text the sender wrote. */
export function sayFault({ say, words }: Plugin, to: Sender, text: string, fault: FormulaRefusal) {
  // A text may be wrong at its end, where nothing stands.
  const at = Math.min(fault.position - 1, text.length);
  const end = Math.min(at + Math.max(1, fault.found.length), text.length);
  const marked = { before: text.slice(0, at), found: text.slice(at, end), after: text.slice(end) };
  if (to.player) say(to, 'levels.fault', marked);
  else {
    say(to, 'levels.fault.console', marked);
    say(to, 'levels.fault.mark', { mark: `${' '.repeat(at)}${'^'.repeat(Math.max(1, end - at))}` });
  }
  say(to, 'levels.fault.why', {
    why: words(to.language, `levels.problem.${fault.problem}`),
    position: String(fault.position),
  });
}
