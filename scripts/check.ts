// npm run check: types, format, lint and docs, without running anything.
import { checkStages, runStages } from './stages.ts';

const failed = await runStages(checkStages, (text) => process.stdout.write(text));
if (failed.length > 0) process.exitCode = 1;
