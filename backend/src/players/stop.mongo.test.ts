// A backend that stops does not wait for game servers that wait for news.
import { expect, test } from 'vitest';
import { testApp } from '../../test/app.ts';
import { signedRequest } from '../../test/game-server.ts';

const opened = testApp();

test('a poll ends when the backend stops, and its connection with it', async () => {
  const address = await opened.app.listen({ host: '127.0.0.1', port: 0 });
  const ask = (waitS: number) => {
    const url = `/api/players/bans?waitS=${String(waitS)}`;
    const { headers } = signedRequest(opened.key, { method: 'GET', url });
    return fetch(address + url, { headers });
  };
  const waiting = ask(25);
  // The answer to this one shows that the one before it has come.
  await (await ask(0)).json();
  const startedAt = performance.now();
  const closing = opened.app.close();
  expect(await (await waiting).json()).toEqual({ version: 0, bans: [] });
  await closing;
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
