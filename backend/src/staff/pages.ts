// The few pages that the login itself needs, before there is a panel: one that goes on, and ones that
// say why not. Plain HTML without scripts or styles, so that nothing in them can run.

/** What a browser reads when a login did not succeed, by the code of the refusal. */
const refusals: Readonly<Record<string, { readonly title: string; readonly text: string }>> = {
  MEMBERSHIP_MISSING: {
    title: 'Members only',
    text: 'This panel is for members of our Discord server. Join it, then log in again.',
  },
  LOGIN_REFUSED: {
    title: 'That login did not work',
    text: 'It took too long, was used before, or was begun in another browser. Please begin again.',
  },
  DISCORD_AWAY: {
    title: 'Discord does not answer',
    text: 'Discord could not be asked who you are. Please try again in a minute.',
  },
  LOGIN_OFF: {
    title: 'No login with Discord',
    text: 'Discord is not set up here. The owner gets in by the link of: npm run staff -- link',
  },
};

/** A page of this site that goes on to another: a link followed from here is our own (D14). */
export const goOnPage = (path: string): string =>
  page(
    'Logging in',
    `<meta http-equiv="refresh" content="0; url=${escaped(path)}">`,
    `<p>You are being logged in. <a href="${escaped(path)}">Go on</a></p>`,
  );

/** A page that says why not, with the way to begin again. */
export function refusalPage(code: string): string {
  const { title, text } = refusals[code] ?? {
    title: 'Something broke',
    text: 'It was logged. Please try again.',
  };
  return page(
    title,
    '',
    `<h1>${escaped(title)}</h1><p>${escaped(text)}</p><p><a href="/auth/discord/login">Log in</a></p>`,
  );
}

const page = (title: string, head: string, body: string): string =>
  '<!doctype html><html lang="en"><head><meta charset="utf-8">' +
  `<meta name="viewport" content="width=device-width">${head}` +
  `<title>${escaped(title)} · Mintkeep</title></head><body><main>${body}</main></body></html>`;

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
