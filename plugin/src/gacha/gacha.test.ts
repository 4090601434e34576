import { describe, expect, test } from 'vitest';
import { claimStarter, listGachaTables, rollGacha } from '@mintkeep/shared/gacha.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import { cut, refused, silence } from '../backend/fake-backend.ts';
import { fakeTable, openFakeGacha, rolled, wonLine, type FakeGacha } from './fake-gacha.ts';

const unclear = expect.stringContaining('Nothing is lost') as string;
const keysOf = ({ server }: FakeGacha) => server.asked(rollGacha).map(({ key }) => key);

/** Goes through the windows up to the last question. */
async function toQuestion({ run, ann, slotOf }: FakeGacha): Promise<void> {
  await run('gacha');
  await ann.click(slotOf('Roll for'));
}

describe('/gacha', () => {
  test('lists the tables with cost and what one can afford, where there are several', async () => {
    const rare = fakeTable({ key: 'rare', name: 'Rare', costCoins: 101 });
    const { run, ann, slotOf } = openFakeGacha([fakeTable(), rare]);
    await run('gacha');
    const lore = (name: string) => ann.menu()?.icons.get(slotOf(name))?.lore;
    expect(ann.menu()?.title).toBe('Draws');
    expect(lore('Crate')).toEqual([
      'One roll: 30 coins',
      'One of 2',
      '✔ Your coins are enough for 3.',
      'Click to see the odds.',
    ]);
    expect(lore('Rare')).toContain('✘ You need 1 coin more.');
    await ann.click(slotOf('Rare'));
    expect(ann.menu()?.title).toBe('Rare: the odds');
    // It is shown, and cannot be rolled.
    await ann.click(slotOf('You cannot afford a roll.'));
    expect(ann.menu()?.title).toBe('Rare: the odds');
    await ann.click(slotOf('« Back'));
    expect(ann.menu()?.title).toBe('Draws');
  });

  test('shows the odds of every entry before anything is asked (D31)', async () => {
    const opened = openFakeGacha();
    const { run, ann, server } = opened;
    await run('gacha');
    const odds = [...(ann.menu()?.icons.values() ?? [])].slice(0, 2);
    expect(odds.map(({ name, lore }) => [name, ...(lore ?? [])])).toEqual([
      ['Bread', 'Comes in 87.50 % of all rolls', 'exactly 7 in 8'],
      ['Crown', 'Comes in 12.50 % of all rolls', 'exactly 1 in 8'],
    ]);
    await ann.click(opened.slotOf('Roll for'));
    expect(ann.menu()?.title).toBe('Roll Crate?');
    expect(server.asked(rollGacha)).toEqual([]);
  });

  test('says so when there is nothing to draw, no such table, or several to choose from', async () => {
    const none = openFakeGacha([]);
    await none.run('gacha');
    expect(none.ann.heard).toEqual([expect.stringContaining('nothing to draw')]);
    const several = openFakeGacha([fakeTable(), fakeTable({ key: 'rare' })]);
    await several.run('gacha roll');
    await several.run('gacha odds <red>x');
    await several.run('gacha dance');
    expect(several.ann.heard).toEqual([
      'Which one? There are: crate, rare.',
      'There is no draw “<red>x”. There are: crate, rare.',
      expect.stringContaining('Write /gacha'),
    ]);
    expect(several.server.asked(rollGacha)).toEqual([]);
  });

  test('completes words and keys from what was heard last, without asking', async () => {
    const { fake, ann, server } = openFakeGacha();
    await fake.settle();
    const asked = server.asked(listGachaTables).length;
    expect(fake.complete(ann, 'gacha ')).toEqual(['odds', 'roll']);
    expect(fake.complete(ann, 'gacha roll ')).toEqual(['crate']);
    expect(fake.complete(ann, 'gacha dance ')).toEqual([]);
    expect(fake.complete(ann, 'starter ')).toEqual(['claim', 'status', 'odds']);
    expect(server.asked(listGachaTables)).toHaveLength(asked);
  });
});

