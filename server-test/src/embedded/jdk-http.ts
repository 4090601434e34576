// java.net.http for the Node engine. Inside Grakkit its builders cannot be called by name (the
// engine takes internal classes for accessible and dies of it); they answer only to `Method`
// objects, so here they have no members at all. Requests run in a worker, so that a last blocking
// `get` works while the server thread stands still.
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Implementation } from './border/border.ts';
import { JavaException, type JavaObject } from './border/values.ts';
import type { HttpCancel, HttpJob, HttpResult } from './jdk-http-worker.ts';

const http = 'java.net.http.';
const of = <T extends object>(javaClass: string, members: T): T & JavaObject => ({
  ...members,
  javaClass,
});

interface Duration {
  toMillis(): number;
}
interface RequestBuilder extends JavaObject {
  readonly url: string;
  headers: Record<string, string>;
  timeoutMs: number | null;
  method: string;
  body: string | null;
}

// ---- the worker -------------------------------------------------------------------------------

interface Line {
  post(job: HttpJob | HttpCancel): void;
  take(id: number): HttpResult | null;
  wait(timeoutMs: number): void;
}

let line: Line | null = null;

function openLine(): Line {
  const rings = new Int32Array(new SharedArrayBuffer(4));
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(new URL('jdk-http-worker.ts', import.meta.url), {
    workerData: { port: port2, rings },
    transferList: [port2],
  });
  worker.unref();
  port1.unref();
  const results = new Map<number, HttpResult>();
  return {
    post: (job) => port1.postMessage(job),
    take(id) {
      for (let next = receiveMessageOnPort(port1); next; next = receiveMessageOnPort(port1)) {
        const result = next.message as HttpResult;
        results.set(result.id, result);
      }
      return results.get(id) ?? null;
    },
    wait: (timeoutMs) => void Atomics.wait(rings, 0, Atomics.load(rings, 0), timeoutMs),
  };
}

// ---- futures and answers ------------------------------------------------------------------------

let lastJob = 0;

function send(builder: RequestBuilder, connectTimeoutMs: number): JavaObject {
  line ??= openLine();
  const wire = line;
  const id = ++lastJob;
  const { url, method, headers, body } = builder;
  const timeoutMs = builder.timeoutMs ?? connectTimeoutMs;
  wire.post({ id, url, method, headers, body, timeoutMs });
  const answer = (): JavaObject => {
    const result = wire.take(id);
    if (!result) {
      throw new Error('Future.get() before isDone() would block the server thread');
    }
    if ('failed' in result) {
      const cause = new JavaException(result.failed, result.message);
      throw new JavaException('java.util.concurrent.ExecutionException', result.failed, cause);
    }
    return response(result);
  };
  return of('java.util.concurrent.Future', {
    isDone: () => wire.take(id) !== null,
    cancel() {
      wire.post({ cancel: id });
      return true;
    },
    get(timeout?: number) {
      if (timeout === undefined) return answer();
      const endsAt = performance.now() + timeout;
      while (!wire.take(id)) {
        const leftMs = endsAt - performance.now();
        if (leftMs <= 0) throw new JavaException('java.util.concurrent.TimeoutException', null);
        wire.wait(Math.min(leftMs, 20));
      }
      return answer();
    },
  });
}

function response(result: Extract<HttpResult, { status: number }>): JavaObject {
  const headers = of(`${http}HttpHeaders`, {
    firstValue: (name: string) => {
      const value = result.headers[name.toLowerCase()] ?? null;
      return of('java.util.Optional', { orElse: (other: unknown) => value ?? other });
    },
  });
  return of(`${http}HttpResponse`, {
    statusCode: () => result.status,
    body: () => result.body,
    headers: () => headers,
  });
}

// ---- builders, by Method objects only -------------------------------------------------------------

interface ClientParts extends JavaObject {
  connectTimeoutMs: number;
}

const client = `${http}HttpClient`;
const request = `${http}HttpRequest`;
const text = 'java.lang.String';
const duration = 'java.time.Duration';

/** What may be called through `Class.getMethod`, by its full signature. */
export const httpMethods: Readonly<Record<string, (target: never, ...args: never[]) => unknown>> = {
  [`${client}$Builder.connectTimeout(${duration})`]: (builder: ClientParts, time: Duration) => {
    builder.connectTimeoutMs = time.toMillis();
    return builder;
  },
  [`${client}$Builder.version(${client}$Version)`]: (builder: ClientParts) => builder,
  [`${client}$Builder.build()`]: (builder: ClientParts) =>
    of(client, { connectTimeoutMs: builder.connectTimeoutMs }),
  [`${client}.sendAsync(${request},${http}HttpResponse$BodyHandler)`]: (
    from: ClientParts,
    built: RequestBuilder,
  ) => send(built, from.connectTimeoutMs),
  [`${request}$Builder.timeout(${duration})`]: (builder: RequestBuilder, time: Duration) => {
    builder.timeoutMs = time.toMillis();
    return builder;
  },
  [`${request}$Builder.header(${text},${text})`]: (
    builder: RequestBuilder,
    name: string,
    value: string,
  ) => {
    if (
      ['host', 'connection', 'content-length', 'expect', 'upgrade'].includes(name.toLowerCase())
    ) {
      throw new JavaException(
        'java.lang.IllegalArgumentException',
        `restricted header name: "${name}"`,
      );
    }
    builder.headers[name] = value;
    return builder;
  },
  [`${request}$Builder.method(${text},${request}$BodyPublisher)`]: (
    builder: RequestBuilder,
    method: string,
    publisher: { readonly body: string | null },
  ) => {
    builder.method = method;
    builder.body = publisher.body;
    return builder;
  },
  [`${request}$Builder.build()`]: (builder: RequestBuilder) => ({ ...builder, javaClass: request }),
  'java.util.concurrent.Future.cancel(boolean)': (future: { cancel(): boolean }) => future.cancel(),
};

const publisher = (body: string | null) => of(`${request}$BodyPublisher`, { body });

export const httpImplementations: Record<string, Implementation> = {
  'java.net.URI': {
    statics: {
      create(uri: string) {
        if (!URL.canParse(uri)) {
          throw new JavaException('java.lang.IllegalArgumentException', `not a URI: ${uri}`);
        }
        return of('java.net.URI', { uri });
      },
    },
  },
  [client]: {
    statics: { newBuilder: () => of(`${client}$Builder`, { connectTimeoutMs: 60_000 }) },
  },
  [`${client}$Version`]: { statics: { HTTP_1_1: of(`${client}$Version`, {}) } },
  [request]: {
    statics: {
      newBuilder: ({ uri }: { readonly uri: string }) =>
        of(`${request}$Builder`, {
          url: uri,
          headers: {},
          timeoutMs: null,
          method: 'GET',
          body: null,
        }),
    },
  },
  [`${request}$BodyPublishers`]: {
    statics: { noBody: () => publisher(null), ofString: (body: string) => publisher(body) },
  },
  [`${http}HttpResponse$BodyHandlers`]: {
    statics: { ofString: () => of(`${http}HttpResponse$BodyHandler`, {}) },
  },
  'java.util.concurrent.TimeUnit': {
    statics: { MILLISECONDS: of('java.util.concurrent.TimeUnit', {}) },
  },
};
