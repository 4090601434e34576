// The doors of level caps: game servers ask for caps and wait for changes, staff read, try and change
// the rules.
import type { FastifyInstance } from 'fastify';
import * as contracts from '@mintkeep/shared/levels.ts';
import type { Context } from '../core/context.ts';
import { serve } from '../core/http.ts';
import { lookUntilNews } from '../core/long-poll.ts';
import type { Doorbell } from '../core/outbox.ts';
import { findPlayers } from '../players/service.ts';
import { openPlayerLookup } from './lookup.ts';
import * as levels from './service.ts';
import type { LevelCaps } from './service.ts';

// A lost ring costs a waiting game server no more than this.
const lookEveryMs = 1_000;

/** The doors of game servers and of staff; who may use which, the contracts say. */
export const levelCapDoors =
  (ctx: Context, doorbell: Doorbell, caps: LevelCaps) =>
  async (scope: FastifyInstance): Promise<void> => {
    serveServers(scope, ctx, caps);
    serveVersion(scope, ctx, doorbell, caps);
    serve(scope, ctx, contracts.getLevelCaps, () => levels.readLevelCaps(ctx));
    serve(scope, ctx, contracts.putLevelCaps, (input, call) =>
      call.transact((tx) => levels.changeLevelCaps(tx, input)),
    );
    serve(scope, ctx, contracts.validateFormula, async (input) => levels.tryFormula(input));
    serve(scope, ctx, contracts.previewLevelCaps, (input) => levels.previewCaps(ctx, input));
  };

function serveServers(scope: FastifyInstance, ctx: Context, caps: LevelCaps): void {
  const findPlayer = openPlayerLookup(ctx);
  serve(
    scope,
    ctx,
    contracts.getEffectiveLevelCap,
    async ({ minecraftUUID, level, knownVersion }) => {
      const inForce = await caps.current(knownVersion);
      const player = await findPlayer(minecraftUUID);
      const now = ctx.clock.now();
      return {
        ...inForce.capOf(player, now, level),
        version: inForce.version,
        calculatedAt: now.toISOString(),
      };
    },
  );
  serve(scope, ctx, contracts.listEffectiveLevelCaps, async ({ players, knownVersion }) => {
    const levelOf = new Map(players.map(({ minecraftUUID, level }) => [minecraftUUID, level]));
    const inForce = await caps.current(knownVersion);
    const known = await findPlayers(ctx, [...levelOf.keys()]);
    const now = ctx.clock.now();
    return {
      version: inForce.version,
      calculatedAt: now.toISOString(),
      caps: known.map((player) => ({
        minecraftUUID: player.minecraftUUID,
        ...inForce.capOf(player, now, levelOf.get(player.minecraftUUID)),
      })),
    };
  });
}

function serveVersion(
  scope: FastifyInstance,
  ctx: Context,
  doorbell: Doorbell,
  caps: LevelCaps,
): void {
  serve(
    scope,
    ctx,
    contracts.getLevelCapsVersion,
    async ({ waitS, knownVersion }, { signal }) => {
      const { version, lastModified } = await lookUntilNews(
        doorbell,
        { on: ['levels.changed'], waitMs: waitS * 1_000, lookEveryMs, signal },
        () => caps.current(),
        (inForce) => inForce.version !== knownVersion,
      );
      return { version, lastModified: lastModified?.toISOString() ?? null };
    },
    { handlerTimeoutMs: (contracts.levelCapWaitSMax + 10) * 1_000 },
  );
}
