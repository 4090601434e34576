// A browser's EventSource for tests and benches: one connection to a stream, its events as they come.
import { request } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';

export interface StreamEvent {
  readonly name: string;
  readonly data: unknown;
  /** The last id there was, as the browser would send it when it comes back. */
  readonly lastEventId: string;
}

export interface EventSource {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly events: StreamEvent[];
  /** What came last, also with an id alone. */
  lastEventId(): string;
  /** Resolves when the events so far fit; rejects when the stream ends before. */
  until(fits: (events: readonly StreamEvent[]) => boolean): Promise<void>;
  /** Resolves when the stream has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Takes no more bytes from now on. */
  stall(): void;
  resume(): void;
  close(): void;
}

/** Connects to a stream; resolves with its head. */
export async function openEventSource(
  url: string,
  {
    cookie,
    lastEventId = '',
    method = 'GET',
  }: { cookie: string; lastEventId?: string; method?: string },
): Promise<EventSource> {
  const asked = request(url, {
    method,
    agent: false,
    headers: {
      accept: 'text/event-stream',
      cookie,
      'sec-fetch-site': 'same-origin',
      ...(lastEventId === '' ? {} : { 'last-event-id': lastEventId }),
    },
  });
  const answer = await headOf(asked);
  const events: StreamEvent[] = [];
  const waiting = new Set<() => void>();
  let last = lastEventId;
  let text = '';
  let isEnded = false;
  answer.setEncoding('utf8');
  answer.on('data', (part: string) => {
    const blocks = (text + part).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = fieldsOf(block);
      last = fields.get('id') ?? last;
      const data = fields.get('data');
      if (data === undefined) continue;
      const name = fields.get('event') ?? 'message';
      events.push({ name, data: JSON.parse(data) as unknown, lastEventId: last });
    }
    for (const look of waiting) look();
  });
  const ended = new Promise<void>((resolve) => {
    answer.on('error', () => undefined);
    answer.once('close', () => {
      isEnded = true;
      resolve();
      for (const look of waiting) look();
    });
  });
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    events,
    lastEventId: () => last,
    ended,
    until: (fits) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const done = fits(events);
          if (!done && !isEnded) return;
          waiting.delete(look);
          if (done) resolve();
          else reject(new Error(`The stream ended after ${String(events.length)} events.`));
        };
        waiting.add(look);
        look();
      }),
    stall: () => void answer.pause(),
    resume: () => void answer.resume(),
    close: () => asked.destroy(),
  };
}

const headOf = (asked: ClientRequest): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    asked.once('response', (answer) => {
      asked.on('error', () => undefined);
      resolve(answer);
    });
    asked.once('error', reject);
    asked.end();
  });

function fieldsOf(block: string): Map<string, string> {
  const lines = block.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line));
  return new Map(lines.flatMap((line) => (line ? [[line[1] ?? '', line[2] ?? ''] as const] : [])));
}
