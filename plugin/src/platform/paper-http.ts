// HTTP by java.net.http. Its builders cannot be called by name inside Grakkit: the engine dies of
// it in a way no catch sees. Their `Method` objects can. Answers are collected on the tick, because
// a Java thread must never run a script's function.
import { describe, log } from './paper-log.ts';
import type { HttpAnswer, HttpRequest } from './platform.ts';

const HttpClient = Java.type('java.net.http.HttpClient');
const Request = Java.type('java.net.http.HttpRequest');
const Publishers = Java.type('java.net.http.HttpRequest$BodyPublishers');
const Handlers = Java.type('java.net.http.HttpResponse$BodyHandlers');
const Duration = Java.type('java.time.Duration');
const URI = Java.type('java.net.URI');
const { UTF_8 } = Java.type('java.nio.charset.StandardCharsets');
const System = Java.type('java.lang.System');
const { MILLISECONDS } = Java.type('java.util.concurrent.TimeUnit');

const StringClass = Java.type('java.lang.String').class;
const DurationClass = Duration.class;
const clientBuilder = Java.type('java.net.http.HttpClient$Builder').class;
const requestBuilder = Java.type('java.net.http.HttpRequest$Builder').class;
const Version = Java.type('java.net.http.HttpClient$Version');

const method = {
  connectTimeout: clientBuilder.getMethod('connectTimeout', DurationClass),
  version: clientBuilder.getMethod('version', Version.class),
  buildClient: clientBuilder.getMethod('build'),
  timeout: requestBuilder.getMethod('timeout', DurationClass),
  header: requestBuilder.getMethod('header', StringClass, StringClass),
  method: requestBuilder.getMethod(
    'method',
    StringClass,
    Java.type('java.net.http.HttpRequest$BodyPublisher').class,
  ),
  buildRequest: requestBuilder.getMethod('build'),
  sendAsync: HttpClient.class.getMethod(
    'sendAsync',
    Request.class,
    Java.type('java.net.http.HttpResponse$BodyHandler').class,
  ),
  cancel: Java.type('java.util.concurrent.Future').class.getMethod(
    'cancel',
    Java.type('java.lang.Boolean').TYPE,
  ),
};

const asText = Handlers.ofString(UTF_8);

const connectTimeoutMs = 3_000;

interface Waiting {
  readonly future: JavaFuture<JavaHttpResponse>;
  readonly resolve: (answer: HttpAnswer) => void;
  readonly reject: (error: Error) => void;
  readonly deadlineMs: number;
  readonly timeoutMs: number;
}

export interface Http {
  send(request: HttpRequest): Promise<HttpAnswer>;
  sendLast(request: HttpRequest): void;
  /** Collects what has come; called on every tick. */
  poll(): void;
  stop(): void;
}

function startRequest(client: unknown, request: HttpRequest): JavaFuture<JavaHttpResponse> {
  // Each of a builder's methods answers the builder itself.
  const builder = Request.newBuilder(URI.create(request.url));
  method.timeout.invoke(builder, Duration.ofMillis(request.timeoutMs));
  for (const name in request.headers) method.header.invoke(builder, name, request.headers[name]);
  const body =
    request.body === undefined ? Publishers.noBody() : Publishers.ofString(request.body, UTF_8);
  method.method.invoke(builder, request.method, body);
  const built = method.buildRequest.invoke(builder);
  return method.sendAsync.invoke(client, built, asText) as JavaFuture<JavaHttpResponse>;
}

/** Opens the client. */
export function openHttp(): Http {
  const waiting = new Set<Waiting>();
  const timed = method.connectTimeout.invoke(
    HttpClient.newBuilder(),
    Duration.ofMillis(connectTimeoutMs),
  );
  const client = method.buildClient.invoke(method.version.invoke(timed, Version.HTTP_1_1));

  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        try {
          const { timeoutMs } = request;
          const deadlineMs = monotonicMs() + timeoutMs;
          waiting.add({
            future: startRequest(client, request),
            resolve,
            reject,
            deadlineMs,
            timeoutMs,
          });
        } catch (error) {
          reject(new Error(describe(error)));
        }
      }),
    sendLast(request) {
      try {
        const future = startRequest(client, request);
        future['get(long,java.util.concurrent.TimeUnit)'](request.timeoutMs, MILLISECONDS);
      } catch (error) {
        log.warn(`The last ${request.method} ${request.url} went unheard: ${describe(error)}`);
      }
    },
    poll() {
      if (waiting.size === 0) return;
      const nowMs = monotonicMs();
      for (const one of waiting) {
        const isDone = one.future.isDone();
        if (!isDone && nowMs < one.deadlineMs) continue;
        waiting.delete(one);
        if (isDone) settle(one);
        else giveUp(one);
      }
    },
    stop() {
      for (const { future } of waiting) method.cancel.invoke(future, true);
      waiting.clear();
    },
  };
}

const monotonicMs = (): number => System.nanoTime() / 1_000_000;

/** The JDK's timeout ends with the headers: a body that never ends is ours to give up. */
function giveUp({ future, reject, timeoutMs }: Waiting): void {
  method.cancel.invoke(future, true);
  reject(new Error(`No answer within ${String(timeoutMs)} ms.`));
}

function settle({ future, resolve, reject }: Waiting): void {
  try {
    const response = future.get();
    const headers = response.headers();
    resolve({
      status: response.statusCode(),
      body: response.body(),
      header: (name) => headers.firstValue(name).orElse(null),
    });
  } catch (error) {
    reject(new Error(describe(error)));
  }
}
