// Writes docs/permissions.md from what a started plugin registers. `npm run fix` calls it; a test
// says when the page is not true.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { adminSubs } from '../plugin/src/admin/admin.ts';
import { helpEntries } from '../plugin/src/admin/commands-list.ts';
import { enHelp } from '../plugin/src/locales/en-help.ts';
import { createFake } from '../plugin/src/platform/fake.ts';
import type { Permission } from '../plugin/src/platform/platform.ts';
import { start } from '../plugin/src/start.ts';

const path = join(import.meta.dirname, '../docs/permissions.md');

const intro = `# Permissions

Written from the code by \`npm run fix\`; do not edit. "Everyone" and "operators" have a permission
unless a permission plugin says otherwise. What staff do needs a role at the backend besides:
[staff.md](staff.md).

`;

/** Not registered, because any number may stand there; read from what a seller has (D35). */
const tiers =
  '| `mintkeep.market.listings.<n>` | whoever is given it | | at most n open listings; the highest n counts |';

/** What staff do with a command that players have too. */
const staffSides: Readonly<Record<string, string>> = {
  levelcap: 'what staff do with `/levelcap`',
  market: '`/market remove`, `/market editprice`',
};

function opens({ name, children }: Permission): string {
  if (children) return 'all that name it as their parent';
  const last = name.split('.').at(-1) ?? '';
  if (!name.startsWith('mintkeep.player.')) {
    const isSub = (adminSubs as readonly string[]).includes(last);
    const side = isSub ? `\`/mintkeep ${last}\`` : staffSides[last];
    if (side === undefined) throw new Error(`Nobody says what ${name} opens.`);
    return side;
  }
  const entry = helpEntries.find((one) => one.name === last);
  if (!entry) throw new Error(`The help does not know what ${name} opens.`);
  return `\`${enHelp[`help.${entry.name}.usage`]}\`: ${enHelp[`help.${entry.name}`]}`;
}

/** The permissions that a plugin registers when it starts. */
export function registeredPermissions(): readonly Permission[] {
  const fake = createFake();
  const registered: Permission[] = [];
  const { permissions } = fake;
  fake.permissions = (list) => {
    registered.push(...list);
    permissions(list);
  };
  start(fake);
  return registered;
}

/** The page as it should be. */
export async function permissionsPage(): Promise<string> {
  const all = registeredPermissions();
  const rows = all.map((one) => {
    const parent = all.find(({ children }) => children?.includes(one.name));
    const who = one.for;
    return `| \`${one.name}\` | ${who} | ${parent ? `\`${parent.name}\`` : ''} | ${opens(one)} |`;
  });
  const head = '| Permission | Who has it | Parent | What it opens |\n| --- | --- | --- | --- |';
  const text = `${intro}${[head, ...rows, tiers].join('\n')}\n`;
  return format(text, { parser: 'markdown', printWidth: 100 });
}

/** Brings the page up to date. */
export const writePermissionsPage = async (): Promise<void> =>
  writeFileSync(path, await permissionsPage());
