// Writes docs/api-reference.md from the contracts: each route with who may ask, an example of its
// request and answer, and its refusals; then every refusal with its status. `npm run fix` calls it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { meanings } from '../backend/src/core/errors.ts';
import { allContracts } from '../backend/test/contracts.ts';
import type { NamedContract } from '../backend/test/contracts.ts';
import { exampleOf } from '../backend/test/example-of.ts';
import type { Contract } from '../shared/src/contract.ts';
import { refusalCode } from '../shared/src/errors.ts';
import type { Who } from '../shared/src/roles.ts';

const path = join(import.meta.dirname, '../docs/api-reference.md');

const intro = `# The routes

Written from the contracts in \`shared/src\` by \`npm run fix\`; do not edit. What holds for all routes
(errors, keys, retries, signing, sessions, limits) is told in [api.md](api.md). The examples fit
their schemas; a test sees to it. The running backend shows the same at \`/docs\`, with every bound.
`;

/** Who may ask, as a reader looks for it. */
function askers({ everybody, server, staff, inGame }: Who): string {
  const all = [
    everybody ? 'everybody' : '',
    server ? 'a game server' : '',
    staff === 'member' ? 'any session of the panel' : '',
    staff && staff !== 'member' ? `staff from ${staff} in the panel` : '',
    inGame ? `staff from ${inGame} and the console in the game` : '',
  ];
  return all.filter(Boolean).join('; ');
}

const keys: Readonly<Record<Contract['key'], string>> = {
  required: 'required',
  accepted: 'accepted',
  none: 'none',
};

/** A request line with its parameters filled in. */
function requestLine({ method, path: pattern, params, query }: Contract): string {
  const given = params ? (exampleOf(params) as Record<string, unknown>) : {};
  const filled = pattern.replace(/:(\w+)/g, (_, name: string) => String(given[name]));
  const asked = query ? Object.entries(exampleOf(query) as object) : [];
  const text = asked.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return `${method} ${filled}${text.length > 0 ? `?${text.join('&')}` : ''}`;
}

const json = (value: unknown): string => JSON.stringify(value, null, 2);

function example(contract: Contract): string {
  const body = contract.body ? `\n\n${json(exampleOf(contract.body))}` : '';
  const reply = contract.status === 204 ? '' : `\n\n${json(exampleOf(contract.reply))}`;
  return [
    '```http',
    `${requestLine(contract)}${body}`,
    '```',
    '',
    '```http',
    `${String(contract.status)}${reply}`,
    '```',
    ...(contract.accepted
      ? ['', '```http', `202\n\n${json(exampleOf(contract.accepted))}`, '```']
      : []),
  ].join('\n');
}

function section({ name, contract }: NamedContract): string {
  const refusals = contract.refusals
    .map((code) => `[\`${code}\`](#refusals) (${String(meanings[code].status)})`)
    .join(', ');
  return [
    `### \`${contract.method} ${contract.path}\``,
    '',
    `${contract.summary} (\`${name}\`)`,
    '',
    `- For: ${askers(contract.who)}`,
    `- Idempotency-Key: ${keys[contract.key]}`,
    `- Refuses: ${refusals || 'only what any route may refuse'}`,
    '',
    example(contract),
    '',
  ].join('\n');
}

/** An answer with a refusal, as it goes over the wire. */
function refusalExample(): string {
  const { message } = meanings.FUNDS_INSUFFICIENT;
  const details = { totalCostCoins: 12, walletBalanceCoins: 5 };
  const error = { code: 'FUNDS_INSUFFICIENT', message, details, retryable: false };
  return ['```http', `402\n\n${json({ error, requestId: 'example-1' })}`, '```'].join('\n');
}

function refusalRows(): string {
  const rows = refusalCode.options.map((code) => {
    const { status, message, retryable } = meanings[code];
    return `| \`${code}\` | ${String(status)} | ${retryable ? 'yes' : 'no'} | ${message} |`;
  });
  return ['| Code | Status | Retry | Message |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** The page as it should be. */
export async function apiReference(): Promise<string> {
  const contracts = await allContracts();
  const nouns = [...new Set(contracts.map(({ noun }) => noun))];
  const routes = nouns.flatMap((noun) => [
    `## ${noun}\n`,
    ...contracts.filter((one) => one.noun === noun).map(section),
  ]);
  const text = [
    intro,
    ...routes,
    '## Refusals\n',
    'Each is answered in the same form, with `Retry-After` in seconds where waiting helps:\n',
    refusalExample(),
    '',
    refusalRows(),
    '',
  ].join('\n');
  return format(text, { parser: 'markdown', printWidth: 100 });
}

/** Brings the page up to date. */
export const writeApiReference = async (): Promise<void> =>
  writeFileSync(path, await apiReference());
