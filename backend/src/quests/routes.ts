// The doors of daily, quests and economy events.
import type { FastifyInstance } from 'fastify';
import * as eventContracts from '@mintkeep/shared/economy-events.ts';
import * as contracts from '@mintkeep/shared/quests.ts';
import type { Context } from '../core/context.ts';
import { serve } from '../core/http.ts';
import * as daily from './claim-daily.ts';
import * as quest from './claim-quest.ts';
import * as events from './economy-events.ts';
import * as quests from './service.ts';

export const questsForKnown =
  (ctx: Context) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, contracts.claimDaily, (input, call) =>
      call.transact((tx) => daily.claim(tx, input)),
    );
    serve(scope, ctx, contracts.getDaily, (input) => daily.dailyOf(ctx, input));
    serve(scope, ctx, contracts.getDailySettings, () => daily.settingsOf(ctx));
    serve(scope, ctx, contracts.putDailySettings, (input, call) =>
      call.transact((tx) => daily.changeSettings(tx, input)),
    );
    serve(scope, ctx, contracts.listQuests, (input, call) =>
      call.actor.kind === 'server' ? quests.listFor(ctx, input) : quests.listAll(ctx),
    );
    serve(scope, ctx, contracts.putQuest, (input, call) =>
      call.transact(async (tx) => {
        const [put] = await quests.putQuests(tx, [input.quest], input.reason);
        if (!put) throw new Error('One quest in, one quest out.');
        return put;
      }),
    );
    serve(scope, ctx, contracts.claimQuest, async (input, call) => {
      await quest.admitAnswer(ctx, input);
      return call.transact((tx) => quest.claim(tx, input));
    });
    serve(scope, ctx, eventContracts.listEconomyEvents, () => events.listEvents(ctx));
    serve(scope, ctx, eventContracts.startEconomyEvent, (input, call) =>
      call.transact((tx) => events.startEvent(tx, input)),
    );
    serve(scope, ctx, eventContracts.stopEconomyEvent, (input, call) =>
      call.transact((tx) => events.stopEvent(tx, input)),
    );
  };
