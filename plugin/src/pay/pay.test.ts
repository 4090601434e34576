import { describe, expect, test } from 'vitest';
import {
  findPayee,
  pay as payContract,
  setPayable,
  takePaymentNotices,
} from '@mintkeep/shared/pay.ts';
import type { PaymentNotice } from '@mintkeep/shared/pay.ts';
import { cut, refused, silence } from '../backend/fake-backend.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import { idOfName } from '../platform/fake-players.ts';
import type { Message } from '../platform/platform.ts';
import { pay } from './pay.ts';

const txId = '00000000-0000-4000-8000-00000000000a';
const usage = expect.stringContaining('Write /pay [player] [coins]') as string;

function open(properties: Readonly<Record<string, string>> = {}) {
  const world = startFakePlugin({ commandCooldownMs: '0', ...properties });
  const { fake, server, plugin } = world;
  /** What the backend has to tell; it forgets what was told. */
  const notices: PaymentNotice[] = [];
  server.on(payContract, () => ({ yes: { txId, walletBalanceCoins: 70 } }));
  server.on(findPayee, ({ call: { name } }) =>
    name.toLowerCase() === 'cara'
      ? { yes: { minecraftUUID: idOfName('Cara'), name: 'Cara' } }
      : { no: 'PLAYER_UNKNOWN', status: 404 },
  );
  server.on(takePaymentNotices, ({ call: { players, told } }) => {
    for (const id of told) {
      const at = notices.findIndex(({ noticeId }) => noticeId === id);
      if (at >= 0) notices.splice(at, 1);
    }
    return { yes: { notices: notices.filter((one) => players.includes(one.minecraftUUID)) } };
  });
  pay(plugin);
  const ann = fake.join('Ann');
  const told: Message[] = [];
  const { tell } = ann;
  ann.tell = (message) => {
    told.push(message);
    tell(message);
  };
  const notice = (name: string, amountCoins: number): void => {
    const noticeId = `00000000-0000-4000-8000-${String(notices.length + 100).padStart(12, '0')}`;
    const paidAt = '2026-11-21T09:30:00.000Z';
    const minecraftUUID = idOfName(name);
    notices.push({ noticeId, minecraftUUID, fromName: 'Zoe', amountCoins, paidAt });
  };
  const calls = () => server.asked(payContract).map(({ call }) => call);
  const run = async (line: string): Promise<void> => {
    await fake.run(ann, line);
    await fake.settle();
  };
  /** The command of the newest question. */
  const click = (): string =>
    /\/(pay confirm t-[0-9a-f]{12})/.exec(told.at(-1)?.template ?? '')?.[1] ?? '';
  return {
    ...world,
    ann,
    notices,
    notice,
    calls,
    click,
    run,
  };
}

