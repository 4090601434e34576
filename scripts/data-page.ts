// Writes docs/data.md from the code: every collection, its indexes and the migrations (S0-042).
// `npm run fix` calls it; a test says when the page is not true.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { collections } from '../backend/src/collections.ts';
import type { CollectionPlan } from '../backend/src/core/mongo.ts';
import { migrations } from '../backend/src/migrations.ts';

const path = join(import.meta.dirname, '../docs/data.md');

const intro = `# Data

Written from the code by \`npm run fix\`; do not edit. A collection's documents and the reason of each
index stand beside its queries, in \`backend/src/<noun>/store.ts\`.

A start of the backend creates what is missing and applies the migrations, one process at a time.
\`npm run migrate\` does the same by itself, and \`npm run migrate -- --check\` only says what is missing. A
database that was made by a newer version is refused.

## Collections and indexes
`;

type Index = CollectionPlan['indexes'][number];

function optionsOf(index: Index): string {
  const options = [
    index.unique ? 'unique' : '',
    index.sparse ? 'sparse' : '',
    index.partialFilterExpression
      ? `only where \`${JSON.stringify(index.partialFilterExpression)}\``
      : '',
    index.expireAfterSeconds === undefined
      ? ''
      : `expires ${String(index.expireAfterSeconds)} s after`,
  ];
  return options.filter(Boolean).join(', ');
}

const keyOf = ({ key }: Index): string =>
  Object.entries(key)
    .map(([field, order]) => `\`${field}\`${order === -1 ? ' newest first' : ''}`)
    .join(', ');

/** The page as it should be. */
export async function dataPage(): Promise<string> {
  const rows = [...collections]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name, indexes, view }) =>
      view
        ? [`| \`${name}\` | | | a view of \`${view.of}\` |`]
        : indexes.length === 0
          ? [`| \`${name}\` | | | |`]
          : indexes.map(
              (index) => `| \`${name}\` | ${index.name} | ${keyOf(index)} | ${optionsOf(index)} |`,
            ),
    );
  const steps = migrations.map(({ name, summary }) => `| \`${name}\` | ${summary} |`);
  const text = [
    intro,
    '| Collection | Index | Fields | |\n| --- | --- | --- | --- |',
    rows.join('\n'),
    '\n## Migrations\n',
    '| Step | What it does |\n| --- | --- |',
    steps.join('\n'),
    '',
  ].join('\n');
  return format(text, { parser: 'markdown', printWidth: 100 });
}

/** Brings the page up to date. */
export const writeDataPage = async (): Promise<void> => writeFileSync(path, await dataPage());
