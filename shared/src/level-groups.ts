// Groups of a permission plugin, as rules of level caps name them. Who is in one, the game servers
// alone know: they name the groups of their players when they ask for caps (D30).
import * as z from 'zod';

/** So many groups all rules together may name, and so many may be named of a player. */
export const levelGroupsMax = 50;
const nameCharactersMax = 64;

/** Lower-case, as permissions are. */
export const levelGroup = z.string().regex(/^[a-z0-9][a-z0-9_.+-]{0,63}$/, {
  error: 'must be 1 to 64 of a-z, 0-9, dot, plus, dash, underscore',
});

/** Groups that somebody is in. */
export const levelGroups = z.array(levelGroup).max(levelGroupsMax);

/** The same in a query, with commas between. */
export const levelGroupsInQuery = z
  .string()
  .max(levelGroupsMax * (nameCharactersMax + 1))
  .transform((text) => (text === '' ? [] : text.split(',')))
  .pipe(levelGroups);

/** Whether rules together name no more groups than may be named of a player. */
export const fewGroups = (rules: readonly { readonly groups?: readonly string[] | undefined }[]) =>
  new Set(rules.flatMap(({ groups = [] }) => groups)).size <= levelGroupsMax;
