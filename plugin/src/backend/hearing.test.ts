import { describe, expect, test } from 'vitest';
import { takePaymentNotices } from '@mintkeep/shared/pay.ts';
import { getCard, heartbeat, leave } from '@mintkeep/shared/presence.ts';
import { purchase } from '@mintkeep/shared/shop.ts';
import type { Answer, Backend } from '../plugin.ts';
import { hearAnswers } from './hearing.ts';

const ann = '00000000-0000-4000-8000-00000000000a';

/** A line that answers everything with the same, and notes what is heard of it. */
function open(answer: Answer<unknown>) {
  const line = {
    send: () => Promise.resolve(answer),
    sendUntilHeard: () => Promise.resolve(answer),
  } as unknown as Backend;
  const hearing = hearAnswers(line);
  const heard: unknown[] = [];
  hearing.onCoins((id, coins) => heard.push([id, coins]));
  hearing.onChange((id) => heard.push(id));
  return { backend: hearing.backend, heard };
}

const yes = (value: unknown): Answer<unknown> => ({ ok: true, value });

describe('hearAnswers', () => {
  test('hears coins of whoever is asked for, and of changes alone that something changed', async () => {
    const { backend, heard } = open(yes({ walletBalanceCoins: 70 }));
    const answer = await backend.send(getCard, { minecraftUUID: ann });
    expect(answer).toEqual(yes({ walletBalanceCoins: 70 }));
    expect(heard).toEqual([[ann, 70]]);
    await backend.sendUntilHeard(purchase, { minecraftUUID: ann, sku: 'A', quantity: 1 }, 'key');
    expect(heard).toEqual([[ann, 70], [ann, 70], ann]);
  });

  test('hears of notices that something changed', async () => {
    const { backend, heard } = open(yes({ notices: [{ minecraftUUID: ann }] }));
    await backend.send(takePaymentNotices, { players: [ann], told: [] });
    expect(heard).toEqual([ann]);
  });

  test('hears nothing of a no, and of answers that name nobody', async () => {
    const no = open({ ok: false, code: 'BACKEND_AWAY', details: { walletBalanceCoins: 5 } });
    await no.backend.send(purchase, { minecraftUUID: ann, sku: 'A', quantity: 1 });
    expect(no.heard).toEqual([]);
    const nobody = open(yes({ pending: [ann] }));
    await nobody.backend.send(heartbeat, { players: [], pluginVersion: '1' });
    expect(nobody.heard).toEqual([]);
    const empty = open(yes(null));
    await empty.backend.send(leave, { minecraftUUID: ann });
    expect(empty.heard).toEqual([ann]);
  });
});
