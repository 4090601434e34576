// The cookies of the panel: their names, how they are set and read. `__Host-` keeps a neighbouring
// host from setting or reading them; Strict keeps other sites from sending them (S1-136, S1-137).

export const sessionCookie = '__Host-mintkeep-session';
export const refreshCookie = '__Host-mintkeep-refresh';
/** Read by the panel's own script, which repeats it in `x-csrf-token`. */
export const csrfCookie = '__Host-mintkeep-csrf';
/** Of a login under way. Lax: a Strict one would not come back from discord.com (D14). */
export const loginCookie = '__Host-mintkeep-login';

export const csrfHeader = 'x-csrf-token';

/** A cookie to set; `lifeMs` 0 deletes it. */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  readonly lifeMs: number;
}

/** A `set-cookie` header. */
export function cookieText({ name, value, lifeMs }: SetCookie): string {
  const parts = [
    `${name}=${value}`,
    'Path=/',
    `Max-Age=${String(Math.floor(lifeMs / 1_000))}`,
    'Secure',
    `SameSite=${name === loginCookie ? 'Lax' : 'Strict'}`,
  ];
  if (name !== csrfCookie) parts.push('HttpOnly');
  return parts.join('; ');
}

/** The value of a cookie in a `cookie` header; empty when it is missing or comes twice. */
export function cookieOf(header: string | undefined, name: string): string {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? (values[0] ?? '') : '';
}
