// npm run bench: how fast the real parts are, beside yardsticks of the same run. Prints a table;
// `--json FILE` and `--markdown FILE` write the figures too, `--seconds N` is the length of each measurement, `--only PART`
// (or several, with commas) leaves the others out; `--entries N` lets the part growth go up to so many
// ledger entries, `--requests N` is how many the part floor asks before it looks at the memory.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchCatalogue } from './bench/catalogue.ts';
import { benchLevels } from './bench/levels.ts';
import { benchMarket } from './bench/market.ts';
import { benchFloor } from './bench/floor.ts';
import { benchGrowth } from './bench/growth.ts';
import { benchHealth } from './bench/health.ts';
import { benchPair } from './bench/pair.ts';
import { benchPlugin } from './bench/plugin.ts';
import { benchPurchases } from './bench/purchases.ts';
import { openReport, writeJson, writeMarkdown } from './bench/report.ts';
import { benchStreams } from './bench/streams.ts';
import { findMongod } from './find-mongod.ts';
import { startReplicaSet } from './mongod.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    markdown: { type: 'string' },
    seconds: { type: 'string', default: '5' },
    only: { type: 'string' },
    entries: { type: 'string', default: '1000000' },
    requests: { type: 'string', default: '100000' },
    cache: { type: 'string', default: '0.5' },
  },
});

/** The number of an option; above zero, or an error. */
function numberOf(name: 'seconds' | 'entries' | 'requests' | 'cache'): number {
  const number = Number(values[name]);
  if (!(number > 0)) throw new Error(`--${name} is a number above zero.`);
  return number;
}
const seconds = numberOf('seconds');
const entries = numberOf('entries');
const requests = numberOf('requests');
const cacheGiB = numberOf('cache');

const report = openReport((line) => void process.stdout.write(`${line}\n`));
const parts: Readonly<Record<string, (url: string) => Promise<void>>> = {
  purchases: (url) => benchPurchases(report, url, seconds),
  market: (url) => benchMarket(report, url, seconds),
  pair: (url) => benchPair(report, url, seconds),
  catalogue: (url) => benchCatalogue(report, url, seconds),
  levels: (url) => benchLevels(report, url, seconds),
  health: (url) => benchHealth(report, url, seconds),
  floor: (url) => benchFloor(report, url, { seconds, requests }),
  growth: (url) => benchGrowth(report, url, { seconds, entries }),
  streams: (url) => benchStreams(report, url, { seconds, entries }),
  plugin: (url) => benchPlugin(report, url, seconds),
};
const wanted = values.only?.split(',') ?? Object.keys(parts);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  throw new Error(`--only ${unknown.join(',')}: the parts are ${Object.keys(parts).join(', ')}.`);
}

const found = await findMongod({ say: report.say });
const dataDir = mkdtempSync(join(tmpdir(), 'mintkeep-bench-'));
const mongo =
  found.kind === 'url' ? null : await startReplicaSet({ binary: found.binary, dataDir, cacheGiB });
const url = found.kind === 'url' ? found.url : (mongo?.url ?? '');
try {
  for (const name of wanted) await parts[name]?.(url);
} finally {
  if (values.json) writeJson(values.json, report);
  if (values.markdown) writeMarkdown(values.markdown, report);
  await mongo?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
