import { describe, expect, test } from 'vitest';
import { generateCode, linkStatus, unlink } from '@mintkeep/shared/verification.ts';
import { refused, silence } from '../backend/fake-backend.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import type { Message } from '../platform/platform.ts';
import { link } from './link.ts';

const code = 'ABCD2345';
const expiresAt = '2026-11-21T09:45:00.000Z';
const linkedWith = {
  linked: true,
  discordId: '123456789012345678',
  discordName: 'ann <red>#1',
  linkedAt: '2026-11-20T09:30:00.000Z',
};

function open(language = 'en') {
  const { fake, server, plugin } = startFakePlugin();
  server.on(generateCode, () => ({ yes: { code, expiresAt } }));
  server.on(linkStatus, () => ({ yes: { linked: false } }));
  link(plugin);
  const told: Message[] = [];
  const ann = fake.join('Ann', { language });
  const { tell } = ann;
  ann.tell = (message) => {
    told.push(message);
    tell(message);
  };
  const isLinked = () => {
    server.on(generateCode, () => ({ no: 'PLAYER_LINKED', status: 409 }));
    server.on(linkStatus, () => ({ yes: linkedWith }));
  };
  return { fake, server, plugin, ann, told, isLinked };
}

describe('/link', () => {
  test('shows a code that a click copies, for 15 minutes, to its player alone (K-014)', async () => {
    const { fake, server, ann, told } = open();
    const bob = fake.join('Bob', { operator: true });
    await fake.run(ann, 'link');
    expect(server.asked(generateCode).map(({ call }) => call)).toEqual([
      { minecraftUUID: ann.id, name: 'Ann' },
    ]);
    expect(ann.heard).toEqual([
      'Your code: ABCD2345 (click to copy)',
      expect.stringContaining('within 15 minutes'),
    ]);
    expect(told[0]?.template).toContain("<click:copy_to_clipboard:'ABCD2345'>");
    expect(bob.heard).toEqual([]);
    expect(JSON.stringify(fake.logged)).not.toContain(code);
  });

  test('makes a new code each time, and never keeps a text of one', async () => {
    const { fake, server, ann, told } = open();
    await fake.run(ann, 'link');
    await fake.advance(1_000);
    server.on(generateCode, () => ({ yes: { code: 'WXYZ6789', expiresAt } }));
    await fake.run(ann, 'link');
    expect(ann.heard[2]).toBe('Your code: WXYZ6789 (click to copy)');
    // Texts without values are kept for ever by the game's side.
    expect(told.every(({ values }) => values && Object.keys(values).length > 0)).toBe(true);
  });

  test('speaks the player’s language', async () => {
    const { fake, ann } = open('de-DE');
    await fake.run(ann, 'link');
    expect(ann.heard).toEqual([
      'Dein Code: ABCD2345 (klicken zum Kopieren)',
      expect.stringContaining('innerhalb von 15 Minuten'),
    ]);
  });

  test('shows the link there is, the name as plain text', async () => {
    const { fake, ann, isLinked } = open();
    isLinked();
    await fake.run(ann, 'link');
    expect(ann.heard).toEqual([
      'You are linked with ann <red>#1 in Discord since 11-20 09:30 UTC. To end it: /unlink.',
    ]);
  });

  test('refuses a code of another form: it could be a tag', async () => {
    const { fake, server, ann } = open();
    server.on(generateCode, () => ({ yes: { code: "'><red>X", expiresAt } }));
    await fake.run(ann, 'link');
    expect(ann.heard).toEqual([expect.stringContaining('cannot be reached')]);
  });

  test('says that it was too fast, that the backend is away, and that it is slow', async () => {
    const { fake, server, ann } = open();
    server.on(generateCode, () => ({ no: 'LIMIT_EXCEEDED', status: 429 }));
    await fake.run(ann, 'link');
    server.on(generateCode, refused);
    await fake.advance(1_000);
    await fake.run(ann, 'link');
    server.on(generateCode, silence);
    await fake.advance(1_000);
    await fake.run(ann, 'link');
    await fake.advance(200);
    expect(ann.heard).toEqual([
      'Too fast; please wait a moment.',
      expect.stringContaining('cannot be reached'),
      expect.stringContaining('One moment'),
    ]);
  });
});

describe('/unlink', () => {
  test('asks first, with a click that confirms, and ends nothing', async () => {
    const { fake, server, ann, told, isLinked } = open();
    isLinked();
    await fake.run(ann, 'unlink');
    expect(ann.heard).toEqual([expect.stringContaining('End the link with ann <red>#1?')]);
    expect(told[0]?.template).toContain("<click:run_command:'/unlink confirm'>");
    expect(server.asked(unlink)).toEqual([]);
  });

  test('ends the link once confirmed, in any case', async () => {
    const { fake, server, ann, isLinked } = open();
    isLinked();
    const { discordId } = linkedWith;
    const playerId = '00000000-0000-4000-8000-00000000000a';
    server.on(unlink, ({ call }) => ({
      yes: { playerId, minecraftUUID: call.minecraftUUID, discordId },
    }));
    await fake.run(ann, 'unlink Confirm');
    expect(server.asked(unlink).map(({ call }) => call)).toEqual([{ minecraftUUID: ann.id }]);
    expect(ann.heard).toEqual(['You are no longer linked. A new code: /link.']);
  });

  test('says that nothing is linked, asked or confirmed', async () => {
    const { fake, server, ann } = open();
    server.on(unlink, () => ({ no: 'PLAYER_NOT_LINKED', status: 409 }));
    await fake.run(ann, 'unlink');
    await fake.advance(1_000);
    await fake.run(ann, 'unlink confirm');
    expect(ann.heard).toEqual(Array(2).fill('This account is not linked. Write /link.'));
  });

  test.each(['now', 'confirm now'])('does not take "%s" for a yes', async (words) => {
    const { fake, server, ann, isLinked } = open();
    isLinked();
    await fake.run(ann, `unlink ${words}`);
    expect(fake.complete(ann, 'unlink ')).toEqual(['confirm']);
    expect(ann.heard).toEqual(['Write /unlink.']);
    expect(server.asked(unlink)).toEqual([]);
  });
});
