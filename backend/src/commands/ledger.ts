// npm run ledger: replays the ledger to every balance and says which account differs.
import { verifyLedger } from '../ledger/verify.ts';
import { Failure, runCommand, Usage } from './command.ts';

const usage = `npm run ledger -- verify [--json]   replay the ledger; exit 1 when coins do not add up`;

await runCommand(usage, async ({ ctx, print }, [verb, ...options]) => {
  if (verb !== 'verify') throw new Usage(verb ? `There is no "${verb}" here.` : 'Verify?');
  const startedAt = performance.now();
  const report = await verifyLedger(ctx);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  if (options.includes('--json')) {
    print(JSON.stringify(report));
  } else {
    print(`${String(report.entries)} entries, ${String(report.wallets)} wallets, ${seconds} s`);
    print(`minted ${report.mintedCoins} - burned ${report.burnedCoins}`);
    print(`circulating ${report.circulatingCoins}`);
    for (const { account, ledgerCoins, cachedCoins } of report.mismatches) {
      print(`${account}: ledger ${ledgerCoins}, balance ${cachedCoins}`);
    }
    for (const entryId of report.brokenEntries) print(`entry ${entryId} is broken`);
  }
  if (!report.sound) throw new Failure('The coins do not add up.');
  if (!options.includes('--json')) print('Sound: every balance is what its entries say.');
});
