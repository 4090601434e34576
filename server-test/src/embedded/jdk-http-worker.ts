// Does the HTTP requests of the Node engine off the server thread, and rings when one is done.
import { workerData, type MessagePort } from 'node:worker_threads';

export interface HttpJob {
  readonly id: number;
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly timeoutMs: number;
}

/** Given up: the connection is closed, so that the other side need not wait either. */
export interface HttpCancel {
  readonly cancel: number;
}

export type HttpResult =
  | {
      readonly id: number;
      readonly status: number;
      readonly body: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly id: number; readonly failed: string; readonly message: string | null };

const { port, rings } = workerData as { port: MessagePort; rings: Int32Array };

/** The JDK's names for what goes wrong. */
function failure(id: number, error: unknown): HttpResult {
  const { name } = error as Error;
  const cause = (error as Error).cause as { code?: string; message?: string } | undefined;
  if (name === 'TimeoutError') {
    return { id, failed: 'java.net.http.HttpTimeoutException', message: 'request timed out' };
  }
  // The JDK's ConnectException has no message.
  if (cause?.code === 'ECONNREFUSED') {
    return { id, failed: 'java.net.ConnectException', message: null };
  }
  return { id, failed: 'java.io.IOException', message: cause?.message ?? String(error) };
}

const underWay = new Map<number, AbortController>();

async function perform(job: HttpJob): Promise<HttpResult> {
  const cancelled = new AbortController();
  underWay.set(job.id, cancelled);
  try {
    const answer = await fetch(job.url, {
      method: job.method,
      headers: job.headers,
      ...(job.body === null ? {} : { body: job.body }),
      signal: AbortSignal.any([AbortSignal.timeout(job.timeoutMs), cancelled.signal]),
      redirect: 'manual',
    });
    const body = await answer.text();
    return {
      id: job.id,
      status: answer.status,
      body,
      headers: Object.fromEntries(answer.headers.entries()),
    };
  } catch (error) {
    return failure(job.id, error);
  } finally {
    underWay.delete(job.id);
  }
}

port.on('message', (job: HttpJob | HttpCancel) => {
  if ('cancel' in job) return underWay.get(job.cancel)?.abort();
  void perform(job).then((result) => {
    port.postMessage(result);
    Atomics.add(rings, 0, 1);
    Atomics.notify(rings, 0);
  });
});
