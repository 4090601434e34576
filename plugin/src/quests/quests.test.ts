import { describe, expect, test } from 'vitest';
import { claimDaily, claimQuest, getDaily, listQuests } from '@mintkeep/shared/quests.ts';
import type { ShownQuest } from '@mintkeep/shared/quests.ts';
import { cut, refused } from '../backend/fake-backend.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import type { Message } from '../platform/platform.ts';
import { quests } from './quests.ts';
import { waitWords } from './waits.ts';

const nextAt = '2026-11-22T09:30:00.000Z';
const ready = { isReady: true, streakDays: 0, nextAt: null, waitS: 0 };
const claimed = { rewardCoins: 1_110, streakDays: 3, nextAt, waitS: 86_400 };
const common = { rewardCoins: 50, cooldownHours: 24, isEnabled: true };
const open = { nextAt: null, waitS: 0, claimCount: 0, minutesPlayed: null };
const riddle: ShownQuest = {
  ...common,
  key: 'riddle',
  name: 'Riddle <bold>',
  type: 'trivia',
  question: 'What <red>hisses?',
  serverId: null,
  minutes: null,
  progress: open,
};
const long: ShownQuest = {
  ...riddle,
  key: 'long',
  name: 'Long',
  type: 'play',
  question: null,
  minutes: 90,
  progress: { ...open, minutesPlayed: 31 },
};

function start({ language = 'en', isReady = false, list = [riddle, long] } = {}) {
  const { fake, server, plugin } = startFakePlugin();
  server.on(getDaily, () => ({ yes: { ...ready, isReady } }));
  server.on(claimDaily, () => ({ yes: claimed }));
  server.on(listQuests, () => ({ yes: { quests: list } }));
  server.on(claimQuest, () => ({ yes: { rewardCoins: 50, nextAt, waitS: 3_600 } }));
  quests(plugin);
  const told: Message[] = [];
  const ann = fake.join('Ann', { language });
  const { tell } = ann;
  ann.tell = (message) => {
    told.push(message);
    tell(message);
  };
  return { fake, server, plugin, ann, told };
}

describe('/daily', () => {
  test('tells coins, streak and the time of the next (S1-063)', async () => {
    const { fake, server, ann } = start();
    await fake.run(ann, 'daily');
    expect(ann.heard).toEqual([
      'You got 1,110 coins. Streak: 3.',
      'The next in 24 h 0 min; come back in time to keep your streak.',
    ]);
    expect(server.asked(claimDaily)).toMatchObject([{ call: { minecraftUUID: ann.id } }]);
    expect(server.asked(claimDaily)[0]?.key).toMatch(/^.{16,}$/);
  });

  test('tells the wait of a cooldown by the answer, whatever the clock here says', async () => {
    const { fake, server, ann } = start();
    const details = { nextAt, waitS: 3_661 };
    server.on(claimDaily, () => ({ no: 'CLAIM_COOLDOWN', status: 409, details }));
    await fake.run(ann, 'daily');
    expect(ann.heard).toEqual(['You have had your daily coins. The next in 1 h 2 min.']);
  });

  test('asks again with the same key when the answer was lost (D15)', async () => {
    const { fake, server, ann } = start();
    server.on(claimDaily, cut);
    const running = fake.run(ann, 'daily');
    await fake.advance(100);
    server.on(claimDaily, () => ({ yes: claimed }));
    await fake.advance(60_000);
    await running;
    const keys = server.asked(claimDaily).map(({ key }) => key);
    expect(keys.length).toBeGreaterThan(1);
    expect(new Set(keys).size).toBe(1);
    expect(ann.heard).toContain('You got 1,110 coins. Streak: 3.');
  });

  test('says that nothing was asked while the backend is away', async () => {
    const { fake, server, ann } = start();
    server.on(claimDaily, refused);
    await fake.run(ann, 'daily');
    expect(ann.heard).toEqual([expect.stringContaining('cannot be reached')]);
  });

  test.each([true, false])('hints once a visit, when it is ready: %s', async (isReady) => {
    const { fake, server, ann } = start({ isReady });
    await fake.advance(60_000);
    expect(server.asked(getDaily)).toHaveLength(1);
    expect(ann.heard).toEqual(isReady ? ['Your daily coins are ready: /daily'] : []);
  });
});

