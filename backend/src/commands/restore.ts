// npm run restore: a backup into an empty database, verified.
import { resolve } from 'node:path';
import { restore } from '../backup.ts';
import { Failure, runCommand, Usage } from './command.ts';
import { progressOn } from './progress.ts';

const usage = `npm run restore -- <folder of a backup>   into the empty database of DATABASE_URL
Refuses a backup that is damaged, foreign or newer, and a database that holds anything.`;

await runCommand(
  usage,
  async ({ ctx, print }, [folder, ...rest]) => {
    if (!folder || rest.length > 0) throw new Usage('Which backup?');
    const tell = progressOn(process.stderr, 'restore');
    const { manifest, ledger, distrusted } = await restore(ctx, resolve(folder), tell);
    const documents = manifest.files.reduce((sum, file) => sum + file.documents, 0);
    print(`Restored ${documents.toLocaleString('en')} documents of ${manifest.createdAt}`);
    print(
      `Ledger: ${ledger.entries.toLocaleString('en')} entries, ${String(ledger.wallets)} wallets`,
    );
    print(`Circulating: ${ledger.circulatingCoins} coins, as when it was backed up`);
    print(`${String(distrusted)} open deliveries wait for a receipt before any refund`);
    if (!ledger.sound) throw new Failure('The ledger is not sound, and was not when backed up.');
    print('Sound. Start the backends.');
  },
  { asIs: true },
);
