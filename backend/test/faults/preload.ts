// Loaded before a program of the product (`--import`): changes named places of its sources as they are
// loaded, and shifts its clock. So the suite can shorten leases and break the product on purpose, and
// the product itself has no switch for either. Knows nothing of what it changes.
import { registerHooks } from 'node:module';
import type { Edit } from './defects.ts';

const edits = JSON.parse(process.env['FAULT_EDITS'] ?? '[]') as readonly Edit[];

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const mine = edits.filter(({ file }) => url.endsWith(`/${file}`));
    if (mine.length === 0 || loaded.source === undefined || loaded.source === null) return loaded;
    let source =
      typeof loaded.source === 'string'
        ? loaded.source
        : Buffer.from(loaded.source as Uint8Array).toString('utf8');
    for (const { file, find, replace } of mine) {
      if (!source.includes(find)) throw new Error(`${file} has no longer: ${find}`);
      source = source.replaceAll(find, () => replace);
    }
    return { ...loaded, source };
  },
});

/** The clock's errors in milliseconds; it jumps from one to the next. */
const shiftsMs = JSON.parse(process.env['FAULT_CLOCK_SHIFTS_MS'] ?? '[]') as readonly number[];
const jumpEveryMs = 5_000;
const shiftMs = (): number =>
  shiftsMs[Math.floor(performance.now() / jumpEveryMs) % shiftsMs.length] ?? 0;

if (shiftsMs.length > 0) {
  const Right = Date;
  const now = (): number => Right.now() + shiftMs();
  globalThis.Date = new Proxy(Right, {
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
    get: (target, name, receiver) =>
      name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown),
  });
}
