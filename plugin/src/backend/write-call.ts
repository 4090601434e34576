// A call as it goes over the line: path, query and body, each as its contract says. What a contract
// says is looked at once, because calls are written on the game's own thread.
import type { Contract } from '@mintkeep/shared/contract.ts';

export interface WrittenCall {
  readonly pathAndQuery: string;
  readonly body: string;
}

/** Where what a call gives goes. */
interface Form {
  /** What stands around the names of the path: always one more than those. */
  readonly texts: readonly string[];
  readonly pathNames: readonly string[];
  readonly queryNames: readonly string[];
  /** Null when there is no body. */
  readonly bodyNames: ReadonlySet<string> | null;
}

const forms = new Map<Contract, Form>();

function formOf(contract: Contract): Form {
  const known = forms.get(contract);
  if (known) return known;
  const parts = contract.path.split(/:(\w+)/);
  const form: Form = {
    texts: parts.filter((_, place) => place % 2 === 0),
    pathNames: parts.filter((_, place) => place % 2 === 1),
    queryNames: Object.keys(contract.query?.shape ?? {}),
    bodyNames: contract.body ? new Set(Object.keys(contract.body.shape)) : null,
  };
  forms.set(contract, form);
  return form;
}

const inUrl = (value: unknown): string => encodeURIComponent(String(value));

/** Writes a call; a value that is undefined is left out of the query. */
export function writeCall(
  contract: Contract,
  call: Readonly<Record<string, unknown>>,
): WrittenCall {
  const { texts, pathNames, queryNames, bodyNames } = formOf(contract);
  let pathAndQuery = texts[0] ?? '';
  for (const [place, name] of pathNames.entries()) {
    pathAndQuery += inUrl(call[name]) + (texts[place + 1] ?? '');
  }
  let sign = '?';
  for (const name of queryNames) {
    if (call[name] === undefined) continue;
    pathAndQuery += `${sign}${name}=${inUrl(call[name])}`;
    sign = '&';
  }
  if (!bodyNames) return { pathAndQuery, body: '' };
  const fields: Record<string, unknown> = {};
  for (const name in call) if (bodyNames.has(name)) fields[name] = call[name];
  return { pathAndQuery, body: JSON.stringify(fields) };
}
