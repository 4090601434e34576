// Discord's webhook for tests: a real HTTP server that takes what Discord takes and refuses what
// Discord refuses, by Discord's published schema of "execute webhook" (github.com/discord/
// discord-api-spec, IncomingWebhookRequestPartial), and answers as a test told it to.
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';

const text = (charactersMax: number) => z.string().max(charactersMax);
const httpUrl = z.url({ protocol: /^https?$/ }).max(2_048);

const embed = z.strictObject({
  title: text(256).nullish(),
  description: text(4_096).nullish(),
  url: httpUrl.nullish(),
  color: z.int().min(0).max(0xffffff).nullish(),
  timestamp: z.iso.datetime({ offset: true }).nullish(),
  footer: z.strictObject({ text: text(2_048), icon_url: httpUrl.nullish() }).nullish(),
  author: z.strictObject({ name: text(256), url: httpUrl.nullish() }).nullish(),
  // Discord answers 400 to an empty name or value, which its schema does not say.
  fields: z
    .array(
      z.strictObject({
        name: text(256).min(1),
        value: text(1_024).min(1),
        inline: z.boolean().nullish(),
      }),
    )
    .max(25)
    .nullish(),
});

/** What a message may be; one without content and without an embed is empty and refused. */
export const webhookRequest = z
  .strictObject({
    content: text(2_000).nullish(),
    username: text(80)
      .min(1)
      .refine((name) => !/discord|clyde/i.test(name), 'Username cannot contain "discord"')
      .nullish(),
    avatar_url: httpUrl.nullish(),
    tts: z.boolean().nullish(),
    flags: z.int().nullish(),
    embeds: z.array(embed).max(10).nullish(),
    allowed_mentions: z
      .strictObject({
        parse: z.array(z.enum(['users', 'roles', 'everyone'])).nullish(),
        users: z.array(z.string()).max(100).nullish(),
        roles: z.array(z.string()).max(100).nullish(),
        replied_user: z.boolean().nullish(),
      })
      .nullish(),
  })
  .refine(({ content, embeds }) => content || embeds?.length, 'Cannot send an empty message')
  .refine(({ embeds }) => charactersOf(embeds ?? []) <= 6_000, 'Embed size exceeds 6000');
export type WebhookRequest = z.infer<typeof webhookRequest>;

const charactersOf = (embeds: readonly z.infer<typeof embed>[]): number =>
  embeds
    .flatMap(({ title, description, footer, author, fields }) => [
      title,
      description,
      footer?.text,
      author?.name,
      ...(fields ?? []).flatMap(({ name, value }) => [name, value]),
    ])
    .reduce((sum, one) => sum + (one?.length ?? 0), 0);

/** How it answers: as Discord does, with a limit, with a fault, never, or as a webhook deleted. */
export type Mood = 'well' | 'limited' | 'broken' | 'silent' | 'gone';

export interface FakeWebhook {
  readonly url: string;
  mood: Mood;
  /** What `limited` says, in seconds. */
  retryAfterS: number;
  /** What was taken with 204, oldest first. */
  readonly taken: WebhookRequest[];
  /** Every request, whatever became of it. */
  requests: number;
  /** Why a message was refused. */
  readonly problems: string[];
  close(): Promise<void>;
}

/** Opens a receiver on a free port of this machine. */
export async function openFakeWebhook(): Promise<FakeWebhook> {
  const server = createServer((request, response) => {
    void receive(fake, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const fake: FakeWebhook = {
    url: `http://127.0.0.1:${String(port)}/api/webhooks/1234567890123456789/secret-token`,
    mood: 'well',
    retryAfterS: 0.35,
    taken: [],
    requests: 0,
    problems: [],
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}

async function receive(
  fake: FakeWebhook,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  fake.requests += 1;
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const answer = (status: number, body?: object, headers: Record<string, string> = {}): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body ? JSON.stringify(body) : undefined);
  };
  if (fake.mood === 'silent') return;
  if (fake.mood === 'broken')
    return answer(500, { message: '500: Internal Server Error', code: 0 });
  if (fake.mood === 'gone') return answer(404, { message: 'Unknown Webhook', code: 10_015 });
  if (fake.mood === 'limited') {
    const { retryAfterS: retry_after } = fake;
    const message = 'You are being rate limited.';
    return answer(
      429,
      { message, retry_after, global: false },
      { 'retry-after': String(Math.ceil(retry_after)), 'x-ratelimit-scope': 'user' },
    );
  }
  if (request.method !== 'POST')
    return answer(405, { message: '405: Method Not Allowed', code: 0 });
  const parsed = webhookRequest.safeParse(JSON.parse(Buffer.concat(parts).toString('utf8')));
  if (!parsed.success) {
    fake.problems.push(z.prettifyError(parsed.error));
    return answer(400, { message: 'Invalid Form Body', code: 50_035 });
  }
  fake.taken.push(parsed.data);
  // Discord answers so when nobody asks it to wait.
  response.writeHead(204).end();
}