describe('a roll', () => {
  test('is asked for at the odds that were shown, then shown, then told', async () => {
    const opened = openFakeGacha();
    const { ann, server, slotOf, show } = opened;
    await toQuestion(opened);
    await ann.click(slotOf('Yes'));
    expect(server.asked(rollGacha).map(({ call }) => call)).toEqual([
      { minecraftUUID: ann.id, tableKey: 'crate', quotedFingerprint: 'f'.repeat(64) },
    ]);
    expect(ann.menu()?.title).toBe('Crate');
    expect(ann.heard).toEqual([]);
    await show();
    expect(ann.menu()?.icons.get(13)?.name).toBe('You drew Crown');
    expect(ann.heard).toEqual([
      wonLine,
      'You have 70 coins left. It comes to you at once; when there is no room: /claim.',
    ]);
    expect(ann.sounds.at(-1)).toBe('minecraft:entity.experience_orb.pickup');
    await ann.closeMenu();
    expect(ann.heard).toHaveLength(2);
  });

  test('happens once for a double click, and has another key for each question (D15)', async () => {
    const opened = openFakeGacha();
    const { ann, slotOf, show } = opened;
    await toQuestion(opened);
    const yes = slotOf('Yes');
    await Promise.allSettled([ann.click(yes), ann.click(yes)]);
    await show();
    expect(keysOf(opened)).toHaveLength(1);
    await toQuestion(opened);
    await ann.click(slotOf('Yes'));
    expect(new Set(keysOf(opened)).size).toBe(2);
  });

  test('shows nothing before the backend has settled it (pain 20)', async () => {
    const opened = openFakeGacha();
    const { fake, ann, server, run, show } = opened;
    let go: () => void = () => undefined;
    server.on(rollGacha, async () => {
      await new Promise<void>((resolve) => (go = resolve));
      return { yes: rolled };
    });
    await run('gacha roll');
    await fake.advance(3_000);
    expect(ann.menu()?.icons.get(13)?.name).toBe('One moment, please…');
    expect(ann.heard).toEqual([expect.stringContaining('The draw is slow')]);
    go();
    await fake.settle();
    await show();
    expect(ann.heard).toContain(wonLine);
  });

  test('is told at once, and once, when the window is closed in the middle of the show', async () => {
    const { fake, ann, run } = openFakeGacha();
    await run('gacha roll');
    await fake.advance(300);
    expect(ann.heard).toEqual([]);
    await ann.closeMenu();
    expect(ann.heard[0]).toBe(wonLine);
    await fake.advance(5_000);
    expect(ann.heard.filter((line) => line === wonLine)).toHaveLength(1);
  });

  test('is told when the window was closed before the answer came', async () => {
    const { fake, ann, server, run } = openFakeGacha();
    let go: () => void = () => undefined;
    server.on(rollGacha, async () => {
      await new Promise<void>((resolve) => (go = resolve));
      return { yes: rolled };
    });
    await run('gacha roll');
    await ann.closeMenu();
    go();
    await fake.settle();
    expect([ann.menu(), ann.heard[0]]).toEqual([null, wonLine]);
  });

  test('ends quietly when the player leaves in the middle of the show', async () => {
    const { fake, ann, run } = openFakeGacha();
    await run('gacha roll');
    await fake.advance(300);
    fake.quit(ann);
    await fake.advance(5_000);
    expect(fake.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('makes no sound where the settings say so', async () => {
    const { ann, run, show } = openFakeGacha(undefined, { sounds: 'false' });
    await run('gacha roll');
    await show();
    expect([ann.heard[0], ann.sounds]).toEqual([wonLine, []]);
  });
});

describe('a roll that is refused', () => {
  test.each([
    ['FUNDS_INSUFFICIENT', 402, 'You do not have enough coins'],
    ['PLAYER_FROZEN', 403, 'Your account is frozen'],
    ['VERSION_STALE', 409, 'The odds or the cost have just changed'],
  ] as const)('%s closes the window and says why', async (no, status, text) => {
    const { server, ann, run, show } = openFakeGacha();
    server.on(rollGacha, () => ({ no, status }));
    await run('gacha roll');
    await show();
    expect([ann.menu(), ann.heard]).toEqual([null, [expect.stringContaining(text)]]);
  });
});

describe('a roll while the backend fails', () => {
  test('is asked for on with the same key until it is clear, and told', async () => {
    const opened = openFakeGacha();
    const { fake, server, ann, run } = opened;
    server.on(rollGacha, cut);
    await run('gacha roll');
    await fake.advance(200);
    expect(ann.heard).toEqual([unclear]);
    await fake.advance(5_000);
    server.on(rollGacha, () => ({ yes: rolled }));
    await fake.advance(100_000);
    expect(ann.heard).toEqual([unclear, wonLine, expect.any(String)]);
    expect(keysOf(opened).length).toBeGreaterThan(1);
    expect(new Set(keysOf(opened)).size).toBe(1);
  });

  test('lets the player start no second one, nor a starter', async () => {
    const opened = openFakeGacha();
    const { fake, server, ann, run } = opened;
    server.on(rollGacha, silence);
    await run('gacha roll');
    await run('gacha roll');
    await run('starter claim');
    await fake.settle();
    expect(ann.heard).toEqual(Array(2).fill('Your last draw is still being worked on.'));
    expect(keysOf(opened)).toHaveLength(1);
    expect(server.asked(claimStarter)).toEqual([]);
  });

  test('is simply refused when no connection was taken', async () => {
    const opened = openFakeGacha();
    const { fake, server, ann, run } = opened;
    server.on(rollGacha, refused);
    await run('gacha roll');
    expect(ann.heard).toEqual([expect.stringContaining('Nothing was taken')]);
    await fake.advance(60_000);
    expect(keysOf(opened)).toHaveLength(1);
    server.on(rollGacha, () => ({ yes: rolled }));
    await run('gacha roll');
    await fake.advance(2_000);
    expect(ann.heard).toContain(wonLine);
  });

  test('says what is refused when tables or balance cannot be had', async () => {
    const { server, ann, run } = openFakeGacha();
    server.on(getCard, () => ({ no: 'PLAYER_UNKNOWN', status: 404 }));
    await run('gacha');
    server.on(listGachaTables, () => ({ no: 'DATABASE_UNAVAILABLE', status: 503 }));
    await run('gacha');
    expect(ann.heard).toEqual([
      expect.stringContaining('does not know you'),
      expect.stringContaining('closed for a moment'),
    ]);
  });
});
