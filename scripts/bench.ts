// npm run bench: how fast the real parts are, beside yardsticks of the same run. Prints a table;
// `--json FILE` writes the figures too, `--seconds N` is the length of each measurement, `--only
// purchases|plugin` leaves the other out.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchPlugin } from './bench/plugin.ts';
import { benchPurchases } from './bench/purchases.ts';
import { openReport, writeJson } from './bench/report.ts';
import { findMongod } from './find-mongod.ts';
import { startReplicaSet } from './mongod.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    seconds: { type: 'string', default: '5' },
    only: { type: 'string' },
  },
});
const seconds = Number(values.seconds);
if (!(seconds > 0)) throw new Error('--seconds is a number above zero.');
const wants = (part: string): boolean => values.only === undefined || values.only === part;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const found = await findMongod({ say });
const dataDir = mkdtempSync(join(tmpdir(), 'mintkeep-bench-'));
const mongo =
  found.kind === 'url' ? null : await startReplicaSet({ binary: found.binary, dataDir });
const url = found.kind === 'url' ? found.url : (mongo?.url ?? '');
try {
  const report = openReport(say);
  if (wants('purchases')) await benchPurchases(report, url, seconds);
  if (wants('plugin')) await benchPlugin(report, url, seconds);
  if (values.json) writeJson(values.json, report);
} finally {
  await mongo?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
