// A browser for tests: keeps cookies, sends them as SameSite says, and says where a request came
// from. Each has an address of its own, so that the limits of one do not meet another.
import type { FastifyInstance } from 'fastify';

interface Kept {
  readonly value: string;
  readonly attributes: string;
}

export interface Visit {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

export interface Browser {
  readonly cookies: Map<string, Kept>;
  /** Follows a link or types an address; `from` is the page it was on. */
  go(url: string, from?: 'same-origin' | 'cross-site' | 'none'): Promise<Visit>;
  /** What a script of the panel's page sends, with the token that it read from its cookie. */
  post(url: string, headers?: Record<string, string>): Promise<Visit>;
}

let opened = 0;

/** Opens a browser with no cookies. */
export function openBrowser(app: FastifyInstance, origin: string, csrfName: string): Browser {
  opened += 1;
  const remoteAddress = `10.1.${String(opened >> 8)}.${String(opened & 255)}`;
  const cookies = new Map<string, Kept>();
  const visit = async (
    method: 'GET' | 'POST',
    url: string,
    headers: Record<string, string>,
  ): Promise<Visit> => {
    const isForeign = headers['sec-fetch-site'] === 'cross-site';
    const sent = [...cookies].filter(
      ([, { attributes }]) =>
        !isForeign || (method === 'GET' && attributes.includes('SameSite=Lax')),
    );
    const cookie = sent.map(([name, { value }]) => `${name}=${value}`).join('; ');
    const answer = await app.inject({
      method,
      url,
      remoteAddress,
      headers: { ...(cookie ? { cookie } : {}), ...headers },
    });
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) keep(cookies, line);
    return { status: answer.statusCode, headers: answer.headers as never, text: answer.body };
  };
  return {
    cookies,
    go: (url, from = 'none') => visit('GET', url, { 'sec-fetch-site': from }),
    post: (url, headers = {}) => {
      const token = cookies.get(csrfName)?.value ?? '';
      const own = { 'sec-fetch-site': 'same-origin', origin, 'x-csrf-token': token };
      return visit('POST', url, { ...own, ...headers });
    },
  };
}

function keep(cookies: Map<string, Kept>, line: string): void {
  const [pair = '', ...attributes] = line.split('; ');
  const at = pair.indexOf('=');
  const name = pair.slice(0, at);
  if (attributes.includes('Max-Age=0')) cookies.delete(name);
  else cookies.set(name, { value: pair.slice(at + 1), attributes: attributes.join('; ') });
}
