// HTTP as the plugin does it, by Method objects, against a small server of this machine, on both
// engines. Needs a JDK 17 to 21.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProbe, type Probe } from './probe.ts';

const engines = ['node', 'graal'] as const;

const script = `
  const http = (name) => Java.type('java.net.http.' + name);
  const invoke = (type, name, types, target, ...args) =>
    type.class.getMethod(name, ...types.map((one) => one.class)).invoke(target, ...args);
  const Text = Java.type('java.lang.String');
  const Duration = Java.type('java.time.Duration');
  const utf8 = Java.type('java.nio.charset.StandardCharsets').UTF_8;
  globalThis.clientOf = () => {
    const Builder = http('HttpClient$Builder');
    const builder = invoke(Builder, 'version', [http('HttpClient$Version')],
      http('HttpClient').newBuilder(), http('HttpClient$Version').HTTP_1_1);
    return invoke(Builder, 'build', [], builder);
  };
  globalThis.send = (url, timeoutMs, header = 'x-asked') => {
    const Builder = http('HttpRequest$Builder');
    let builder = http('HttpRequest').newBuilder(Java.type('java.net.URI').create(url));
    builder = invoke(Builder, 'timeout', [Duration], builder, Duration.ofMillis(timeoutMs));
    builder = invoke(Builder, 'header', [Text, Text], builder, header, 'yes');
    builder = invoke(Builder, 'method', [Text, http('HttpRequest$BodyPublisher')], builder,
      'POST', http('HttpRequest$BodyPublishers').ofString('Grüße', utf8));
    const request = invoke(Builder, 'build', [], builder);
    return invoke(http('HttpClient'), 'sendAsync',
      [http('HttpRequest'), http('HttpResponse$BodyHandler')],
      clientOf(), request, http('HttpResponse$BodyHandlers').ofString(utf8));
  };
  // Read with the type's own method: the engine must not touch the JDK's internal classes.
  globalThis.answer = () => {
    try {
      const got = future.get();
      return [got.statusCode(), got.body(), got.headers().firstValue('x-own').orElse('none'),
        got.headers().firstValue('x-other').orElse('none')].join();
    } catch (error) {
      return error.getClass().getName() + ' of ' + error.getCause().getClass().getName();
    }
  };
`;

let server: Server;
let url: string;
let refusedUrl: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/never') return;
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      response.writeHead(201, { 'x-own': 'here' });
      response.end(`${request.method} ${body} ${String(request.headers['x-asked'])}`);
    });
  });
  const portOf = (from: Server) => (from.address() as AddressInfo).port;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${portOf(server)}`;
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
  refusedUrl = `http://127.0.0.1:${portOf(gone)}`;
  await new Promise((resolve) => gone.close(resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe.each(engines)('java.net.http on %s', (engine) => {
  let probe: Probe;
  beforeAll(async () => {
    probe = await startProbe({ engine, script });
  });
  afterAll(() => probe.end());

  /** Sends, and polls as the plugin does, tick by tick. */
  async function ask(to: string, timeoutMs: number): Promise<string> {
    probe.evaluate(`globalThis.future = send('${to}', ${timeoutMs}); 'sent'`);
    const endsAt = performance.now() + 10_000;
    while (probe.evaluate('future.isDone()') === 'false' && performance.now() < endsAt) {
      await sleep(5);
    }
    return probe.evaluate('answer()');
  }

  test('answers with status, body and headers', async () => {
    expect(await ask(`${url}/`, 5_000)).toBe('201,POST Grüße yes,here,none');
  });

  test('fails with a ConnectException when nobody listens', async () => {
    expect(await ask(`${refusedUrl}/`, 5_000)).toBe(
      'java.util.concurrent.ExecutionException of java.net.ConnectException',
    );
  });

  test('fails with a timeout when no answer comes (pain 17)', async () => {
    expect(await ask(`${url}/never`, 100)).toBe(
      'java.util.concurrent.ExecutionException of java.net.http.HttpTimeoutException',
    );
  });

  test('blocks for a last answer, as long as it is told to', () => {
    const code = `globalThis.future = send('${url}/never', 5000);
      try {
        future.get(50, Java.type('java.util.concurrent.TimeUnit').MILLISECONDS);
      } catch (error) { error.getClass().getName() }`;
    expect(probe.evaluate(code)).toBe('java.util.concurrent.TimeoutException');
  });

  test('refuses a header that the JDK keeps for itself', () => {
    const said = probe.evaluate(`send('${url}/', 5000, 'connection')`);
    expect(said).toMatch(/^threw java\..*Exception/);
  });

  // On the real server the plain call is the end of the script: neither catch nor finally runs.
  test('does not let a builder be called by name, not even to be caught', () => {
    const reported = probe.swallowed.length;
    const said = probe.evaluate(
      `{
      let result = 'nothing';
      try {
        const Request = Java.type('java.net.http.HttpRequest');
        Request.newBuilder(Java.type('java.net.URI').create('${url}')).GET();
        result = 'called';
      } catch (error) { result = 'caught'; }
      result
    }`.replace('http(', "Java.type('java.net.http.' + "),
    );
    expect(said).not.toBe('called');
    expect(probe.swallowed.slice(reported).join()).toMatch(
      /not modelled: java\.net\.http\.HttpRequest\$Builder\.GET|access to public member failed/,
    );
  });
});