describe('/pay', () => {
  test('pays who is here without asking who it is, in any case of the name (D35)', async () => {
    const { fake, server, ann, run, calls } = open();
    const bob = fake.join('Bob');
    await run('pay bOB 1k');
    expect(calls()).toEqual([
      { minecraftUUID: ann.id, toMinecraftUUID: bob.id, amountCoins: 1_000 },
    ]);
    expect(server.asked(findPayee)).toEqual([]);
    expect(ann.heard).toEqual(['You paid 1,000 coins to Bob. You have 70 coins left.']);
  });

  test('pays who is away, by the name the backend knows', async () => {
    const { ann, run, calls } = open();
    await run('pay cara 5');
    expect(calls()).toMatchObject([{ toMinecraftUUID: idOfName('Cara'), amountCoins: 5 }]);
    expect(ann.heard[0]).toContain('to Cara');
  });

  test.each([
    ['pay', usage],
    ['pay Bob', usage],
    ['pay Bob 5 6', usage],
    ['pay Bob 0', '“0” is not an amount. Write whole coins, as 50, 1.5k or 2m.'],
    ['pay Bob -5', expect.stringContaining('“-5” is not an amount')],
    ['pay Bob 1.5', expect.stringContaining('“1.5” is not an amount')],
    ['pay Bob <red>9', expect.stringContaining('“<red>9” is not an amount')],
    ['pay Nobody 5', 'No player called Nobody was ever here.'],
    ['pay ../../x 5', 'No player called ../../x was ever here.'],
    ['pay confirm', 'There is nothing to confirm any more.'],
  ])('%s is told why not, and asks for nothing', async (line, words) => {
    const { ann, run, calls } = open();
    await run(line);
    expect([ann.heard, calls()]).toEqual([[words], []]);
  });

  test.each([
    [
      'FUNDS_INSUFFICIENT',
      { totalCostCoins: 5, walletBalanceCoins: 1 },
      /costs 5 coins, you have 1 coin/,
    ],
    ['PAYEE_REFUSES', {}, /^Cara takes no coins right now/],
    ['PAYEE_IS_SELF', {}, /^You cannot pay yourself/],
    ['PAYMENT_TOO_SMALL', { amountCoinsMin: 10 }, /at least 10 coins/],
    ['BALANCE_TOO_LARGE', {}, /^Cara has more coins than one can count/],
    ['PLAYER_UNKNOWN', { minecraftUUID: idOfName('Cara') }, /^No player called Cara/],
    ['PLAYER_FROZEN', {}, /Your account is frozen/],
  ] as const)('says %s in words', async (no, details, words) => {
    const { ann, run, server } = open();
    server.on(payContract, () => ({ no, status: 409, details }));
    await run('pay Cara 5');
    expect(ann.heard).toEqual([expect.stringMatching(words)]);
  });

  test('completes names of others, and its own words, without asking anybody', () => {
    const { fake, ann, server } = open();
    fake.join('Bob');
    const before = server.asked(findPayee).length;
    expect(fake.complete(ann, 'pay ')).toEqual(['Bob', 'toggle']);
    expect(fake.complete(ann, 'pay b')).toEqual(['Bob']);
    expect(fake.complete(ann, 'pay Bob 1')).toEqual(['100', '1k']);
    expect(server.asked(findPayee)).toHaveLength(before);
  });
});