describe('/quests', () => {
  test('lists what to do, with clicks, and what is written by others as plain text (D36)', async () => {
    const waits = { ...riddle, key: 'done', name: 'Done', progress: { ...open, waitS: 59 } };
    const { fake, ann, told } = start({ list: [riddle, long, waits] });
    await fake.run(ann, 'quests');
    expect(ann.heard).toEqual([
      'Quests',
      '● Riddle <bold> brings 50 coins',
      '   What <red>hisses? /quests answer riddle …',
      '● Long brings 50 coins',
      '   Play 90 minutes (31 so far), then /quests claim long',
      '● Done (50 coins): done. Again in 1 min.',
    ]);
    expect(told[2]?.template).toContain("<click:suggest_command:'/quests answer riddle '>");
    expect(told[4]?.template).toContain("<click:run_command:'/quests claim long'>");
  });

  test('an answer goes out as it was written; what is no quest is not asked', async () => {
    const { fake, server, ann } = start();
    await fake.run(ann, 'quests answer Riddle the  Creeper');
    expect(server.asked(claimQuest)).toMatchObject([
      { call: { id: 'riddle', minecraftUUID: ann.id } },
    ]);
    expect(ann.heard[0]).toBe('Well done! You got 50 coins.');
    await fake.advance(1_000);
    await fake.run(ann, 'quests answer $where x');
    expect(ann.heard.at(-1)).toContain('There is no quest “$where”');
    expect(server.asked(claimQuest)).toHaveLength(1);
  });

  test.each([
    ['ANSWER_WRONG', 409, {}, 'That is not the answer. Try again.'],
    ['CLAIM_COOLDOWN', 409, { waitS: 200_000 }, 'You have done that. Again in 2 d 7 h.'],
    ['LIMIT_EXCEEDED', 429, { retryAfterS: 599 }, 'Too many answers. Think it over for 10 min.'],
    ['QUEST_NOT_DONE', 409, { missing: 'visit', serverId: 'sky' }, 'Go to sky first.'],
    [
      'QUEST_NOT_DONE',
      409,
      { missing: 'play', minutes: 90, minutesPlayed: 31 },
      'Not yet: play 59 min more.',
    ],
  ] as const)('%s is told in words', async (no, status, details, words) => {
    const { fake, server, ann } = start();
    server.on(claimQuest, () => ({ no, status, details }));
    await fake.run(ann, 'quests answer riddle x');
    expect(ann.heard).toEqual([words]);
  });

  test('completes from what it knows, without asking', async () => {
    const { fake, server, ann } = start();
    await fake.advance(1_000);
    const asked = server.asked(listQuests).length;
    expect(fake.complete(ann, 'quests ')).toEqual(['answer', 'claim']);
    expect(fake.complete(ann, 'quests answer ')).toEqual(['riddle']);
    expect(fake.complete(ann, 'quests claim ')).toEqual(['long']);
    expect(fake.complete(ann, 'quests answer riddle ')).toEqual([]);
    expect(server.asked(listQuests)).toHaveLength(asked);
  });
});

describe('waitWords', () => {
  test.each([
    [0, '1 min'],
    [60, '1 min'],
    [61, '2 min'],
    [3_599, '1 h 0 min'],
    [172_799, '2 d 0 h'],
  ])('%i seconds', async (waitS, words) => {
    const { plugin, ann } = start();
    ann.tell(waitWords(plugin, waitS, 'en'));
    expect(ann.heard.at(-1)).toBe(words);
  });
});
