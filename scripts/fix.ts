// npm run fix: what the formatter and the linter can put right by themselves, and the pages
// that are written from the code.
import { writeApiReference } from './api-reference.ts';
import { writeDataPage } from './data-page.ts';
import { writePermissionsPage } from './permissions-page.ts';
import { runNode, runStages, tools } from './stages.ts';

await writeDataPage();
await writeApiReference();
await writePermissionsPage();
const failed = await runStages(
  [
    { name: 'lint', run: () => runNode([tools.eslint, '--fix', '.']) },
    { name: 'format', run: () => runNode([tools.prettier, '--write', '.']) },
  ],
  (text) => process.stdout.write(text),
);
if (failed.length > 0) process.exitCode = 1;
