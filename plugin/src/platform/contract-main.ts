// An entry for a server: runs the contract checks on Paper, one after the other, and logs how each
// ended. Whoever started the server reads the log.
import { createPaper } from './paper.ts';
import { contractChecks } from './platform.contract.ts';
import type { Platform } from './platform.ts';

async function runContract(platform: Platform): Promise<void> {
  for (const check of contractChecks) {
    try {
      await check.run(platform);
      platform.log.info(`CONTRACT ok ${check.name}`);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      platform.log.error(`CONTRACT FAILED ${check.name}: ${why}`);
    }
  }
  platform.log.info('CONTRACT done');
}

const paper = createPaper();
paper.after('contract', 0, () => void runContract(paper));
