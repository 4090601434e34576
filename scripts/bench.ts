// npm run bench: how fast the real parts are, beside yardsticks of the same run. Prints a table;
// `--json FILE` writes the figures too, `--seconds N` is the length of each measurement.
import { parseArgs } from 'node:util';
import { MongoMemoryReplSet } from 'mongodb-memory-server';
import { benchPurchases } from './bench/purchases.ts';
import { openReport, writeJson } from './bench/report.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    seconds: { type: 'string', default: '5' },
  },
});
const seconds = Number(values.seconds);
if (!(seconds > 0)) throw new Error('--seconds is a number above zero.');

const mongo = await MongoMemoryReplSet.create({
  replSet: {
    count: 1,
    storageEngine: 'wiredTiger',
    ip: '127.0.0.1',
    args: ['--setParameter', 'transactionLifetimeLimitSeconds=5', '--wiredTigerCacheSizeGB', '2'],
  },
});
try {
  const report = openReport((line) => process.stdout.write(`${line}\n`));
  await benchPurchases(report, mongo.getUri(), seconds);
  if (values.json) writeJson(values.json, report);
} finally {
  await mongo.stop();
}
