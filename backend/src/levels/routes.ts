// The doors of level caps: game servers ask for caps and wait for changes, staff read, try and change
// the rules.
import type { FastifyInstance } from 'fastify';
import * as contracts from '@mintkeep/shared/levels.ts';
import type { Actor, Context } from '../core/context.ts';
import { serve } from '../core/http.ts';
import { lookUntilNews } from '../core/long-poll.ts';
import type { Doorbell } from '../core/outbox.ts';
import { findPlayers } from '../players/service.ts';
import type { Player } from '../players/service.ts';
import { openPlayerLookup } from './lookup.ts';
import * as levels from './service.ts';
import type { AsAsked, LevelCaps } from './service.ts';

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
  serve(scope, ctx, contracts.getEffectiveLevelCap, async (asked, { actor }) => {
    const inForce = await caps.current(asked.knownVersion);
    const player = await findPlayer(asked.minecraftUUID);
    const now = ctx.clock.now();
    return {
      ...inForce.capOf(player, now, attested(player, actor, asked)),
      version: inForce.version,
      calculatedAt: now.toISOString(),
    };
  });
  serve(scope, ctx, contracts.listEffectiveLevelCaps, async (input, { actor }) => {
    const askedOf = new Map(input.players.map((asked) => [asked.minecraftUUID, asked]));
    const inForce = await caps.current(input.knownVersion);
    const known = await findPlayers(ctx, [...askedOf.keys()]);
    const now = ctx.clock.now();
    return {
      version: inForce.version,
      calculatedAt: now.toISOString(),
      groups: [...inForce.groups],
      caps: known.map((player) => {
        const { minecraftUUID } = player;
        const asked = attested(player, actor, askedOf.get(minecraftUUID) ?? {});
        const decided = inForce.capOf(player, now, asked);
        return { minecraftUUID, isHere: isOn(player, actor), ...decided };
      }),
    };
  });
}

/** A server's word on groups counts for players who are on it. */
const attested = (player: Player, actor: Actor, { level, groups }: AsAsked): AsAsked => ({
  level,
  groups: isOn(player, actor) ? groups : [],
});

const isOn = (player: Player, server: Actor): boolean =>
  player.online && player.serverId === server.id;

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
