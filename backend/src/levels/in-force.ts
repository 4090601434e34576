// The rules in force as one process remembers them: compiled once for each change, looked up again
// when the doorbell rings and after a second at most, so that many players cost one look. Every
// backend has its own; nobody is answered with something older than what the asker knows (S0-038).
import type { Context } from '../core/context.ts';
import type { Doorbell } from '../core/outbox.ts';
import type { Player } from '../players/service.ts';
import { compileRules, decideCap, groupsOf } from './decide.ts';
import type { CompiledRule, Decision } from './decide.ts';
import { inputsOfPlayer, seasonDayOf } from './inputs.ts';
import * as store from './store.ts';

/** The rules of one version, ready to be asked. */
export interface InForce {
  readonly version: number;
  readonly lastModified: Date | null;
  /** The groups that the rules ask for. */
  readonly groups: readonly string[];
  capOf(player: Player, now: Date, asked: AsAsked): Decision;
}

/** What the asker knows better of a player: the level now, and the groups the player is in. */
export interface AsAsked {
  readonly level?: number | undefined;
  readonly groups?: readonly string[] | undefined;
}

export interface LevelCaps {
  /**
   * The rules in force, looked up at most a second ago; anew where the asker knows another version
   * than the remembered one.
   */
  current(knownVersion?: number): Promise<InForce>;
  close(): void;
}

// A lost ring costs no more than this.
const rememberedMs = 1_000;

/** What a look found, and when it was begun. */
interface Look {
  readonly found: Compiled;
  readonly begunAtMs: number;
}

interface Compiled extends InForce {
  readonly rules: readonly CompiledRule[];
}

/** Opens the memory of this process. */
export function openLevelCaps(
  ctx: Context,
  doorbell: Doorbell,
  { nowMs = () => performance.now() }: { nowMs?: () => number } = {},
): LevelCaps {
  let last: Look | null = null;
  let looking: Promise<Look> | null = null;
  let rings = 0;

  const look = (): Promise<Look> => {
    const ringsBefore = rings;
    const begunAtMs = nowMs();
    const mine = readInForce(ctx, last?.found ?? null)
      .then((found) => {
        const done: Look = { found, begunAtMs };
        // A look that began before the last ring may have missed what it rang for.
        if (rings === ringsBefore && begunAtMs >= (last?.begunAtMs ?? 0)) last = done;
        return done;
      })
      .finally(() => {
        if (looking === mine) looking = null;
      });
    looking = mine;
    return mine;
  };
  const ringOff = doorbell.on(['levels.changed'], () => {
    rings += 1;
    last = null;
    looking = null;
  });
  return {
    current: async (knownVersion) => {
      const fits = ({ found }: Look): boolean =>
        knownVersion === undefined || knownVersion === found.version;
      if (last && fits(last) && nowMs() - last.begunAtMs < rememberedMs) return last.found;
      const shared = await (looking ?? look());
      return fits(shared) ? shared.found : (await look()).found;
    },
    close: ringOff,
  };
}

/** Looks the rules up; the same version keeps its compiled rules. */
async function readInForce(ctx: Context, known: Compiled | null): Promise<Compiled> {
  const state = await store.findLevelCaps(ctx);
  const startedAt = await store.findSeasonStart(ctx);
  const isKnown =
    known?.version === state.version &&
    known.lastModified?.getTime() === state.lastModified?.getTime();
  const rules = isKnown ? known.rules : compile(ctx, state);
  return {
    rules,
    version: state.version,
    lastModified: state.lastModified,
    groups: isKnown ? known.groups : groupsOf(rules),
    capOf: (player, now, { level, groups }) => {
      const inputs = inputsOfPlayer(player, { level, seasonDay: seasonDayOf(startedAt, now) });
      return decideCap(rules, inputs, groups);
    },
  };
}

/** Rules in the database were checked when saved; one that an older version let in is left out. */
function compile(ctx: Context, state: store.LevelCapsState): readonly CompiledRule[] {
  const { rules, refusals } = compileRules(state.rules);
  if (refusals.length > 0) {
    ctx.log.error({ refusals, version: state.version }, 'levels: rules that cannot be computed');
  }
  return rules;
}