describe('a payment above the threshold', () => {
  test('is asked about, and paid once by a click or the word (D15)', async () => {
    const { ann, run, calls, click, server } = open();
    await run('pay Cara 1001');
    expect(calls()).toEqual([]);
    expect(ann.heard[0]).toContain('Pay 1,001 coins to Cara?');
    const line = click();
    await Promise.all([run(line), run(line), run('pay confirm')]);
    await run(line);
    expect(calls()).toHaveLength(1);
    expect(server.asked(payContract)[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
    expect(ann.heard.at(-1)).toBe('There is nothing to confirm any more.');
  });

  test('is void after 30 seconds, by another question, and by leaving', async () => {
    const { fake, ann, run, calls, click } = open();
    await run('pay Cara 2k');
    const old = click();
    await run('pay Cara 3k');
    await run(old);
    expect(ann.heard.at(-1)).toBe('There is nothing to confirm any more.');
    await fake.advance(30_050);
    await run('pay confirm');
    expect(ann.heard.at(-1)).toBe('There is nothing to confirm any more.');
    await run('pay Cara 2k');
    fake.quit(ann);
    const back = fake.join('Ann');
    await fake.run(back, 'pay confirm');
    expect(back.heard).toEqual(['There is nothing to confirm any more.']);
    expect(calls()).toEqual([]);
  });

  test('is as high as the admin sets it', async () => {
    const { run, calls, click } = open({ payConfirmCoins: '0' });
    await run('pay Cara 1');
    expect(calls()).toEqual([]);
    await run(click());
    expect(calls()).toHaveLength(1);
  });
});

describe('a backend that is away', () => {
  test('takes nothing, and says so', async () => {
    const { fake, ann, run, server } = open();
    fake.join('Bob');
    server.on(payContract, refused);
    await run('pay Bob 5');
    await fake.settle();
    expect(ann.heard).toEqual([expect.stringContaining('Nothing was paid')]);
  });

  test('is asked on with the same key after a cut, and never twice (D15)', async () => {
    const { fake, ann, run, server } = open();
    fake.join('Bob');
    server.on(payContract, cut);
    await run('pay Bob 5');
    await fake.settle();
    await run('pay Bob 5');
    expect(ann.heard).toEqual([
      expect.stringContaining('Nothing is lost'),
      'Your last payment is still being worked on.',
    ]);
    server.on(payContract, () => ({ yes: { txId, walletBalanceCoins: 70 } }));
    await fake.advance(10_000);
    expect(ann.heard.at(-1)).toContain('You paid 5 coins to Bob');
    const keys = server.asked(payContract).map(({ key }) => key);
    expect(keys.length).toBeGreaterThan(1);
    expect(new Set(keys).size).toBe(1);
  });

  test('says that it is slow within 200 ms', async () => {
    const { fake, ann, run, server } = open();
    fake.join('Bob');
    server.on(payContract, silence);
    await run('pay Bob 5');
    await fake.advance(200);
    expect(ann.heard).toEqual(['The shop is slow. One moment, please…']);
  });
});

describe('/pay toggle', () => {
  test('is kept by the backend, and told', async () => {
    const { ann, run, server } = open();
    let payable = true;
    server.on(setPayable, () => ({ yes: { payable: (payable = !payable) } }));
    await run('pay toggle');
    await run('pay toggle');
    expect(ann.heard).toEqual([
      expect.stringContaining('cannot pay you coins any more'),
      'Other players can pay you coins.',
    ]);
    expect(server.asked(setPayable)[0]?.call).toEqual({ minecraftUUID: ann.id });
  });

  test('a player of that name can be paid', async () => {
    const { fake, run, calls } = open();
    const odd = fake.join('Toggle');
    await run('pay toggle 5');
    expect(calls()).toMatchObject([{ toMinecraftUUID: odd.id }]);
  });
});

describe('payees', () => {
  test('hear of it at once where they are, once, in their language', async () => {
    const { fake, run, notice, notices } = open();
    const bob = fake.join('Bob', { language: 'de-DE' });
    await fake.settle();
    notice('Bob', 1_500);
    await run('pay Bob 5');
    await fake.settle();
    expect(bob.heard).toEqual(['Zoe hat dir 1.500 Münzen gezahlt.']);
    expect(bob.sounds).toHaveLength(1);
    await fake.advance(20_000);
    expect([bob.heard.length, notices.length]).toEqual([1, 0]);
  });

  test('hear within seconds of what was paid on another server', async () => {
    const { fake, ann, notice } = open();
    await fake.settle();
    notice('Ann', 7);
    await fake.advance(5_100);
    expect(ann.heard).toEqual(['Zoe paid you 7 coins.']);
  });

  test('hear at the next join what came while they were away; of many, the sum', async () => {
    const { fake, notice } = open();
    notice('Bob', 7);
    const bob = fake.join('Bob');
    await fake.settle();
    expect(bob.heard).toEqual(['While you were away, Zoe paid you 7 coins.']);
    for (const amount of [1, 2, 3, 4_000]) notice('Dora', amount);
    const dora = fake.join('Dora');
    await fake.settle();
    expect(dora.heard).toEqual(['While you were away, you were paid 4 times: 4,006 coins in all.']);
  });

  test('lose nothing to an answer that gets lost, and hear nothing twice', async () => {
    const { fake, ann, notice, notices, server } = open();
    await fake.settle();
    notice('Ann', 7);
    let kept = notices[0];
    let asks = 0;
    server.on(takePaymentNotices, ({ call: { told } }) => {
      asks += 1;
      // The first answer is lost; the word that it was told is lost too.
      if (asks === 1 || asks === 3) return cut();
      if (kept && told.includes(kept.noticeId)) kept = undefined;
      return { yes: { notices: kept ? [kept] : [] } };
    });
    await fake.advance(60_000);
    expect(ann.heard).toEqual(['Zoe paid you 7 coins.']);
    expect(asks).toBeGreaterThan(3);
  });
});
